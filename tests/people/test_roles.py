"""Who looks after the archive: rows that say who gave a role and when, and count from the very next question on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from bookcub.people.actions.accounts import (
    change_keepership,
    delete_account,
    set_keepership,
    switch_off,
    switch_on,
)
from bookcub.people.backend import MemberBackend
from bookcub.people.inventory.entries import export_of
from bookcub.people.models import ArchiveRole, Hiding, RoleKind, User
from bookcub.people.queries import people_page, profile_page
from bookcub.works.models import Work
from tests.browsing import Client, words_of
from tests.conftest import person
from tests.making import make_work

pytestmark = pytest.mark.both


def elsewhere(name: str, *, keeps: bool) -> None:
    """As `bookcub user keeper` does it: in another process, which nothing tells this one of."""

    def run() -> None:
        try:
            set_keepership(User.objects.get(username=name), now=keeps)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


@pytest.mark.django_db(transaction=True)
def test_a_role_that_another_process_gives_or_takes_counts_on_the_very_next_page(
    ada: User, mo: User, client: Client
) -> None:
    hidden = make_work(ada)
    Work.objects.filter(pk=hidden.pk).update(hiding=Hiding.objects.create(by=mo, why="Because."))
    person("Kim")
    client.force_login(User.objects.get(username="Kim"))
    opened = ["/keeper", hidden.get_absolute_url()]
    assert [client.get(path).status_code for path in opened] == [403, 404]

    for _ in range(2):
        elsewhere("Kim", keeps=True)
        assert [client.get(path, follow=True).status_code for path in opened] == [200, 200]

        elsewhere("Kim", keeps=False)
        assert [client.get(path).status_code for path in opened] == [403, 404]


@pytest.mark.django_db(transaction=True)
def test_whoever_was_dismissed_meanwhile_does_nothing_with_what_their_page_still_knew(
    mo: User, ada: User, bo: User
) -> None:
    kim = person("Kim", keeper=True)
    elsewhere("Kim", keeps=False)
    assert [kim.is_keeper] == [True], "as it was loaded"

    with pytest.raises(PermissionDenied):
        change_keepership(ada, by=kim, now=True)
    with pytest.raises(PermissionDenied):
        switch_off(bo, by=kim, reason="")

    kim.refresh_from_db()
    assert not kim.is_keeper
    assert set(User.objects.keepers()) == {mo}


def test_a_role_is_given_once_and_whoever_gave_it_first_has_given_it(
    ada: User, bo: User, mo: User
) -> None:
    kim = person("Kim", keeper=True)
    change_keepership(ada, by=mo, now=True)
    first = ada.roles.get()

    change_keepership(ada, by=kim, now=True)

    again = ada.roles.get()
    assert (again.given_by, again.given_at, ada.is_keeper) == (mo, first.given_at, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArchiveRole.objects.create(person=ada, kind=RoleKind.KEEPER)
    # A part of the archive is another role, and gives no power over the whole.
    for holder in (ada, bo):
        holder.give_role(RoleKind.KEEPER, scope="fandom 7", by=mo)
    assert ada.roles.count() == 2
    assert (bo.is_keeper, bo.holds(RoleKind.KEEPER, "fandom 7")) == (False, True)
    assert set(User.objects.keepers()) == {ada, kim, mo}

    change_keepership(ada, by=mo, now=False)

    assert not ada.is_keeper
    assert ada.holds(RoleKind.KEEPER, "fandom 7")


@pytest.mark.parametrize("scopes", [(), ("",), ("fandom 7", "", "fandom 8")])
def test_whoever_is_logged_in_comes_with_all_their_roles_in_one_query(
    ada: User, django_assert_num_queries: DjangoAssertNumQueries, scopes: tuple[str, ...]
) -> None:
    for scope in scopes:
        ada.give_role(RoleKind.KEEPER, scope=scope, by=None)

    with django_assert_num_queries(1):
        found = MemberBackend().get_user(ada.pk)
        assert found is not None
        assert {role.scope for role in found.roles.all()} == set(scopes)
        assert found.is_keeper == ("" in scopes)
        assert found.holds(RoleKind.KEEPER, "fandom 8") == ("fandom 8" in scopes)
        assert {role.person for role in found.roles.all()} <= {found}


def test_of_somebody_else_it_is_asked_once(
    mo: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = User.objects.get(pk=mo.pk)

    with django_assert_num_queries(1):
        assert found.is_keeper
        assert found.is_keeper


def test_lists_of_people_ask_no_more_for_many_keepers(
    ada: User, mo: User, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        person(f"Kim{number}", keeper=True)

    with django_assert_num_queries(4):
        people = people_page("", 1).object_list
        keeping = [one.username for one in people if hasattr(one, "keepership")]
    assert set(keeping) == {"Mo", *(f"Kim{number}" for number in range(10))}
    with django_assert_num_queries(2):
        assert client.get("/about").context["keepers"][0] == mo
    with django_assert_num_queries(2):
        page = profile_page("Mo", seen_by=AnonymousUser())
        assert page is not None
        assert page.is_keeper


def test_an_account_that_is_switched_off_is_no_keeper_meanwhile(ada: User, mo: User) -> None:
    kim = person("Kim", keeper=True)
    hidden = make_work(ada)
    Work.objects.filter(pk=hidden.pk).update(hiding=Hiding.objects.create(by=mo, why="Because."))
    assert Work.objects.visible_to(kim).exists()

    switch_off(kim, by=mo, reason="")

    assert (kim.is_keeper, Work.objects.visible_to(kim).exists()) == (False, False)
    assert set(User.objects.keepers()) == {mo}
    page = profile_page("Kim", seen_by=mo)
    assert page is not None
    assert not page.is_keeper

    switch_on(kim)

    assert (kim.is_keeper, Work.objects.visible_to(kim).exists()) == (True, True)


def test_keepers_read_who_gave_a_role_and_when(ada: User, mo: User, client: Client) -> None:
    client.force_login(mo)
    address = "/keeper/people/Ada"
    assert "Made a keeper" not in words_of(client.get(address).content)

    client.post(f"{address}/keeping", {"keeper": "yes"})

    given = " ".join(words_of(client.get(address).content).split())
    assert "Made a keeper" in given
    assert "by Mo." in given
    # Whoever set the archive up was made one by nobody.
    own = " ".join(words_of(client.get("/keeper/people/Mo").content).split())
    assert "Made a keeper" in own
    assert "by Mo" not in own
    # And of those from before it was noted nothing is made up.
    ada.roles.update(given_by=None, given_at=None)
    page = words_of(client.get(address).content)
    assert "Keeper, joined" in page
    assert "Made a keeper" not in page
    # Others learn neither.
    client.force_login(ada)
    assert "Made a keeper" not in words_of(client.get("/users/Mo/profile").content)


def test_a_keeper_s_own_page_asks_no_more_than_a_member_s(
    ada: User, mo: User, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    set_keepership(ada, now=True, by=mo)
    client.force_login(mo)
    client.get("/keeper/people/Ada")
    with django_assert_num_queries(6):
        client.get("/keeper/people/Ada")

    set_keepership(ada, now=False)
    with django_assert_num_queries(6):
        client.get("/keeper/people/Ada")


def test_one_s_roles_go_with_the_account_and_what_one_gave_stays(ada: User, mo: User) -> None:
    kim = person("Kim", keeper=True)
    change_keepership(ada, by=kim, now=True)
    given_at = ada.roles.get().given_at

    delete_account(kim, choices={})

    role = ArchiveRole.objects.get(person=ada)
    assert (role.given_by, role.given_at) == (None, given_at)
    assert set(ArchiveRole.objects.values_list("person", flat=True)) == {ada.pk, mo.pk}


def test_one_carries_away_that_one_keeps_the_archive(ada: User, mo: User) -> None:
    change_keepership(ada, by=mo, now=True)

    assert export_of(ada)["roles"] == [
        {"kind": "keeper", "scope": "", "given_at": ada.roles.get().given_at}
    ]

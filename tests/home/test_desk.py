"""A member's desk holds what they read, write and have to answer, and says what to do when it is empty."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from bookcub.people.models import User
from bookcub.reading.actions.lists import put_on_shelf
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reading.models import ShelfKind
from bookcub.works.actions import invite_co_creator, relate
from bookcub.works.models import Relation
from tests.browsing import Client
from tests.making import add_chapter, make_work


def desk(client: Client, person: User) -> str:
    client.force_login(person)
    return client.get("/desk").content.decode()


def test_a_guest_is_asked_to_log_in(db: None, client: Client) -> None:
    page = client.get("/desk")

    assert page.status_code == 302
    assert page["Location"] == "/users/login?next=/desk"


def test_an_empty_desk_says_what_to_do_next(bo: User, client: Client) -> None:
    page = desk(client, bo)

    held = client.get("/desk").context["page"]
    assert [*held.continuing, *held.works, *held.later] == []
    assert not held.writes
    assert 'href="/works/new"' in page


def test_everything_of_ones_own_lies_on_it(ada: User, bo: User, client: Client) -> None:
    serial = make_work(ada, title="The Serial", chapters=2)
    read_up_to_end(user=bo, chapter=serial.chapters.get(position=1))
    put_on_shelf(user=bo, work=make_work(ada, title="For a rainy day"), kind=ShelfKind.LATER)
    make_work(bo, title="Mine, posted")
    make_work(bo, title="Mine, in the drawer", posted=False)
    waiting = make_work(bo, title="Mine, on its way")
    at = timezone.now() + timedelta(days=1)
    add_chapter(waiting, position=2, posted=False).schedule(by=bo, at=at)

    page = desk(client, bo)

    for words in (
        "The Serial",
        "For a rainy day",
        "Mine, posted",
        "Mine, in the drawer",
        "Mine, on its way",
        f"{at.astimezone(ZoneInfo(bo.preferences.time_zone)):%H:%M}",
    ):
        assert words in page


def test_invitations_and_works_inspired_by_ones_own_wait_for_an_answer(
    ada: User, bo: User, client: Client
) -> None:
    ours, inspired = make_work(ada, title="Together"), make_work(ada, title="After yours")
    invite_co_creator(work=ours, pseud=bo.default_pseud, by=ada)
    relate(work=inspired, relation=Relation.INSPIRED_BY, parent=make_work(bo))

    page = desk(client, bo)

    assert "Together" in page
    assert "/works/related" in page


def test_nothing_of_others_lies_on_it(ada: User, bo: User, client: Client) -> None:
    make_work(ada, title="Secret draft", posted=False)
    put_on_shelf(user=ada, work=make_work(ada, title="Hers for later"), kind=ShelfKind.LATER)

    page = desk(client, bo)

    assert "Secret draft" not in page
    assert "Hers for later" not in page


def test_a_full_desk_takes_no_more_queries_than_an_empty_one(
    ada: User, bo: User, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        work = make_work(ada, title=f"Story {number}", chapters=2)
        read_up_to_end(user=bo, chapter=work.chapters.get(position=1))
        put_on_shelf(user=bo, work=work, kind=ShelfKind.LATER)
        make_work(bo)
        make_work(bo, posted=False)
        invite_co_creator(work=work, pseud=bo.default_pseud, by=ada)
    client.force_login(bo)

    with django_assert_max_num_queries(28):
        client.get("/desk")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_desk_only_shows(bo: User, client: Client, method: str) -> None:
    client.force_login(bo)

    assert getattr(client, method)("/desk").status_code == 405

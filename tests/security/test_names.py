"""Names and lists of names that are too long, too many, or taken."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from bookcub.people.models import User
from bookcub.reading.models import ReadingList
from tests.browsing import Client
from tests.making import make_work
from tests.refused import refused
from tests.security.pages import post_forms

LONG = "x" * 60_000  # beyond what SQLite takes as a pattern


def _edited(client: Client, ada: User, **changes: str) -> Any:
    """The answer to the form of a work of Ada's, sent with these changes."""
    client.force_login(ada)
    address = f"/works/{make_work(ada).pk}/edit"
    forms = post_forms(client.get(address).content, address)
    form = next(form for form in forms if "co_creators" in form.values)
    return client.post(form.action, {**form.values, "do": "save", **changes})


@pytest.mark.parametrize(
    "address",
    ["/users/{}", "/users/{}/lists", "/users/Ada/pseuds/{}", "/users/{}/works", "/tags/{}/works"],
)
def test_nobody_has_a_name_that_fills_a_book(client: Client, ada: User, address: str) -> None:
    assert client.get(address.format(LONG)).status_code == 404


def test_a_co_creator_with_a_name_that_fills_a_book_is_nobody(client: Client, ada: User) -> None:
    answer = _edited(client, ada, co_creators=f"{LONG} ({LONG})")

    assert answer.status_code == 422
    assert refused(answer) == {"co_creators unknown"}


def test_a_name_with_a_nul_is_refused_by_the_form(client: Client, ada: User) -> None:
    answer = _edited(client, ada, named_readers="b\x00o")

    assert answer.status_code == 422
    assert b"Null characters" in answer.content


def test_nobody_invites_the_whole_town(
    client: Client, ada: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    town = ", ".join(f"neighbour{number}" for number in range(5000))

    with django_assert_max_num_queries(100):
        answer = _edited(client, ada, named_readers=town)

    assert answer.status_code == 422
    assert b"At most 200 names" in answer.content


@pytest.mark.parametrize("shelf", ["Reading", "for LATER"])
def test_an_own_list_may_not_be_called_like_a_shelf(client: Client, ada: User, shelf: str) -> None:
    client.force_login(ada)
    work = make_work(ada)
    client.post(f"/works/{work.pk}/lists", {"shelf": "reading"})
    client.post(f"/works/{work.pk}/lists", {"shelf": "later"})

    answer = client.post(f"/works/{work.pk}/lists", {"shelf": "", "new_list": shelf})

    assert answer.status_code == 422


def test_a_shelf_finds_its_place_though_a_list_has_its_name(client: Client, ada: User) -> None:
    client.force_login(ada)
    work = make_work(ada)
    client.post("/lists/new", {"name": "Reading"})

    answer = client.post(f"/works/{work.pk}/lists", {"shelf": "reading"})

    assert answer.status_code in {302, 422}
    assert ReadingList.objects.filter(user=ada).exists()


@pytest.mark.parametrize("chosen", ["9" * 40, "-1", "x", "\x00"])
def test_a_list_that_cannot_be_is_no_choice(client: Client, ada: User, chosen: str) -> None:
    client.force_login(ada)
    work = make_work(ada)

    answer = client.post(f"/works/{work.pk}/lists", {"shelf": "", "lists": chosen})

    assert answer.status_code == 422

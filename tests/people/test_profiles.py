from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from bookcub.people.models import User
from bookcub.people.queries import profile_page
from tests.browsing import Client


def test_what_a_person_says_of_themselves_is_read_by_all_and_harmless(
    ada: User, client: Client
) -> None:
    client.force_login(ada)
    about = "I write about <em>weirs</em>.\n\nAnd cockles.<script>alert(1)</script>"

    answer = client.post("/settings/profile", {"title": "By the water", "about": about})

    assert answer["Location"] == "/users/Ada/profile"
    page = Client().get("/users/ada/profile").content.decode()
    assert "By the water" in page
    assert "<em>weirs</em>" in page
    assert "<p>And cockles." in page
    assert "alert(1)</script>" not in page
    assert "I write about <em>" not in client.get("/settings/profile").content.decode(), (
        "escaped in its field"
    )


@pytest.mark.parametrize(
    "fields", [{"title": "x" * 256}, {"about": "x" * 2001}, {"about": "a\x00b"}]
)
def test_too_long_is_said_and_nothing_is_lost(
    ada: User, client: Client, fields: dict[str, str]
) -> None:
    client.force_login(ada)

    answer = client.post("/settings/profile", fields)

    assert answer.status_code == 422
    ada.profile.refresh_from_db()
    assert (ada.profile.title, ada.profile.about) == ("", "")


def test_a_profile_takes_four_queries_however_many_pseuds(
    ada: User, bo: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(7):
        ada.pseuds.create(name=f"Wren {number}")

    with django_assert_num_queries(4):
        page = profile_page("ADA", seen_by=bo)
        assert page is not None
        assert page.default_pseud.byline == "Ada"
        assert len([pseud.byline for pseud in page.pseuds]) == 8
        assert not page.is_unlisted


def test_a_switched_off_account_has_no_page_but_for_keepers(ada: User, bo: User, mo: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)

    for person, status in ((None, 404), (bo, 404), (mo, 200)):
        client = Client()
        if person is not None:
            client.force_login(person)
        assert client.get("/users/Ada/profile").status_code == status


def test_search_engines_are_asked_to_stay_away_from_those_who_wish_it(
    ada: User, client: Client
) -> None:
    assert b"noindex" not in client.get("/users/Ada/profile").content

    ada.preferences.unlisted = True
    ada.preferences.save()

    assert b"noindex" in client.get("/users/Ada/profile").content

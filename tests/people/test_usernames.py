from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from bookcub.home.forms.setup import KeeperForm
from bookcub.people.actions.accounts import rename
from bookcub.people.forms.accounts import AccountForm, RenameForm, SignUpForm
from bookcub.people.models import PastUsername, User
from bookcub.people.reserved_usernames import ADDRESSES, is_reserved
from tests.browsing import Client
from tests.conftest import PASSWORD
from tests.people.conftest import Clock
from tests.people.test_sign_up import ANSWERS

pytestmark = pytest.mark.both


def change(client: Client, name: str, password: str = PASSWORD) -> int:
    return client.post("/settings/name", {"username": name, "old_password": password}).status_code


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield path
        else:
            yield from routes(entry, path)


POSSIBLE = ["Moth", "abc", "a_1", "A" * 40]
IMPOSSIBLE = {
    "": "required", "a": "min_length", "_": "min_length", "a" * 41: "max_length", "ä" * 50: "max_length",
    "_abc": "invalid", "zaunkönig": "invalid", "keeper": "forbidden", "Login": "forbidden", "Ada": "taken",
}  # fmt: skip


def in_the_wizard(name: str) -> Any:
    return KeeperForm({"username": name, "password": "four herons in a row"})


def at_sign_up(name: str) -> Any:
    return SignUpForm({**ANSWERS, "username": name})


def in_the_settings(name: str) -> Any:
    return RenameForm({"username": name, "old_password": "x"}, user=User.objects.get(username="Bo"))


def in_a_command(name: str) -> Any:
    return AccountForm({"username": name, "email": ""})


@pytest.mark.parametrize("form", [in_the_wizard, at_sign_up, in_the_settings, in_a_command])
@pytest.mark.both
def test_one_rule_for_names_wherever_one_is_chosen_and_one_sentence_for_one_mistake(
    ada: User, bo: User, form: Callable[[str], Any]
) -> None:
    for name in POSSIBLE:
        assert "username" not in form(name).errors, name
    for name, why in IMPOSSIBLE.items():
        found = form(name).errors.as_data()["username"]
        assert [each.code for each in found] == [why], name
        assert "Ensure this value" not in found[0].messages[0]


def test_no_name_can_hide_a_page_of_the_archive() -> None:
    under_users = {
        route.split("/")[1] for route in routes(get_resolver()) if route.startswith("users/")
    }
    fixed = {part for part in under_users if part and not part.startswith("<")}

    assert fixed == ADDRESSES
    assert all(is_reserved(part) for part in fixed)


def test_a_name_changes_once_in_seven_days(ada: User, client: Client, clock: Clock) -> None:
    client.force_login(ada)

    assert change(client, "Adabel") == 302
    assert change(client, "Adeline") == 403
    clock.forward(days=7)
    assert change(client, "Adeline") == 302
    ada.refresh_from_db()
    assert ada.username == "Adeline"


@pytest.mark.parametrize("name", ["Mona_Lisa", "mona_lisa", "new", "ab", "Ada", "Ada "])
@pytest.mark.both
def test_a_taken_or_impossible_name_is_refused(ada: User, client: Client, name: str) -> None:
    User.objects.create_user("Mona_Lisa")
    client.force_login(ada)

    assert change(client, name) == 422


def test_changing_a_name_takes_the_password(ada: User, client: Client) -> None:
    client.force_login(ada)

    assert change(client, "Adabel", "wrong") == 422
    assert not PastUsername.objects.exists()


def test_the_case_of_a_name_changes_without_leaving_a_trace(ada: User, client: Client) -> None:
    client.force_login(ada)

    assert change(client, "ADA") == 302
    assert not PastUsername.objects.exists()


def test_the_pseud_of_the_same_name_follows(ada: User) -> None:
    rename(ada, username="Adabel")

    assert ada.default_pseud.name == "Adabel"


def test_a_pseud_of_another_name_stays(ada: User) -> None:
    ada.pseuds.create(name="Wren")
    ada.pseuds.create(name="adabel")

    rename(ada, username="Adabel")

    assert set(ada.pseuds.values_list("name", flat=True)) == {"Ada", "Wren", "adabel"}


def test_links_with_a_past_name_lead_to_the_present_one(ada: User, client: Client) -> None:
    rename(ada, username="Adabel")
    rename(ada, username="Adeline")

    for past in ("Ada", "ADABEL"):
        answer = client.get(f"/users/{past}/profile?page=2")
        assert (answer.status_code, answer["Location"]) == (302, "/users/Adeline/profile?page=2")
    assert client.get("/users/ada")["Location"] == "/users/Adeline"
    assert client.get("/users/Nobody/profile").status_code == 404


def test_a_past_name_is_kept_for_its_owner_for_ninety_days(
    ada: User, bo: User, client: Client, clock: Clock
) -> None:
    rename(ada, username="Adabel")
    client.force_login(bo)
    assert change(client, "ada") == 422

    clock.forward(days=90)
    client.force_login(bo)  # the old session is long over
    assert change(client, "ada") == 302
    answer = client.get("/users/ada/profile")
    assert answer.status_code == 200, "whoever has the name now has its address"


def test_an_owner_takes_a_past_name_back(ada: User, client: Client, clock: Clock) -> None:
    rename(ada, username="Adabel")
    clock.forward(days=8)
    client.force_login(ada)

    assert change(client, "Ada") == 302
    assert client.get("/users/Adabel/profile")["Location"] == "/users/Ada/profile"


def test_a_switched_off_account_is_not_found_by_its_past_name(ada: User, client: Client) -> None:
    rename(ada, username="Adabel")
    User.objects.filter(pk=ada.pk).update(is_active=False)

    assert client.get("/users/Ada/profile").status_code == 404

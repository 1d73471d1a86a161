from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import ngettext_lazy

from bookcub.people.actions.accounts import delete_account
from bookcub.people.models import RoleKind, User
from bookcub.people.owned_content import QUESTIONS, Choice, ClosingQuestion
from tests.browsing import Client, asks_for
from tests.conftest import PASSWORD
from tests.people.conftest import Clock
from tests.people.test_log_in import log_in

pytestmark = pytest.mark.both

SUMMARY = "/settings/deletion/summary"


@pytest.fixture
def done() -> Iterator[list[tuple[str, str]]]:
    """What was done with letters, of which everybody has two."""
    done: list[tuple[str, str]] = []
    QUESTIONS.register(
        ClosingQuestion(
            "letters",
            "What becomes of your letters?",
            ngettext_lazy("%(number)s letter", "%(number)s letters", "number"),
            choices=(
                Choice("burn", "Burn them", "{count} will be burnt."),
                Choice("keep", "Keep them", "{count} will be kept."),
            ),
            count=lambda user: 2,
            apply=lambda user, choice: done.append((user.username, choice)),
        ),
        name="letters",
        owner="tests",
    )
    yield done
    QUESTIONS.forget("letters")


def confirm(client: Client, choice: str = "burn", **fields: Any) -> Any:
    given = {"username": "Ada", "old_password": PASSWORD, **fields}
    return client.post(f"{SUMMARY}?letters={choice}", given)


def test_leaving_asks_shows_and_does_what_was_chosen(
    ada: User, client: Client, done: list[tuple[str, str]]
) -> None:
    log_in(client, "Ada")
    assert b"What becomes of your letters? (2 letters)" in client.get("/settings/deletion").content
    summary = client.get(f"{SUMMARY}?letters=burn").content
    assert b"2 letters will be burnt." in summary
    assert done == []

    answer = confirm(client)

    assert answer["Location"] == "/"
    assert done == [("Ada", "burn")]
    assert not User.objects.filter(pk=ada.pk).exists()
    assert client.get("/settings/account").status_code == 302


@pytest.mark.parametrize("query", ["", "?letters=", "?letters=eat", "?other=burn"])
def test_an_unanswered_question_leads_back(
    ada: User, client: Client, done: list[tuple[str, str]], query: str
) -> None:
    client.force_login(ada)

    answer = client.post(SUMMARY + query, {"username": "Ada", "old_password": PASSWORD})

    assert answer["Location"].startswith("/settings/deletion?")
    assert done == []
    assert User.objects.filter(pk=ada.pk).exists()


@pytest.mark.parametrize(
    "fields", [{"old_password": "wrong"}, {"username": "Bo"}, {"username": ""}]
)
def test_without_name_and_password_nothing_happens(
    ada: User, client: Client, done: list[tuple[str, str]], fields: dict[str, str]
) -> None:
    client.force_login(ada)

    assert confirm(client, **fields).status_code == 422
    assert done == []
    assert User.objects.filter(pk=ada.pk).exists()


def test_guessing_the_password_here_is_slowed_too(
    ada: User, client: Client, clock: Clock, done: list[tuple[str, str]]
) -> None:
    client.force_login(ada)
    for _ in range(5):
        confirm(client, old_password="wrong")  # noqa: S106  # a wrong one

    assert confirm(client).status_code == 429
    assert User.objects.filter(pk=ada.pk).exists()


def test_all_or_nothing(ada: User, done: list[tuple[str, str]]) -> None:
    def fail(user: User, choice: str) -> None:
        user.pseuds.all().delete()
        raise OSError("the disk is full")

    choices = (Choice("x", "x", "x"),)  # one choice: not asked
    QUESTIONS.register(
        ClosingQuestion("songs", "?", "songs: %(number)s", choices, lambda user: 1, fail),
        name="songs",
        owner="tests",
    )
    try:
        with pytest.raises(OSError, match="full"):
            delete_account(ada, choices={"letters": "burn"})
    finally:
        QUESTIONS.forget("songs")

    assert User.objects.get(pk=ada.pk).pseuds.exists()


def test_whoever_has_nothing_is_asked_nothing(ada: User, client: Client) -> None:
    client.force_login(ada)

    assert b'type="radio"' not in client.get("/settings/deletion").content
    assert asks_for(client.get(SUMMARY)) == {SUMMARY}
    client.post(SUMMARY, {"username": "ada", "old_password": PASSWORD})
    assert not User.objects.filter(pk=ada.pk).exists()


def test_the_last_keeper_cannot_leave(mo: User, ada: User, client: Client) -> None:
    client.force_login(mo)

    assert f'action="{SUMMARY}"' not in client.get("/settings/deletion").content.decode()
    client.post(SUMMARY, {"username": "Mo", "old_password": PASSWORD})
    assert User.objects.filter(pk=mo.pk).exists()

    ada.give_role(RoleKind.KEEPER, by=mo)
    client.post(SUMMARY, {"username": "Mo", "old_password": PASSWORD})
    assert not User.objects.filter(pk=mo.pk).exists()

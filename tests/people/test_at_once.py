"""What happens when two people press at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from bookcub.clubs.models import ClubVisibility, Joining, Membership
from bookcub.comments.models import Comment
from bookcub.config.engines import be_patient
from bookcub.importing.models import Import
from bookcub.people.models import Archive, Invitation, SignUp, User
from bookcub.works.choices import MayComment
from tests.browsing import Client
from tests.comments.talking import GUEST, as_member
from tests.conftest import PASSWORD, person
from tests.making import make_club, make_work
from tests.people.test_sign_up import ANSWERS

MANY = 24  # more than any limit lets through
SEVERAL = 10  # more than those of three and of five do

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine so many people wait longer than anybody would: asked is who is let through, not how soon."""
    described = connections.settings["default"]
    monkeypatch.setitem(described, "OPTIONS", dict(described["OPTIONS"]))
    be_patient(described)


def at_once(*asked: Callable[[Client], int]) -> list[int]:
    """The answers to requests that start together, each on its own thread and connection."""
    start = Barrier(len(asked))

    def ask(request: Callable[[Client], int]) -> int:
        start.wait(timeout=10)
        try:
            return request(Client())
        finally:
            connection.close()

    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(ask, asked))


def sign_up(path: str, name: str) -> Callable[[Client], int]:
    fields = {**ANSWERS, "username": name, "email": f"{name}@example.org"}
    return lambda client: client.post(path, fields).status_code


def test_one_invitation_lets_one_in_however_quick_the_other_is() -> None:
    archive = Archive.current()
    archive.sign_up = SignUp.INVITATION
    archive.save()
    invitation = Invitation.objects.create(made_by=person("Ada"))
    path = invitation.get_absolute_url()

    answers = at_once(sign_up(path, "wren"), sign_up(path, "robin"))

    assert sorted(answers) == [302, 403]
    came = User.objects.get(username__in=["wren", "robin"])
    invitation.refresh_from_db()
    assert invitation.used_by == came


def test_one_name_goes_to_one_person_whatever_its_case() -> None:
    answers = at_once(sign_up("/users/new", "wren"), sign_up("/users/new", "WREN"))

    assert sorted(answers) == [302, 422]
    assert User.objects.named("wren").count() == 1


def logged_in(user: User, path: str, **fields: object) -> Callable[[Client], int]:
    def ask(client: Client) -> int:
        client.force_login(user)
        status: int = client.post(path, fields).status_code
        return status

    return ask


def test_many_wrong_passwords_at_once_are_no_more_tries_than_one_after_the_other() -> None:
    person("Ada")
    wrong = {"name": "Ada", "password": "wrong"}

    def guess(number: int) -> Callable[[Client], int]:
        address = f"203.0.113.{number}"
        return lambda client: client.post("/users/login", wrong, REMOTE_ADDR=address).status_code

    answers = at_once(*map(guess, range(SEVERAL)))

    assert (answers.count(422), answers.count(429)) == (5, SEVERAL - 5)


def test_many_names_tried_at_once_from_one_address_are_no_more_than_one_after_the_other() -> None:
    def guess(number: int) -> Callable[[Client], int]:
        wrong = {"name": f"somebody{number}", "password": "wrong"}
        return lambda client: client.post("/users/login", wrong).status_code

    answers = at_once(*map(guess, range(MANY)))

    assert (answers.count(422), answers.count(429)) == (20, MANY - 20)


def test_many_resets_asked_for_at_once_send_three_letters(mailoutbox: list[object]) -> None:
    person("Ada")

    def reset(number: int) -> Callable[[Client], int]:
        fields, address = {"email": "ada@example.org"}, f"203.0.113.{number}"
        return lambda client: (
            client.post("/users/password", fields, REMOTE_ADDR=address).status_code
        )

    assert set(at_once(*map(reset, range(SEVERAL)))) == {302}
    assert len(mailoutbox) == 3


def test_many_accounts_asked_for_at_once_are_ten() -> None:
    at_once(*(sign_up("/users/new", f"wren{number}") for number in range(MANY)))

    assert User.objects.count() == 10


def test_many_seats_kept_at_once_are_five() -> None:
    ada = person("Ada")

    at_once(*[logged_in(ada, "/settings/invitations", email="", note="")] * SEVERAL)

    assert Invitation.objects.open().count() == 5


def test_many_comments_of_a_new_account_at_once_are_three() -> None:
    bo, ada = person("Bo"), person("Ada")
    works = [make_work(ada, title=f"Weir {number}") for number in range(SEVERAL)]

    said = [
        logged_in(bo, f"/works/{work.pk}/comments", text="Well", **as_member(bo)) for work in works
    ]
    answers = at_once(*said)

    assert Comment.objects.count() == 3, answers


def test_many_comments_of_guests_at_once_are_five() -> None:
    ada = person("Ada")
    works = [
        make_work(ada, title=f"Weir {number}", may_comment=MayComment.EVERYONE)
        for number in range(SEVERAL)
    ]
    guest = {"text": "Well", **GUEST}

    def say(path: str) -> Callable[[Client], int]:
        return lambda client: client.post(path, guest).status_code

    answers = at_once(*(say(f"/works/{work.pk}/comments") for work in works))

    assert Comment.objects.count() == 5, answers


def test_many_imports_at_once_are_ten() -> None:
    ada = person("Ada")

    def bring(client: Client) -> int:
        client.force_login(ada)
        file = SimpleUploadedFile("weir.txt", b"The tide went out.")
        fields = {"files": file, "pseud": ada.default_pseud.pk}
        return client.post("/import", fields).status_code

    at_once(*[bring] * MANY)

    assert Import.objects.count() == 10


def test_nobody_joins_more_clubs_at_once_than_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bookcub.clubs.actions.entering.CLUBS_EACH", 3)
    ada, bo = person("Ada"), person("Bo")
    clubs = [
        make_club(
            ada, name=f"Club {number}", visibility=ClubVisibility.PUBLIC, joining=Joining.OPEN
        )
        for number in range(SEVERAL)
    ]

    at_once(
        *(
            logged_in(bo, f"/clubs/{club.pk}/membership", pseud=bo.default_pseud.pk)
            for club in clubs
        )
    )

    assert Membership.objects.current().filter(user=bo).count() == 3


def test_of_two_keepers_who_delete_their_accounts_at_once_one_stays() -> None:
    for name in ("Mona", "Milo"):
        person(name, keeper=True)

    def leave(name: str) -> Callable[[Client], int]:
        user = User.objects.get(username=name)
        return logged_in(user, "/settings/deletion/summary", username=name, old_password=PASSWORD)

    at_once(leave("Mona"), leave("Milo"))

    assert User.objects.keepers().count() == 1

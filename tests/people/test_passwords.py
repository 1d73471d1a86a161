from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage

from bookcub.people.models import User
from tests.browsing import Client
from tests.conftest import PASSWORD
from tests.people.conftest import Capture, Clock, Post
from tests.people.test_log_in import log_in
from tests.people.test_sign_up import link_in

NEW = "nine lanterns over water"


def ask(post: Post, email: str = "ada@example.org") -> int:
    status: int = post("/users/password", {"email": email}).status_code
    return status


def test_a_reset_link_sets_a_password_once_and_signs_all_devices_out(
    ada: User, client: Client, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    elsewhere = Client()
    log_in(elsewhere, "Ada")
    assert ask(post, "ADA@example.org") == 302
    link = link_in(mailoutbox[0])

    assert client.get(link).status_code == 200
    assert client.post(link, {"password": NEW})["Location"] == "/users/login"

    assert log_in(Client(), "Ada", NEW).status_code == 302
    assert elsewhere.get("/settings/account").status_code == 302
    assert client.get(link).status_code == 410
    assert client.post(link, {"password": "another one entirely"}).status_code == 410


def test_asking_tells_nobody_whether_there_is_an_account(
    ada: User, client: Client, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    known = post("/users/password", {"email": "ada@example.org"})
    unknown = post("/users/password", {"email": "nobody@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert client.get(known["Location"]).status_code == 200
    assert len(mailoutbox) == 1


def test_an_account_gets_three_letters_in_twelve_hours_and_nobody_sees_the_difference(
    ada: User, post: Post, clock: Clock, mailoutbox: list[EmailMessage]
) -> None:
    for _ in range(5):
        assert ask(post) == 302
    assert len(mailoutbox) == 3

    clock.forward(hours=12, seconds=1)
    ask(post)
    assert len(mailoutbox) == 4


def test_a_correct_link_works_while_log_in_has_to_wait_and_ends_the_waiting(
    ada: User, client: Client, post: Post, clock: Clock, mailoutbox: list[EmailMessage]
) -> None:
    ask(post)
    for _ in range(19):
        log_in(Client(REMOTE_ADDR="203.0.113.9"), "Ada", "wrong")
        clock.forward(minutes=3)
    log_in(Client(REMOTE_ADDR="203.0.113.9"), "Ada", "wrong")
    assert log_in(Client(REMOTE_ADDR="198.51.100.1"), "Ada").status_code == 429

    assert client.post(link_in(mailoutbox[0]), {"password": NEW}).status_code == 302
    assert log_in(Client(REMOTE_ADDR="198.51.100.1"), "Ada", NEW).status_code == 302


def test_the_letter_goes_to_the_address_as_it_is_stored(
    ada: User, bo: User, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    User.objects.filter(pk=ada.pk).update(email="kiki@example.org")
    User.objects.filter(pk=bo.pk).update(email="")
    EmailAddress.objects.create(user=bo, email="kim@example.org", primary=True)

    # K is a Kelvin sign: folded it is a k, and at most mail servers somebody else's.
    for typed in ("KIKI@example.org", "\u212aiki@example.org", "\u212aim@example.org"):
        ask(post, typed)

    written_to = {address for letter in mailoutbox for address in letter.to}
    assert written_to == {"kiki@example.org", "kim@example.org"}


def test_the_link_leads_to_the_archive_whatever_a_request_calls_it(
    ada: User, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        Client().post("/users/password", {"email": ada.email}, HTTP_HOST="localhost:6666")

    assert "6666" not in str(mailoutbox[0].body)
    assert link_in(mailoutbox[0])


@pytest.mark.parametrize(
    "key", ["x", "-", "MQ-", "MQ-abc-def", "OTk5OTk5OTk5OTk5OTk5OTk5OTk-a-b", "ÿ-1"]
)
def test_a_made_up_link_is_refused(ada: User, client: Client, key: str) -> None:
    assert client.get(f"/users/password/{key}").status_code == 410


def test_a_weak_password_is_refused_and_the_link_stays_good(
    ada: User, client: Client, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    ask(post)
    link = link_in(mailoutbox[0])

    assert client.post(link, {"password": "12345"}).status_code == 422
    assert client.post(link, {"password": "adaadaada@example.org"}).status_code == 422
    assert client.post(link, {"password": NEW}).status_code == 302


def test_a_switched_off_account_gets_no_link(
    ada: User, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)

    assert ask(post) == 302
    assert mailoutbox == []


def test_changing_the_password_keeps_this_device_and_signs_the_others_out(
    ada: User, client: Client, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    elsewhere = Client()
    log_in(elsewhere, "Ada")
    log_in(client, "Ada")

    wrong = post("/settings/password", {"old_password": "no", "password": NEW})
    assert wrong.status_code == 422
    right = post("/settings/password", {"old_password": PASSWORD, "password": NEW})

    assert right.status_code == 302
    assert client.get("/settings/account").status_code == 200
    assert elsewhere.get("/settings/account").status_code == 302
    assert "changed" in mailoutbox[0].subject
    assert log_in(Client(), "Ada").status_code == 422
    assert log_in(Client(), "Ada", NEW).status_code == 302


def test_guessing_the_old_password_is_slowed_like_a_log_in(
    ada: User, client: Client, clock: Clock
) -> None:
    client.force_login(ada)
    fields = {"old_password": "wrong", "password": NEW}
    for _ in range(5):
        assert client.post("/settings/password", fields).status_code == 422

    assert client.post("/settings/password", fields).status_code == 429

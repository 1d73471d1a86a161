from __future__ import annotations

from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage

from bookcub.people.models import User
from tests.browsing import Client
from tests.conftest import PASSWORD
from tests.people.conftest import Clock, Post
from tests.people.test_sign_up import link_in


def change(post: Post, email: str, password: str = PASSWORD) -> int:
    fields = {"email": email, "old_password": password}
    status: int = post("/settings/email", fields).status_code
    return status


def test_a_new_address_counts_when_it_says_yes_and_the_old_one_is_told(
    ada: User, client: Client, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    client.force_login(ada)
    assert change(post, "New@example.org") == 302
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    account = client.get("/settings/account")
    assert account.context["claim"].email == "new@example.org"
    assert b"new@example.org" in account.content

    post(link_in(mailoutbox[0]))

    ada.refresh_from_db()
    assert ada.email == "new@example.org"
    assert [letter.to for letter in mailoutbox] == [["new@example.org"], ["ada@example.org"]]
    assert client.get("/settings/account").context["claim"] is None


def test_changing_the_address_takes_the_password(ada: User, client: Client, post: Post) -> None:
    client.force_login(ada)

    assert change(post, "new@example.org", "wrong") == 422
    assert not EmailAddress.objects.exists()


def test_somebody_elses_address_can_be_neither_taken_nor_found_out(
    ada: User, bo: User, client: Client, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    client.force_login(ada)

    assert change(post, "bo@example.org") == 302
    assert b"bo@example.org" in client.get("/settings/account").content
    assert [letter.to for letter in mailoutbox] == [["bo@example.org"]]


def test_of_two_who_claim_an_address_the_first_to_confirm_has_it(
    ada: User, bo: User, client: Client, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    for person in (ada, bo):
        client.force_login(person)
        change(post, "shared@example.org")
    first, second = mailoutbox[0], mailoutbox[1]

    assert post(link_in(second)).status_code == 302
    assert post(link_in(first)).status_code == 410

    ada.refresh_from_db()
    bo.refresh_from_db()
    assert (ada.email, bo.email) == ("ada@example.org", "shared@example.org")


def test_a_withdrawn_change_has_a_dead_link(
    ada: User, client: Client, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    client.force_login(ada)
    change(post, "new@example.org")

    assert client.post("/settings/email/withdrawal").status_code == 302
    assert post(link_in(mailoutbox[0])).status_code == 410


def test_letters_to_one_account_are_few(
    ada: User, client: Client, post: Post, clock: Clock
) -> None:
    client.force_login(ada)
    for number in range(5):
        assert change(post, f"new{number}@example.org") == 302

    assert change(post, "new6@example.org") == 429


def test_a_forged_or_broken_link_confirms_nothing(ada: User, client: Client) -> None:
    claim = EmailAddress.objects.create(user=ada, email="new@example.org")

    for key in ("x", f"{claim.pk}", f"{claim.pk}:abc:def"):
        assert client.post(f"/users/confirm/{key}").status_code == 410
    claim.refresh_from_db()
    assert not claim.verified


def test_a_guest_who_waits_for_nothing_is_led_to_log_in(client: Client, db: None) -> None:
    assert client.get("/users/confirm")["Location"] == "/users/login"


def test_letters_are_plain_and_carry_nothing_that_tracks(
    ada: User, client: Client, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    client.force_login(ada)
    change(post, "new@example.org")

    letter = mailoutbox[0]
    html = str(letter.alternatives[0].content)  # type: ignore[attr-defined]  # an EmailMultiAlternatives
    assert "<img" not in html
    assert "<h1>" in html
    assert link_in(letter) in html
    assert "&#x27;" not in str(letter.body)
    assert letter.message()["Auto-Submitted"] == "auto-generated"

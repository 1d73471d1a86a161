from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings
from selectolax.lexbor import LexborHTMLParser

from bookcub.people.context import forget_archive
from bookcub.people.forms.sessions import WEAKNESSES
from bookcub.people.models import Archive, Invitation, SignUp, User
from tests.browsing import Client, Forger, words_of
from tests.people.conftest import Clock, Post

ANSWERS = {
    "username": "wren",
    "email": "wren@example.org",
    "password": "seven herons in a row",
    "is_of_age": "on",
    "data_agreed": "on",
    "terms_agreed": "on",
}


def joining(mode: str) -> None:
    archive = Archive.current()
    archive.sign_up = mode
    archive.save()


def link_in(letter: EmailMessage) -> str:
    found = re.search(r"http://testserver(/\S+)", str(letter.body))
    assert found, letter.body
    return found[1]


@pytest.mark.django_db
def test_joining_makes_an_account_with_a_pseud_and_lets_its_owner_in(
    client: Client, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    answer = post("/users/new", {**ANSWERS, "time_zone": "Europe/Lisbon"})

    assert (answer.status_code, answer["Location"]) == (302, "/desk")
    wren = User.objects.get(username="wren")
    assert wren.default_pseud.name == "wren"
    assert wren.preferences.time_zone == "Europe/Lisbon"
    assert wren.terms_agreed_at is not None
    assert client.get("/settings/account").status_code == 200
    assert [letter.to for letter in mailoutbox] == [["wren@example.org"]]


@pytest.mark.django_db
def test_an_address_counts_once_its_letter_was_opened(
    client: Client, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    post("/users/new", ANSWERS)
    wren = User.objects.get(username="wren")
    assert wren.email == ""
    link = link_in(mailoutbox[0])

    assert client.get(link).status_code == 200
    wren.refresh_from_db()
    assert wren.email == "", "opening the page alone confirms nothing"
    assert post(link).status_code == 302

    wren.refresh_from_db()
    assert wren.email == "wren@example.org"
    assert client.get(link).status_code == 410, "the link works once"


@pytest.mark.django_db
def test_signing_up_with_an_address_that_has_an_account_looks_the_same_to_a_stranger(
    ada: User, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    answer = post("/users/new", {**ANSWERS, "email": "ADA@example.org"})

    assert (answer.status_code, answer["Location"]) == (302, "/desk")
    assert [letter.to for letter in mailoutbox] == [["ada@example.org"]]
    assert "already" in mailoutbox[0].subject
    assert "/users/confirm/" not in str(mailoutbox[0].body)
    assert User.objects.get(username="wren").email == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "ab"),
        ("username", "a" * 41),
        ("username", "_wren"),
        ("username", "wren_"),
        ("username", "wr en"),
        ("username", "zaunkönig"),
        ("username", "Login"),
        ("username", "orphan_account"),
        ("username", "wr\x00en"),
        ("email", "nonsense"),
        ("email", ""),
        ("password", "short"),
        ("password", "password123"),
        ("password", "w" * 129),
        ("password", "wren@example.org"),
        ("is_of_age", ""),
        ("data_agreed", ""),
        ("terms_agreed", ""),
    ],
)
def test_a_wrong_answer_is_said_at_its_field_and_makes_no_account(
    ada: User, client: Client, field: str, value: str
) -> None:
    answer = client.post("/users/new", {**ANSWERS, field: value})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not User.objects.exclude(pk=ada.pk).exists()


@pytest.mark.django_db
def test_boxes_that_are_not_ticked_are_told_by_us_and_not_by_the_browser(client: Client) -> None:
    page = LexborHTMLParser(client.get("/users/new").content)
    assert [form for form in page.css("main form") if "novalidate" in form.attributes]

    answer = client.post("/users/new", {**ANSWERS, "is_of_age": "", "terms_agreed": ""})

    assert answer.status_code == 422
    assert "Only people of this age can join." in answer.content.decode()
    assert "Everybody who joins agrees to the terms." in answer.content.decode()


@pytest.mark.django_db
def test_a_box_forgotten_says_that_the_password_is_to_be_typed_again(client: Client) -> None:
    first = words_of(client.get("/users/new").content.decode())
    answer = client.post("/users/new", {**ANSWERS, "terms_agreed": ""})

    page = answer.content.decode()
    at_password = page.partition('for="id_password"')[2].partition('name="password"')[0]
    assert "Type it again." in at_password
    assert "Type it again." not in first
    assert ANSWERS["password"] not in page
    weak = client.post("/users/new", {**ANSWERS, "password": "kurz"}).content.decode()
    assert "Type it again." not in weak


@pytest.mark.django_db
def test_all_that_joining_needs_is_marked(client: Client) -> None:
    page = LexborHTMLParser(client.get("/users/new").content)

    marked = [label for label in page.css("main label") if "required" in label.text()]
    assert len(marked) == len(ANSWERS)


@pytest.mark.django_db
def test_a_name_that_is_too_short_is_told_so_once(client: Client) -> None:
    answer = client.post("/users/new", {**ANSWERS, "username": "ab"})

    said = answer.context["form"].errors["username"]
    assert said == ["This name is too short. Use at least 3 characters."]


@pytest.mark.django_db
def test_a_name_is_taken_whatever_its_case(ada: User, client: Client) -> None:
    User.objects.create_user("Adabel")

    answer = client.post("/users/new", {**ANSWERS, "username": "aDaBeL"})

    assert answer.status_code == 422
    assert "username" in answer.context["form"].errors


@pytest.mark.django_db
def test_a_closed_archive_says_so_and_takes_nobody(client: Client) -> None:
    joining(SignUp.CLOSED)

    page = client.get("/users/new")

    assert page.status_code == 200
    assert b'name="username"' not in page.content
    assert client.post("/users/new", ANSWERS).status_code == 403
    assert not User.objects.exists()


@pytest.mark.django_db
def test_an_invitation_opens_the_door_once(ada: User, client: Client) -> None:
    joining(SignUp.INVITATION)
    invitation = Invitation.objects.create(made_by=ada, email="wren@example.org")
    assert client.post("/users/new", ANSWERS).status_code == 403

    page = client.get(f"/invitations/{invitation.code}")
    assert page.context["form"].initial == {"email": "wren@example.org"}
    assert client.post(f"/invitations/{invitation.code}", ANSWERS).status_code == 302

    invitation.refresh_from_db()
    assert invitation.used_by == User.objects.get(username="wren")
    again = Client().post(f"/invitations/{invitation.code}", {**ANSWERS, "username": "robin"})
    assert again.status_code == 403
    assert not User.objects.filter(username="robin").exists()


@pytest.mark.django_db
def test_a_withdrawn_or_unknown_invitation_opens_nothing(ada: User, client: Client) -> None:
    joining(SignUp.INVITATION)
    invitation = Invitation.objects.create(made_by=ada)
    invitation.withdraw()

    assert b'name="username"' not in client.get(f"/invitations/{invitation.code}").content
    assert client.post(f"/invitations/{invitation.code}", ANSWERS).status_code == 403
    assert client.get("/invitations/nosuchcode").status_code == 404


@pytest.mark.django_db
def test_where_confirming_is_a_must_nobody_comes_in_before(
    client: Client, post: Post, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"

    answer = post("/users/new", ANSWERS)
    assert answer["Location"] == "/users/confirm"
    assert b"wren@example.org" in client.get("/users/confirm").content
    credentials = {"name": "wren", "password": ANSWERS["password"]}
    assert post("/users/login", credentials)["Location"] == "/users/confirm"
    assert "/users/login" in client.get("/settings/account")["Location"]

    post("/users/confirm")
    assert len(mailoutbox) == 2
    assert post(link_in(mailoutbox[1])).status_code == 302
    assert post("/users/login", credentials)["Location"] == "/desk"


@pytest.mark.django_db
def test_without_a_mail_server_nobody_is_sent_to_look_for_a_letter(
    client: Client, post: Post, settings: Settings
) -> None:
    post("/users/new", ANSWERS)
    post("/settings/email", {"email": "w@example.org", "old_password": ANSWERS["password"]})
    notices = client.get("/settings/account").content.decode()
    post("/users/password", {"email": "w@example.org"})
    reset = client.get("/users/password/sent").content.decode()

    assert notices.count("This archive sends no mail yet") == 2
    assert "letter we sent you" not in notices
    assert "We have written to" not in notices
    assert "no mail server yet" in reset
    assert "on its way" not in reset


@pytest.mark.django_db
def test_an_address_cannot_make_accounts_by_the_dozen(clock: Clock) -> None:
    for number in range(10):
        answer = Client().post("/users/new", {**ANSWERS, "username": f"wren{number}"})
        assert answer.status_code == 302

    refused = Client().post("/users/new", {**ANSWERS, "username": "wren10"})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) == 3600
    clock.forward(hours=1, seconds=1)
    assert Client().post("/users/new", {**ANSWERS, "username": "wren10"}).status_code == 302


@pytest.mark.django_db
def test_a_time_zone_from_nowhere_is_no_obstacle(client: Client) -> None:
    Archive.objects.update_or_create(pk=1, defaults={"time_zone": "Pacific/Auckland"})
    forget_archive()

    assert client.post("/users/new", {**ANSWERS, "time_zone": "../etc/passwd"}).status_code == 302
    assert User.objects.get(username="wren").preferences.time_zone == "Pacific/Auckland"


@pytest.mark.django_db
def test_anybody_can_read_the_terms(client: Client) -> None:
    assert client.get("/terms").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("wren 1", "password_too_short"),
        ("1234", "password_too_short"),
        ("password1", "password_too_common"),
        ("wren@example.org", "password_too_similar"),
    ],
)
def test_a_weak_password_is_refused_in_our_own_words(
    client: Client, password: str, why: str
) -> None:
    answer = client.post("/users/new", {**ANSWERS, "password": password})

    assert answer.status_code == 422
    assert answer.context["form"].errors["password"] == [str(WEAKNESSES[why])]


@pytest.mark.django_db
def test_whoever_joins_over_a_story_finds_back_to_it_through_the_letter(
    client: Client, post: Post, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    there = "/works/7/chapters/9#b-k3j9x2ab"
    post("/users/new", {**ANSWERS, "next": there})
    link = link_in(mailoutbox[0])

    # On another device: the way back stands in the letter itself.
    answer = Client().post(link)

    assert answer["Location"] == f"/users/login?next={quote(there)}"
    answer = post(answer["Location"], {"name": "wren", "password": ANSWERS["password"]})
    assert answer["Location"] == there


@pytest.mark.django_db
def test_the_letters_way_back_stays_in_the_archive(
    post: Post, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    post("/users/new", {**ANSWERS, "next": "https://elsewhere.example/works/7"})
    link = link_in(mailoutbox[0])
    assert "elsewhere" not in link

    answer = Client().post(f"{link}?next=//elsewhere.example")

    assert "elsewhere" not in answer["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("/works?page=1", "/works?page=1"),
        ("/", ""),  # from the front page one goes to one's desk
        ("/users/login?next=/works", "/works"),
        ("/users/new?next=//elsewhere.example", ""),
        ("/desk-that-is-none", "/desk-that-is-none"),
    ],
)
def test_the_frame_leads_back_to_the_page_one_was_on(client: Client, page: str, back: str) -> None:
    tree = LexborHTMLParser(client.get(page).content)
    doors = [link.attributes["href"] for link in tree.css(".masthead-account a[data-way-back]")]
    query = f"?next={quote(back)}" if back else ""
    assert doors == [f"/users/login{query}", f"/users/new{query}"]


@pytest.mark.django_db
def test_after_a_form_that_was_refused_one_comes_back_to_its_page(
    client: Client, ada: User
) -> None:
    answer = Forger().post("/works", headers={"Referer": "http://testserver/works?page=2"})
    assert answer.wsgi_request.method == "POST"
    assert "next=/works%3Fpage%3D2" in answer.content.decode()

    answer = Forger().post("/works", headers={"Referer": "http://elsewhere.example/works"})
    assert "elsewhere" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["username", "email", "password"])
def test_each_mistake_is_said_in_one_sentence_of_our_own(client: Client, field: str) -> None:
    for value in ("", "a", "x" * 400, "a\x00b"):
        errors = client.post("/users/new", {**ANSWERS, field: value}).context["form"].errors[field]
        assert len(errors) == 1, (value, errors)
        assert not errors[0].startswith(("Ensure", "Enter", "This field", "Null"))

"""In which language the archive speaks: one's own choice, then the browser's, then the archive's."""

from __future__ import annotations

import re

import pytest
from django.core.mail import EmailMessage
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from bookcub.people import mail
from bookcub.people.models import Archive, User
from tests.browsing import Client
from tests.people.conftest import Post
from tests.people.test_preferences import ANSWERS as PREFERENCES
from tests.people.test_sign_up import ANSWERS


def language_of(page: bytes) -> str:
    found = re.search(rb'<html lang="([^"]*)" dir="ltr"', page)
    assert found, page[:400]
    return found[1].decode()


def spoken_to(client: Client, asks: str = "", path: str = "/works") -> str:
    answer = client.get(path, headers={"Accept-Language": asks} if asks else {})
    assert answer["Content-Language"] == language_of(answer.content)
    return language_of(answer.content)


@pytest.fixture
def german_archive(db: None) -> Archive:
    archive = Archive.current()
    archive.language = "de"
    archive.save()
    return archive


@pytest.mark.parametrize(
    ("asks", "hears"),
    [
        ("de", "de"),
        ("de-AT,en;q=0.5", "de"),
        ("tlh,de;q=0.4", "de"),
        ("en;q=0.9,de;q=0.8", "en"),
        ("de;q=0,en", "en"),
        ("tlh", "en"),
        ("*", "en"),
        ("\x7f;q=nothing,,;;", "en"),
        ("x" * 5000, "en"),
    ],
)
def test_a_guest_hears_what_the_browser_asks_for(
    client: Client, db: None, asks: str, hears: str
) -> None:
    assert spoken_to(client, asks) == hears


def test_where_nobody_asks_the_archive_speaks_its_own(
    client: Client, german_archive: Archive
) -> None:
    assert spoken_to(client) == "de"
    assert spoken_to(client, "tlh") == "de"
    assert spoken_to(client, "en") == "en"


def test_a_members_choice_stands_before_the_browsers(ada: User, client: Client) -> None:
    client.force_login(ada)
    assert spoken_to(client, "en") == "en"

    client.post("/language", {"language": "de", "next": "/works"})

    ada.preferences.refresh_from_db()
    assert ada.preferences.language == "de"
    assert spoken_to(client, "en") == "de"


def test_a_guests_choice_stays_in_the_browser(client: Client, db: None) -> None:
    answer = client.post("/language", {"language": "de", "next": "/works"})

    assert answer["Location"] == "/works"
    assert spoken_to(client, "en") == "de"
    assert "bookcub_session" not in client.cookies

    client.post("/language", {"language": ""})
    assert spoken_to(client, "en") == "en"


def test_who_stays_on_the_page_hears_in_the_new_language_that_it_is_saved(
    client: Client, db: None
) -> None:
    page = client.post("/language", {"language": "de"}, follow=True)

    with translation.override("de"):
        said = translation.gettext("The language is saved.")
    assert [str(message) for message in page.context["messages"]] == [said]
    assert not client.post("/language", {"language": "en", "next": "/works"}, follow=True).context[
        "messages"
    ]


@pytest.mark.parametrize("path", ["/language", "/settings/preferences"])
def test_what_a_member_chooses_counts_for_more_than_what_a_guest_chose_here(
    ada: User, client: Client, path: str
) -> None:
    client.post("/language", {"language": "de"})
    client.force_login(ada)
    assert spoken_to(client, "en") == "de"

    client.post(path, PREFERENCES | {"language": ""})

    assert spoken_to(client, "en") == "en"


@pytest.mark.parametrize("language", ["tlh", "../../etc", "de\x00", "DE; Path=/"])
def test_no_other_language_can_be_chosen(client: Client, ada: User, language: str) -> None:
    client.force_login(ada)
    assert client.post("/language", {"language": language}).status_code in {400, 422}
    ada.preferences.refresh_from_db()
    assert ada.preferences.language == ""


def test_a_language_whose_catalogue_has_gone_is_the_browsers_again(
    ada: User, client: Client
) -> None:
    ada.preferences.speak("tlh")
    client.force_login(ada)
    client.cookies["bookcub_language"] = "zz"
    assert spoken_to(client, "de") == "de"


def test_the_choice_costs_no_query(
    ada: User, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/language")
    with django_assert_num_queries(0):
        client.get("/language")
    client.force_login(ada)
    with django_assert_num_queries(3):  # session, person, and the number of the inbox
        client.get("/language")


def test_who_signs_up_is_written_to_in_the_language_of_the_page(
    db: None, client: Client, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    client.cookies["bookcub_language"] = "de"

    post("/users/new", ANSWERS)

    assert User.objects.get(username="wren").preferences.language == "de"
    assert mailoutbox[0].subject.startswith("Bestätige")


def test_a_letter_speaks_its_readers_language_and_not_the_senders(
    ada: User, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    ada.preferences.speak("de")

    post("/users/password", {"email": ada.email}, headers={"Accept-Language": "en"})

    [letter] = mailoutbox
    assert letter.subject.startswith("Neues Passwort")
    html = letter.alternatives[0][0]  # type: ignore[attr-defined]  # a letter with an HTML part
    assert '<html lang="de" dir="ltr">' in html


def test_a_letter_to_a_stranger_speaks_as_the_page_that_caused_it(
    db: None,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def write() -> mail.Letter:
        return mail.Letter(subject=translation.gettext("Cancel"), greeting="", paragraphs=())

    with django_capture_on_commit_callbacks(execute=True), translation.override("de"):
        mail.post(write, to="jo@example.org", reader=None)
    assert mailoutbox[0].subject.startswith("Abbrechen")


def test_refusals_speak_the_readers_language_too(ada: User, client: Client) -> None:
    ada.preferences.speak("de")
    client.force_login(ada)
    missing = client.get("/works/999999", headers={"Accept-Language": "en"})
    assert (missing.status_code, language_of(missing.content)) == (404, "de")
    unknown = client.get("/there/is/no/such/page")
    assert (unknown.status_code, language_of(unknown.content)) == (404, "de")


def test_caches_are_told_that_languages_differ(client: Client, db: None) -> None:
    vary = client.get("/works")["Vary"].lower()
    assert "accept-language" in vary
    assert "cookie" in vary

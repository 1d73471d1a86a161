from __future__ import annotations

from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.db import OperationalError, connection
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker, Settings

from bookcub.people.context import archive, current_archive
from bookcub.people.models import Archive, SignUp, User
from bookcub.people.queries import keeper_page, people_page
from tests.browsing import Client
from tests.people.test_devices import FIREFOX, device, is_in
from tests.people.test_log_in import log_in
from tests.refused import refused

pytestmark = pytest.mark.both

ARCHIVE = {
    "name": "The Weir",
    "description": "Stories by the water.",
    "language": "en",
    "time_zone": "Europe/Lisbon",
    "sign_up": "invitation",
}


@pytest.fixture
def keeper_pages(mo: User, client: Client) -> Client:
    client.force_login(mo)
    return client


@pytest.mark.parametrize(
    "path", ["/keeper", "/keeper/archive", "/keeper/people", "/keeper/people/Ada", "/outbox"]
)
def test_only_keepers_come_in(ada: User, mo: User, path: str) -> None:
    for person, status in ((None, 302), (ada, 403), (mo, 200)):
        client = Client()
        if person is not None:
            client.force_login(person)
        assert client.get(path).status_code == status


def test_what_concerns_the_archive_is_in_one_place_and_ones_own_settings_in_another(
    client: Client, ada: User, mo: User
) -> None:
    ways = [
        "/keeper/archive", "/keeper/people", "/settings/invitations", "/keeper/hidden", "/outbox",
        "/keeper/first-steps", "/help/keepers-guide",
    ]  # fmt: skip
    client.force_login(mo)

    overview = client.get("/keeper").content.decode()
    for way in ways:
        assert f'href="{way}"' in overview.partition("<main")[2], way
        # From each of them the way leads to the others, and none stands among one's own settings.
        main = client.get(way).content.decode().partition("<main")[2]
        assert 'aria-label="Keeper’s pages"' in main, way
        assert 'href="/settings/devices"' not in main, way
    assert 'href="/settings/invitations"' not in _tabs(client, "/settings/preferences")

    menu = client.get("/").content.decode().partition("<main")[0]
    assert 'href="/keeper"' in menu.partition("This archive")[2]
    client.force_login(ada)
    assert "This archive" not in client.get("/").content.decode()
    assert 'href="/settings/invitations"' in _tabs(client, "/settings/preferences")
    assert 'href="/settings/devices"' in _tabs(client, "/settings/invitations")


def _tabs(client: Client, address: str) -> str:
    return client.get(address).content.decode().partition("person-rooms")[2].partition("</nav>")[0]


@pytest.mark.parametrize(
    "path",
    [
        "/keeper/archive",
        "/keeper/people/Ada",
        "/keeper/people/Mo/return",
        "/keeper/people/Mo/keeping",
    ],
)
def test_only_keepers_change_anything(ada: User, mo: User, client: Client, path: str) -> None:
    client.force_login(ada)

    assert client.post(path, ARCHIVE).status_code == 403
    mo.refresh_from_db()
    assert mo.is_keeper


def test_the_archive_gets_its_name_and_rules(keeper_pages: Client) -> None:
    assert keeper_pages.post("/keeper/archive", ARCHIVE).status_code == 302

    row = Archive.current()
    assert (row.name, row.sign_up, row.members_invite) == ("The Weir", SignUp.INVITATION, False)
    assert row.time_zone == "Europe/Lisbon"
    assert b"The Weir" in keeper_pages.get("/keeper").content


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"sign_up": "maybe"},
        {"description": "x" * 501},
        {"time_zone": "Atlantis"},
    ],
)
@pytest.mark.both
def test_an_impossible_archive_is_refused(keeper_pages: Client, fields: dict[str, str]) -> None:
    assert keeper_pages.post("/keeper/archive", ARCHIVE | fields).status_code == 422
    assert Archive.current().name == "Bookcub"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("shelf.local:8000", "http://shelf.local:8000"),
        ("shelf.example", "http://shelf.example"),
        (" https://shelf.example/ ", "https://shelf.example"),
        ("192.168.1.20:8000", "http://192.168.1.20:8000"),
        ("", ""),
    ],
)
def test_the_address_of_an_archive_is_taken_as_people_write_it(
    keeper_pages: Client, settings: Settings, typed: str, kept: str
) -> None:
    settings.PUBLIC_URL = ""

    assert keeper_pages.post("/keeper/archive", ARCHIVE | {"address": typed}).status_code == 302

    assert Archive.current().address == kept


@pytest.mark.parametrize("typed", ["shelf", "our shelf", "ftp://shelf.example", "shelf.local:80x"])
def test_an_address_that_is_none_is_told_how_one_looks(
    keeper_pages: Client, settings: Settings, typed: str
) -> None:
    settings.PUBLIC_URL = ""
    answer = keeper_pages.post("/keeper/archive", ARCHIVE | {"address": typed})

    assert refused(answer) == {"address invalid"}
    assert "as in http://shelf.local:8000 or https://shelf.example" in answer.content.decode()


def test_a_switched_off_account_is_out_until_it_is_switched_on(
    ada: User, keeper_pages: Client
) -> None:
    adas = device(FIREFOX)

    assert keeper_pages.post("/keeper/people/ada", {"reason": "Spam."}).status_code == 302
    assert not is_in(adas)
    assert log_in(Client(), "Ada").status_code == 422
    assert b"Spam." in keeper_pages.get("/keeper/people/Ada").content
    assert keeper_pages.post("/keeper/people/ada", {"reason": "Again."}).status_code == 302
    assert ada.deactivations.count() == 1

    keeper_pages.post("/keeper/people/Ada/return")
    assert log_in(Client(), "Ada").status_code == 302
    assert ada.deactivations.get().ended_at is not None


def test_a_keeper_makes_a_keeper_and_takes_it_back_but_not_from_themselves(
    ada: User, mo: User, keeper_pages: Client
) -> None:
    for answer, keeps in (("yes", True), ("no", False)):
        keeper_pages.post("/keeper/people/Ada/keeping", {"keeper": answer})
        ada.refresh_from_db()
        assert ada.is_keeper == keeps

    assert keeper_pages.post("/keeper/people/Mo/keeping", {"keeper": "no"}).status_code == 403
    assert keeper_pages.post("/keeper/people/Mo").status_code == 403
    mo.refresh_from_db()
    assert mo.is_keeper


def test_people_are_found_by_name_pseud_or_address(
    ada: User, bo: User, keeper_pages: Client
) -> None:
    bo.pseuds.create(name="Wren of the Isles")

    for search, found in {
        "AD": {"Ada"},
        "isles": {"Bo"},
        "bo@ex": {"Bo"},
        "zzz": set(),
        "": {"Ada", "Bo", "Mo"},
    }.items():
        page = keeper_pages.get("/keeper/people", {"q": search}).context["page"]
        assert {person.username for person in page} == found
    assert keeper_pages.get("/keeper/people", {"q": "a\x00", "page": "-1"}).status_code == 400


def test_a_page_of_people_takes_as_many_queries_for_two_as_for_forty(
    mo: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        User.objects.create_user(f"reader{number}")

    with django_assert_num_queries(4):
        for person in people_page("", 1):
            assert list(person.pseuds.all())
            assert not list(person.deactivations.all())
    with django_assert_num_queries(2):
        assert keeper_page().members == 41


def test_letters_wait_in_the_outbox_and_their_links_can_be_opened(
    ada: User, keeper_pages: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "bookcub.core.files.outbox.Outbox"
    settings.OUTBOX = tmp_path / "outbox"
    assert b"<article" not in keeper_pages.get("/outbox").content
    link = "http://testserver/users/password/MQ-abc"

    django_mail.send_mail("Set <b>it</b>", f"Go on:\n{link}\n", None, ["ada@example.org"])

    page = keeper_pages.get("/outbox").content.decode()
    assert f'<a href="{link}"' in page
    assert "Set &lt;b&gt;it&lt;/b&gt;" in page
    assert "ada@example.org" in page


def test_most_pages_ask_nothing_of_the_database_about_the_archive(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert current_archive().name == "Bookcub"
        assert not current_archive().is_set_up
    row = Archive.current()
    row.name = "The Weir"
    row.save()
    with django_assert_num_queries(1):
        assert current_archive().name == current_archive().name == "The Weir"


def test_a_change_by_another_process_shows_within_seconds(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = [100.0]
    monkeypatch.setattr("bookcub.people.context.FRESH_FOR", 3.0)
    monkeypatch.setattr("time.monotonic", lambda: hands[0])
    Archive.current()
    assert current_archive().name == "Bookcub"
    Archive.objects.update(name="The Weir")  # without a signal, as from elsewhere

    assert current_archive().name == "Bookcub"
    hands[0] += 3.1
    assert current_archive().name == "The Weir"


def test_asking_for_the_archive_writes_nothing(db: None) -> None:
    current_archive()

    assert not Archive.objects.exists()


def test_a_page_that_says_the_database_is_gone_still_has_its_frame(
    rf: RequestFactory, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), connection.execute_wrapper(_out_of_order):
        assert archive(rf.get("/"))["sign_up_closed"] is False


def _out_of_order(*_given: object) -> None:
    raise OperationalError("disk I/O error")

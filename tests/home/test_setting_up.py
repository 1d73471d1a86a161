"""The first minutes of an archive: by the link from the terminal, step by step, once."""

from __future__ import annotations

import itertools
import threading
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from bookcub.core.setup_token import setup_token
from bookcub.home.actions.setting_up import KEY, STEPS
from bookcub.people.context import forget_archive
from bookcub.people.models import Archive, SignUp, User
from bookcub.people.session_store import changes
from tests.browsing import Client
from tests.conftest import PASSWORD
from tests.refused import refused

pytestmark = pytest.mark.usefixtures("waiting")

ANSWERS: dict[str, dict[str, str]] = {
    "archive": {
        "name": "The Weir House",
        "description": "Stories from up the river.",
        "language": "de",
    },
    "keeper": {
        "username": "Mona",
        "email": "mona@example.org",
        "password": PASSWORD,
        "time_zone": "Europe/Berlin",
    },
    "door": {"sign_up": "invitation"},
    "stories": {"fill": "no"},
}


def come_by_the_link(client: Client) -> None:
    client.get(reverse("home:setup_link_detail", args=[setup_token()]))


def answer(client: Client, step: str, **other: str) -> Any:
    return client.post(reverse("home:setup_step_edit", args=[step]), ANSWERS[step] | other)


def answer_everything(client: Client, **stories: str) -> None:
    come_by_the_link(client)
    for step in STEPS[:-1]:
        answer(client, step)
    answer(client, "stories", **stories)


@pytest.mark.parametrize(
    "path", ["/", "/works", "/works/1", "/users/login", "/nothing", "/setup", "/setup/summary"]
)
def test_a_visitor_sees_that_the_archive_is_being_set_up(
    db: None, client: Client, path: str
) -> None:
    page = client.get(path)

    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert "home/being_set_up.html" in {template.name for template in page.templates}
    assert b"<main" in page.content
    assert setup_token() not in page.content.decode()


@pytest.mark.parametrize("path", ["/health", "/robots.txt", "/site.webmanifest"])
def test_monitors_and_browsers_get_their_answers_meanwhile(
    db: None, client: Client, path: str
) -> None:
    page = client.get(path)

    assert "home/being_set_up.html" not in {template.name for template in page.templates}
    assert b"<main" not in page.content


def test_a_form_from_elsewhere_changes_nothing_meanwhile(db: None, client: Client) -> None:
    form = {"username": "Eve", "email": "eve@example.org", "password": PASSWORD}

    assert client.post("/users/new", form).status_code == 503
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "token",
    ["0" * 40, "x", setup_token()[:-1], setup_token().upper()],
    ids=["noughts", "x", "cut short", "in capitals"],  # the link differs in each process
)
def test_a_wrong_link_opens_nothing(db: None, client: Client, token: str) -> None:
    page = client.get(reverse("home:setup_link_detail", args=[token]))

    assert page.status_code == 403
    assert b"<form" not in page.content.split(b"<main", 1)[1]
    assert client.get("/setup").status_code == 503
    assert KEY not in client.session


def test_without_the_link_no_step_takes_an_answer(db: None, client: Client) -> None:
    for step in STEPS:
        assert answer(client, step).status_code == 503

    assert client.post("/setup/summary").status_code == 503
    assert not Archive.current().is_set_up


def test_the_link_leads_to_the_first_question_and_out_of_the_address(
    db: None, client: Client
) -> None:
    first = client.get(reverse("home:setup_link_detail", args=[setup_token()]))

    assert first["Location"] == "/setup"
    assert client.get("/setup")["Location"] == "/setup/steps/archive"
    assert setup_token() not in client.get("/setup/steps/archive").content.decode()


def test_another_process_may_ask_the_first_question(
    db: None, left_behind: None, client: Client
) -> None:
    come_by_the_link(client)
    changes.forget(lambda _: True)  # they wait in the process that answered

    assert client.get(reverse("home:setup_step_index")).status_code == 302


def test_the_link_gives_the_session_a_new_key(db: None, client: Client) -> None:
    # Somebody may have planted the old one.
    client.get("/setup")
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key or ""
    client.cookies["bookcub_session"] = before

    come_by_the_link(client)

    assert client.session.session_key != before


def test_each_answer_leads_to_the_next_question(db: None, client: Client) -> None:
    come_by_the_link(client)

    for step, following in itertools.pairwise(STEPS):
        assert answer(client, step)["Location"] == f"/setup/steps/{following}"
    assert answer(client, STEPS[-1])["Location"] == "/setup/summary"


def test_a_question_cannot_be_asked_before_those_before_it(db: None, client: Client) -> None:
    come_by_the_link(client)

    assert client.get("/setup/steps/door")["Location"] == "/setup"
    assert client.get("/setup/summary")["Location"] == "/setup"
    assert client.get("/setup/steps/cellar").status_code == 404


def test_answers_are_kept_when_one_goes_back(db: None, client: Client) -> None:
    answer_everything(client)

    assert "The Weir House" in client.get("/setup/steps/archive").content.decode()
    assert "mona@example.org" in client.get("/setup/steps/keeper").content.decode()
    assert answer(client, "archive", name="The Lock")["Location"] == "/setup/summary"
    assert "The Lock" in client.get("/setup/summary").content.decode()


def test_the_password_is_neither_shown_nor_kept_as_typed(db: None, client: Client) -> None:
    answer_everything(client)

    assert PASSWORD not in str(dict(client.session.items()))
    for path in ("/setup/steps/keeper", "/setup/summary"):
        assert PASSWORD not in client.get(path).content.decode()


def test_the_password_need_not_be_typed_again(db: None, client: Client) -> None:
    answer_everything(client)

    assert answer(client, "keeper", username="Moira", password="").status_code == 302
    client.post("/setup/summary")

    assert User.objects.get(username="Moira").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("step", "wrong", "field"),
    [
        ("archive", {"name": ""}, "name"),
        ("archive", {"name": "x" * 81}, "name"),
        ("archive", {"description": "x" * 501}, "description"),
        ("keeper", {"username": "x"}, "username"),
        ("keeper", {"username": "admin"}, "username"),
        ("keeper", {"username": "mo na"}, "username"),
        ("keeper", {"email": "nowhere"}, "email"),
        ("keeper", {"password": "short"}, "password"),
        ("keeper", {"password": ""}, "password"),
        ("keeper", {"password": "Mona-Mona", "username": "MonaMona"}, "password"),
        ("door", {"sign_up": "ajar"}, "sign_up"),
        ("door", {"sign_up": ""}, "sign_up"),
        ("stories", {"fill": "perhaps"}, "fill"),
    ],
)
def test_a_wrong_answer_is_explained_and_the_rest_stays(
    db: None, client: Client, step: str, wrong: dict[str, str], field: str
) -> None:
    come_by_the_link(client)
    for before in STEPS[: STEPS.index(step)]:
        answer(client, before)

    page = answer(client, step, **wrong)

    assert page.status_code == 422
    assert {each.split(" ")[0] for each in refused(page)} == {field}
    for name, value in (ANSWERS[step] | wrong).items():
        kept = page.context["form"].data[name]
        assert kept == value


def test_markup_in_an_answer_is_shown_as_typed(db: None, client: Client) -> None:
    answer_everything(client)
    answer(client, "archive", name="<script>alert(1)</script>")

    assert "<script>alert(1)" not in client.get("/setup/summary").content.decode()


def test_the_summary_shows_every_answer_but_the_password(db: None, client: Client) -> None:
    answer_everything(client)

    page = client.get("/setup/summary").content.decode()

    for words in (
        "The Weir House",
        "Stories from up the river.",
        "Deutsch",
        "Mona",
        "mona@example.org",
        "Europe/Berlin",
    ):
        assert words in page
    assert PASSWORD not in page


def test_the_questions_go_on_in_the_language_that_was_chosen(db: None, client: Client) -> None:
    come_by_the_link(client)
    assert '<html lang="en"' in client.get("/setup/steps/archive").content.decode()

    answer(client, "archive")

    assert '<html lang="de"' in client.get("/setup/steps/keeper").content.decode()


def test_the_last_step_opens_the_archive_with_its_keeper_signed_in(
    db: None, client: Client
) -> None:
    answer_everything(client)

    assert client.post("/setup/summary")["Location"] == reverse("home:first_step_index")

    archive, keeper = Archive.current(), User.objects.get()
    assert (archive.name, archive.sign_up) == ("The Weir House", SignUp.INVITATION)
    assert archive.description == "Stories from up the river."
    assert archive.language == "de"
    assert keeper.is_keeper
    assert (keeper.username, keeper.email) == ("Mona", "mona@example.org")
    assert keeper.check_password(PASSWORD)
    assert keeper.preferences.time_zone == "Europe/Berlin"
    assert KEY not in client.session
    forget_archive()
    assert client.get(reverse("home:first_step_index")).status_code == 200
    assert Client().get("/").status_code == 200


def test_once_set_up_the_wizard_is_gone_for_ever(db: None, client: Client) -> None:
    answer_everything(client)
    other = Client()
    come_by_the_link(other)
    client.post("/setup/summary")
    forget_archive()

    for visitor in (client, other, Client()):
        assert (
            visitor.get(reverse("home:setup_link_detail", args=[setup_token()])).status_code == 404
        )
        assert visitor.get("/setup").status_code == 404
        assert answer(visitor, "archive").status_code == 404
        assert visitor.post("/setup/summary").status_code == 404
    assert Archive.current().name == "The Weir House"
    assert User.objects.count() == 1


def test_without_the_demo_nothing_is_left_for_the_background(
    db: None, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    answer_everything(client)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/setup/summary")

    assert not DBTaskResult.objects.exists()


def test_the_demo_stories_are_left_to_the_background(
    db: None, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    answer_everything(client, fill="yes")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/setup/summary")

    assert DBTaskResult.objects.get().task_path == "bookcub.home.tasks.fill_with_demo"


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_at_the_last_step_exactly_one_wins() -> None:
    browsers = [Client(), Client()]
    for number, browser in enumerate(browsers):
        come_by_the_link(browser)
        answer(browser, "archive", name=f"Archive {number}")
        answer(browser, "keeper", username=f"keeper_{number}", email="")
        answer(browser, "door")
        answer(browser, "stories")
    start = threading.Barrier(2)
    answers: dict[int, Any] = {}

    def press(number: int) -> None:
        start.wait()
        answers[number] = browsers[number].post("/setup/summary")
        connection.close()

    threads = [threading.Thread(target=press, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    statuses = sorted(page.status_code for page in answers.values())
    assert statuses in ([302, 404], [302, 409])
    winner = next(number for number, page in answers.items() if page.status_code == 302)
    assert User.objects.get().username == f"keeper_{winner}"
    assert Archive.current().name == f"Archive {winner}"


@pytest.mark.parametrize(
    ("typed", "zone"), [("Berlin", "Europe/Berlin"), ("new york", "America/New_York")]
)
def test_a_city_is_enough_for_its_time_zone(
    db: None, client: Client, typed: str, zone: str
) -> None:
    come_by_the_link(client)
    answer(client, "archive")

    assert answer(client, "keeper", time_zone=typed).status_code == 302
    assert client.session[KEY]["keeper"]["time_zone"] == zone


def test_a_mistake_beside_a_good_password_loses_neither(db: None, client: Client) -> None:
    come_by_the_link(client)
    answer(client, "archive", language="en")

    page = answer(client, "keeper", time_zone="Europe/Lisb")

    assert page.status_code == 422
    assert "Is it one of these: Europe/Lisbon?" in page.content.decode()
    assert "keep the password you have chosen" in page.content.decode()
    assert PASSWORD not in page.content.decode()
    assert answer(client, "keeper", password="").status_code == 302
    answer(client, "door")
    answer(client, "stories")
    client.post(reverse("home:archive_new"))
    assert User.objects.get().check_password(PASSWORD)

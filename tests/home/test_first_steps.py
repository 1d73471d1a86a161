"""A keeper's first steps, and the demo stories coming in behind them."""

from __future__ import annotations

from smtplib import SMTPAuthenticationError

import pytest
from django.conf import settings
from django.core import mail
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from bookcub.home.demo.texts import demo_people
from bookcub.home.models import DemoPerson, DemoWork, StepMark
from bookcub.home.queries.demo_progress import DemoProgress
from bookcub.people.actions.invitations import invite
from bookcub.people.models import Archive, Invitation, SignUp, User
from bookcub.works.models import Visibility
from tests.browsing import Client, words_of
from tests.making import make_work


def steps(client: Client) -> str:
    return client.get("/keeper/first-steps").content.decode()


def as_keeper(client: Client, mo: User) -> Client:
    client.force_login(mo)
    return client


def test_only_keepers_take_them(ada: User, client: Client) -> None:
    assert client.get("/keeper/first-steps").status_code == 302
    assert client.post("/keeper/demo").status_code == 302
    client.force_login(ada)

    assert client.get("/keeper/first-steps").status_code == 403
    assert client.post("/keeper/demo").status_code == 403
    assert not DBTaskResult.objects.exists()


def test_a_keeper_can_bring_the_demo_in_later(mo: User, client: Client) -> None:
    as_keeper(client, mo)
    begun = steps(client)
    assert 'href="/keeper/demo"' in begun
    assert 'action="/keeper/demo"' not in begun

    asked = words_of(client.get("/keeper/demo").content.decode())

    assert "hard to take out again" in asked
    assert f"14 works and {len(demo_people())} members" in asked
    assert not DBTaskResult.objects.exists()
    assert client.post("/keeper/demo")["Location"] == "/keeper/first-steps"

    assert DBTaskResult.objects.count() == 1
    page = client.get("/keeper/first-steps")
    assert page.context["progress"] == DemoProgress(
        done=0, total=14, is_under_way=True, has_failed=False
    )
    assert "<progress" in page.content.decode()


def test_pressing_twice_begins_it_once(mo: User, client: Client) -> None:
    as_keeper(client, mo)

    client.post("/keeper/demo")
    client.post("/keeper/demo")

    assert DBTaskResult.objects.count() == 1


def test_the_page_asks_again_by_itself_with_and_without_javascript(
    mo: User, client: Client
) -> None:
    as_keeper(client, mo).post("/keeper/demo")

    page = steps(client)
    part = client.get("/keeper/first-steps", headers={"hx-request": "true"}).content.decode()

    assert 'href="/keeper/first-steps' in page
    assert 'hx-trigger="every 1s"' in part
    assert "<html" not in part


def test_a_keeper_invites_the_first_people_there(
    mo: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_keeper(client, mo)
    assert 'name="email"' not in steps(client)  # no letter would leave

    sent = client.post("/settings/invitations", {"next": "/keeper/first-steps"})

    assert sent["Location"] == "/keeper/first-steps"
    invitation = Invitation.objects.get()
    assert f'value="http://testserver/invitations/{invitation.code}"' in steps(client)

    monkeypatch.setattr("bookcub.home.views.first_steps.leaves_the_house", lambda: True)
    assert 'name="email"' in steps(client)
    invitation.withdraw()
    assert invitation.code not in steps(client)


def test_where_nobody_can_join_nobody_is_invited(mo: User, client: Client) -> None:
    invitation = invite(by=mo)
    archive = Archive.current()
    archive.sign_up = SignUp.CLOSED
    archive.save()
    as_keeper(client, mo)

    page = steps(client)

    assert invitation.code not in page
    assert 'action="/settings/invitations"' not in page


def test_a_failure_is_told_and_can_be_tried_again(mo: User, client: Client) -> None:
    as_keeper(client, mo).post("/keeper/demo")
    DBTaskResult.objects.update(status="FAILED")

    page = steps(client)
    part = client.get("/keeper/first-steps", headers={"hx-request": "true"}).content.decode()
    assert 'action="/keeper/demo"' in page
    # Aloud where it came while one waited, in the region that the page has had from the beginning.
    assert ("data-told" in part, "data-told" in page) == (True, False)
    client.post("/keeper/demo")

    assert DBTaskResult.objects.count() == 2
    assert not DemoWork.objects.exists()


@pytest.mark.parametrize("status", ["RUNNING", "READY"])
def test_what_is_under_way_is_not_begun_again(mo: User, client: Client, status: str) -> None:
    as_keeper(client, mo).post("/keeper/demo")
    DBTaskResult.objects.update(status=status)

    client.post("/keeper/demo")

    assert DBTaskResult.objects.count() == 1


def test_what_is_left_of_a_broken_start_is_told(mo: User, client: Client) -> None:
    for folder in ("one", "two", "three"):
        DemoWork.objects.create(folder=folder, work=make_work(mo))
    as_keeper(client, mo)

    assert " 3 " in f" {words_of(steps(client))} ".replace(chr(10), " ")


def test_the_steps_lead_to_the_guide_a_trial_letter_and_the_words_about_backups(
    mo: User, client: Client
) -> None:
    page = steps(as_keeper(client, mo))

    assert 'href="/help/keepers-guide#backup-and-restore"' in page
    assert 'action="/outbox/trial"' in page
    assert str(settings.DATA) in page
    guide = client.get("/help/keepers-guide").content.decode()
    assert 'id="backup-and-restore"' in guide
    assert 'id="mail"' in guide


def test_a_trial_letter_goes_to_whoever_asks_and_leads_back(mo: User, client: Client) -> None:
    as_keeper(client, mo)

    answer = client.post("/outbox/trial", {"next": "/keeper/first-steps"})

    assert answer["Location"] == "/keeper/first-steps"
    assert [letter.to for letter in mail.outbox] == [[mo.email]]
    assert mo.email in steps(client)


def test_what_the_mail_server_says_is_told(
    mo: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise SMTPAuthenticationError(535, b"5.7.8 Bad credentials")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    as_keeper(client, mo).post("/outbox/trial", {"next": "/keeper/first-steps"})

    assert "5.7.8 Bad credentials" in steps(client)


def test_without_an_address_of_ones_own_no_letter_is_tried(mo: User, client: Client) -> None:
    User.objects.filter(pk=mo.pk).update(email="")

    as_keeper(client, mo).post("/outbox/trial")

    assert mail.outbox == []


def test_a_step_that_is_done_says_so(mo: User, client: Client) -> None:
    def done() -> tuple[bool, bool, int]:
        page = client.get("/keeper/first-steps")
        held = page.context["steps"]
        return held.has_story, held.has_people, page.content.decode().count("badge--lamp")

    as_keeper(client, mo)
    theirs = User.objects.create_user("Demo", password=None)
    DemoPerson.objects.create(name="Demo", user=theirs)
    DemoWork.objects.create(folder="one", work=make_work(theirs))
    make_work(mo, posted=False)
    assert done() == (False, False, 0)

    invitation = invite(by=mo)
    assert done() == (False, True, 1)
    make_work(mo)
    assert done() == (True, True, 2)

    invitation.withdraw()
    assert done() == (True, True, 2)  # what was done stays done
    Invitation.objects.all().delete()
    assert done() == (True, False, 1)
    User.objects.create_user("Cy", password=None)
    assert done() == (True, True, 2)


def test_a_story_that_a_keeper_may_not_read_is_not_told_by_a_step(
    mo: User, ada: User, client: Client
) -> None:
    make_work(ada, visibility=Visibility.NAMED)

    assert not as_keeper(client, mo).get("/keeper/first-steps").context["steps"].has_story


def test_the_keepers_pages_lead_there_always_and_the_desk_until_they_are_done(
    mo: User, ada: User, client: Client
) -> None:
    there = 'href="/keeper/first-steps"'
    as_keeper(client, mo)
    assert there in client.get("/keeper").content.decode()
    assert there in client.get("/desk").content.decode()

    make_work(ada)

    assert there in client.get("/keeper").content.decode()
    assert there not in client.get("/desk").content.decode()
    client.force_login(ada)
    assert there not in client.get("/desk").content.decode()


def test_a_link_that_nobody_else_can_open_says_so(
    mo: User, client: Client, settings: Settings
) -> None:
    told = "only opens on the machine the archive runs on"

    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    page = steps(as_keeper(client, mo))
    assert told in words_of(page)
    assert 'href="/keeper/archive#id_address"' in page
    invite(by=mo, email="", note="")
    assert "badge--lamp" not in steps(client)
    settings.PUBLIC_URL = "https://weir.example"
    assert told not in words_of(steps(client))
    assert "badge--lamp" in steps(client)


def test_who_cannot_set_an_address_is_told_who_can(
    ada: User, client: Client, settings: Settings
) -> None:
    client.force_login(ada)
    page = client.get("/settings/invitations", headers={"host": "localhost:8000"}).content.decode()

    assert "until a keeper sets an address" in words_of(page)
    assert "/keeper#id_address" not in page


def test_a_keeper_without_an_address_says_there_where_a_test_letter_goes(
    mo: User, client: Client
) -> None:
    User.objects.filter(pk=mo.pk).update(email="")
    as_keeper(client, mo)
    page = client.get("/keeper/first-steps")
    assert 'id="trial_email"' in page.content.decode()

    client.post("/outbox/trial", {"next": "/keeper/first-steps", "email": "mo@weir.example"})

    assert [letter.to for letter in mail.outbox] == [["mo@weir.example"]]
    mo.refresh_from_db()
    assert mo.email == ""


def test_no_address_and_none_that_can_be_one_send_nothing(mo: User, client: Client) -> None:
    User.objects.filter(pk=mo.pk).update(email="")

    as_keeper(client, mo).post("/outbox/trial", {"next": "/keeper/first-steps", "email": "mo"})

    assert not mail.outbox
    assert "Say where the letter goes" in words_of(steps(client))


def test_a_test_letter_that_has_left_is_remembered(
    mo: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_keeper(client, mo).post("/outbox/trial")
    assert Archive.current().trial_letter_at is None, "it waits in the outbox"
    monkeypatch.setattr("bookcub.people.mail.leaves_the_house", lambda: True)
    before = steps(client).count("badge--lamp")

    client.post("/outbox/trial")

    assert steps(client).count("badge--lamp") == before + 1
    assert Archive.current().trial_letter_at is not None


def test_a_keeper_says_that_a_backup_is_made_as_no_program_can_see_it(
    mo: User, client: Client
) -> None:
    as_keeper(client, mo)
    before = steps(client).count("badge--lamp")

    said = client.post("/keeper/first-steps/backups/mark", {"done": "yes"})

    assert said["Location"] == "/keeper/first-steps"
    assert steps(client).count("badge--lamp") == before + 1
    client.post("/keeper/first-steps/backups/mark/delete")
    assert steps(client).count("badge--lamp") == before


def test_a_step_is_put_away_on_purpose_and_brought_back(mo: User, client: Client) -> None:
    as_keeper(client, mo)
    for step in ("story", "people", "mail", "backups"):
        away = f'action="/keeper/first-steps/{step}/mark"'
        assert away in steps(client)

        # Whatever is sent with it: only a backup is done because somebody says so.
        done = {} if step == "backups" else {"done": "yes"}
        page = client.post(f"/keeper/first-steps/{step}/mark", done, follow=True).content.decode()

        assert "is put away" in words_of(page)
        assert away not in page
    assert "badge--lamp" not in page
    assert 'href="/keeper/first-steps"' not in client.get("/desk").content.decode()

    client.post("/keeper/first-steps/people/mark/delete")

    assert 'action="/keeper/first-steps/people/mark"' in steps(client)
    assert 'action="/keeper/first-steps/mail/mark"' not in steps(client)
    assert 'href="/keeper/first-steps"' in client.get("/desk").content.decode()


def test_nobody_but_keepers_says_what_became_of_a_step(ada: User, client: Client) -> None:
    client.force_login(ada)

    assert client.post("/keeper/first-steps/mail/mark").status_code == 403
    assert client.post("/keeper/first-steps/mail/mark/delete").status_code == 403
    assert client.post("/keeper/first-steps/tea/mark").status_code == 404
    assert not StepMark.objects.exists()

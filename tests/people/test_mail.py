from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ReadMessage

import pytest
from django.core.mail import EmailMessage
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from bookcub.formats.calendars import CalendarUser, Event, cancellation, invitation
from bookcub.people import mail
from bookcub.people.mail import CalendarPart, Letter
from bookcub.people.models import Archive
from tests.calendars import read_calendar
from tests.people.conftest import Capture

LETTER = Letter(
    subject="Two\nlines & more",
    greeting="Hello <Ada>,",
    paragraphs=("It's here.",),
    action="Open",
    url="https://weir.example/x?a=1&b=2",
)


def test_a_letter_is_plain_text_with_html_beside_it(
    db: None, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        mail.post(lambda: LETTER, to="ada@example.org", reader=None)
        assert mailoutbox == [], "not before the database holds what it speaks of"

    letter = mailoutbox[0]
    html = str(letter.alternatives[0].content)  # type: ignore[attr-defined]  # an EmailMultiAlternatives
    assert letter.subject == "Two lines & more · Bookcub"
    assert "Hello <Ada>,\n" in str(letter.body)
    assert "It's here." in str(letter.body)
    assert "https://weir.example/x?a=1&b=2" in str(letter.body)
    assert "Hello &lt;Ada&gt;," in html
    assert 'href="https://weir.example/x?a=1&amp;b=2"' in html


def test_with_a_mail_server_a_background_task_carries_the_letter(
    db: None,
    settings: Settings,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Capture,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    with django_capture_on_commit_callbacks(execute=True):
        mail.post(lambda: LETTER, to="ada@example.org", reader=None)

    assert mailoutbox == []
    assert DBTaskResult.objects.get().task_path == "bookcub.people.mail.carry"


@pytest.mark.django_db
def test_letters_lead_to_where_the_keeper_says_or_set_the_archive_up(settings: Settings) -> None:
    settings.LETTERS_URL = "http://localhost:8000"
    assert mail.absolute("/x") == "http://localhost:8000/x"

    archive = Archive.current()
    archive.address = "http://shelf.local:9000"
    archive.save()
    assert mail.absolute("/x") == "http://shelf.local:9000/x"

    settings.PUBLIC_URL = "https://weir.example"
    assert mail.absolute("/x") == "https://weir.example/x"


MEETING = Event(
    uid="meeting-1@weir.example",
    starts=datetime(2026, 3, 27, 19, tzinfo=UTC),
    summary="Café 😀, and then;\nsome " + "more " * 30,
    changed_at=datetime(2026, 3, 1, tzinfo=UTC),
    organizer=CalendarUser(email="club@weir.example", name="The Weir club"),
    attendees=(CalendarUser(email="ada@example.org", name="Ada"),),
)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_letter_can_carry_a_date_for_mail_programs_and_for_people(
    db: None,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Capture,
    method: str,
) -> None:
    text = invitation(MEETING) if method == "REQUEST" else cancellation(MEETING)
    with django_capture_on_commit_callbacks(execute=True):
        letter = replace(LETTER, calendar=CalendarPart(text, method))
        mail.post(lambda: letter, to="ada@example.org", reader=None)

    whole = message_from_bytes(mailoutbox[0].message().as_bytes(), policy=policy.default)
    assert isinstance(whole, ReadMessage)
    parts = [part for part in whole.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == [
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ], "from the plainest to the richest, and then what is attached"
    alternative, attached = parts[2], parts[3]
    assert alternative.get_param("method") == method
    assert alternative.get_param("charset") == "utf-8"
    assert (
        attached.get_filename()
        == {
            "REQUEST": "invitation.ics",
            "CANCEL": "cancelled.ics",
        }[method]
    )
    assert attached.get_content() == text.encode(), "octet for octet, also after the journey"
    for part in (alternative, attached):
        calendar = read_calendar(part.get_content())
        assert calendar.method == method
        assert calendar.events[0].summary == MEETING.summary


def test_the_background_task_carries_the_date_along(
    db: None,
    settings: Settings,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Capture,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    part = CalendarPart(invitation(MEETING), "REQUEST")
    with django_capture_on_commit_callbacks(execute=True):
        mail.post(lambda: replace(LETTER, calendar=part), to="ada@example.org", reader=None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    asked = DBTaskResult.objects.get().args_kwargs
    mail.carry.func(*asked["args"], **asked["kwargs"])

    assert mailoutbox[0].attachments[0][1] == part.text.encode()


def test_a_letter_queued_before_dates_existed_still_goes(
    db: None, mailoutbox: list[EmailMessage]
) -> None:
    mail.carry.func("Hello", "text", "<p>html</p>", "ada@example.org")

    assert mailoutbox[0].attachments == []
    assert mailoutbox[0].subject == "Hello"

"""Letters to people: plain text with accessible HTML beside it, nothing that tracks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django_tasks import task

from bookcub.core.background import LETTERS, URGENT
from bookcub.people.context import archive_url, current_archive
from bookcub.people.models import User
from bookcub.people.page_language import speaking_to


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """What a mail program does with a date: the text of bookcub.formats.calendars, and its METHOD."""

    text: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one mail says. Plain sentences; the templates make text and HTML of it."""

    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    action: str = ""
    url: str = ""
    closing: tuple[str, ...] = ()
    reason: str = field(
        default_factory=lambda: gettext("You get this because you have an account here.")
    )
    settings_url: str = ""
    calendar: CalendarPart | None = None


def leaves_the_house() -> bool:
    """Whether mails are really sent; until SMTP is set they wait in the data folder."""
    return str(settings.EMAIL_BACKEND).endswith("smtp.EmailBackend")


def absolute(path: str) -> str:
    """The whole address of a page, whoever asks and by whatever name."""
    return archive_url() + path


def post(write: Callable[[], Letter], *, to: str, reader: User | None) -> None:
    """Write a letter in its reader's language, and send it once the database holds what it speaks of.

    Without a reader it goes to a stranger. With SMTP a background task carries it, so that no page waits for a mail
    server and a failure is tried again.
    """
    sent = _written(write, to, reader)
    send = carry.enqueue if leaves_the_house() else _send
    transaction.on_commit(lambda: send(*sent))


def send_now(write: Callable[[], Letter], *, to: str, reader: User) -> None:
    """Write a letter and send it while its reader waits: to try out the mail server. OSError if that does not take it."""
    _send(*_written(write, to, reader))


def _written(
    write: Callable[[], Letter], to: str, reader: User | None
) -> tuple[str, str, str, str, str, str]:
    """What `carry` takes: subject, text, HTML, address, and a date with its method."""
    archive = current_archive()
    with speaking_to(reader):
        letter = write()
        page = {
            "letter": letter,
            "archive_name": archive.name,
            "action_url": letter.url,
            "action_label": letter.action,
            "settings_url": letter.settings_url,
        }
        text = render_to_string("people/email/letter.txt", page)
        html = render_to_string("people/email/letter.html", page)
    subject = f"{letter.subject} · {archive.name}"
    date = letter.calendar or CalendarPart("", "")
    return subject, text, html, to, date.text, date.method


@task(queue_name=LETTERS, priority=URGENT)
def carry(
    subject: str, text: str, html: str, to: str, calendar: str = "", method: str = ""
) -> None:
    """Hand one mail to the mail server."""
    _send(subject, text, html, to, calendar, method)


def _send(subject: str, text: str, html: str, to: str, calendar: str, method: str) -> None:
    message = EmailMultiAlternatives(" ".join(subject.split()), text, None, [to])
    # No "out of office" answers to a machine (RFC 3834).
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.attach_alternative(html, "text/html")
    if calendar:
        # Twice: some programs act on the alternative (RFC 6047), others show only what is attached.
        message.attach_alternative(calendar, f"text/calendar; method={method}")
        name = "cancelled.ics" if method == "CANCEL" else "invitation.ics"
        message.attach(name, calendar.encode(), "application/ics")
    message.send()

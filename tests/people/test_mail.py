from __future__ import annotations

from django.core.mail import EmailMessage
from django.test import RequestFactory
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from bookcub.people import mail
from bookcub.people.mail import Letter
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
        mail.post(LETTER, to="ada@example.org")
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
        mail.post(LETTER, to="ada@example.org")

    assert mailoutbox == []
    assert DBTaskResult.objects.get().task_path == "bookcub.people.mail.carry"


def test_addresses_are_the_archives_own_where_it_has_one(settings: Settings) -> None:
    request = RequestFactory().get("/")
    settings.PUBLIC_URL = ""
    assert mail.absolute(request, "/x") == "http://testserver/x"

    settings.PUBLIC_URL = "https://weir.example"
    assert mail.absolute(request, "/x") == "https://weir.example/x"

from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from bookcub.core.files.outbox import Outbox, letters

pytestmark = pytest.mark.both


def test_mail_can_be_read_back_newest_first(settings: Settings, tmp_path: Path) -> None:
    settings.OUTBOX = tmp_path
    messages = [
        EmailMultiAlternatives(f"Größe {n}", f"Text {n} — wörtlich", to=["bo@example.org"])
        for n in (1, 2)
    ]
    messages[1].attach_alternative("<p>Text 2</p>", "text/html")

    sent = [Outbox().send_messages([message]) for message in messages]

    assert sent == [1, 1]
    first, second = letters(tmp_path)
    assert (first.subject, first.to, first.text.strip()) == (
        "Größe 2",
        "bo@example.org",
        "Text 2 — wörtlich",
    )
    assert second.subject == "Größe 1"
    assert first.written_at >= second.written_at
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in tmp_path.iterdir())


def test_an_empty_outbox_is_no_error(tmp_path: Path) -> None:
    assert list(letters(tmp_path)) == []

"""Mail as files: what an archive sends until it has a mail server."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from bookcub.core import clock


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """One written message."""

    name: str
    written_at: datetime
    to: str
    subject: str
    text: str


class Outbox(BaseEmailBackend):
    """Writes each message into settings.OUTBOX as one .eml file, whole or not at all."""

    def __init__(self, fail_silently: bool = False, **more: Any) -> None:  # noqa: FBT001, FBT002  # Django's own signature
        super().__init__(fail_silently=fail_silently, **more)
        self.folder = Path(settings.OUTBOX)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages and return how many there were."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{clock.now():%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(3)}.eml"
            draft = self.folder / f".{name}"
            draft.write_bytes(message.message().as_bytes())
            draft.chmod(0o600)
            draft.rename(self.folder / name)
        return len(email_messages)


def letters(folder: Path) -> Iterator[WaitingLetter]:
    """Read the messages of a folder, newest first."""
    for path in sorted(folder.glob("*.eml"), reverse=True):
        with path.open("rb") as file:
            message = BytesParser(policy=policy.default).parse(file)
        body = message.get_body(("plain", "html"))
        yield WaitingLetter(
            name=path.stem,
            written_at=datetime.strptime(path.name[:22], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC),
            to=str(message["To"] or ""),
            subject=str(message["Subject"] or ""),
            text=str(body.get_content()) if body else "",
        )

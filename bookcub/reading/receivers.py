"""What reading does when it hears of works."""

from __future__ import annotations

from typing import Any

from bookcub.reading.actions.places import follow_edit
from bookcub.works.models import Chapter


def places_follow_the_text(sender: object, *, chapter: Chapter, before: str, **_: Any) -> None:
    """An edited chapter takes everybody's place along."""
    follow_edit(chapter=chapter, before=before)

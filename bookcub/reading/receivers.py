"""What reading does when it hears of works."""

from __future__ import annotations

from typing import Any

from bookcub.reading.actions.work_titles import update_work_titles
from bookcub.works.models import Work


def names_follow_the_work(sender: object, *, work: Work, **_: Any) -> None:
    """A work that is renamed, signed otherwise or about to go leaves the name it has now."""
    update_work_titles(work=work)

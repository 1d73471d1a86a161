"""What picks do when they hear of works: suggestions keep their names."""

from __future__ import annotations

from typing import Any

from bookcub.picks.actions.kept_titles import keep_titles
from bookcub.works import signals
from bookcub.works.models import Work


def connect() -> None:
    """Listen; called when the program starts."""
    for changed in (signals.work_revised, signals.work_deleted):
        changed.connect(suggestions_keep_the_name, dispatch_uid="picks.names")


def suggestions_keep_the_name(sender: object, *, work: Work, **_: Any) -> None:
    """A work with another title, or one that is about to go, is called by its last open name."""
    keep_titles(work=work)

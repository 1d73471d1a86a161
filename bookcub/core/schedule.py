"""Jobs that come back: a package writes them in its `duties.py`, the background worker does them.

    @every(seconds=30)
    def post_scheduled_chapters() -> None: ...

However many workers there are, a duty is done once each time, by whoever claims its row first. A duty that
fails is logged and comes back at its next time; it never stops the others.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.utils.module_loading import autodiscover_modules

from bookcub.core import clock
from bookcub.core.models import Duty

log = structlog.get_logger("bookcub.schedule")

_duties: dict[str, ScheduledDuty] = {}


@dataclass(frozen=True, slots=True)
class ScheduledDuty:
    """A function and how often it is called."""

    name: str
    run: Callable[[], object]
    interval: timedelta

    def run_if_due(self) -> bool:
        """Do it unless somebody else has or its time has not come; say whether it was done."""
        at = clock.now()
        if not Duty.objects.claim(self.name, at=at, every=self.interval):
            return False
        began = time.perf_counter()
        failure = ""
        try:
            self.run()
        except Exception:
            failure = traceback.format_exc()
            log.exception("duty failed", duty=self.name)
        spent = int((time.perf_counter() - began) * 1000)
        Duty.objects.filter(name=self.name).update(milliseconds=spent, failure=failure)
        return True


def every(*, seconds: int) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function as a duty, done every so many seconds."""

    def register(run: Callable[[], object]) -> Callable[[], object]:
        name = f"{run.__module__}.{run.__qualname__}"
        _duties[name] = ScheduledDuty(name, run, timedelta(seconds=seconds))
        return run

    return register


def duties() -> list[ScheduledDuty]:
    """All duties of all packages."""
    autodiscover_modules("duties")
    return list(_duties.values())


def do_what_is_due() -> list[str]:
    """Do every duty whose time has come and return their names."""
    return [duty.name for duty in duties() if duty.run_if_due()]

"""Jobs that come back: a package writes them in its `periodic_jobs.py`, the background worker does them.

    @every(seconds=30)
    def post_scheduled_chapters() -> None: ...

However many workers there are, a job is done once each time, by whoever claims its row first. A job that
fails is logged and comes back at its next time; it never stops the others.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.utils.module_loading import autodiscover_modules

from bookcub.core import clock
from bookcub.core.models import PeriodicJob

log = structlog.get_logger("bookcub.schedule")

_jobs: dict[str, ScheduledJob] = {}


@dataclass(frozen=True, slots=True)
class ScheduledJob:
    """A function and how often it is called."""

    name: str
    run: Callable[[], object]
    interval: timedelta

    def run_if_due(self) -> bool:
        """Do it unless somebody else has or its time has not come; say whether it was done."""
        at = clock.now()
        if not PeriodicJob.objects.claim(self.name, at=at, every=self.interval):
            return False
        began = time.perf_counter()
        failure = ""
        try:
            self.run()
        except Exception:
            failure = traceback.format_exc()
            log.exception("periodic job failed", job=self.name)
        spent = int((time.perf_counter() - began) * 1000)
        PeriodicJob.objects.filter(name=self.name).update(milliseconds=spent, failure=failure)
        return True


def every(*, seconds: int) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function as a job, done every so many seconds."""

    def register(run: Callable[[], object]) -> Callable[[], object]:
        name = f"{run.__module__}.{run.__qualname__}"
        _jobs[name] = ScheduledJob(name, run, timedelta(seconds=seconds))
        return run

    return register


def periodic_jobs() -> list[ScheduledJob]:
    """All periodic jobs of all packages."""
    autodiscover_modules("periodic_jobs")
    return list(_jobs.values())


def run_due_jobs() -> list[str]:
    """Do every job whose time has come and return their names. While none has, one query is all."""
    at, due = clock.now(), _due()
    return [
        job.name
        for job in periodic_jobs()
        if (job.name not in due or due[job.name] <= at) and job.run_if_due()
    ]


def seconds_until_due() -> float:
    """How long nothing has to be done."""
    due = _due()
    if any(job.name not in due for job in periodic_jobs()):
        return 0.0
    return max((min(due.values()) - clock.now()).total_seconds(), 0.0) if due else 0.0


def _due() -> dict[str, datetime]:
    names = [job.name for job in periodic_jobs()]
    return dict(PeriodicJob.objects.filter(name__in=names).values_list("name", "due_at"))

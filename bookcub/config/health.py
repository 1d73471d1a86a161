"""Whether an archive is well: its database and that it is whole, its background worker, its disk."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.utils import Error as DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookcub.core import clock
from bookcub.core.models import Heartbeat
from bookcub.core.wellbeing import free_disk, is_disk_scarce, is_known_to_be_damaged

PROBE_PATIENCE = 3.0  # seconds


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `says`, a whole line, is for a keeper; the world is only told `well`."""

    name: str
    well: bool
    says: str


def look() -> list[Finding]:
    """Look at everything that a monitor should know of."""
    answers = database()
    if not answers.well:
        unknown = [Finding(name, well=False, says=answers.says) for name in ("integrity", "worker")]
        return [answers, *unknown, disk()]
    return [answers, integrity(), worker(), disk()]


def database() -> Finding:
    """Whether the database answers, and soon."""
    reason = _why_silent()
    if reason:
        return Finding(
            "database",
            well=False,
            says=gettext("Database: does not answer: %(reason)s") % {"reason": reason},
        )
    return Finding(
        "database",
        well=True,
        says=gettext("Database: %(database)s answers") % {"database": connection.vendor},
    )


class _Probe(threading.Thread):
    """Asks the database on a thread of its own: a server that stands still must not hold up whoever asks for its health."""

    def __init__(self) -> None:
        super().__init__(name="health", daemon=True)
        self.reason: str | None = None  # why it does not answer; empty if it does

    def run(self) -> None:
        try:
            self.ask()
        except DatabaseError as error:
            self.reason = str(error).strip().partition("\n")[0]
        else:
            self.reason = ""
        finally:
            connection.close()

    @staticmethod
    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()


_probe = _Probe()  # one for all who ask meanwhile: a server that stands still holds one thread


def _why_silent() -> str:
    global _probe  # noqa: PLW0603  # as above
    if not _probe.is_alive():
        _probe = _Probe()
        _probe.start()
    asked = _probe
    asked.join(PROBE_PATIENCE)
    return gettext("it is silent") if asked.reason is None else asked.reason


def integrity() -> Finding:
    """Whether the last look through the whole database found it sound."""
    try:
        well = not is_known_to_be_damaged()
    except DatabaseError:
        well = False
    says = (
        gettext("Integrity: the last daily look found nothing broken")
        if well
        else gettext("Integrity: the last daily look found broken pages. Restore a sound backup.")
    )
    return Finding("integrity", well=well, says=says)


def worker() -> Finding:
    """Whether some background worker has been heard of lately."""
    try:
        alive = Heartbeat.objects.alive(at=clock.now()).count()
    except DatabaseError as error:
        return Finding(
            "worker",
            well=False,
            says=gettext("Background worker: cannot be looked up: %(reason)s") % {"reason": error},
        )
    if not alive:
        return Finding(
            "worker",
            well=False,
            says=gettext(
                "Background worker: none is running. Start bookcub serve or bookcub worker."
            ),
        )
    running = ngettext(
        "Background worker: %(number)d is running",
        "Background workers: %(number)d are running",
        alive,
    )
    return Finding("worker", well=True, says=running % {"number": alive})


def disk() -> Finding:
    """Whether there is room to write."""
    megabytes = number_format(free_disk() // 1024**2, force_grouping=True)
    told = {"megabytes": megabytes, "folder": settings.DATA}
    says = gettext("Disk: %(megabytes)s MB are free for %(folder)s") % told
    return Finding("disk", well=not is_disk_scarce(), says=says)


@require_safe
@never_cache
def index(request: HttpRequest) -> JsonResponse:
    """Tell monitors: 200 when all is well, 503 when something is not, and no more than its name."""
    findings = look()
    well = all(finding.well for finding in findings)
    statuses = {finding.name: "ok" if finding.well else "failing" for finding in findings}
    return JsonResponse(
        {"status": "ok" if well else "failing", **statuses}, status=200 if well else 503
    )

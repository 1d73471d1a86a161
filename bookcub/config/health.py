"""Whether an archive is well: its database, its background worker, its disk."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

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

ENOUGH_DISK = 200 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `says`, a whole line, is for a keeper; the world is only told `well`."""

    name: str
    well: bool
    says: str


def look() -> list[Finding]:
    """Look at everything that a monitor should know of."""
    return [database(), worker(), disk()]


def database() -> Finding:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError as error:
        return Finding(
            "database",
            well=False,
            says=gettext("Database: does not answer: %(reason)s") % {"reason": error},
        )
    return Finding(
        "database",
        well=True,
        says=gettext("Database: %(database)s answers") % {"database": connection.vendor},
    )


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
    folder = Path(settings.DATA)
    free = shutil.disk_usage(folder).free
    megabytes = number_format(free // 1024**2, force_grouping=True)
    told = {"megabytes": megabytes, "folder": folder}
    says = gettext("Disk: %(megabytes)s MB are free for %(folder)s") % told
    return Finding("disk", well=free > ENOUGH_DISK, says=says)


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

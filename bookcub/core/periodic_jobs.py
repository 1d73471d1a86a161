"""The house's own chores."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from bookcub.core import clock
from bookcub.core.models import Heartbeat, SentForm
from bookcub.core.schedule import every
from bookcub.core.wellbeing import look_through_pages

log = structlog.get_logger("bookcub.periodic_jobs")

HOUR = 60 * 60
DAY = 24 * HOUR
ATTEMPTS = 3
SHORT = 1000  # milliseconds
LARGE = 2**26  # bytes
LOOKED_AT = 1000  # rows of each index: enough to know it by, and no work for an archive of any size


@every(seconds=60)
def take_up_abandoned_tasks() -> int:
    """Queue again what a worker had begun when it died; give up on what has killed three workers."""
    alive = set(Heartbeat.objects.alive(at=clock.now()).values_list("worker", flat=True))
    if not alive:
        # Not even who asks: for a while nobody could write, and a task taken for abandoned would be done twice.
        return 0
    taken_up = 0
    for task in DBTaskResult.objects.running():
        if not task.worker_ids or task.worker_ids[-1] in alive:
            continue
        if len(task.worker_ids) >= ATTEMPTS:
            task.set_failed(
                RuntimeError(f"The worker died {len(task.worker_ids)} times while doing this.")
            )
            continue
        # Only as we saw it: its worker may have come back meanwhile, or another may have taken it.
        seen = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
        taken_up += seen.update(status=TaskResultStatus.READY, started_at=None)
    if taken_up:
        log.warning("tasks of a dead worker queued again", tasks=taken_up)
    return taken_up


@every(seconds=HOUR)
def fold_in_the_write_ahead_log() -> None:
    """Empty SQLite's write-ahead log, which only grows while somebody is always reading."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        [patience] = cursor.fetchone()
        # It keeps everybody from writing while it waits for who has begun to read: an hour later is soon enough.
        cursor.execute(f"PRAGMA busy_timeout={SHORT}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            cursor.execute(f"PRAGMA busy_timeout={patience}")


@every(seconds=DAY)
def look_how_large_tables_are() -> bool:
    """Let SQLite count what it else guesses. PostgreSQL looks by itself.

    It guesses that everything is large, which is right for a small archive too: that may have grown by
    tomorrow, and whoever thinks a table small looks through all of it.
    """
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        (size,) = cursor.fetchone() or (0,)
        if size < LARGE:
            return False
        cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
        cursor.execute("ANALYZE")
        # Open connections read the numbers again once the tables are others than they know.
        cursor.execute("CREATE TABLE IF NOT EXISTS sizes_were_counted (at)")
        cursor.execute("DROP TABLE sizes_were_counted")
    return True


@every(seconds=DAY)
def look_for_damage() -> None:
    """Read the whole database once a day: health and keepers are told of what is broken before a page meets it."""
    look_through_pages()


@every(seconds=DAY)
def forget_finished_tasks() -> None:
    """Keep a fortnight of finished background work, and a day of heartbeats."""
    call_command("prune_db_task_results", queue_name="*", verbosity=0)
    Heartbeat.objects.filter(at__lt=clock.now() - timedelta(days=1)).delete()


@every(seconds=DAY)
def forget_sent_forms() -> None:
    """Let go of the fingerprints of forms that nobody will send again."""
    SentForm.objects.forget_old(at=clock.now())


@every(seconds=DAY)
def forget_ended_sessions() -> None:
    """Remove the sessions of devices that were not seen before their time was up."""
    call_command("clearsessions")


@every(seconds=DAY)
def remove_lost_uploads() -> None:
    """Remove what a killed process left in the folder of unfinished uploads."""
    old = time.time() - DAY
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*"):
        if path.stat().st_mtime < old:
            path.unlink(missing_ok=True)

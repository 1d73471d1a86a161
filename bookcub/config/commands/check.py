"""`bookcub check`: say whether the archive is in good health, and what to do where it is not."""

from __future__ import annotations

import argparse
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import Warning as CheckWarning
from django.core.checks import run_checks
from django.db import connection
from django.db.utils import Error as DatabaseError

from bookcub.config.commands.migrate import pending
from bookcub.config.commands.output import say
from bookcub.config.health import Finding, database, disk, worker
from bookcub.notifications.queries.items import without_subject


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let scripts leave out what they know."""
    parser.add_argument(
        "--no-worker", action="store_true", help="the background worker is not expected to run now"
    )
    parser.add_argument(
        "--mend", action="store_true", help="take out lines of inboxes that are about nothing"
    )


def run(options: argparse.Namespace) -> int:
    """Look at everything; 0 when all is well."""
    findings = list(_look(with_worker=not options.no_worker, mend=options.mend))
    for finding in findings:
        say(f"{'ok  ' if finding.well else 'BAD '} {finding.name}: {finding.says}")
    return 0 if all(finding.well for finding in findings) else 1


def _look(*, with_worker: bool, mend: bool) -> Iterator[Finding]:
    yield _settings()
    yield _permissions()
    answers = database()
    yield answers
    yield disk()
    if answers.well:
        yield _integrity()
        migrations = _migrations()
        yield migrations
        if migrations.well:
            yield _inboxes(mend=mend)
    if answers.well and with_worker:
        yield worker()


def _settings() -> Finding:
    serious = [message for message in run_checks() if message.level > CheckWarning("").level]
    complaints = "; ".join(str(message.msg) for message in serious)
    return Finding("settings", well=not serious, says=complaints or "make sense")


def _permissions() -> Finding:
    open_to_others = [
        path.name
        for path in Path(settings.DATA).iterdir()
        if path.name in {"secret-key", "bookcub.sqlite3", "outbox", "uploads"}
        and path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH)
        and Path(settings.DATA).stat().st_mode & stat.S_IXOTH
    ]
    advice = f"others may read {', '.join(open_to_others)}: chmod -R o-rwx {settings.DATA}"
    return Finding(
        "data folder", well=not open_to_others, says=advice if open_to_others else "is private"
    )


def _integrity() -> Finding:
    if connection.vendor != "sqlite":
        return Finding("integrity", well=True, says="is PostgreSQL's own concern")
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(5)")
            results = [str(row[0]) for row in cursor.fetchall()]
            cursor.execute("PRAGMA foreign_key_check")
            dangling = len(cursor.fetchmany(100))
    except DatabaseError as error:
        return Finding("integrity", well=False, says=str(error))
    if results != ["ok"] or dangling:
        return Finding(
            "integrity", well=False, says=f"{'; '.join(results)}; {dangling} rows point to nothing"
        )
    return Finding("integrity", well=True, says="every page and every reference is sound")


def _migrations() -> Finding:
    waiting = pending()
    state = f"{len(waiting)} are waiting: run bookcub migrate" if waiting else "all applied"
    return Finding("migrations", well=not waiting, says=state)


def _inboxes(*, mend: bool) -> Finding:
    lost = without_subject()
    number = lost.delete()[0] if mend else lost.count()
    if not number:
        return Finding("inboxes", well=True, says="every line is about something")
    if mend:
        return Finding("inboxes", well=True, says=f"{number} lines about nothing are taken out")
    advice = f"{number} lines are about nothing: run bookcub check --mend"
    return Finding("inboxes", well=False, says=advice)

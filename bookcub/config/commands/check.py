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
from django.utils.translation import gettext, ngettext, pgettext

from bookcub.config.commands.output import say
from bookcub.config.health import Finding, database, disk, worker
from bookcub.core.database.migrating import pending, refuse_newer
from bookcub.core.database.trouble import NewerDatabaseError
from bookcub.notifications.queries.items import without_subject
from bookcub.search.comparing import compare
from bookcub.search.documents import SOURCES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let scripts leave out what they know."""
    parser.add_argument(
        "--no-worker",
        action="store_true",
        help=gettext("the background worker is not expected to be running"),
    )
    parser.add_argument(
        "--mend",
        action="store_true",
        help=gettext("delete notices whose subject is gone"),
    )


def run(options: argparse.Namespace) -> int:
    """Look at everything; 0 when all is well."""
    findings = list(_look(with_worker=not options.no_worker, mend=options.mend))
    well, bad = pgettext("finding", "ok"), pgettext("finding", "BAD")
    width = max(len(well), len(bad))
    for finding in findings:
        say(f"{well if finding.well else bad:<{width}}  {finding.says}")
    return 0 if all(finding.well for finding in findings) else 1


def _look(*, with_worker: bool, mend: bool) -> Iterator[Finding]:
    yield _settings()
    yield _permissions()
    yield from _languages()
    answers = database()
    yield answers
    yield disk()
    if answers.well:
        yield _integrity()
        migrations = _migrations()
        yield migrations
        if migrations.well:
            yield _inboxes(mend=mend)
            yield from _indexes()
    if answers.well and with_worker:
        yield worker()


def _settings() -> Finding:
    serious = [message for message in run_checks() if message.level > CheckWarning("").level]
    complaints = "; ".join(str(message.msg) for message in serious)
    says = gettext("Settings: %(complaints)s") if serious else gettext("Settings: make sense")
    return Finding("settings", well=not serious, says=says % {"complaints": complaints})


def _permissions() -> Finding:
    open_to_others = [
        path.name
        for path in Path(settings.DATA).iterdir()
        if path.name in {"secret-key", "bookcub.sqlite3", "outbox", "uploads"}
        and path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH)
        and Path(settings.DATA).stat().st_mode & stat.S_IXOTH
    ]
    if not open_to_others:
        return Finding("folder", well=True, says=gettext("Data folder: is private"))
    advice = gettext("Data folder: others can read %(files)s. Run chmod -R o-rwx %(folder)s")
    told = {"files": ", ".join(open_to_others), "folder": settings.DATA}
    return Finding("folder", well=False, says=advice % told)


def _languages() -> Iterator[Finding]:
    """Nothing where there is nothing to say."""
    for catalogue, english in settings.UNFIT_CATALOGUES.items():
        if english:
            says = gettext(
                "Languages: no catalogue of the data folder is used, because %(file)s has other placeholders than"
                " this: %(sentence)s"
            )
        else:
            says = gettext(
                "Languages: no catalogue of the data folder is used, because %(file)s is not a compiled catalogue"
            )
        told = {"file": catalogue, "sentence": english.partition("\0")[0]}
        yield Finding("languages", well=False, says=says % told)


def _integrity() -> Finding:
    if connection.vendor != "sqlite":
        return Finding(
            "integrity", well=True, says=gettext("Integrity: PostgreSQL looks after this itself")
        )
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(5)")
            results = [str(row[0]) for row in cursor.fetchall()]
            cursor.execute("PRAGMA foreign_key_check")
            dangling = len(cursor.fetchmany(100))
    except DatabaseError as error:
        return Finding(
            "integrity", well=False, says=gettext("Integrity: %(reason)s") % {"reason": error}
        )
    if results != ["ok"] or dangling:
        says = ngettext(
            "Integrity: %(results)s; %(number)d row points to nothing",
            "Integrity: %(results)s; %(number)d rows point to nothing",
            dangling,
        ) % {"results": "; ".join(results), "number": dangling}
        return Finding("integrity", well=False, says=says)
    return Finding(
        "integrity", well=True, says=gettext("Integrity: every page and every reference is sound")
    )


def _migrations() -> Finding:
    try:
        refuse_newer()
    except NewerDatabaseError as error:
        return Finding("migrations", well=False, says=str(error))
    waiting = len(pending())
    if not waiting:
        return Finding("migrations", well=True, says=gettext("Migrations: all applied"))
    says = ngettext(
        "Migrations: %(number)d is waiting. Run bookcub migrate.",
        "Migrations: %(number)d are waiting. Run bookcub migrate.",
        waiting,
    )
    return Finding("migrations", well=False, says=says % {"number": waiting})


def _inboxes(*, mend: bool) -> Finding:
    lost = without_subject()
    number = lost.delete()[0] if mend else lost.count()
    if not number:
        return Finding("inboxes", well=True, says=gettext("Inboxes: every notice has its subject"))
    if mend:
        says = ngettext(
            "Inboxes: %(number)d notice without its subject was deleted",
            "Inboxes: %(number)d notices without their subjects were deleted",
            number,
        )
    else:
        says = ngettext(
            "Inboxes: %(number)d notice has lost its subject. Run bookcub check --mend.",
            "Inboxes: %(number)d notices have lost their subjects. Run bookcub check --mend.",
            number,
        )
    return Finding("inboxes", well=mend, says=says % {"number": number})


def _indexes() -> Iterator[Finding]:
    for source in SOURCES:
        found, name = compare(source), source.shape.name
        if found is None:
            says = gettext("Search: the index of %(name)s is not built yet; the worker builds it")
            yield Finding("search", well=True, says=says % {"name": name})
        elif found.waiting or not (found.missing or found.lost):
            says = gettext("Search: the index of %(name)s follows the database")
            yield Finding("search", well=True, says=says % {"name": name})
        else:
            says = gettext(
                "Search: the index of %(name)s lacks %(missing)d and has %(lost)d too many. Run bookcub reindex."
            )
            told = {"name": name, "missing": found.missing, "lost": found.lost}
            yield Finding("search", well=False, says=says % told)

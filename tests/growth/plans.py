"""How a database goes about the questions of a page: what it would look through from end to end."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

Question = tuple[str, tuple[Any, ...]]

# What is looked through for all that, on which pages, and why it costs no more on a large archive.
NEWEST = {"home:front_index", "reading:work_index", "reading:tag_detail"}
STEPS = {"home:desk_index", "home:first_step_index"}
KEEPERS = {"people:keeper_index", "people:invitation_index", "people:member_index"}
EXCUSED: dict[str, tuple[set[str], str]] = {
    "works_work by work_newest": (NEWEST | STEPS, "from the newest on until a page is full"),
    "people_user by newest_people": (STEPS, "until one who did not come with the demo"),
    "works_work": (
        # The second is a debt: titles have no folded column yet, so each is folded to be compared.
        {"reading:work_index", "importing:club_detail"},
        "until 1,001 are counted, and nearly every work counts",
    ),
    "reading_bookmark by bookmark_newest": (
        {"reading:bookmark_index"},
        "from the newest on until a page is full",
    ),
    "reading_bookmark": (
        {"reading:bookmark_index"},
        "until 1,001 are counted, and nearly every bookmark counts",
    ),
    "clubs_club": ({"home:club_index"}, "until 1,001 are counted, and nearly every club counts"),
    "clubs_club by club_by_name": ({"home:club_index"}, "in order until a page is full"),
    "tags_tagchange": (
        {"finding:tag_change_index"},
        "from the newest on until a page is full, and until 1,001 are counted",
    ),
    "people_user": (KEEPERS | {"people:deletion_create"}, "keepers count their people"),
    "people_hiding": ({"people:hiding_index"}, "keepers count what they hid"),
    "people_hiding by newest_hidden": (
        {"people:hiding_index"},
        "from the newest on until a page is full",
    ),
    "people_invitation": (KEEPERS, "keepers count what they sent"),
    "django_tasks_database_dbtaskresult": (
        {"home:first_step_index", "home:demo_new"},
        "a fortnight of background work, looked at by keepers",
    ),
}

# They stay as long as they are, however large the archive grows.
SMALL = {
    "people_archive", "core_periodicjob", "core_heartbeat", "django_content_type", "django_site", "home_demowork", "home_stepmark",
}  # fmt: skip
FEW = 2000  # rows that may be looked through, where the database knows that there are no more
ALIASED = re.compile(r'"(\w+)" (?:AS )?"?([A-Z]+\d+)"?\b')
SCANNED = re.compile(r"^SCAN (?:TABLE )?(\w+)(?: AS \w+)?(?: USING (?:COVERING )?INDEX (\w+))?")


@contextmanager
def asked() -> Iterator[list[Question]]:
    """The questions that are asked meanwhile."""
    found: list[Question] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("( ").startswith(
            "SELECT"
        ):  # PostgreSQL puts the parts of a union in brackets
            found.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def scans(question: Question) -> set[str]:
    """The tables that it looks through, with the index in whose order it does: "works_work", "works_work by work_newest"."""
    sql, params = question
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    aliases: dict[str, set[str]] = {}
    for table, alias in ALIASED.findall(sql):
        if table in names:
            aliases.setdefault(alias, set()).add(table)
    found = set()
    large = names - SMALL - _small()
    for scanned, index in _plan(sql, params):
        for table in aliases.get(scanned, {scanned}):
            if table in large:
                found.add(f"{table} by {index}" if index and " LIMIT " in sql else table)
    return found


def unexcused(
    page: str, questions: list[Question], explained: dict[str, set[str]]
) -> list[tuple[str, str]]:
    """What a page has the database look through without a reason; `explained` spares explaining a question twice.

    Without statistics SQLite takes every table for a large one: an empty archive is planned as a huge one is.
    PostgreSQL knows how small a table is, and looks through it then, as it should.
    """
    asked_here = dict(questions)
    for sql, params in asked_here.items():
        if sql not in explained:
            explained[sql] = scans((sql, params))
    return [
        (page, f"looks through {scanned}: {sql[:2000]}")
        for sql in asked_here
        for scanned in sorted(explained[sql])
        if not _is_excused(page, scanned)
    ]


def _is_excused(page: str, scanned: str) -> bool:
    """By the table, in whatever order it is looked through, or in this one alone."""
    table, *_ = scanned.split(" by ")
    return any(page in EXCUSED[name][0] for name in {table, scanned} & EXCUSED.keys())


def _small() -> set[str]:
    """The tables that the database has counted and found small."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SELECT relname FROM pg_class WHERE reltuples < %s", [FEW])
        elif "sqlite_stat1" in connection.introspection.table_names(cursor):
            # Each line begins with how many rows there are.
            cursor.execute(
                "SELECT tbl FROM sqlite_stat1 GROUP BY tbl HAVING max(CAST(stat AS INTEGER)) < %s",
                [FEW],
            )
        else:
            return set()
        return {name for (name,) in cursor.fetchall()}


def _plan(sql: str, params: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            for *_, detail in cursor.fetchall():
                if match := SCANNED.match(detail):
                    yield match[1], match[2] or ""
        else:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            (plan,) = cursor.fetchone() or ("[]",)
            for node in _nodes(json.loads(plan) if isinstance(plan, str) else plan):
                if node.get("Node Type") == "Seq Scan":
                    yield node["Relation Name"], ""
                elif "Relation Name" in node and not {"Index Cond", "Recheck Cond"} & node.keys():
                    yield node["Relation Name"], node.get("Index Name", "")


def _nodes(plan: Any) -> Iterator[dict[str, Any]]:
    if isinstance(plan, dict):
        yield plan
        for value in plan.values():
            yield from _nodes(value)
    elif isinstance(plan, list):
        for one in plan:
            yield from _nodes(one)

"""Questions that PostgreSQL plans once in each connection: a long one it plans for forty times as long as it looks for rows.

    rows = ask(sql, values)             # all of them, on every engine
    sql, values = planned(sql, values)  # on PostgreSQL, to be asked in another way

What differs from one time to the next is a parameter of a statement that is prepared under a name (PREPARE, EXECUTE):
moments, days, and what is marked as such, `Number` and `Text`. All else stands in the statement itself, where the
planner sees it: conditions of partial indexes would fit no parameter. So what is neither marked nor always the same
costs a plan each time.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any, TypeAlias
from weakref import WeakKeyDictionary

from django.db import NotSupportedError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    from psycopg import Connection

ROOM = 250_000  # characters of the statements that a connection keeps: some 50 MB of the server's memory
PLACE = re.compile("%([%s])")
PLAIN = (str, int, float, type(None))


class Number(int):
    """A whole number that is put in."""

    __slots__ = ()


class Text(str):
    """A string that is put in."""

    __slots__ = ()


# Of what kind a parameter is; a moment is a day to Python, too.
KINDS = {Number: "bigint", Text: "text", datetime: "timestamptz", date: "date"}

# By what it is (the same one in several places is one parameter): its number, and itself.
_Given: TypeAlias = dict[int, tuple[int, Any]]

_Marks: TypeAlias = tuple[tuple[type, Any], ...]

_plans: WeakKeyDictionary[Connection[Any], OrderedDict[tuple[str, _Marks], str]] = (
    WeakKeyDictionary()
)
_names = count(1)


def ask(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows that are found."""
    if connection.vendor == "postgresql":
        sql, values = planned(sql, values)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def planned(sql: str, values: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """The question by the name under which PostgreSQL keeps its plan, with the parameters; as it is where it keeps none."""
    given: _Given = {}
    found = [_mark(value, given) for value in values]
    marks = tuple(filter(None, found))
    if len(marks) < len(found):
        return sql, tuple(values)
    connection.ensure_connection()
    server = connection.connection
    names = _plans.setdefault(server, OrderedDict())
    put_in = tuple(value for _, value in given.values())
    key = (sql, marks)
    if key in names:
        names.move_to_end(key)
    else:
        names[key] = _prepare(server, sql, marks)
        while len(names) > 1 and sum(len(words) for words, _ in names) > ROOM:
            _, oldest = names.popitem(last=False)
            _say(server, f"DEALLOCATE {oldest}")
    places = f"({', '.join('%s' for _ in put_in)})" if put_in else ""
    return f"EXECUTE {names[key]}{places}", put_in


def _mark(value: Any, given: _Given) -> tuple[type, Any] | None:
    """What stands for a value: the number of a parameter, or, written into the statement, itself; None for what can do neither."""
    kind = value.__class__
    if kind in KINDS:
        number, _ = given.setdefault(id(value), (len(given) + 1, value))
        return kind, number
    return (kind, value) if isinstance(value, PLAIN) else None


def keep_plans_fresh(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """A receiver of `connection_created`."""
    if connection.vendor == "postgresql" and _renewing not in connection.execute_wrappers:
        connection.execute_wrappers.append(_renewing)


def _renewing(
    execute: Callable[..., Any], sql: str, params: Any, many: Any, context: dict[str, Any]
) -> Any:
    """Make plans anew that do not fit their tables any more: another machine has migrated them; in a transaction for the next time."""
    try:
        return execute(sql, params, many, context)
    except NotSupportedError:
        own: BaseDatabaseWrapper = context["connection"]
        old = sql.partition("(")[0].removeprefix("EXECUTE ")
        kept = {name: key for key, name in _plans.pop(own.connection, {}).items()}
        if old not in kept or own.in_atomic_block:
            raise
        new = _prepare(own.connection, *kept[old])
        _plans[own.connection] = OrderedDict({kept[old]: new})
        return execute(sql.replace(old, new, 1), params, many, context)


def _prepare(server: Connection[Any], sql: str, marks: _Marks) -> str:
    """Have it kept; return its name."""
    from psycopg import ClientCursor  # noqa: PLC0415  # SQLite's keepers need not have it

    with ClientCursor(server) as cursor:
        written = [
            f"${value}" if kind in KINDS else cursor.mogrify("%s", [value]) for kind, value in marks
        ]
    places = iter(written)
    statement = PLACE.sub(lambda found: "%" if found[1] == "%" else next(places), sql)
    # In the order of their numbers, for each has its number where it first stands.
    kinds = {value: KINDS[kind] for kind, value in marks if kind in KINDS}
    name, of = f"bookcub_{next(_names)}", f" ({', '.join(kinds.values())})" if kinds else ""
    _say(server, f"PREPARE {name}{of} AS {statement}")
    return name


def _say(server: Connection[Any], words: str) -> None:
    with connection.wrap_database_errors:
        server.execute(words.encode())  # words of ours, and Django's

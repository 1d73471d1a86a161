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
from collections.abc import Hashable, Iterable, Sequence
from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any, TypeAlias
from weakref import WeakKeyDictionary

from django.db import connection

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

_plans: WeakKeyDictionary[Connection[Any], OrderedDict[tuple[str, Hashable], str]] = (
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
    marks = [_mark(value, given) for value in values]
    if None in marks:
        return sql, tuple(values)
    connection.ensure_connection()
    server = connection.connection
    names = _plans.setdefault(server, OrderedDict())
    put_in = tuple(value for _, value in given.values())
    key = (sql, tuple(marks))
    if key in names:
        names.move_to_end(key)
    else:
        names[key] = _prepare(server, sql, marks, [KINDS[each.__class__] for each in put_in])
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


def _prepare(
    server: Connection[Any],
    sql: str,
    marks: Iterable[tuple[type, Any] | None],
    kinds: Sequence[str],
) -> str:
    """Have it kept; return its name."""
    from psycopg import ClientCursor  # noqa: PLC0415  # SQLite's keepers need not have it

    with ClientCursor(server) as cursor:
        written = [
            f"${value}" if kind in KINDS else cursor.mogrify("%s", [value])
            for kind, value in filter(None, marks)
        ]
    places = iter(written)
    statement = PLACE.sub(lambda found: "%" if found[1] == "%" else next(places), sql)
    name, of = f"bookcub_{next(_names)}", f" ({', '.join(kinds)})" if kinds else ""
    _say(server, f"PREPARE {name}{of} AS {statement}")
    return name


def _say(server: Connection[Any], words: str) -> None:
    with connection.wrap_database_errors:
        server.execute(words.encode())  # words of ours, and Django's

"""Questions that are compiled once: Django builds one far longer than the database answers it.

    @prepared
    def _chapters(person: User, work_id: int) -> QuerySet[Chapter]:
        return Chapter.objects.visible_to(person).filter(work=work_id).order_by("position")

    chapters = _chapters(person, work.pk)  # a list, as if it had been asked in the ordinary way

The first time, the function is called with stand-ins, and what Django makes of them is kept; from then on only the
values are put in. So a prepared question may take of its arguments nothing but what it passes on to the database:

- rows of a model stand for their key, whole numbers, moments and `Text` for themselves. A stand-in that is asked for
  anything else, and a question that asks the database while it is built, raises RuntimeError.
- lists, tuples and sets of whole numbers are filled up to the next power of two, by repeating one.
- everything else (a visitor without an account, a plain string, True, None) is compiled in: one question for each.

What would be fetched beside the rows (`prefetch_related`) does not know the values: `prefetch_related_objects` fetches
that afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from itertools import count
from typing import Any, NoReturn, ParamSpec, TypeVar

from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

FIRST_STAND_IN = (
    2_130_706_433  # fits a column of 32 bits; no number that a question holds of itself
)
FIRST_MOMENT = datetime(1911, 3, 7, 5, 11, 13, 170_000, tzinfo=UTC)
LONGEST = 256  # of lists; longer ones are compiled each time
LARGEST = 2**63  # of whole numbers that a database knows
MOST = 64  # ways to ask one question that are kept

Asked = ParamSpec("Asked")
Row = TypeVar("Row")


class Text(str):
    """A string that is put in, not compiled in."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What is kept of a question: how Django reads its rows, its words, and where the values go."""

    rows: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    values: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]  # in `values`, and which of the given ones goes there


def prepared(question: Callable[Asked, QuerySet[Any, Row]]) -> Callable[Asked, list[Row]]:
    """Ask this question without compiling it again."""
    known: dict[Hashable, _Compiled] = {}
    _known.append(known)

    @wraps(question)
    def ask(*given: Asked.args, **named: Asked.kwargs) -> list[Row]:
        arguments = [*given, *named.values()]
        if not all(map(_is_bound_or_short, arguments)):
            return list(question(*given, **named))
        bound = [value for argument in arguments for value in _values_of(argument)]
        if any(isinstance(value, int) and not -LARGEST <= value < LARGEST for value in bound):
            return []
        key = (connection.vendor, tuple(named), *map(_shape_of, arguments))
        if key not in known:
            if len(known) >= MOST:
                known.clear()
            known[key] = _compile(question, given, named)
        return list(_rows(known[key], bound))

    return ask


def forget_compiled() -> None:
    """Compile all anew the next time: for tests that change what a question is made of."""
    for known in _known:
        known.clear()


_known: list[dict[Hashable, _Compiled]] = []


def _compile(
    question: Callable[..., QuerySet[Any, Any]], given: Sequence[Any], named: dict[str, Any]
) -> _Compiled:
    numbers, moments = count(FIRST_STAND_IN), map(_moment, count())
    stand_ins: list[Any] = []

    def stand_in(argument: Any) -> Any:
        if isinstance(argument, models.Model):
            stand_ins.append(next(numbers))
            kind = argument.__class__  # also of a lazy one
            return kind.from_db(None, [kind._meta.pk.attname], [stand_ins[-1]])  # noqa: SLF001  # Django's own documented way
        if isinstance(argument, datetime):
            stand_ins.append(next(moments))
            return stand_ins[-1]
        if isinstance(argument, Text):
            stand_ins.append(f"stand-in {next(numbers)}")
            return stand_ins[-1]
        if _is_number(argument):
            stand_ins.append(next(numbers))
            return stand_ins[-1]
        if _is_list(argument):
            several = [next(numbers) for _ in _filled_up(argument)]
            stand_ins.extend(several)
            return several
        return argument

    with connection.execute_wrapper(_refuse):
        rows = question(
            *map(stand_in, given), **{name: stand_in(value) for name, value in named.items()}
        )
        compiler = rows.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
    which = {_for_database(value): number for number, value in enumerate(stand_ins)}
    places = tuple(
        (place, which[value])
        for place, value in enumerate(values)
        if isinstance(value, Hashable) and value in which
    )
    unused = set(which.values()) - {number for _, number in places}
    beside = rows._prefetch_related_lookups  # type: ignore[attr-defined]  # noqa: SLF001  # as it is called in Django
    if unused or beside or any(str(value) in sql for value in stand_ins):
        raise RuntimeError(
            f"{question.__qualname__} does more with its arguments than ask by them."
        )
    return _Compiled(rows, compiler, sql, tuple(values), places)


class _Bound:
    """Django's query, of which everything is known already."""

    def __init__(self, query: Query, compiler: SQLCompiler) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_: Any, **__: Any) -> SQLCompiler:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _rows(kept: _Compiled, bound: Sequence[Any]) -> Iterable[Any]:
    values = list(kept.values)
    for place, number in kept.places:
        values[place] = _for_database(bound[number])
    compiler = copy(kept.compiler)
    compiler.connection = connection  # a thread has its own
    compiler.as_sql = lambda *_, **__: (kept.sql, tuple(values))  # type: ignore[method-assign]
    rows = QuerySet.__new__(type(kept.rows))
    vars(rows).update(vars(kept.rows))
    rows._query = _Bound(kept.rows.query, compiler)  # type: ignore[attr-defined]  # noqa: SLF001  # as it is made in Django
    return rows


def _values_of(argument: Any) -> Iterator[Any]:
    """What is put in for one argument."""
    if isinstance(argument, models.Model):
        yield argument.pk
    elif isinstance(argument, datetime | Text) or _is_number(argument):
        yield argument
    elif _is_list(argument):
        yield from _filled_up(argument)


def _shape_of(argument: Any) -> Hashable:
    """What is compiled in of one argument."""
    known: Hashable = argument
    if isinstance(argument, models.Model | datetime | Text) or _is_number(argument):
        known = argument.__class__
    elif _is_list(argument):
        known = len(_filled_up(argument))
    return known


def _filled_up(numbers: Iterable[int]) -> list[int]:
    found = sorted(numbers)
    room = 1 << max(0, len(found) - 1).bit_length()
    return found + found[-1:] * (room - len(found))


def _is_bound_or_short(argument: Any) -> bool:
    return not _is_list(argument) or 0 < len(argument) <= LONGEST


def _is_number(argument: Any) -> bool:
    return isinstance(argument, int) and not isinstance(argument, bool)


def _is_list(argument: Any) -> bool:
    return isinstance(argument, list | tuple | Set) and all(map(_is_number, argument))


def _for_database(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _moment(number: int) -> datetime:
    return FIRST_MOMENT + timedelta(seconds=number)


def _refuse(*_: object) -> NoReturn:
    raise RuntimeError("A prepared question asks the database while it is built.")

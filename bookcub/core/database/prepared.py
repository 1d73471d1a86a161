"""Questions that are compiled once: Django builds one far longer than the database answers it.

    @prepared
    def _chapters(person: User, work_id: int) -> QuerySet[Chapter]:
        return Chapter.objects.visible_to(person).filter(work=work_id).order_by("position")

    chapters = _chapters(person, work.pk)  # a list, as if it had been asked in the ordinary way

The first time, the function is called with stand-ins, and what Django makes of them is kept; from then on only the
values are put in. So a prepared question may take of its arguments nothing but what it passes on to the database:

- rows of a model stand for their key, whole numbers, days, moments and `Text` for themselves. A stand-in that is asked for
  anything else, a question that asks the database while it is built, and one with a moment of its own, a zone or a
  language, which would be everybody's for ever, raise RuntimeError.
- lists, tuples and sets of whole numbers are filled up to the next power of two, by repeating one.
- everything else (a visitor without an account, a plain string, True, None) is compiled in: one question for each.

PostgreSQL plans it once, too, in each connection (`planned`).

What would be fetched beside the rows (`prefetch_related`) does not know the values: another prepared question fetches
it, and `attach` hangs it on the rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import timezone as fixed_zone
from functools import update_wrapper
from itertools import count
from typing import Any, Generic, NoReturn, ParamSpec, TypeAlias, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone, translation
from django.utils.functional import LazyObject
from django.utils.translation import get_language

from bookcub.core.database.planned import Number, Text, planned

FIRST_STAND_IN = (
    2_130_706_433  # fits a column of 32 bits; no number that a question holds of itself
)
FIRST_DAY = date(1911, 3, 7)
FIRST_MOMENT = datetime(1911, 3, 7, 5, 11, 13, 170_000, tzinfo=UTC)
ELSEWHERE = fixed_zone(timedelta(hours=13, minutes=45))  # where no question may answer otherwise
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d.*)?")
LONGEST = 256  # of lists; longer ones are compiled each time
LARGEST = 2**63  # of whole numbers that a database knows
MOST = 64  # ways to ask one question that are kept

OF_NO_LENGTH = object()  # a list that is empty or long

Taken: TypeAlias = tuple[Hashable, Sequence[Any]]
P = ParamSpec("P")
Found = TypeVar("Found")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What is kept of a question: how Django reads its rows, its words, and where the values go."""

    rows: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    values: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]  # in `values`, and which of the given ones goes there
    converters: dict[int, Any]  # what makes a column's value Python's, by its number
    is_planned: bool = False  # by the database, as long as its connection lasts


class Prepared(Generic[P, Found]):
    """A question that is compiled once; called, it asks."""

    def __init__(self, question: Callable[P, QuerySet[Any, Found]]) -> None:
        self._question = question
        self._known: dict[Hashable, _Compiled] = {}
        update_wrapper(self, question)
        _known.append(self._known)

    def __call__(self, *given: P.args, **named: P.kwargs) -> list[Found]:
        arguments = [_itself(each) for each in (*given, *named.values())]
        taken = [_taken(each) for each in arguments]
        if None in taken:
            return []
        if _is_of_no_length(taken):
            return list(self._asked_with(arguments, tuple(named)))
        return list(_rows(*self._compiled(arguments, tuple(named), taken)))

    def sql(self, *given: P.args, **named: P.kwargs) -> tuple[str, list[Any]]:
        """Its SQL and the values in it, to be put into a larger one; "" where it finds nothing, whatever is put in."""
        arguments = [_itself(each) for each in (*given, *named.values())]
        taken = [_taken(each) for each in arguments]
        if None in taken:
            return "", []
        if _is_of_no_length(taken):
            return _sql_of(self._asked_with(arguments, tuple(named)))
        kept, bound = self._compiled(arguments, tuple(named), taken)
        return kept.sql, _values_in(kept, bound)

    def _asked_with(self, arguments: Sequence[Any], names: tuple[str, ...]) -> QuerySet[Any, Found]:
        """The question itself, with what it is asked with."""
        positional = len(arguments) - len(names)
        named = dict(zip(names, arguments[positional:], strict=True))
        return self._question(*arguments[:positional], **named)

    def _compiled(
        self, arguments: Sequence[Any], names: tuple[str, ...], taken: Sequence[Taken | None]
    ) -> tuple[_Compiled, Sequence[Any]]:
        known = [each for each in taken if each]
        key = (connection.vendor, names, *[shape for shape, _ in known])
        kept = self._known.get(key)
        if kept is None:
            if len(self._known) >= MOST:
                self._known.clear()
            positional = len(arguments) - len(names)
            named = dict(zip(names, arguments[positional:], strict=True))
            kept = self._known[key] = _compile(self._question, arguments[:positional], named)
        return kept, [one for _, values in known for one in values]


def prepared(question: Callable[P, QuerySet[Any, Found]]) -> Prepared[P, Found]:
    """Ask this question without compiling it again."""
    return Prepared(question)


def attach(name: str, found: Iterable[models.Model], *, to: Iterable[models.Model]) -> None:
    """Hang rows on those that their foreign key names, as `prefetch_related(name)` does with rows of its own asking."""
    owners = list(to)
    if not owners:
        return
    field = owners[0]._meta.get_field(name).field  # type: ignore[union-attr]  # noqa: SLF001  # a reverse relation's
    by_owner: dict[Any, list[models.Model]] = {owner.pk: [] for owner in owners}
    known = {owner.pk: owner for owner in owners}
    for row in found:
        key = getattr(row, field.attname)
        setattr(row, field.name, known[key])
        by_owner[key].append(row)
    for owner in owners:
        rows = getattr(owner, name).get_queryset()
        rows._result_cache = by_owner[owner.pk]  # noqa: SLF001  # where Django puts what it fetches beside
        rows._prefetch_done = True  # noqa: SLF001  # as above
        owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows


def forget_compiled() -> None:
    """Compile all anew the next time: for tests that change what a question is made of."""
    for known in _known:
        known.clear()


_known: list[dict[Hashable, _Compiled]] = []


class _StandIns:
    """What a question is compiled with in the place of what it is asked with."""

    def __init__(self) -> None:
        self.made: list[Any] = []
        self._numbers, self._days = count(FIRST_STAND_IN), count()

    def of(self, argument: Any) -> Any:
        """One for what is put in; what is compiled in stands for itself."""
        if isinstance(argument, models.Model):
            kind = argument.__class__  # also of a lazy one
            return kind.from_db(None, [kind._meta.pk.attname], [self._number()])  # noqa: SLF001  # Django's documented way
        if isinstance(argument, date):
            first = FIRST_MOMENT if isinstance(argument, datetime) else FIRST_DAY
            return self._keep(first + timedelta(days=next(self._days)))
        if _is_list(argument):
            return [self._number() for _ in _filled_up(argument)]
        if isinstance(argument, Text):
            return self._keep(f"~{next(self._numbers)}~")
        return self._number() if _is_number(argument) else argument

    def _number(self) -> int:
        return int(self._keep(next(self._numbers)))

    def _keep(self, made: Any) -> Any:
        self.made.append(made)
        return made


def _compile(
    question: Callable[..., QuerySet[Any, Any]], given: Sequence[Any], named: Mapping[str, Any]
) -> _Compiled:
    kept = _compiled_here(question, given, named)
    other = "de" if get_language() == "en" else "en"
    with timezone.override(ELSEWHERE), translation.override(other):
        elsewhere = _compiled_here(question, given, named)
    if (kept.sql, kept.values) != (elsewhere.sql, elsewhere.values):
        raise RuntimeError(
            f"{question.__qualname__} would keep the zone or the language of whoever asks first."
        )
    return kept


def _compiled_here(
    question: Callable[..., QuerySet[Any, Any]], given: Sequence[Any], named: Mapping[str, Any]
) -> _Compiled:
    stand_ins = _StandIns()
    with connection.execute_wrapper(_refuse):
        rows = question(
            *map(stand_ins.of, given), **{name: stand_ins.of(each) for name, each in named.items()}
        )
        compiler = rows.query.get_compiler(connection=connection)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:  # whatever is put in
            return _Compiled(rows, compiler, "", (), (), {})
    which = {_for_database(made): number for number, made in enumerate(stand_ins.made)}
    put_in = [isinstance(value, Hashable) and value in which for value in values]
    places = tuple((at, which[value]) for at, value in enumerate(values) if put_in[at])
    is_text = any(isinstance(made, str) for made in stand_ins.made)
    if (
        len({number for _, number in places}) < len(which)
        or any(str(made) in sql for made in stand_ins.made)
        or any(_is_moment(value) for at, value in enumerate(values) if not put_in[at])
        or (is_text and " LIKE " in sql)  # Django escapes what it looks for so
        or rows._prefetch_related_lookups  # type: ignore[attr-defined]  # noqa: SLF001  # as it is called in Django
    ):
        raise RuntimeError(
            f"{question.__qualname__} does more with its arguments than ask by them."
        )
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(columns)
    is_planned = connection.vendor == "postgresql"
    return _Compiled(rows, compiler, sql, tuple(values), places, converters, is_planned)


class _Bound:
    """Django's query, of which everything is known already."""

    def __init__(self, query: Query, compiler: SQLCompiler) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_: Any, **__: Any) -> SQLCompiler:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _rows(kept: _Compiled, bound: Sequence[Any]) -> Iterable[Any]:
    if not kept.sql:
        return []
    sql: str = kept.sql
    values: tuple[Any, ...] = tuple(_values_in(kept, bound))
    if kept.is_planned:
        sql, values = planned(sql, values)
    compiler = _another(kept.compiler)
    # A thread has its own; the one behind Django's `connection`, which would be looked up for each column.
    compiler.connection = connections[DEFAULT_DB_ALIAS]
    compiler.as_sql = lambda *_, **__: (sql, values)  # type: ignore[method-assign]
    compiler.get_converters = lambda _columns: kept.converters  # type: ignore[method-assign,assignment]
    rows = _another(kept.rows)
    rows._query = _Bound(kept.rows.query, compiler)  # type: ignore[attr-defined]  # noqa: SLF001  # as it is made in Django
    return rows


def _another(one: Made) -> Made:
    """A flat copy, without what `copy` asks of each object first."""
    made = object.__new__(type(one))
    vars(made).update(vars(one))
    return made


def _values_in(kept: _Compiled, bound: Sequence[Any]) -> list[Any]:
    values = list(kept.values)
    if kept.is_planned:
        bound = [Number(each) if _is_number(each) else each for each in bound]
    for place, number in kept.places:
        values[place] = _for_database(bound[number])
    return values


def _itself(argument: Any) -> Any:
    """What a lazy one stands for, which may hold a whole request; a list without what no database knows."""
    if isinstance(argument, LazyObject):
        bool(argument.__class__)  # looks it up
        return argument._wrapped  # type: ignore[attr-defined]  # noqa: SLF001  # where Django keeps it
    if _is_list(argument):
        return [number for number in argument if _is_known(number)]
    return argument


def _taken(argument: Any) -> Taken | None:
    """What is compiled in of one argument, and what is put in; None for a number that no row has."""
    shape: Any = type(argument)
    if isinstance(argument, models.Model):
        return shape, [argument.pk]
    if _is_number(argument):
        return (int, [argument]) if _is_known(argument) else None
    if isinstance(argument, date | Text):
        return shape, [argument]
    if _is_list(argument):
        if not 0 < len(argument) <= LONGEST:  # for Django to make something of
            return OF_NO_LENGTH, []
        numbers = _filled_up(argument)
        return (list, len(numbers)), numbers
    return (shape, argument), []


def _is_of_no_length(taken: Iterable[Taken | None]) -> bool:
    return any(each is not None and each[0] is OF_NO_LENGTH for each in taken)


def _sql_of(rows: QuerySet[Any, Any]) -> tuple[str, list[Any]]:
    try:
        sql, values = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return "", []
    return sql, list(values)


def _filled_up(numbers: Iterable[int]) -> list[int]:
    found = sorted(numbers)
    room = 1 << max(0, len(found) - 1).bit_length()
    return found + found[-1:] * (room - len(found))


def _is_known(number: int) -> bool:
    """Whether a database may hold it."""
    return -LARGEST <= number < LARGEST


def _is_number(argument: Any) -> bool:
    return isinstance(argument, int) and not isinstance(argument, bool)


def _is_list(argument: Any) -> bool:
    return isinstance(argument, list | tuple | Set) and all(map(_is_number, argument))


def _for_database(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _is_moment(value: Any) -> bool:
    """Also as SQLite is told them. One that a question holds of itself would be "now" for ever."""
    return isinstance(value, date) or (isinstance(value, str) and bool(MOMENT.fullmatch(value)))


def _refuse(*_: object) -> NoReturn:
    raise RuntimeError("A prepared question asks the database while it is built.")

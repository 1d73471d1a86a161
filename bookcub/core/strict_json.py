"""Dataclasses as JSON and back, strictly: what does not fit is refused with its place and a sentence.

A field is ``str``, ``int``, ``bool``, ``datetime`` (with a zone), ``date``, one of these or ``None``, a
``Literal``, another dataclass, or ``tuple[X, ...]`` of them; ``Annotated[str, Length(80)]``, ``Annotated[int,
Between(0, 9)]`` and ``Annotated[tuple[X, ...], Length(500)]`` say how much is allowed. Fields with a default may be
missing; unknown ones are refused. :func:`schema_of` says the same as a JSON Schema (2020-12).
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

T = TypeVar("T")

LONGEST = 100_000  # of a text whose field says nothing
MOST = 100_000  # of a list whose field says nothing
_EARLIEST, _LATEST = 1000, 9000  # years that every database and zone can hold


class MisfitError(ValueError):
    """What was read does not fit: where, and why, for people."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place or 'the file'}: {why}")
        self.place, self.why = place, why


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text or a list may be."""

    most: int
    least: int = 0


@dataclass(frozen=True, slots=True)
class Between:
    """Which whole numbers are allowed, both ends included."""

    least: int
    most: int


def read_as(cls: type[T], said: object, place: str = "") -> T:
    """What JSON said, as this dataclass. Raises MisfitError."""
    if not isinstance(said, Mapping):
        raise MisfitError(place, "is no object")
    hints = _hints(cls)
    unknown = sorted(set(said) - hints.keys())
    if unknown:
        raise MisfitError(place, f"says “{str(unknown[0])[:40]}”, which this version does not know")
    found: dict[str, Any] = {}
    for each in _fields(cls):
        where = f"{place}.{each.name}" if place else each.name
        if each.name in said:
            found[each.name] = _read(hints[each.name], said[each.name], where)
        elif each.default is MISSING and each.default_factory is MISSING:
            raise MisfitError(where, "is missing")
    return cls(**found)


def written(held: object) -> Any:
    """A dataclass as JSON says it; what is as it would be anyway is left out. Moments are in UTC."""
    if is_dataclass(held):
        return {
            each.name: written(getattr(held, each.name))
            for each in fields(held)
            if not _goes_without_saying(each, getattr(held, each.name))
        }
    if isinstance(held, tuple | list):
        return [written(each) for each in held]
    if isinstance(held, datetime):
        return held.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return held.isoformat() if isinstance(held, date) else held


def schema_of(cls: type[Any], *, title: str, identifier: str) -> dict[str, Any]:
    """The JSON Schema of a dataclass and of all that it holds."""
    defs: dict[str, Any] = {}
    _define(cls, defs)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": identifier,
        "title": title,
        "$ref": f"#/$defs/{cls.__name__}",
        "$defs": dict(sorted(defs.items())),
    }


def _hints(cls: type[Any]) -> dict[str, Any]:
    """The types of a dataclass's fields, worked out once."""
    if cls not in _KNOWN_HINTS:
        _KNOWN_HINTS[cls] = get_type_hints(cls, include_extras=True)
    return _KNOWN_HINTS[cls]


_KNOWN_HINTS: dict[type[Any], dict[str, Any]] = {}


def _fields(cls: type[Any]) -> tuple[Field[Any], ...]:
    return fields(cls)


def _goes_without_saying(each: Field[Any], held: object) -> bool:
    return each.default is not MISSING and bool(held == each.default)


def _read(hint: Any, said: object, place: str) -> Any:
    rules: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *more = get_args(hint)
        rules = tuple(more)
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        [inner] = [each for each in get_args(hint) if each is not type(None)]
        return None if said is None else _read(inner, said, place)
    if origin is tuple:
        return _read_list(get_args(hint)[0], said, place, rules)
    if origin is Literal:
        if said not in get_args(hint) or not isinstance(said, str):
            raise MisfitError(place, f"is none of {', '.join(get_args(hint))}")
        return said
    if is_dataclass(hint):
        return read_as(cast("type[Any]", hint), said, place)
    return _read_plain(hint, said, place, rules)


def _read_list(inner: object, said: object, place: str, rules: tuple[Any, ...]) -> tuple[Any, ...]:
    if not isinstance(said, list):
        raise MisfitError(place, "is no list")
    length = next((rule for rule in rules if isinstance(rule, Length)), Length(MOST))
    if not length.least <= len(said) <= length.most:
        raise MisfitError(place, f"holds {len(said):,}, and at most {length.most:,} are allowed")
    return tuple(_read(inner, each, f"{place}[{number}]") for number, each in enumerate(said))


def _read_plain(hint: object, said: object, place: str, rules: tuple[Any, ...]) -> object:
    if hint is str:
        return _read_text(said, place, rules)
    if hint is int:
        return _read_number(said, place, rules)
    if hint is datetime:
        return _read_moment(said, place)
    if hint is date:
        return _read_day(said, place)
    if hint is not bool:
        raise TypeError(f"{place}: no rule reads {hint}")
    if not isinstance(said, bool):
        raise MisfitError(place, "is neither true nor false")
    return said


def _read_text(said: object, place: str, rules: tuple[Any, ...]) -> str:
    length = next((rule for rule in rules if isinstance(rule, Length)), Length(LONGEST))
    if not isinstance(said, str):
        raise MisfitError(place, "is no text")
    if len(said) > length.most:
        raise MisfitError(place, f"is longer than {length.most:,} characters")
    if len(said.strip()) < length.least:
        raise MisfitError(place, "is empty")
    # No database keeps these two, and no text needs them.
    return said.replace("\0", "").encode("utf-8", "replace").decode()


def _read_number(said: object, place: str, rules: tuple[Any, ...]) -> int:
    if isinstance(said, bool) or not isinstance(said, int):
        raise MisfitError(place, "is no whole number")
    span = next((rule for rule in rules if isinstance(rule, Between)), Between(0, 2_000_000_000))
    if not span.least <= said <= span.most:
        raise MisfitError(place, f"lies outside of {span.least} to {span.most}")
    return said


def _read_moment(said: object, place: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not _EARLIEST <= moment.year <= _LATEST:
        raise MisfitError(place, "is no moment with its zone, such as 2024-05-03T19:30:00Z")
    return moment.astimezone(UTC)


def _read_day(said: object, place: str) -> date:
    try:
        day = date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        day = None
    if day is None or not _EARLIEST <= day.year <= _LATEST:
        raise MisfitError(place, "is no day, such as 2024-05-03")
    return day


def _define(cls: type[Any], defs: dict[str, Any]) -> None:
    if cls.__name__ in defs:
        return
    defs[cls.__name__] = {}
    hints = _hints(cls)
    needed = [
        each.name
        for each in _fields(cls)
        if each.default is MISSING and each.default_factory is MISSING
    ]
    said: dict[str, Any] = {
        "type": "object",
        "description": (cls.__doc__ or "").split("\n\n")[0].replace("\n    ", " ").strip(),
        "properties": {name: _schema(hint, defs) for name, hint in hints.items()},
        "additionalProperties": False,
    }
    if needed:
        said["required"] = needed
    defs[cls.__name__] = said


_PLAIN: dict[object, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}


def _schema(hint: Any, defs: dict[str, Any]) -> dict[str, Any]:
    rules: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *more = get_args(hint)
        rules = tuple(more)
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        [inner] = [each for each in get_args(hint) if each is not type(None)]
        return {"anyOf": [_schema(inner, defs), {"type": "null"}]}
    if origin is tuple:
        said: dict[str, Any] = {"type": "array", "items": _schema(get_args(hint)[0], defs)}
        length = next((rule for rule in rules if isinstance(rule, Length)), Length(MOST))
        return said | {"maxItems": length.most}
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if is_dataclass(hint):
        _define(cast("type[Any]", hint), defs)
        return {"$ref": f"#/$defs/{cast('type[Any]', hint).__name__}"}
    return _PLAIN[hint] | _bounds(hint, rules)


def _bounds(hint: object, rules: tuple[Any, ...]) -> dict[str, Any]:
    said: dict[str, Any] = {"maxLength": LONGEST} if hint is str else {}
    for rule in rules:
        if isinstance(rule, Length):
            said = {"maxLength": rule.most} | ({"minLength": rule.least} if rule.least else {})
        elif isinstance(rule, Between):
            said = {"minimum": rule.least, "maximum": rule.most}
    return said

"""Outcomes to JSON and back, so that the process that parses can hand them to the one that trusts.

Only plain values cross: a parser that was talked into misbehaving can send a wrong story, never code.
"""

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

from bookcub.formats.story.parsed import ParsedWork, ParseResult, Refusal
from bookcub.formats.story.remarks import Remark

T = TypeVar("T")


def dumps(outcome: ParseResult) -> str:
    """Write an outcome as one line of JSON."""
    kind = "refusal" if isinstance(outcome, Refusal) else "work"
    return json.dumps({"kind": kind, "value": _plain(outcome)}, ensure_ascii=True)


def loads(line: str | bytes) -> ParseResult:
    """Read back what `dumps` wrote. Raises ValueError on anything else."""
    try:
        return outcome_of(json.loads(line))
    except (TypeError, RecursionError) as error:
        raise ValueError("Not an outcome") from error


def outcome_of(message: Mapping[str, Any]) -> ParseResult:
    """The outcome that `dumps` wrote, out of its JSON. Raises ValueError on anything else."""
    try:
        shape: type[ParseResult] = {"refusal": Refusal, "work": ParsedWork}[message["kind"]]
        return _build(shape, message["value"])
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("Not an outcome") from error


def to_plain(outcome: ParseResult) -> dict[str, Any]:
    """Turn an outcome into dicts, lists, strings and numbers; dates become ISO 8601 strings."""
    return cast("dict[str, Any]", _plain(outcome))


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # lone surrogates cannot be stored
    return value


def _build(shape: type[T], value: Mapping[str, object]) -> T:
    hints = typing.get_type_hints(shape)
    return shape(**{name: _value(hints[name], item) for name, item in value.items()})


def _value(hint: object, value: object) -> object:
    if hint is Remark and isinstance(value, str):
        # A part that waited while the archive was brought up to date holds whole sentences.
        return Remark("as-told", (value,))
    if isinstance(hint, types.UnionType) and type(None) in hint.__args__:
        inner = next(arm for arm in hint.__args__ if arm is not type(None))
        return None if value is None else _value(inner, value)
    if typing.get_origin(hint) is tuple:
        item_hint = typing.get_args(hint)[0]
        return tuple(_value(item_hint, item) for item in cast("list[object]", value))
    if isinstance(hint, type) and is_dataclass(hint):
        return _build(hint, cast("Mapping[str, object]", value))
    if hint in (datetime, date):
        return cast("type[date]", hint).fromisoformat(cast("str", value))
    if not isinstance(value, cast("type", hint)):
        raise TypeError(f"Expected {hint}")
    return value

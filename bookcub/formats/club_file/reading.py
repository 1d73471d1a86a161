"""Reading a club's file strictly, and writing it."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec
from msgspec.structs import fields

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.club_file.kinds import FilePart, kinds_of, part_in

P = TypeVar("P", bound=FilePart)

DEEPEST = 12  # lists and objects in what this version does not know
MOST_MORE = 1_000_000  # characters of it in one file


class MisfitError(ValueError):
    """What was read does not fit: where, and why.

    Of the whole file (no place) why is a sentence for people; of a place in it, words for whoever made the file.
    """

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place or 'the file'}: {why}")
        self.place, self.why = place, why


def read_json(text: str | bytes) -> Any:
    """JSON as it stands there, but without what no database keeps. Raises MisfitError."""
    try:
        return _harmless(json.loads(text, parse_constant=float))
    except (ValueError, RecursionError) as error:
        raise MisfitError("", gettext_noop("This file is not JSON.")) from error


def read_as(cls: type[P], value: object) -> P:
    """What JSON said as a part; what the part does not know is in its `more`. Raises MisfitError."""
    found = _sorted_out(value, cls)
    try:
        part = msgspec.convert(found, cls)
    except msgspec.ValidationError as error:
        raise _misfit(str(error), cls) from error
    more = [each.more for each in part.parts() if each.more]
    if sum(len(json.dumps(each)) for each in more) > MOST_MORE:
        raise MisfitError(
            "", gettext_noop("This file holds more than this version of Bookcub can keep.")
        )
    if any(_depth(each) > DEEPEST for each in more):
        raise MisfitError("", gettext_noop("Something in this file is nested too deeply."))
    return part


def written(part: object) -> Any:
    """A part as JSON says it; what is as it would be anyway is left out."""
    if isinstance(part, tuple):
        return [written(each) for each in part]
    if not isinstance(part, FilePart):
        return msgspec.to_builtins(part)
    value = {
        each.name: written(getattr(part, each.name))
        for each in fields(part)
        if each.name != "more" and getattr(part, each.name) != each.default
    }
    return part.more | value


def _sorted_out(value: Any, cls: type[FilePart]) -> Any:
    """What stands there, with all that a part does not know under the name of its `more`."""
    if isinstance(value, list):
        return [_sorted_out(each, cls) for each in value]
    if not isinstance(value, dict):
        return value
    kinds = kinds_of(cls)
    known = {
        name: _sorted_out(held, inner) if (inner := part_in(kinds[name])) else held
        for name, held in value.items()
        if name in kinds
    }
    return known | {"": {name: held for name, held in value.items() if name not in kinds}}


def _harmless(value: Any) -> Any:
    if isinstance(value, str):
        # No database keeps these two, and no text needs them.
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_harmless(each) for each in value]
    if isinstance(value, dict):
        return {_harmless(name): _harmless(held) for name, held in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("no number")
    return value


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0)


# What msgspec says, and what we say: the first that fits.
_WORDS = [
    (r"Object missing required field `(?P<name>.+)`", "is missing"),
    (r"`(?P<name>\w+)` (?P<why>is not a moment .+)", "{why}"),
    (r"Expected `str` of length <= (?P<most>\d+)", "is longer than {most:,} characters"),
    (r"Expected `str` matching regex '\^", "is not the code of a language, such as pt-BR"),
    (r"Expected `str` (of length|matching)", "is empty"),
    (r"Expected `str", "is not text"),
    (r"Expected `int.*` <= (?P<most>\d+)", "is more than {most:,}"),
    (r"Expected `int.*` >= (?P<least>\d+)", "is less than {least:,}"),
    (r"Expected `int", "is not a whole number"),
    (r"Expected `bool", "is neither true nor false"),
    (r"Expected `array` of length <= (?P<most>\d+)", "is longer than a list of {most:,}"),
    (r"Expected `array", "is not a list"),
    (r"Expected `object", "is not an object"),
    (r".*datetime", "is not a moment with its time zone, such as 2024-05-03T19:30:00Z"),
    (r".*date", "is not a day, such as 2024-05-03"),
]


def _misfit(message: str, cls: type[FilePart]) -> MisfitError:
    what, _, place = message.partition(" - at `$")
    place = place.rstrip("`").lstrip(".")
    choices = _choices_at(place, cls)
    if choices:
        return MisfitError(place, f"is none of {', '.join(choices)}")
    for pattern, words in _WORDS:
        if found := re.match(pattern, what):
            groups = {key: int(v) if v.isdecimal() else v for key, v in found.groupdict().items()}
            where = ".".join(filter(None, [place, str(groups.get("name", ""))]))
            return MisfitError(where, words.format(**groups))
    return MisfitError(place, "is not what belongs there")


def _choices_at(place: str, cls: type[FilePart]) -> tuple[str, ...]:
    """The words that a field may say, if it is one of a few."""
    kind: Any = cls
    for name in re.sub(r"\[\d+\]", "", place).split(".") if place else ():
        kind = kinds_of(part_in(kind) or FilePart).get(name)
    return get_args(kind) if get_origin(kind) is Literal else ()

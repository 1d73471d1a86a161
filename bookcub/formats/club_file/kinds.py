"""What the parts of a club's file are made of. A field's kind says how it is checked and what it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any, get_args

from msgspec import Meta, Struct, field
from msgspec.structs import fields, force_setattr

EARLIEST, LATEST = 1000, 9000  # years that every database and zone can hold


def _that(means: str, most: int, least: int | None = None) -> Meta:
    return Meta(max_length=most, min_length=least, extra={"means": means})


def at_most(most: int, *, once: str = "") -> Meta:
    """A list of so many parts at most, no two of which say the same in a field named by `once`."""
    return Meta(max_length=most, extra={"once": once.split()})


Id = Annotated[str, Meta(max_length=60, pattern=r"\S")]
NoId = Annotated[str, Meta(max_length=60)]  # empty for nobody, nothing
WhoId = Annotated[str, _that("people", 60)]
WorkId = Annotated[str, _that("works", 60)]
BookId = Annotated[str, _that("books", 60)]
PickId = Annotated[str, _that("picks", 60)]
ReadId = Annotated[str, _that("reads", 60)]
OneReadId = Annotated[str, _that("reads", 60, 1)]
Name = Annotated[str, Meta(max_length=100)]
Title = Annotated[str, Meta(max_length=255)]
Words = Annotated[str, Meta(max_length=100_000)]
Html = Annotated[str, _that("html", 100_000)]
# As BCP 47 has them; empty for unknown. Python's `$` alone lets a line end after it.
_CODE = r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*)?$(?!\n)"
Language = Annotated[str, Meta(max_length=12, pattern=_CODE)]
Address = Annotated[str, _that("address", 500)]
Position = Annotated[int, Meta(ge=0, le=1_000_000)]
ReadPlace = Annotated[int, Meta(ge=0, le=2_000_000_000)]  # in a read, see `by_share`
Small = Annotated[int, Meta(ge=0, le=32_000)]
Moment = Annotated[datetime, Meta(tz=True)]
Day = date


class FilePart(Struct, frozen=True, kw_only=True):
    """One part of the file. `more` is what the file said here that this version does not know."""

    more: dict[str, Any] = field(default_factory=dict, name="")

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, date) and not EARLIEST <= value.year <= LATEST:
                raise ValueError(f"`{name}` is not a moment between the years 1000 and 9000")
            if isinstance(value, datetime):
                force_setattr(self, name, value.astimezone(UTC))

    def parts(self) -> Iterator[FilePart]:
        """This one and all in it."""
        yield self
        for name in self.__struct_fields__:
            value = getattr(self, name)
            for each in value if isinstance(value, tuple) else (value,):
                if isinstance(each, FilePart):
                    yield from each.parts()


@cache
def kinds_of(cls: type[FilePart]) -> dict[str, Any]:
    """The fields of a part, each with its kind."""
    return {each.name: each.type for each in fields(cls) if each.name != "more"}


@cache
def meanings_of(cls: type[FilePart]) -> dict[str, str]:
    """What each plain field stands for: "people" for an id of one, "html", …; empty where it is what it is."""
    plain = {name: kind for name, kind in kinds_of(cls).items() if part_in(kind) is None}
    return {name: str(_extra(kind, "means") or "") for name, kind in plain.items()}


@cache
def inner_of(cls: type[FilePart]) -> dict[str, type[FilePart]]:
    """The fields that hold a part, or a list of parts, each with which."""
    found = {name: part_in(kind) for name, kind in kinds_of(cls).items()}
    return {name: inner for name, inner in found.items() if inner}


@cache
def once_in(cls: type[FilePart]) -> dict[str, list[str]]:
    """The lists of parts, each with the fields in which no two of them say the same."""
    return {name: _extra(kinds_of(cls)[name], "once") or [] for name in inner_of(cls)}


def part_in(kind: Any) -> type[FilePart] | None:
    """The part that a field holds, or holds a list of."""
    if isinstance(kind, type) and issubclass(kind, FilePart):
        return kind
    return next((found for each in get_args(kind) if (found := part_in(each))), None)


def _extra(kind: Any, name: str) -> Any:
    extras = (each.extra or {} for each in getattr(kind, "__metadata__", ()))
    return next((each[name] for each in extras if name in each), None)

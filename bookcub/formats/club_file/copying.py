"""Rows of the archive and parts of the file: what has the same name in both is copied, either way.

The file's ids stand for rows. Whoever copies says, by what a field means (:func:`kinds.meanings_of`), how an id becomes a
row and a row an id. What one of the two says otherwise is given by name; a field that has no column and is not given is a
mistake. Of models it needs no more than the names of their columns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from functools import cache
from typing import Any, TypeVar, cast

from bookcub.formats.club_file.kinds import FilePart, meanings_of

P = TypeVar("P", bound=FilePart)
M = TypeVar("M")

# Where a row has nothing of the file's name: the first of these that it has.
OTHERWISE = {
    "by": ("membership", "asked_by"),
    "changes": ("plan_changes",),
    "shows": ("shows_of_hands",),
}
NEVER = {"id"}  # of the file in the file, of the database in the database


def named_in(model: type[Any], name: str) -> str:
    """What a field of the file is called in a model; empty if it is not there."""
    return next((each for each in (name, *OTHERWISE.get(name, ())) if hasattr(model, each)), "")


@cache
def columns_of(kind: type[FilePart], model: Any) -> dict[str, str]:
    """The plain fields of a part, each with the column of a model that holds it; empty where there is none."""
    columns = {each.name for each in model._meta.concrete_fields}  # noqa: SLF001  # Django's documented way
    return {
        name: next((each for each in (name, *OTHERWISE.get(name, ())) if each in columns), "")
        for name in meanings_of(kind)
        if name not in NEVER
    }


def part_of(
    kind: type[P], row: Any, ids: Mapping[str, Callable[[Any, str], str]], /, **own: Any
) -> P:
    """What a row says in the file. `ids` give, of a row and the name of its column, the id in the file."""
    fields: dict[str, Any] = {}
    for name, meaning in meanings_of(kind).items():
        if name in own or name in NEVER:
            continue
        column = named_in(type(row), name) or name
        value = ids[meaning](row, column) if meaning in ids else getattr(row, column)
        fields[name] = tuple(value) if isinstance(value, list) else value
    return kind(**fields, **own)


def row_of(
    model: type[M],
    part: FilePart,
    rows: Mapping[str, Callable[[str], Any]],
    by_hand: Collection[str] = (),
    /,
    **own: Any,
) -> M:
    """The row of a part, not stored yet. `rows` give the row of an id, and make HTML and addresses harmless.

    TypeError for a field that has no column, unless whoever copies puts it somewhere `by_hand`.
    """
    meanings = meanings_of(type(part))
    fields: dict[str, Any] = {}
    for name, column in columns_of(type(part), cast("Hashable", model)).items():
        if name in by_hand or column in own:
            continue
        if not column:
            raise TypeError(f"{model.__name__} has no column for {type(part).__name__}.{name}")
        value = getattr(part, name)
        if meanings[name]:
            value = rows[meanings[name]](value)
        fields[column] = list(value) if isinstance(value, tuple) else value
    return model(**fields, **own)

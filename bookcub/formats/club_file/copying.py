"""Rows of the archive and parts of the file: what has the same name in both is copied, either way.

The file's ids stand for rows. Whoever copies says, by what a field means (:func:`kinds.meanings_of`), how an id
becomes a row and a row an id. What one of the two says otherwise is given by name. Of models it needs no more than the names
of their columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from bookcub.formats.club_file.kinds import FilePart, meanings_of

P = TypeVar("P", bound=FilePart)
M = TypeVar("M")

# Where a row has no column of the file's name.
RENAMED = {"by": "membership"}
NEVER = {"id"}  # of the file in the file, of the database in the database


def part_of(
    kind: type[P], row: Any, ids: Mapping[str, Callable[[Any, str], str]], /, **own: Any
) -> P:
    """What a row says in the file. `ids` give, of a row and the name of its column, the id in the file."""
    fields: dict[str, Any] = {}
    for name, meaning in meanings_of(kind).items():
        if name in own or name in NEVER:
            continue
        column = name if hasattr(type(row), name) else RENAMED.get(name, name)
        value = ids[meaning](row, column) if meaning in ids else getattr(row, column)
        fields[name] = tuple(value) if isinstance(value, list) else value
    return kind(**fields, **own)


def row_of(
    model: type[M], part: FilePart, rows: Mapping[str, Callable[[str], Any]], /, **own: Any
) -> M:
    """The row of a part, not stored yet. `rows` give the row of an id, and make HTML and addresses harmless."""
    columns = {each.name for each in getattr(model, "_meta").concrete_fields}  # noqa: B009  # of any class
    fields: dict[str, Any] = {}
    for name, meaning in meanings_of(type(part)).items():
        column = name if name in columns else RENAMED.get(name, name)
        if column in own or column not in columns or name in NEVER:
            continue
        value = getattr(part, name)
        if meaning:
            value = rows[meaning](value)
        fields[column] = list(value) if isinstance(value, tuple) else value
    return model(**fields, **own)

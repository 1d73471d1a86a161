"""Lists of tags with their families, as a CSV or JSON file has them: read, and nothing else."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from bookcub.core.text import one_line
from bookcub.tags.models import KINDS, NOTE_MAX, folded, validate_tag_name

KIND_NAMES = {kind: kind for kind, _ in KINDS} | {"additional tag": "freeform", "tag": "freeform"}
FORMULAS = ("'=", "'+", "'-", "'@")  # as our own files keep them from spreadsheets
LARGEST = 50_000_000  # bytes
MOST_TOLD = 50  # mistakes


@dataclass(frozen=True, slots=True)
class ListedTag:
    """One line of a list."""

    line: int
    kind: str
    name: str
    canonical: str = ""  # what it leads to; "": it is canonical itself
    parents: tuple[tuple[str, str], ...] = ()  # kind, or "", and name
    note: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, folded(self.name)


@dataclass(slots=True)
class Mistakes:
    """What is wrong with a list, by its lines."""

    told: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, sentence: str) -> None:
        self.told.append((line, sentence))

    def ensure_none(self) -> None:
        """Raise ValidationError with all of them, in the order of the lines."""
        if self.told:
            raise ValidationError(
                [
                    gettext("Line %(line)s: %(mistake)s") % {"line": line, "mistake": sentence}
                    for line, sentence in sorted(self.told)[:MOST_TOLD]
                ],
                code="mistakes",
            )


def listed_tags(content: bytes) -> list[ListedTag]:
    """The tags of a file. Raises ValidationError, which names each line that makes no sense."""
    if len(content) > LARGEST:
        raise ValidationError(gettext("This file is too large for a list of tags."), code="large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(
            gettext("This file is not in UTF-8. Save it as a CSV file in UTF-8."), code="letters"
        ) from error
    mistakes = Mistakes()
    rows = _from_json(text) if text.lstrip()[:1] in {"[", "{"} else _from_csv(text)
    found: dict[tuple[str, str], ListedTag] = {}
    for line, row in rows:
        try:
            listed = _listed(line, row)
        except ValidationError as error:
            mistakes.add(line, " ".join(error.messages))
            continue
        if listed is None:
            continue
        if first := found.get(listed.key):
            sentence = gettext("“%(name)s” stands on line %(first)s already.")
            mistakes.add(line, sentence % {"name": listed.name, "first": first.line})
            continue
        found[listed.key] = listed
    mistakes.ensure_none()
    return list(found.values())


def _from_csv(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    head = text.partition("\n")[0]
    reader = csv.reader(StringIO(text), delimiter=";" if ";" in head and "," not in head else ",")
    try:
        columns = [one_line(cell).casefold() for cell in next(reader, [])]
        if not {"name", "kind"} <= set(columns):
            raise ValidationError(
                gettext("The first line must name the columns, “name” and “kind” among them."),
                code="columns",
            )
        for cells in reader:
            if any(cells):
                yield reader.line_num, dict(zip(columns, map(_typed, cells), strict=False))
    except csv.Error as error:
        sentence = gettext("Line %(line)s: %(mistake)s")
        told = {"line": reader.line_num, "mistake": str(error)}
        raise ValidationError(sentence % told, code="csv") from error


def _typed(cell: str) -> str:
    return cell[1:] if cell.startswith(FORMULAS) else cell


def _from_json(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Each object with the number of its place in the list, from one on."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError(
            gettext("This is no JSON: %(mistake)s") % {"mistake": str(error)[:200]}, code="json"
        ) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValidationError(gettext("The JSON must be a list of objects."), code="json")
    yield from enumerate(rows, 1)


def _listed(line: int, row: Mapping[str, Any]) -> ListedTag | None:
    """None for a line that says nothing of what a tag is."""
    told = {name: value for name, value in row.items() if value is not None}
    parents = told.pop("parents", "")
    words = {
        name: one_line(value) if isinstance(value, str) else "" for name, value in told.items()
    }
    if words.get("state") == "undecided":
        return None
    kind, name = words.get("kind", "").casefold(), words.get("name", "")
    if kind not in KIND_NAMES:
        raise ValidationError(
            gettext("“%(kind)s” is no kind of tag. There are: %(kinds)s."),
            code="kind",
            params={"kind": kind[:40], "kinds": ", ".join(kind for kind, _ in KINDS)},
        )
    canonical, note = words.get("canonical", ""), words.get("note", "")
    for each in filter(None, (name, canonical)) if name else ("",):
        validate_tag_name(each)
    if len(note) > NOTE_MAX:
        raise ValidationError(
            gettext("Keep the note to %(most)s characters."), code="long", params={"most": NOTE_MAX}
        )
    return ListedTag(
        line=line,
        kind=KIND_NAMES[kind],
        name=name,
        canonical="" if folded(canonical) == folded(name) else canonical,
        parents=tuple(map(_parent, _names(parents))),
        note=note,
    )


def _names(parents: Any) -> list[str]:
    names = parents.split(",") if isinstance(parents, str) else parents
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValidationError(gettext("The parents must be names."), code="parents")
    return [name for each in names if (name := one_line(_typed(each)))]


def _parent(name: str) -> tuple[str, str]:
    kind, colon, rest = name.partition(":")
    if colon and kind.casefold() in KIND_NAMES:
        return KIND_NAMES[kind.casefold()], one_line(rest)
    return "", name

"""Notes as other programs read and write them, on the web and in e-books.

On the web that is the `W3C Web Annotation Data Model <https://www.w3.org/TR/annotation-model/>`_; in e-books
its profile `EPUB Annotations 1.0 <https://www.w3.org/TR/epub-anno-10/>`_ (a working draft): a ZIP named
``*.annotations`` that holds one ``annotations.json``.

Both are written from plain values and read back into them. An annotation names its passage two ways: by
the paragraph's id and offsets (precise), and by the words with what stands around them (resistant to edits).
Offsets are code points, the end exclusive.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bookcub.formats.epub.writer import MEDIA_TYPE as EPUB

WEB_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
EPUB_CONTEXT = "https://www.w3.org/ns/epub-anno.jsonld"
MEMBER = "annotations.json"
COLOURS = ("pink", "orange", "yellow", "green", "blue", "purple")
MOTIVATIONS = ("bookmarking", "commenting", "highlighting")
GENERATOR = {"id": "urn:bookcub", "type": "Software", "name": "Bookcub"}

MAX_BYTES = 20 * 1024 * 1024
MAX_ITEMS = 50_000
MAX_TEXT = 100_000
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


class UnreadableError(ValueError):
    """A file that holds no annotations, in a sentence for people."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """One note or highlight. `id`, `source` and `creator_id` are addresses or URNs.

    `source` is the address of the chapter: on the web, or of its file in the e-book. Without `exact` it
    is about the chapter as a whole. `answers` is the id of what it answers.
    """

    id: str
    source: str
    created: datetime
    modified: datetime | None = None
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    block_id: str = ""
    start: int | None = None
    end: int | None = None
    text: str = ""
    colour: str = ""
    creator: str = ""
    creator_id: str = ""
    answers: str = ""

    @property
    def motivation(self) -> str:
        """What it was made for, in the words of the model."""
        if self.answers:
            return "replying"
        if self.text:
            return "commenting"
        return "highlighting" if self.exact else "bookmarking"


@dataclass(frozen=True, slots=True)
class Publication:
    """The e-book or work that a set of annotations is about."""

    identifiers: Sequence[str]
    title: str
    authors: Sequence[str] = ()


def as_web_annotations(items: Sequence[Annotation]) -> str:
    """A list of Web Annotations, as JSON-LD."""
    return _json([{"@context": WEB_CONTEXT, **_written(each, is_for_book=False)} for each in items])


def as_annotation_set(
    items: Sequence[Annotation], *, about: Publication, identifier: str, at: datetime
) -> str:
    """An AnnotationSet of the profile for e-books, as JSON-LD. It knows no answers: each is a note by itself."""
    fields: dict[str, Any] = {
        "@context": EPUB_CONTEXT,
        "id": identifier,
        "type": "AnnotationSet",
        "generator": GENERATOR,
        "generated": _moment(at),
        "about": {
            "dc:identifier": list(about.identifiers),
            "dc:title": about.title,
            "dc:format": EPUB,
        },
        "items": [_written(each, is_for_book=True) for each in items],
    }
    if about.authors:
        fields["about"]["dc:creator"] = list(about.authors)
    return _json(fields)


def annotations_file(
    items: Sequence[Annotation], *, about: Publication, identifier: str, at: datetime
) -> bytes:
    """A detached ``.annotations`` file; the same bytes for the same notes and moment."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        member = zipfile.ZipInfo(MEMBER, _FIXED_DATE)
        member.create_system = 3
        member.external_attr = 0o644 << 16
        member.compress_type = zipfile.ZIP_DEFLATED
        fields = as_annotation_set(items, about=about, identifier=identifier, at=at)
        archive.writestr(member, fields.encode(), compresslevel=9)
    return held.getvalue()


def read_annotations_file(content: bytes) -> list[Annotation]:
    """What a ``.annotations`` file holds. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(MEMBER) as stream:
            fields = stream.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as error:  # fmt: skip
        raise UnreadableError("This is not an .annotations file, or it is damaged.") from error
    if len(fields) > MAX_BYTES:
        raise UnreadableError("This file holds more than a book can have notes.")
    return read_annotations(fields.decode("utf-8", "replace"))


def read_annotations(text: str) -> list[Annotation]:
    """What a list of Web Annotations or an AnnotationSet holds, in its order. Raises UnreadableError.

    Strict about what it takes: a mistake in one annotation names it.
    """
    if len(text) > MAX_BYTES:
        raise UnreadableError("This file holds more than a book can have notes.")
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("This is not JSON.") from error
    items = fields.get("items") if isinstance(fields, dict) else fields
    if not isinstance(items, list):
        raise UnreadableError("There are no annotations in this file.")
    if len(items) > MAX_ITEMS:
        raise UnreadableError(f"This file holds more than {MAX_ITEMS:,} annotations.")
    return [_read(item, number) for number, item in enumerate(items, start=1)]


def _written(item: Annotation, *, is_for_book: bool) -> dict[str, Any]:
    motivation = item.motivation
    if is_for_book and motivation not in MOTIVATIONS:
        motivation = "commenting"
    fields: dict[str, Any] = {
        "id": item.id,
        "type": "Annotation",
        "motivation": motivation,
        "created": _moment(item.created),
    }
    if item.modified:
        fields["modified"] = _moment(item.modified)
    if item.creator:
        fields["creator"] = {
            "id": item.creator_id or f"urn:bookcub:name:{_slug(item.creator)}",
            "type": "Person",
            "name": item.creator,
        }
    body = _body(item)
    if body:
        fields["body"] = body
    if item.answers and not is_for_book:
        fields["target"] = item.answers
        return fields
    target: dict[str, Any] = {"source": item.source}
    selectors = _selectors(item)
    if selectors:
        target["selector"] = selectors
    fields["target"] = target
    return fields


def _body(item: Annotation) -> dict[str, Any]:
    if not item.text and not item.colour:
        return {}
    fields: dict[str, Any] = {"type": "TextualBody", "value": item.text, "format": "text/plain"}
    if item.colour in COLOURS:
        fields["color"] = item.colour
    return fields


def _selectors(item: Annotation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if item.block_id:
        precise: dict[str, Any] = {"type": "FragmentSelector", "value": item.block_id}
        if item.start is not None and item.end is not None:
            precise["refinedBy"] = {
                "type": "TextPositionSelector",
                "start": item.start,
                "end": item.end,
            }
        found.append(precise)
    if item.exact:
        quoted = {"type": "TextQuoteSelector", "exact": item.exact}
        if item.prefix:
            quoted["prefix"] = item.prefix
        if item.suffix:
            quoted["suffix"] = item.suffix
        found.append(quoted)
    return found


def _read(item: object, number: int) -> Annotation:
    if not isinstance(item, dict) or item.get("type") != "Annotation":
        raise UnreadableError(f"Item {number} is not an annotation.")
    target, body = item.get("target"), item.get("body") or {}
    creator = item.get("creator") or {}
    if not isinstance(body, dict) or not isinstance(creator, dict):
        raise UnreadableError(f"Annotation {number} has more than one body or creator.")
    where = _where(target, number)
    return Annotation(
        id=_text(item, "id", number),
        created=_read_moment(item.get("created"), number),
        modified=_read_moment(item["modified"], number) if item.get("modified") else None,
        text=_text(body, "value", number),
        colour=colour if (colour := _text(body, "color", number)) in COLOURS else "",
        creator=_text(creator, "name", number),
        creator_id=_text(creator, "id", number),
        **where,
    )


def _where(target: object, number: int) -> dict[str, Any]:
    """What a target says of its place; of an answer, the id of what it answers."""
    if isinstance(target, str):
        return {"source": "", "answers": target[:MAX_TEXT]}
    if not isinstance(target, dict):
        raise UnreadableError(f"Annotation {number} does not say what it is about.")
    found: dict[str, Any] = {"source": _text(target, "source", number)}
    selectors = target.get("selector") or []
    for each in selectors if isinstance(selectors, list) else [selectors]:
        if not isinstance(each, dict):
            raise UnreadableError(f"Annotation {number} has a selector that is none.")
        if each.get("type") == "TextQuoteSelector":
            for name in ("exact", "prefix", "suffix"):
                found[name] = _text(each, name, number)
        elif each.get("type") == "FragmentSelector":
            found["block_id"] = _text(each, "value", number)
            found |= _offsets(each.get("refinedBy"))
    return found


def _offsets(position: object) -> dict[str, int]:
    if not isinstance(position, Mapping):
        return {}
    start, end = position.get("start"), position.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start <= end:
        return {}
    return {"start": start, "end": end}


def _text(fields: Mapping[str, Any], name: str, number: int) -> str:
    held = fields.get(name, "")
    if held is None:
        return ""
    if not isinstance(held, str) or len(held) > MAX_TEXT:
        raise UnreadableError(f"“{name}” of annotation {number} is no text, or far too long.")
    return held.replace("\0", "")


def _read_moment(fields: object, number: int) -> datetime:
    try:
        moment = datetime.fromisoformat(str(fields))
        # Two thousand years either way cannot be turned into another zone.
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise UnreadableError(f"Annotation {number} has no date that can be read.") from error


def _moment(at: datetime) -> str:
    return (
        at.astimezone(UTC)
        .isoformat(timespec="microseconds" if at.microsecond else "seconds")
        .replace("+00:00", "Z")
    )


def _slug(name: str) -> str:
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name.casefold())


def _json(fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"

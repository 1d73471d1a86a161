"""A club as a file: all that a member may see of it, so that another Bookcub can take it in without loss.

``docs/club-export.md`` tells what is in it and ``docs/club-export.schema.json`` says it as a schema. Ids are names
within the file. HTML is sanitised by whoever reads the file; a *place* (``upto``) is the end of that chapter, or a share of the book.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.club_file.checks import check_ids
from bookcub.formats.club_file.parts import ClubFile
from bookcub.formats.club_file.reading import MisfitError, read_as, read_json, written

FORMAT = "bookcub-club"
VERSION = 1
TITLE = "The export of a Bookcub club, version 1"
SCHEMA = "https://bookcub.example/club-export/1"
MAX_BYTES = 40 * 1024 * 1024
MOST_THINGS = 2_000_000  # lists, objects and commas; commas within words count, too


def to_json(club: ClubFile, *, tightly: bool = False) -> str:
    """The file's text, for people to look into or in as few letters as may be."""
    value = written(club)
    if tightly:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str | bytes) -> ClubFile:
    """Read a file's text. Raises MisfitError with the place of the first mistake."""
    if len(text) > MAX_BYTES:
        raise MisfitError("", gettext_noop("This file is larger than the export of a club can be."))
    if _things_in(text) > MOST_THINGS:
        # Before it is parsed: an empty object takes two letters in a file and hundreds in memory.
        raise MisfitError(
            "", gettext_noop("This file holds more than the export of a club can hold.")
        )
    value = read_json(text)
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise MisfitError("", gettext_noop("This file is not the export of a club."))
    # A new field needs no new version: whoever does not know it hands it on. Once there is a second version,
    # files of the first are made into files of the second here.
    version = value.get("version")
    if isinstance(version, int) and version > VERSION:
        raise MisfitError(
            "",
            gettext_noop(
                "This file comes from a newer Bookcub. Ask a keeper to update this archive."
            ),
        )
    club = read_as(ClubFile, value)
    check_ids(club)
    return club


def _things_in(text: str | bytes) -> int:
    if isinstance(text, bytes):
        return sum(map(text.count, (b"{", b"[", b",")))
    return sum(map(text.count, "{[,"))


def schema() -> dict[str, Any]:
    """The schema, as in ``docs/club-export.schema.json``."""
    value = msgspec.json.schema(ClubFile)
    for each in value["$defs"].values():
        each["properties"].pop("", None)  # what a version does not know has no schema
    top = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA}
    # Once through JSON: a default that is an empty tuple is an empty list there.
    return dict(json.loads(json.dumps({**top, "title": TITLE, **value})))

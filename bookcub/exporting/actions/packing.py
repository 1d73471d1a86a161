"""A club as one file: its JSON, its notes as annotations, and a word on what is what."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import datetime
from textwrap import fill
from typing import IO
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext

from bookcub.exporting.queries.clubs import ClubExport
from bookcub.formats.annotations import Publication, annotations_file, as_web_annotations
from bookcub.formats.club_file import to_json
from bookcub.web.dates import as_day

README_WIDTH = 96  # columns
IN_MEMORY = 4 * 1024 * 1024  # bytes; a larger file waits on the disk until it is sent


def pack(export: ClubExport, *, at: datetime) -> IO[bytes]:
    """A ZIP, ready to be read from its beginning; whoever closes it is rid of it. The same for the same club."""
    held: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the answer closes it
    with zipfile.ZipFile(held, "w") as archive:
        _put(archive, "README.txt", _readme(export), at)
        _put(archive, "club.json", to_json(export.file), at)
        everything = [each for items in export.annotations.values() for each in items]
        _put(archive, "notes.jsonld", as_web_annotations(everything), at)
        for name, publication in _publications(export).items():
            items = export.annotations.get(name, [])
            if items:
                identifier = uuid5(
                    NAMESPACE_URL, f"{publication.identifiers[0]} {export.file.name}"
                )
                content = annotations_file(
                    items, about=publication, identifier=identifier.urn, at=at
                )
                _put(archive, f"{name}.annotations", content, at)
    held.seek(0)
    return held


def _publications(export: ClubExport) -> dict[str, Publication]:
    file = export.file
    works = {
        each.id: Publication(
            [address for address in (each.source, each.address) if address] or [f"urn:{each.id}"],
            each.title,
            each.authors,
        )
        for each in file.works
    }
    books = {
        each.id: Publication(
            [f"urn:isbn:{each.isbn}"] if each.isbn else [each.url or f"urn:{each.id}"],
            each.title,
            [each.author] if each.author else [],
        )
        for each in file.books
    }
    return works | books


def _readme(export: ClubExport) -> str:
    file = export.file
    titles = {each.id: each.title for each in file.works}
    titles |= {each.id: each.title for each in file.books}
    notes = "\n".join(
        f"  {name}.annotations  {titles[name]}" for name in export.annotations if name in titles
    )
    head = gettext("%(club)s, as one of its members could see it on %(day)s.") % {
        "club": file.name,
        "day": as_day(file.exported_at),
    }
    everything = gettext("everything: another Bookcub can import it (schema: docs/club-export.md)")
    annotations = gettext("the notes as W3C Web Annotations")
    more = gettext(
        "Each .annotations file holds the notes on one story, for e-book readers (EPUB Annotations). "
        "None of these files holds sealed predictions or private notes of others, nor anything beyond "
        "the place that the member who exported the club had reached. The stories are not in them either."
    )
    return (
        f"{head}\n\n  club.json     {everything}\n  notes.jsonld  {annotations}\n{notes}\n\n"
        f"{fill(more, README_WIDTH)}\n"
    )


def _put(archive: zipfile.ZipFile, name: str, content: str | bytes, at: datetime) -> None:
    member = zipfile.ZipInfo(name, at.timetuple()[:6])
    member.create_system = 3
    member.external_attr = 0o644 << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, content)

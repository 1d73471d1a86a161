"""The file of a club out of what was uploaded: a ZIP with a club.json, or the JSON itself."""

from __future__ import annotations

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.club_file import MAX_BYTES, from_json, to_json
from bookcub.formats.club_file.parts import ClubFile
from bookcub.formats.club_file.reading import MisfitError
from bookcub.formats.story.parsed import SourceRefusedError
from bookcub.formats.zip.members import ZipArchive

MEMBER = "club.json"
MOST_NOTES = 30_000
MOST_LINES = 100_000
MOST_WORKS = 2_000  # each is looked for in this archive while somebody waits for the page


def club_file(content: bytes) -> ClubFile:
    """What a file says of a club. Raises MisfitError, with a sentence for people."""
    if content.startswith(b"PK"):
        content = _member(content)
    if len(content) > MAX_BYTES:
        raise MisfitError("", gettext_noop("This file is larger than the export of a club can be."))
    file = from_json(content.decode("utf-8", "replace"))
    if len(file.notes) > MOST_NOTES:
        raise MisfitError("notes", f"more than the {MOST_NOTES:,} that can be imported at once")
    if sum(len(each.lines) for each in file.meetings) > MOST_LINES:
        raise MisfitError("lines", f"more than the {MOST_LINES:,} that can be imported at once")
    if len(file.works) > MOST_WORKS:
        raise MisfitError("works", f"more than the {MOST_WORKS:,} that can be imported at once")
    return file


def written_anew(content: bytes) -> tuple[str, str]:
    """The club's name, and its file as this version writes it, in no more letters than it came in. Raises MisfitError."""
    file = club_file(content)
    text = to_json(file, tightly=True)
    if len(text) > MAX_BYTES:
        raise MisfitError("", gettext_noop("This file is larger than the export of a club can be."))
    return file.name, text


def _member(content: bytes) -> bytes:
    try:
        archive = ZipArchive(content, "ZIP file")
        if MEMBER not in archive:
            raise MisfitError("", gettext_noop("This ZIP file has no club.json in it."))
        return archive.read(MEMBER)
    except SourceRefusedError as error:
        raise MisfitError("", error.refusal.sentence) from error

"""The one door to importing's pure half: sources in, parsed works or kind refusals out.

    outcomes = read_sources([Source("story.html", Path("story.html"))])

Nothing here touches the database. Parsing happens in a child process with limits (`sandbox.py`), so
a hostile file can at worst waste a few seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bookcub.formats.story import refusals
from bookcub.formats.story.joining import join_works, natural_key
from bookcub.formats.story.parsed import ParsedWork, ParseResult, Refusal
from bookcub.formats.story.remarks import ABOUT_THE_TITLE
from bookcub.importing.sandbox import members_in_child, parse_in_child

__all__ = ["ParseResult", "ParsedWork", "Refusal", "Source", "read_sources", "taken_apart"]

KINDS = {
    ".epub": "EPUB file",
    ".docx": "Word document",
    ".odt": "OpenDocument text",
    ".rtf": "RTF",
    ".zip": "ZIP file",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: the name its owner knows it by, and its bytes or where they are."""

    name: str
    content: bytes | Path


def read_sources(
    sources: Sequence[Source],
    *,
    join: bool = False,
    title: str = "",
    letters: str = "",
    scratch: Path | None = None,
) -> list[ParseResult]:
    """Read every source; answer in the same order, one outcome each. Never raises on bad input.

    With `join`, the sources are chapters of one work in the natural order of their names, and the
    answer is a single outcome. `title` is used in place of the one in the source, `letters` is the encoding
    that their owner says they have. `scratch` is the folder in which a private temporary folder is made (the
    system's by default).
    """
    if join:
        sources = sorted(sources, key=lambda source: natural_key(source.name))
    outcomes = parse_in_child(
        [(source.name, source.content) for source in sources], scratch, letters=letters
    )
    outcomes = [
        _called_by_its_name(source.name, outcome)
        for source, outcome in zip(sources, outcomes, strict=True)
    ]
    if join:
        shelf = [
            each
            for source, outcome in zip(sources, outcomes, strict=True)
            for each in taken_apart(source, outcome, letters=letters)
        ]
        outcomes = [join_works(shelf) if len(shelf) > 1 else shelf[0][1]]
    return [_titled(outcome, title.strip()) for outcome in outcomes]


def taken_apart(
    source: Source,
    outcome: ParseResult,
    *,
    splits: bool = False,
    room: int | None = None,
    letters: str = "",
) -> list[tuple[str, ParseResult]]:
    """What a ZIP of several works holds, by the names of its files, if there is room for so many; else what it gave.

    With `splits`, files that look like the chapters of one work are works of their own, too.
    """
    if isinstance(outcome, Refusal):
        holds_several = outcome.code == "several-works"
    else:
        holds_several = splits and any(each.code == "zip-joined" for each in outcome.notices)
    members = _read_members(source, letters) if holds_several else []
    fits = len(members) > 1 and (room is None or len(members) <= room)
    return members if fits else [(source.name, outcome)]


def _read_members(source: Source, letters: str) -> list[tuple[str, ParseResult]]:
    """Read each file of a ZIP as a work of its own: its name, and what came of it. Nothing where it cannot be opened."""
    members = [Source(name, content) for name, content in members_in_child(source.content)]
    outcomes = read_sources(members, letters=letters) if members else []
    return [(each.name, outcome) for each, outcome in zip(members, outcomes, strict=True)]


def _called_by_its_name(name: str, outcome: ParseResult) -> ParseResult:
    """What is damaged says no more what it was: then its name may."""
    kind = next((kind for ending, kind in KINDS.items() if name.lower().endswith(ending)), "")
    says_nothing = outcome in (refusals.damaged("ZIP file"), refusals.unknown_format())
    return refusals.damaged(kind) if says_nothing and kind else outcome


def _titled(outcome: ParseResult, title: str) -> ParseResult:
    if isinstance(outcome, Refusal) or not title:
        return outcome
    kept = tuple(each for each in outcome.notices if each.code not in ABOUT_THE_TITLE)
    return replace(outcome, title=title, title_is_guess=False, notices=kept)

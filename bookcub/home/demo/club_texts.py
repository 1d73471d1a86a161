"""The demo's clubs as they stand in the files."""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookcub.core.text import clean_comment, clean_notes, html_from_typed
from bookcub.home.demo.texts import FOLDER, Table
from bookcub.home.demo.typography import typographic


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubText:
    """One club with all that it has done. `days_ago` and `days_ahead` count from the day of filling."""

    file: str
    said: Table
    members: Sequence[Table]
    books: dict[str, Table]
    picks: Sequence[Table]
    reads: Sequence[Table]
    notes: Sequence[Table]
    talk: Sequence[Table]
    predictions: Sequence[Table]
    meetings: Sequence[Table]


def demo_clubs() -> list[ClubText]:
    """Every club of the demo, the oldest first."""
    found = [_club(path.stem) for path in sorted(FOLDER.glob("clubs/*.toml"))]
    return sorted(found, key=lambda club: -int(club.said["days_ago"]))


def _club(file: str) -> ClubText:
    said = tomllib.loads((FOLDER / "clubs" / f"{file}.toml").read_text(encoding="utf-8"))
    return ClubText(
        file=file,
        said=said,
        members=said["member"],
        books={book["key"]: book for book in said.get("book", [])},
        picks=said.get("pick", []),
        reads=said.get("read", []),
        notes=said.get("note", []),
        talk=said.get("talk", []),
        predictions=said.get("prediction", []),
        meetings=said.get("meeting", []),
    )


def days_before(at: datetime, days: float, *, of: str = "") -> datetime:
    """So many days before `at`, and a few hours more or less, so that not everything is said at one hour."""
    wobble = zlib.crc32(of.encode()) % (9 * 60) if of else 0  # minutes
    return at - timedelta(days=days, minutes=wobble)


def spoken(text: str) -> str:
    """What somebody typed, as the sanitised HTML of a comment."""
    return clean_comment(html_from_typed(typographic(text.strip()))) if text.strip() else ""


def written(text: str) -> str:
    """What somebody wrote at length, as sanitised HTML."""
    return clean_notes(html_from_typed(typographic(text.strip())))

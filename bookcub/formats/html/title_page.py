"""What a downloader writes of a story on the page before it: a label and a value a line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from bookcub.formats.html import cleaning
from bookcub.formats.story.parsed import ParsedSeries
from bookcub.formats.story.times import read_date

#: FanFicFare's labels, as its `defaults.ini` has them, to what they are here.
_TAGS = {
    "category": "fandoms", "fandom": "fandoms", "fandoms": "fandoms",
    "characters": "characters", "relationships": "relationships", "warnings": "warnings_tags",
    "archive warnings": "warnings_tags", "ao3 categories": "categories", "genre": "freeforms",
    "genres": "freeforms", "freeform tags": "freeforms", "additional tags": "freeforms",
}  # fmt: skip
#: What is kept for the downloader's own books, and is no tag of the story.
_BOOKKEEPING = re.compile(
    r"last update(?: year/month)?:.*|in-progress|completed?|hiatus|abandoned|fan ?fiction",
    re.IGNORECASE,
)


@dataclass(slots=True)
class TitlePage:
    """The values by their labels, in lower case."""

    values: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "TitlePage":
        """From labels and plain values."""
        return cls({label.strip().rstrip(":").lower(): value.strip() for label, value in pairs})

    @property
    def address(self) -> str:
        """Where the story stands."""
        return self.values.get("story url", "")

    @property
    def fields(self) -> dict[str, Any]:
        """What the page says, by the names of a parsed work's fields."""
        found: dict[str, Any] = dict.fromkeys(_TAGS.values(), ())
        for label, name in _TAGS.items():
            found[name] = tuple(dict.fromkeys([*found[name], *self._names(label)]))
        for label in ("rating", "language"):
            found[label] = cleaning.line(self.values.get(label, ""))
        for label in ("published", "updated"):
            found[label] = read_date(self.values.get(label, ""))
        found["complete"] = self._is_complete()
        summary = self.values.get("summary", "")
        found["summary"] = cleaning.summary(f"<p>{escape(summary, quote=False)}</p>")
        found["series"] = self._series()
        return {name: value for name, value in found.items() if value not in ("", (), None)}

    def _is_complete(self) -> bool | None:
        status = self.values.get("status", "").lower()
        return status.startswith("complete") if status else None

    def _series(self) -> tuple[ParsedSeries, ...]:
        named = re.fullmatch(r"(.+?)(?:\s*\[(\d{1,6})(?:\.0+)?\])?", self.values.get("series", ""))
        if named is None:
            return ()
        return (ParsedSeries(cleaning.line(named[1]), int(named[2]) if named[2] else None),)

    def tags_beside(self, subjects: Iterable[str]) -> tuple[str, ...]:
        """The subjects of an e-book that are tags of the story and that the page does not name."""
        told = {name.casefold() for label in _TAGS for name in self._names(label)}
        told |= {value.casefold() for value in self.values.values()}
        return tuple(
            name
            for name in subjects
            if name.casefold() not in told and not _BOOKKEEPING.fullmatch(name)
        )

    def _names(self, label: str) -> list[str]:
        names = [cleaning.line(name) for name in self.values.get(label, "").split(",")]
        return [name for name in names if name]


def unnumbered(titles: list[str]) -> list[str]:
    """Titles such as "1. First" without the numbers that a downloader put before them, if all have theirs."""
    numbered = [
        re.fullmatch(rf"{place}\.\s+(\S.*)", title) for place, title in enumerate(titles, 1)
    ]
    if titles and all(numbered):
        return [match[1] for match in numbered if match]
    return titles

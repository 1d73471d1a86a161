"""The demo stories as they stand in the files: people, works with their chapters, and what was said."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bookcub.core.text import html_from_typed
from bookcub.home.demo.typography import typographic
from bookcub.works.fields import ChapterFields

FOLDER = Path(__file__).parent
QUOTED_BY_ITSELF = frozenset({"de"})  # languages whose texts already stand in their own quotes

Table = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonText:
    """One account with its pseuds, lists and places."""

    username: str
    about: str
    time_zone: str
    pseuds: Sequence[Table]
    lists: Sequence[Table]
    places: Sequence[Table]

    @property
    def default_pseud(self) -> Table:
        return next(pseud for pseud in self.pseuds if pseud.get("default"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterText:
    """One chapter; the markup is not sanitised yet."""

    fields: ChapterFields
    html: str
    days_ago: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkText:
    """One work with its chapters and its talk."""

    folder: str
    table: Table
    chapters: Sequence[ChapterText]
    comments: Sequence[Table]
    bookmarks: Sequence[Table]
    applause: Sequence[str]
    guest_kudos: int
    parents: frozenset[str] = field(default=frozenset())

    @property
    def language(self) -> str:
        return str(self.table["language"])

    def html(self, key: str) -> str:
        """What the work says under this key, as unsanitised HTML."""
        return html_from_typed(set_in(self.language)(str(self.table.get(key, "")).strip()))


def set_in(language: str) -> Callable[[str], str]:
    """The typesetter for texts in this language."""
    return str if language in QUOTED_BY_ITSELF else typographic


def demo_people() -> list[PersonText]:
    """Everybody in the demo."""
    found = _table(FOLDER / "people.toml")["person"]
    return [
        PersonText(
            username=each["username"],
            time_zone=each.get("time_zone", ""),
            about=typographic(each["about"].strip()),
            pseuds=[
                pseud | {"description": typographic(pseud.get("description", "").strip())}
                for pseud in each["pseud"]
            ],
            lists=[one | {"name": typographic(one["name"])} for one in each.get("list", [])],
            places=each.get("place", []),
        )
        for each in found
    ]


def demo_folders() -> list[str]:
    """The names of the works' folders: how many works there are without reading them."""
    return sorted(path.parent.name for path in FOLDER.glob("works/*/work.toml"))


def demo_works() -> list[WorkText]:
    """The works, each after those that it is inspired by or a translation of, series in order."""
    waiting = sorted((_work(name) for name in demo_folders()), key=_oldest_first)
    ordered: list[WorkText] = []
    while waiting:
        known = {work.folder for work in ordered}
        # The texts lead only to each other and never in a circle; a test keeps that.
        ready = next(work for work in waiting if work.parents <= known)
        waiting.remove(ready)
        ordered.append(ready)
    return ordered


def _oldest_first(work: WorkText) -> tuple[int, int, str]:
    # The parts of a series come in their order whenever they were posted.
    part = max((one["position"] for one in work.table.get("series", [])), default=0)
    return (part, -work.chapters[0].days_ago, work.folder)


def _work(name: str) -> WorkText:
    folder = FOLDER / "works" / name
    table, talk = _table(folder / "work.toml"), _table(folder / "talk.toml")
    language = str(table["language"])
    return WorkText(
        folder=name,
        table=table | {"title": set_in(language)(table["title"])},
        chapters=[_chapter(path, language) for path in sorted(folder.glob("[0-9][0-9].md"))],
        comments=talk.get("comment", []),
        bookmarks=talk.get("bookmark", []),
        applause=talk["kudos"]["by"],
        guest_kudos=talk["kudos"].get("guests", 0),
        parents=frozenset(table[key] for key in ("inspired_by", "translation_of") if key in table),
    )


def _chapter(path: Path, language: str) -> ChapterText:
    _, matter, text = path.read_text(encoding="utf-8").split("+++\n", 2)
    table, sets = tomllib.loads(matter), set_in(language)
    around = {
        key: html_from_typed(sets(table.get(key, "").strip()))
        for key in ("summary", "notes", "end_notes")
    }
    return ChapterText(
        fields=ChapterFields(title=sets(table.get("title", "")), **around),
        html=html_from_typed(sets(text.strip())),
        days_ago=table["days_ago"],
    )


def _table(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))

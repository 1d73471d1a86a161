"""What the demo's people keep: bookmarks, places and lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from bookcub.core import clock
from bookcub.core.text import clean_notes, html_from_typed
from bookcub.home.demo.texts import PersonText, WorkText
from bookcub.home.demo.typography import typographic
from bookcub.home.demo.works import Pseuds
from bookcub.people.models import User
from bookcub.reading.actions import lists
from bookcub.reading.actions.bookmarks import BookmarkFields, bookmark_work
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reading.models import (
    Bookmark,
    ChapterProgress,
    ListEntry,
    Place,
    ReadingList,
    ShelfKind,
)
from bookcub.works.models import Chapter, Work

BOOKMARKED_AFTER = timedelta(hours=31)
READ_AFTER = timedelta(hours=5)

Works = Mapping[str, Work]


def bookmark(text: WorkText, work: Work, *, pseuds: Pseuds, at: datetime) -> None:
    """Keep what the demo's people noted down about a work whose newest chapter is of `at`."""
    for number, entry in enumerate(text.bookmarks, start=1):
        notes = typographic(entry.get("notes", "").strip())
        kept = bookmark_work(
            pseud=pseuds[entry["by"]],
            work=work,
            fields=BookmarkFields(
                notes=clean_notes(html_from_typed(notes)),
                own_tags=entry.get("tags", []),
                is_rec=entry.get("rec", False),
                is_private=entry.get("private", False),
            ),
        )
        when = min(at + number * BOOKMARKED_AFTER, clock.now())
        Bookmark.objects.filter(pk=kept.pk).update(created_at=when, edited_at=when)


@transaction.atomic
def read(person: PersonText, user: User, *, works: Works, texts: Mapping[str, WorkText]) -> None:
    """Give somebody their places: those the texts name, and the end of the serials they talked about."""
    named = {place["work"]: int(place["chapter"]) for place in person.places}
    names = {pseud["name"] for pseud in person.pseuds}
    talked = [
        folder
        for folder, text in texts.items()
        if len(text.chapters) > 1 and names & set(_readers(text))
    ]
    for folder in dict.fromkeys([*talked, *named]):
        if folder not in works:
            continue
        chapters = list(works[folder].chapters.order_by("position"))
        chapter = chapters[named.get(folder, len(chapters)) - 1]
        _read_to(chapter, user, is_half=folder in named and chapter is not chapters[-1])


def _readers(text: WorkText) -> Iterator[str]:
    yield from text.applause
    yield from (entry["by"] for entry in (*text.comments, *text.bookmarks) if "by" in entry)


def _read_to(chapter: Chapter, user: User, *, is_half: bool) -> None:
    read_up_to_end(user=user, chapter=chapter)
    when = (chapter.posted_at or chapter.created_at) + READ_AFTER
    Place.objects.filter(user=user, work=chapter.work).update(
        first_at=when, seen_at=when, finished_at=None if is_half else when
    )
    ChapterProgress.objects.filter(user=user, chapter__work=chapter.work).update(reached_at=when)
    if is_half:
        lists.put_on_shelf(user=user, work=chapter.work, kind=ShelfKind.READING)


@transaction.atomic
def keep_lists(person: PersonText, user: User, *, works: Works) -> None:
    """Give somebody their lists."""
    for entry in person.lists:
        kept, is_new = ReadingList.objects.get_or_create(
            user=user, name=entry["name"], defaults={"is_public": entry["public"]}
        )
        if is_new:
            # From the last one on: the newest entry stands first.
            for folder in reversed(entry["works"]):
                if folder in works:
                    lists.add(reading_list=kept, work=works[folder])
    newest = max(work.revised_at for work in works.values())
    ListEntry.objects.filter(reading_list__user=user, added_at__gt=newest).update(added_at=newest)

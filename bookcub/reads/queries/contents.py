"""The chapters of a book that is kept by share, for whoever looks: in words, and in the numbers of their edition."""

from __future__ import annotations

import hashlib
import json

from django.utils import timezone
from django.utils.translation import gettext

from bookcub.reads.models import Read
from bookcub.reads.planning import BookMeasure, ChapterThere, Contents, ContentsChapter, MeasureKind
from bookcub.reads.planning.contents import first_number
from bookcub.reads.queries.chapters import CHANGEABLE_FOR

UNKNOWN = "?"


def takes_contents(read: Read) -> bool:
    """Whether members can say which chapters it has: it is kept by share, and is read now."""
    return read.is_by_share and read.is_going_on


def may_take_back(read: Read) -> bool:
    """Whether their last change is not long ago."""
    changed_at = read.book.contents_changed_at if read.book else None
    is_early = changed_at is not None and timezone.now() < changed_at + CHANGEABLE_FOR
    return takes_contents(read) and is_early


def stamp_of(contents: Contents) -> str:
    """What a form sends along to say which chapters it knew of."""
    told = json.dumps([[each.title, each.begins] for each in contents.chapters])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def line_of(chapter: ContentsChapter, measure: BookMeasure) -> str:
    """A chapter as it is typed: "112 Box Hill", "28% Box Hill", "? Box Hill"."""
    if chapter.begins is None:
        return f"{UNKNOWN} {chapter.title}".rstrip()
    number = measure.as_typed(first_number(measure, chapter.begins))
    percent = "%" if measure.kind is MeasureKind.PERCENT else ""
    return f"{number}{percent} {chapter.title}".rstrip()


def lines_of(contents: Contents, measure: BookMeasure) -> str:
    """All of them, one a line."""
    return "\n".join(line_of(each, measure) for each in contents.chapters)


def chapter_words(there: ChapterThere | None, *, with_title: bool = False) -> str:
    """Say "chapter 5", "the end of chapter 4", "chapter 3 to 5", "chapter 9 or later"; nothing where nobody knows.

    Only what somebody has read may have a title: those of chapters ahead tell too much.
    """
    if there is None:
        return ""
    told = {"n": there.number, "last": there.last, "title": there.title}
    if there.is_end:
        return gettext("the end of chapter %(n)s") % told
    if not there.is_sure:
        return _unsure(there) % told
    if with_title and there.title:
        return gettext("chapter %(n)s: %(title)s") % told
    return gettext("chapter %(n)s") % told


def _unsure(there: ChapterThere) -> str:
    if there.last == there.number + 1:
        return gettext("chapter %(n)s or %(last)s")
    return gettext("chapter %(n)s to %(last)s") if there.last else gettext("chapter %(n)s or later")


def place_and_chapter(
    words: str, read: Read, upto: int, measure: BookMeasure, *, with_title: bool = False
) -> str:
    """Words for a place, and its chapter: "Page 212 (chapter 5: Box Hill)"."""
    chapter = chapter_words(read.contents.at(upto, measure), with_title=with_title)
    if not chapter:
        return words
    return gettext("%(place)s (%(chapter)s)") % {"place": words, "chapter": chapter}

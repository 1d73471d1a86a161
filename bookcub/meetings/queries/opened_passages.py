"""Where a book can be opened in a meeting's room, and what stands there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from django.db.models import Q
from django.utils.translation import gettext

from bookcub.core.languages.untranslated import untranslated
from bookcub.core.text import Block, as_typed
from bookcub.meetings.models import Meeting
from bookcub.people.models import User
from bookcub.reads.queries.place_wording import place_name
from bookcub.works.models import Chapter

LONGEST_QUOTE = 600
LONGEST_PARAGRAPH = 1500
SHORT_PARAGRAPH = 200
SEARCHED = 40  # chapters
LOOKED_THROUGH = 4_000_000  # characters of their markup
# Of words what stands in a text letter by letter, but for its case, on every database.
SURE = re.compile(r"[0-9A-Za-z]{3,}")
PICTURE = "\ufffc"
# A run of stops is looked at once, from its beginning and as a whole: else a thousand dots take a million steps.
SENTENCE = re.compile(
    r".+?(?:(?<![.!?…。！？])[.!?…。！？]++[\"'”’»)\]]*+(?=\s|$)|[。！？]|$)", re.DOTALL
)
# How lines keep what was opened, whoever opened it.
PAGE, CHAPTER, TITLED = (
    re.compile(form, re.DOTALL)
    for form in (r"Page (\d+)", r"Chapter (\d+)", r"Chapter (\d+): (.+)")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPassage:
    """The book, open: in a work at a block, in an outside book at what whoever opens it copies out."""

    label: str  # of the chapter or page, as a line keeps it
    quote: str
    around: str = ""  # the paragraph in which it stands
    chapter: Chapter | None = None
    block_id: str = ""


def label_words(kept: str) -> str:
    """The label of an opened book in the language of whoever reads it now."""
    if page := PAGE.fullmatch(kept):
        return gettext("Page %(n)s") % {"n": page[1]}
    if chapter := CHAPTER.fullmatch(kept):
        return gettext("Chapter %(n)s") % {"n": chapter[1]}
    if titled := TITLED.fullmatch(kept):
        return gettext("Chapter %(n)s: %(title)s") % {"n": titled[1], "title": titled[2]}
    return kept


def chapters_to_open(meeting: Meeting, person: User) -> list[Chapter]:
    """The chapters up to the meeting's place, without their texts. One query."""
    if meeting.read is None or meeting.read.work_id is None:
        return []
    chapters = Chapter.objects.visible_to(person).posted()
    there = chapters.filter(work=meeting.read.work_id, position__lte=meeting.upto)
    return list(
        there.select_related("work")
        .defer("html", "notes", "end_notes", "summary")
        .order_by("position")
    )


def furthest_to_open(meeting: Meeting) -> int:
    """Up to which place an outside book can be opened; 0 where there is none."""
    read = meeting.read
    if read is None or read.book is None:
        return 0
    return min(meeting.upto, read.book.end)


@untranslated()
def outside_label(meeting: Meeting, upto: int) -> str:
    """Name a chapter or page of an outside book, as a line keeps it for all: in the book as it was brought."""
    read = meeting.read
    if read is None or read.book is None:
        return ""
    return place_name(read, upto, read.measure)


def opening_at(chapter: Chapter, *, block_id: str, words: str = "") -> OpenedPassage | None:
    """Open a chapter at a block, with these words or its first sentence; None where there is no such block."""
    for block in chapter.blocks:
        if block.id == block_id:
            found = _found_in(chapter, block, _wanted(words))
            return found or _found_in(chapter, block, _wanted(""))
    return None


def opening_by_words(chapter: Chapter, *, words: str) -> OpenedPassage | None:
    """Open a chapter at the first place where these words stand, with their whole sentence.

    Case, white space and the shape of quotation marks and dashes do not matter. Without words, at the
    chapter's first sentence. None where the words are not in the chapter.
    """
    wanted = _wanted(words)
    for block in chapter.blocks:
        if not block.text.replace(PICTURE, "").strip():
            continue
        if found := _found_in(chapter, block, wanted):
            return found
    return None


def in_its_sentence(chapter: Chapter, *, block_id: str, words: str) -> str:
    """The sentences in which words stand, or their paragraph where that is short; the words alone where they are gone."""
    for block in chapter.blocks:
        if block.id == block_id and (found := _found_in(chapter, block, _wanted(words))):
            is_short = 0 < len(found.around) <= SHORT_PARAGRAPH
            return found.around if is_short else found.quote
    return words


def opening_anywhere(chapters: Sequence[Chapter], *, words: str) -> OpenedPassage | None:
    """The same in any of these chapters, the last one first.

    To look through a text takes a while, so no more than `until_enough` gives are looked through: first those in which
    the database finds the longest word, then the others, in which it may stand with emphasis inside.
    """
    texts = Chapter.objects.filter(pk__in=[chapter.pk for chapter in chapters])
    texts = texts.select_related("work").order_by("-position")
    sure = max(SURE.findall(words), key=len, default="")
    has_it = Q(html__icontains=sure)
    parts = (part[:SEARCHED] for part in (texts.filter(has_it), texts.exclude(has_it)))
    for chapter in until_enough(chain.from_iterable(parts), most=LOOKED_THROUGH):
        if found := opening_by_words(chapter, words=words):
            return found
    return None


def until_enough(chapters: Iterable[Chapter], *, most: int) -> Iterator[Chapter]:
    """The first of these chapters and as many more, up to SEARCHED, as have so many characters of markup together."""
    looked_through = 0
    for chapter in islice(chapters, SEARCHED):
        looked_through += len(chapter.html)
        if looked_through > max(most, len(chapter.html)):
            return
        yield chapter


def _wanted(words: str) -> re.Pattern[str]:
    """What these words look like in a text `as_typed`, with any space between them."""
    # What was cut off ends in dots that the text does not have.
    typed = as_typed(words.rstrip().removesuffix("…"))
    return re.compile(" ++".join(map(re.escape, typed.split())))


def _found_in(chapter: Chapter, block: Block, wanted: re.Pattern[str]) -> OpenedPassage | None:
    text = block.text.replace("\n", " ")
    found = wanted.search(as_typed(text))
    if found is None:
        return None
    quote = _sentences(text, found.start(), max(found.end(), found.start() + 1))
    with untranslated():
        label = chapter.heading
    return OpenedPassage(
        label=label, quote=quote, around=_around(text, quote), chapter=chapter, block_id=block.id
    )


def _around(text: str, quote: str) -> str:
    """The paragraph, shortened at both ends if need be; nothing where the quote itself was shortened."""
    whole = unicodedata.normalize("NFC", text).replace(PICTURE, "").strip()
    at = whole.find(quote)
    if at < 0 or whole == quote:
        return ""
    if len(whole) <= LONGEST_PARAGRAPH:
        return whole
    begin = max(0, at - (LONGEST_PARAGRAPH - len(quote)) // 2)
    end = begin + LONGEST_PARAGRAPH
    cut = whole[begin:end].strip()
    return f"{'…' if begin else ''}{cut}{'…' if end < len(whole) else ''}"


def _sentences(text: str, start: int, end: int) -> str:
    """The sentences that the words from `start` to `end` stand in, shortened at the end if need be."""
    text = unicodedata.normalize("NFC", text)
    touched = [
        found for found in SENTENCE.finditer(text) if found.start() < end and found.end() > start
    ]
    quote = text[touched[0].start() : touched[-1].end()].strip() if touched else text.strip()
    if len(quote) > LONGEST_QUOTE:
        # What was asked for stays in sight, however long its sentence is.
        begin = max(start - LONGEST_QUOTE // 3, touched[0].start() if touched else 0)
        cut = text[begin : begin + LONGEST_QUOTE].strip()
        quote = f"{'…' if begin else ''}{cut}…"
    return quote.replace(PICTURE, "").strip()

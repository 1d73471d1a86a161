"""Chapters as this archive takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils import timezone

from bookcub.core import clock
from bookcub.core.text import count_words, plain
from bookcub.formats.story.addresses import canonical
from bookcub.formats.story.parsed import ParsedChapter, ParsedWork
from bookcub.formats.story.remarks import Remark, remark
from bookcub.importing.mapping.fingerprints import fingerprint_of
from bookcub.importing.mapping.truncation import cut_html, cut_text, parted
from bookcub.works.fields import NOTES_MAX, SUMMARY_MAX, TITLE_MAX, ChapterFields
from bookcub.works.models import EARLIEST

ADDRESS_MAX = 500
BEGINNING = 220  # characters


@dataclass(frozen=True, kw_only=True)
class MappedChapter:
    """One chapter to be kept. `key` names it among its work's, from 1; `position` is its place in the source."""

    key: int
    position: int
    part: int
    format: str
    fields: ChapterFields
    html: str
    dated: date | None
    address: str

    @cached_property
    def words(self) -> int:
        return count_words(self.html)

    @cached_property
    def beginning(self) -> str:
        """Its first words, as text; all of them where they are few."""
        text = plain(self.html[: 20 * BEGINNING])
        return text if len(text) <= BEGINNING else f"{cut_text(text, BEGINNING)}…"

    @cached_property
    def ending(self) -> str:
        """Its last words, as text; "" where nearly all of it stands in the beginning."""
        text = plain(self.html[-20 * BEGINNING :])
        return f"… {text[-BEGINNING:].partition(' ')[2]}" if len(text) > 2 * BEGINNING else ""

    @cached_property
    def words_fingerprint(self) -> str:
        return fingerprint_of([plain(self.html)])

    @cached_property
    def fingerprint(self) -> str:
        fields = self.fields
        return fingerprint_of(
            [fields.title, fields.summary, fields.notes, fields.end_notes, self.html]
        )


def fit_chapters(work: ParsedWork, notices: list[Remark]) -> tuple[MappedChapter, ...]:
    """The work's chapters; those too long for one are parted, and told."""
    mapped: list[MappedChapter] = []
    dates = _dates(work, notices)
    for chapter, dated in zip(work.chapters, dates, strict=True):
        parts = parted(chapter.html)
        if len(parts) > 1:
            notices.append(remark("chapter-parted", chapter.position, len(parts)))
        for number, html in enumerate(parts, start=1):
            title = (
                chapter.title if len(parts) == 1 else _numbered(chapter.title, number, len(parts))
            )
            fields = _fields(replace(chapter, title=title), number, len(parts), notices)
            mapped.append(
                MappedChapter(
                    key=len(mapped) + 1,
                    position=chapter.position,
                    part=number,
                    format=work.format,
                    fields=fields,
                    html=html,
                    dated=dated,
                    address=address_of(chapter.original_url),
                )
            )
    return tuple(mapped)


def address_of(url: str | None) -> str:
    """The one spelling of an address; empty for none, or one that is no web address or too long."""
    found = canonical(url) if url else None
    return found if found and len(found) <= ADDRESS_MAX else ""


def _fields(chapter: ParsedChapter, number: int, of: int, notices: list[Remark]) -> ChapterFields:
    texts = {"summary": "", "notes": "", "end_notes": ""}
    if number == 1:
        texts |= {"summary": chapter.summary, "notes": chapter.notes}
    if number == of:
        texts["end_notes"] = chapter.end_notes
    for name, most in (("summary", SUMMARY_MAX), ("notes", NOTES_MAX), ("end_notes", NOTES_MAX)):
        texts[name], was_cut = cut_html(texts[name], most)
        if was_cut:
            what = name.replace("_", "-")
            notices.append(remark(f"chapter-{what}-cut", chapter.position, most))
    title = " ".join(chapter.title.split())
    if len(title) > TITLE_MAX:
        notices.append(remark("chapter-title-cut", chapter.position, TITLE_MAX))
    return ChapterFields(title=cut_text(title, TITLE_MAX), **texts)


def _numbered(title: str, number: int, of: int) -> str:
    return f"{cut_text(title, TITLE_MAX - 20)} ({number}/{of})".strip()


def _dates(work: ParsedWork, notices: list[Remark]) -> list[date | None]:
    """The publication date of each chapter: its own, else what the work says of its first and last."""
    chapters = work.chapters
    days = [chapter.published for chapter in chapters]
    first, last = work.published, work.updated or work.published
    if chapters and not is_part(work):
        days[0] = days[0] or first
        days[-1] = days[-1] or last
    days = _possible(days, notices)
    unknown = sum(day is None for day in days)
    if unknown and days and days[0] is not None and not is_part(work):
        if first != last:
            # A book appears at once; a serial's middle is not known.
            notices.append(
                remark("chapter-undated" if unknown == 1 else "chapters-undated", unknown)
            )
        for place in range(1, len(days)):
            days[place] = days[place] or days[place - 1]
    return days


def is_part(work: ParsedWork) -> bool:
    """Whether the source may hold only some of the work's chapters: a first chapter's page does, too."""
    alone = len(work.chapters) == 1 and work.chapters[0].original_url is not None
    return work.is_part or (alone and work.chapters_planned != 1)


def _possible(days: Sequence[date | None], notices: list[Remark]) -> list[date | None]:
    today = timezone.localdate(clock.now())
    if any(day is not None and day < EARLIEST for day in days):
        notices.append(remark("dates-too-early"))
    if any(day is not None and day > today for day in days):
        notices.append(remark("dates-to-come"))
    return [day if day is not None and EARLIEST <= day <= today else None for day in days]

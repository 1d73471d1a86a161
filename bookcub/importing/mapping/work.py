"""A parsed work as this archive takes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext, override

from bookcub.core.languages.browser_language import browser_language
from bookcub.formats.documents.reader import FICTION_BOOK
from bookcub.formats.epub.reader import FORMAT as EPUB
from bookcub.formats.story.addresses import is_of_serial
from bookcub.formats.story.parsed import SKIN_MAX, ParsedLink, ParsedWork
from bookcub.formats.story.remarks import ASSUMED, Remark, remark
from bookcub.formats.typed.gutenberg import FORMAT as GUTENBERG
from bookcub.importing.mapping.chapters import MappedChapter, address_of, fit_chapters, is_part
from bookcub.importing.mapping.comments import MappedComment, fit_comments
from bookcub.importing.mapping.fingerprints import fingerprint_of
from bookcub.importing.mapping.labels import categories_of, rating_of, tags_of, warnings_of
from bookcub.importing.mapping.truncation import cut_html, cut_text
from bookcub.tags.models import TagKind
from bookcub.works.choices import Visibility
from bookcub.works.fields import CHAPTERS_MAX, CREDIT_MAX, NOTES_MAX, SUMMARY_MAX, TITLE_MAX
from bookcub.works.languages import code_of

BOOKS = frozenset({EPUB, FICTION_BOOK, GUTENBERG})
MappedFields = dict[str, Any]
"""What a work says of itself, by the names of its form's fields: plain values that JSON can hold."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs the imported work, and what they most likely write in.

    Sources may call the same person by either of the names.
    """

    pseud: str
    username: str
    language: str = "en"

    def is_alone(self, authors: Sequence[str]) -> bool:
        """Whether the source names nobody else."""
        own = {name.casefold() for name in (self.pseud, self.username)}
        own.add(f"{self.pseud} ({self.username})".casefold())
        return all(author.strip().casefold() in own for author in authors)


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedWork:
    """One work, ready to be looked at and kept."""

    format: str
    title_is_guess: bool
    fields: MappedFields
    not_given: frozenset[str]  # names in `said` for which the source gave nothing
    assumed: frozenset[str]  # names for which it gave nothing, and what it is says what is likely
    chapters: tuple[MappedChapter, ...]
    comments: tuple[MappedComment, ...]
    series: tuple[str, ...]
    parts: dict[str, int]  # which part of a series it is, where the source says
    skin: str
    origin: str  # the line in the notes that says who wrote it; "" where the importer did
    inspired_by: tuple[ParsedLink, ...]
    translation_of: tuple[ParsedLink, ...]
    authors: tuple[str, ...]
    address: str
    fingerprint: str
    is_part: bool
    notices: tuple[Remark, ...]

    def notices_for(self, *, update: bool) -> tuple[Remark, ...]:
        """What to tell; of a work that is here already, nothing that was only assumed."""
        if not update:
            return self.notices
        return tuple(each for each in self.notices if each.code not in ASSUMED)

    @property
    def credit(self) -> str:
        """Who wrote it, for its byline; "" where its importer did."""
        names = ", ".join(" ".join(author.split()) for author in self.authors)
        return cut_text(names, CREDIT_MAX) if self.origin else ""

    @property
    def words(self) -> int:
        return sum(chapter.words for chapter in self.chapters)


def map_work(work: ParsedWork, *, signed: Signature | None = None) -> MappedWork:
    """Fit a parsed work to the archive's limits; every change that this takes is told in `notices`."""
    notices = list(work.notices)
    chapters = fit_chapters(work, notices)
    address = address_of(work.original_url)
    is_whole = _is_whole_book(work)
    fields = _fields(work, signed, notices)
    fields["chapters_planned"] = _planned(work, len(chapters), is_whole=is_whole)
    origin = _origin(work, address, signed, fields["language"], notices)
    fields["notes"] = origin + _cut("notes-cut", work.notes, NOTES_MAX - len(origin), notices)
    series = {_series_title(each.title): each.part for each in reversed(work.series)}
    return MappedWork(
        format=work.format,
        title_is_guess=work.title_is_guess,
        fields=fields,
        not_given=frozenset(_not_given(work, fields)),
        assumed=frozenset({"chapters_planned"} if is_whole else ()),
        chapters=chapters,
        comments=fit_comments(work.comments),
        series=tuple(title for title in reversed(series) if title),
        parts={title: part for title, part in series.items() if title and part},
        skin=work.skin[:SKIN_MAX],
        origin=origin,
        inspired_by=work.inspired_by,
        translation_of=work.translation_of,
        authors=work.authors,
        address=address,
        fingerprint=fingerprint_of(chapter.words_fingerprint for chapter in chapters),
        is_part=is_part(work),
        notices=tuple(dict.fromkeys(notices)),
    )


def _fields(work: ParsedWork, signed: Signature | None, notices: list[Remark]) -> MappedFields:
    warnings, strange_warnings = warnings_of(work.warnings_tags, notices)
    categories, strange_categories = categories_of(work.categories)
    tags = tags_of(work, [*strange_warnings, *strange_categories], notices)
    fields: MappedFields = {kind.value: names for kind, names in tags.items()}
    fields |= {
        "title": _title(work, notices),
        "summary": _cut("summary-cut", work.summary, SUMMARY_MAX, notices),
        "end_notes": _cut("end-notes-cut", work.end_notes, NOTES_MAX, notices),
        "language": _language(work, signed.language if signed else "en", notices),
        "rating": rating_of(work.rating, notices).value,
        "warnings": warnings.codes,
        "categories": categories.codes,
        "is_anonymous": work.is_anonymous,
        "visibility": (Visibility.MEMBERS if work.is_restricted else Visibility.EVERYONE).value,
    }
    if work.is_restricted:
        notices.append(remark("members-only"))
    if not tags[TagKind.FANDOM]:
        notices.append(remark("no-fandom"))
    return fields


def _not_given(work: ParsedWork, fields: MappedFields) -> Iterator[str]:
    """What the source does not say: importing again never overwrites with it what is known here."""
    given: dict[str, object] = {
        "title": work.title.strip() and not work.title_is_guess,
        "summary": work.summary,
        "notes": work.notes,
        "end_notes": work.end_notes,
        "language": code_of(work.language) if work.language.strip() else None,
        "rating": work.rating,
        "warnings": work.warnings_tags,
        "categories": work.categories,
        "chapters_planned": fields["chapters_planned"],
        "is_anonymous": work.is_anonymous,
        "visibility": work.is_restricted,
        TagKind.FANDOM.value: work.fandoms,
        TagKind.RELATIONSHIP.value: work.relationships,
        TagKind.CHARACTER.value: work.characters,
        TagKind.FREEFORM.value: work.freeforms,
    }
    yield from (name for name, value in given.items() if not value)


def _title(work: ParsedWork, notices: list[Remark]) -> str:
    title = " ".join(work.title.split())
    if not title:
        notices.append(remark("untitled"))
        return "Untitled"
    if len(title) > TITLE_MAX:
        notices.append(remark("title-cut", TITLE_MAX))
    return cut_text(title, TITLE_MAX)


def _cut(code: str, html: str, most: int, notices: list[Remark]) -> str:
    fitting, was_cut = cut_html(html, most)
    if was_cut:
        notices.append(remark(code, most))
    return fitting


def _language(work: ParsedWork, assumed: str, notices: list[Remark]) -> str:
    named = work.language.strip()
    if code := code_of(named) if named else None:
        return code
    notices.append(
        remark("strange-language", named[:60], assumed) if named else remark("no-language", assumed)
    )
    return assumed


def _planned(work: ParsedWork, chapters: int, *, is_whole: bool) -> int | None:
    planned = work.chapters_planned
    if planned is None and (is_whole or (work.complete and not is_part(work))):
        planned = chapters
    return planned if planned and 1 <= planned <= CHAPTERS_MAX else None


def _is_whole_book(work: ParsedWork) -> bool:
    """Whether it is a book's file that does not say how far it goes: it holds the book, unless it comes from a serial."""
    return (
        work.format in BOOKS
        and work.complete is None
        and work.chapters_planned is None
        and not is_part(work)
        and not is_of_serial(work.original_url or "")
        and not any(chapter.original_url for chapter in work.chapters)
        and all(notice.code != "pages-missing" for notice in work.notices)
    )


def _series_title(title: str) -> str:
    return cut_text(" ".join(title.split()), TITLE_MAX)


def _origin(
    work: ParsedWork,
    address: str,
    signed: Signature | None,
    language: str,
    notices: list[Remark],
) -> str:
    """The line on where the work comes from, with which its notes begin unless its author brings it in."""
    if signed is None or not work.authors or signed.is_alone(work.authors):
        return ""
    notices.append(remark("signed", ", ".join(work.authors)[:200], signed.pseud))
    return origin_line(work.authors, address, language)


def origin_line(authors: Sequence[str], address: str, language: str) -> str:
    """Say under whose name the work stood where it comes from, as HTML, in the language of its readers."""
    named = cut_text(", ".join(" ".join(author.split()) for author in authors), 300)
    with override(browser_language(language) or None):
        if not address:
            sentence = format_html(
                gettext("Imported. By {names}, as the source says."), names=named
            )
        else:
            sentence = format_html(
                gettext('Imported. By {names}, as <a href="{url}">the source</a> says.'),
                names=named,
                url=address,
            )
    return format_html("<p>{}</p>", sentence)

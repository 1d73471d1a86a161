"""A work's page of an otwarchive site that was saved, copied or scraped as plain text."""

import re
from dataclasses import dataclass, field

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.html import cleaning, titles
from bookcub.formats.html.blocks import joined
from bookcub.formats.html.markup import MAX_CHARACTERS, squeeze
from bookcub.formats.otwarchive import pasted_comments
from bookcub.formats.otwarchive.tags import KINDS, PageStats, stats_from
from bookcub.formats.story import refusals
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import (
    ParsedChapter,
    ParsedComment,
    ParsedSeries,
    ParsedWork,
    SourceRefusedError,
)
from bookcub.formats.story.remarks import Remark, remark
from bookcub.formats.typed.paragraphs import read_typed

FORMAT = gettext_noop("otwarchive page as text")
_TEXT = re.compile(r"(?:Work|Chapter) Text:?", re.IGNORECASE)
_CHAPTER = re.compile(r"Chapter (\d{1,5})(?::\s*(.{0,250}))?", re.IGNORECASE)
_LABEL = re.compile(r"([A-Z][A-Za-z /]{2,24}):\s*(.*)")
_STATS = re.compile(
    r"\b(Published|Updated|Completed|Words|Chapters|Comments|Kudos|Bookmarks|Hits):"
)
_SECTIONS = {"summary": "summary", "notes": "notes", "chapter summary": "summary"}
_FURNITURE = re.compile(
    r"Actions|Kudos|Comments|Bookmark|Share|Download|Subscribe|Entire Work|Next Chapter( →)?|"
    r"(← )?Previous Chapter|Chapter Index|Hide Comments.*|Comments \(\d+\)|↑ ?Top|Top|Post Comment|"
    r"\(See the end of the (work|chapter) for.*notes.*\)",
    re.IGNORECASE,
)
_END_NOTES = ("Notes:", "End Notes:", "Chapter End Notes:")
_LONGEST_BYLINE = 150
_OTHER_LABELS = frozenset({"language", "series", "stats", "collections", "collection"})


@dataclass(slots=True)
class _Part:
    """A chapter being read: its lines, and the lines of what stands around it."""

    position: int = 1
    title: str = ""
    is_named: bool = False
    lines: dict[str, list[str]] = field(default_factory=dict)

    def under(self, section: str) -> list[str]:
        """The lines of a section."""
        return self.lines.setdefault(section, [])


def recognises(head: Head) -> int:
    """The headings that such a page prints for screen readers, each on a line of its own."""
    if head.is_html:
        return 0
    has_text = (
        re.search(r"^[ \t]*(?:Work|Chapter) Text:?[ \t]*$", head.text, re.MULTILINE) is not None
    )
    has_comments = re.search(r"^[ \t]*Comment Actions[ \t]*$", head.text, re.MULTILINE) is not None
    return 96 if has_text else (85 if has_comments else 0)


def describe(content: bytes) -> ParsedWork:
    """Describe a page's text. Raises SourceRefusedError if no story is in it."""
    text = decode(content, trust_declared=False)
    if len(text) > MAX_CHARACTERS:
        raise SourceRefusedError.of(refusals.too_long())
    lines = [line.strip() for line in text.split("\n")]
    above, story, below = _cut(lines)
    head = _read_head(above)
    parts = _parts(story, head)
    chapters = tuple(_chapter(part) for part in parts)
    if not any(chapter.html for chapter in chapters):
        raise SourceRefusedError(
            "empty",
            gettext_noop("There is no story on this page, only what surrounds it."),
            gettext_noop("Save or copy the page again with the whole text shown."),
        )
    single = chapters[0].position if len(chapters) == 1 and parts[0].is_named else None
    comments, notices = pasted_comments.read(below, chapter=single)
    return _work(head, parts, chapters, (comments, notices))


def _cut(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """What stands above the text, the text with all its chapters, and the comments."""
    start = next((place for place, line in enumerate(lines) if _TEXT.fullmatch(line)), None)
    end = pasted_comments.first_line(lines, start or 0)
    if start is None:
        return [], ["Work Text:", *lines[:end]], lines[end:]
    # The heading of the first chapter stands above its text.
    first = start
    for place in range(start - 1, -1, -1):
        if _CHAPTER.fullmatch(lines[place]):
            first = place
            break
    return lines[:first], lines[first:end], lines[end:]


@dataclass(slots=True)
class _Head:
    title: str = ""
    authors: tuple[str, ...] = ()
    is_anonymous: bool = False
    language: str = ""
    tags: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sections: dict[str, list[str]] = field(default_factory=dict)
    stats: PageStats = field(default_factory=PageStats)


def _read_head(lines: list[str]) -> _Head:
    """The block of tags, then title and author, then summary and notes."""
    head = _Head()
    values, stats_at = _labelled(lines)
    for label, found in values.items():
        if label in KINDS:
            parts = found if len(found) > 1 else found[0].split(",") if found else []
            head.tags[KINDS[label]] = tuple(name for name in map(cleaning.line, parts) if name)
    head.language = " ".join(values.get("language", []))
    words = " ".join(values.get("stats", []))
    pieces = _STATS.split(words)
    numbers = dict(zip([p.lower() for p in pieces[1::2]], map(squeeze, pieces[2::2]), strict=True))
    head.stats = stats_from(numbers, _series(values.get("series", [])))
    free = _sections(lines[stats_at:], head)
    if free:
        head.title = cleaning.line(free[0])
    if len(free) > 1 and len(free[1]) < _LONGEST_BYLINE:
        names = re.split(r",\s*|\s+and\s+", re.sub(r"^by\s+", "", free[1], flags=re.IGNORECASE))
        head.is_anonymous = free[1].lower() in ("anonymous", "by anonymous")
        head.authors = () if head.is_anonymous else tuple(cleaning.line(name) for name in names)
    return head


def _sections(lines: list[str], head: _Head) -> list[str]:
    """Put the lines of summary and notes into the head; the ones above are title and byline."""
    section = ""
    free: list[str] = []
    for line in lines:
        label = line.rstrip(":").lower()
        if label in _SECTIONS and line.endswith(":"):
            section = _SECTIONS[label]
        elif _FURNITURE.fullmatch(line):
            continue
        elif section:
            head.sections.setdefault(section, []).append(line)
        elif line:
            free.append(line)
    return free


def _labelled(lines: list[str]) -> tuple[dict[str, list[str]], int]:
    """Values under labels such as "Fandoms:", and where the last of them ends."""
    values: dict[str, list[str]] = {}
    label = ""
    end = 0
    for place, line in enumerate(lines):
        match = _LABEL.fullmatch(line)
        name = match[1].lower() if match else ""
        if match and (name in KINDS or name in _OTHER_LABELS):
            label = name
            values[label] = [match[2]] if match[2] else []
            end = place + 1
        elif (
            label == "stats" and not (_STATS.match(line) or (values[label] and _is_value(line)))
        ) or line.rstrip(":").lower() in _SECTIONS:
            break
        elif label and line:
            values[label].append(line)
            end = place + 1
    return values, end


def _is_value(line: str) -> bool:
    return re.fullmatch(r"[\d,./?-]+", line) is not None


def _series(found: list[str]) -> tuple[ParsedSeries, ...]:
    matches = [re.match(r"Part (\d{1,5}) of (?:the )?(.+?)(?: series)?$", line) for line in found]
    return tuple(ParsedSeries(cleaning.line(m[2]), int(m[1])) for m in matches if m)


def _parts(lines: list[str], head: _Head) -> list[_Part]:
    """Chapters: each begins with "Chapter N", or the page shows one text without a number."""
    parts: list[_Part] = []
    section = "text"
    for place, line in enumerate(lines):
        match = _CHAPTER.fullmatch(line)
        if match and _begins_chapter(lines, place):
            parts.append(_Part(int(match[1]), cleaning.line(match[2] or ""), is_named=True))
            section = "before"
            continue
        if not parts:
            parts.append(_Part())
        heading = _section_after(line, section)
        if heading:
            section = heading
        elif section == "text" or not _FURNITURE.fullmatch(line):
            parts[-1].under(section).append(line)
    _trim(parts)
    if len(parts) == 1 and not parts[0].is_named and head.stats.planned not in (None, 1):
        parts[0].is_named = True
    return parts


def _section_after(line: str, section: str) -> str:
    """The section that this line is the heading of; "" if it is none."""
    if _TEXT.fullmatch(line):
        return "text"
    if section == "text":
        return "end notes" if line in _END_NOTES else ""
    return _SECTIONS.get(line.rstrip(":").lower(), "") if line.endswith(":") else ""


def _begins_chapter(lines: list[str], place: int) -> bool:
    """A line "Chapter 3" is a heading of the page if "Chapter Text" soon follows."""
    if not _CHAPTER.fullmatch(lines[place]):
        return False
    for line in lines[place + 1 :]:
        if _TEXT.fullmatch(line):
            return True
        if _CHAPTER.fullmatch(line):
            return False
    return False


def _trim(parts: list[_Part]) -> None:
    """Buttons of the page that stand right under the last text are not part of it."""
    for part in parts:
        for found in part.lines.values():
            while found and (not found[-1] or _FURNITURE.fullmatch(found[-1])):
                found.pop()


def _chapter(part: _Part) -> ParsedChapter:
    return ParsedChapter(
        position=part.position,
        title=part.title,
        summary=cleaning.summary(_html(part.lines.get("summary", []))),
        notes=cleaning.notes(_html(part.lines.get("notes", []))),
        end_notes=cleaning.notes(_html(part.lines.get("end notes", []))),
        html=cleaning.chapter(_html(part.lines.get("text", []))),
    )


def _html(lines: list[str]) -> str:
    return joined(read_typed("\n".join(lines)).blocks)


def _work(
    head: _Head,
    parts: list[_Part],
    chapters: tuple[ParsedChapter, ...],
    talk: tuple[tuple[ParsedComment, ...], list[Remark]],
) -> ParsedWork:
    notices = list(talk[1])
    if not head.title:
        notices.insert(0, remark("no-title"))
    if not head.tags:
        notices.append(remark("no-tags-in-text"))
    if not head.authors and not head.is_anonymous:
        notices.append(remark("no-author-in-text"))
    notices.append(remark("no-address-in-text"))
    first = next((line for line in parts[0].lines.get("text", []) if line), "")
    tags = head.tags
    return ParsedWork(
        format=FORMAT,
        title=head.title or titles.from_first_words(first),
        title_is_guess=not head.title,
        authors=head.authors,
        is_anonymous=head.is_anonymous,
        summary=cleaning.summary(_html(head.sections.get("summary", []))),
        notes=cleaning.notes(_html(head.sections.get("notes", []))),
        language=head.language,
        rating=", ".join(tags.get("rating", ())),
        warnings_tags=tags.get("warning", ()),
        categories=tags.get("category", ()),
        fandoms=tags.get("fandom", ()),
        relationships=tags.get("relationship", ()),
        characters=tags.get("character", ()),
        freeforms=tags.get("freeform", ()),
        series=head.stats.series,
        published=head.stats.published,
        updated=head.stats.updated,
        complete=head.stats.complete,
        chapters_planned=head.stats.planned,
        chapters=chapters,
        comments=talk[0],
        notices=tuple(notices),
    )


IMPORTER = Importer(FORMAT, recognises, describe)

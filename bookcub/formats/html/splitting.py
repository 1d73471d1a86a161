"""A row of blocks cut into chapters where their headings say so."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bookcub.formats.html import cleaning
from bookcub.formats.html.blocks import HtmlBlock, as_heading, joined, words_in
from bookcub.formats.html.contents import key_of, without_contents
from bookcub.formats.html.headings import Heading, chapter_title, read_heading
from bookcub.formats.story.parsed import ParsedChapter
from bookcub.formats.story.remarks import Remark, remark

#: Fewer words of prose than this before the first chapter are a title page, not a chapter.
FRONT_MATTER_WORDS = 60
_LONGEST_INFERRED = 90
_LONGEST_LINE = 60


@dataclass(slots=True)
class Split:
    """Chapters, and what was found around them."""

    chapters: list[ParsedChapter] = field(default_factory=list)
    title: str = ""
    notes: str = ""
    notices: list[Remark] = field(default_factory=list)


@dataclass(slots=True)
class _Section:
    heading: str
    blocks: list[HtmlBlock]


def as_one(blocks: Sequence[HtmlBlock], title: str = "") -> Split:
    """One chapter, whatever headings it has."""
    html = cleaning.chapter(joined(blocks))
    return Split(chapters=[ParsedChapter(position=1, html=html)], title=title)


def split(blocks: Sequence[HtmlBlock], *, title: str = "", authors: Sequence[str] = ()) -> Split:
    """Cut into chapters. `title` and `authors`, if known, are not repeated in the text."""
    result = Split(title=title)
    kept = without_contents(list(blocks), result.notices)
    kept = _without_title(kept, result, authors)
    cuts = _cuts(kept)
    pieces = _pieces(kept, cuts)
    if cuts:
        front = pieces.pop(0)
        if words_in(filter(_is_prose, front.blocks)) >= FRONT_MATTER_WORDS:
            pieces.insert(0, front)
        elif front.blocks and joined(front.blocks):
            result.notes = cleaning.notes(joined(front.blocks))
            if result.notes:
                result.notices.append(remark("beginning-in-notes"))
    _take_subtitles(pieces)
    for position, piece in enumerate(_merged(pieces), start=1):
        result.chapters.append(
            ParsedChapter(
                position=position,
                title=cleaning.line(chapter_title(piece.heading, position), most=250),
                html=cleaning.chapter(joined(piece.blocks)),
            )
        )
    return result


def _is_prose(block: HtmlBlock) -> bool:
    """Whether this is a paragraph that says something, not a line of a title page."""
    ends = re.search(r"[.!?…][”\"’')\]]*$", block.text)
    return block.kind == "text" and ends is not None and len(block.text) > _LONGEST_LINE


def _without_title(
    blocks: list[HtmlBlock], result: Split, authors: Sequence[str]
) -> list[HtmlBlock]:
    """Take the work's title and its author's name off the top; learn the title if unknown."""
    names = {key_of(name) for name in authors}
    place = 0
    if not result.title:
        learnt = _title_on_top(blocks)
        if learnt:
            result.title = cleaning.line(learnt)
    known = key_of(result.title)
    while place < min(len(blocks), 12):
        block = blocks[place]
        key = key_of(block.text)
        byline = re.sub(r"^(?:written )?by\s*", "", key)
        is_byline = byline == "" or any(
            byline.endswith(name) and len(byline) < len(name) + 8 for name in names
        )
        if block.kind != "rule" and (not key or key == known or is_byline):
            place += 1
            continue
        if block.kind == "rule" and place:
            place += 1
            continue
        break
    return blocks[place:]


def _title_on_top(blocks: Sequence[HtmlBlock]) -> str:
    """The first heading is the title if it is the only one of its level and no chapter's name."""
    top = blocks[0] if blocks else None
    if top is None or top.kind != "heading" or read_heading(top.text) is not None:
        return ""
    rest = [block.level for block in blocks[1:] if block.kind == "heading"]
    return top.text if all(level > top.level for level in rest) else ""


def _cuts(blocks: Sequence[HtmlBlock]) -> list[int]:
    """The places of the headings at which chapters begin."""
    read: dict[int, Heading] = {}
    for place, block in enumerate(blocks):
        if block.kind == "heading" or _may_be_heading(block):
            heading = read_heading(block.text)
            if heading is not None and (block.kind == "heading" or _is_certain(block, heading)):
                read[place] = heading
    for cuts in (_labelled(blocks, read), _numerals(read), _levels(blocks)):
        if len(cuts) > 1:
            return cuts
    return _lone(blocks, read)


def _may_be_heading(block: HtmlBlock) -> bool:
    return block.kind == "text" and 0 < len(block.text) <= _LONGEST_INFERRED


def _is_certain(block: HtmlBlock, heading: Heading) -> bool:
    """A plain paragraph counts as a heading only if it says little else."""
    if heading.kind in ("numeral", "special"):
        return heading.kind == "numeral" or not heading.title or block.is_set_apart
    if heading.kind == "titled numeral":
        return block.is_set_apart or heading.title.upper() == heading.title
    is_sentence = re.search(r"[a-z][.,;…]$", block.text) or heading.title[:1].islower()
    return not is_sentence or block.is_set_apart


def _labelled(blocks: Sequence[HtmlBlock], read: dict[int, Heading]) -> list[int]:
    """Chapter 1, Chapter 2…, with prologues and other headings of the same level."""
    labelled = [place for place, heading in read.items() if heading.kind == "chapter"]
    if len(labelled) <= 1:
        parts = [place for place, heading in read.items() if heading.kind == "part"]
        labelled = labelled if labelled or len(parts) <= 1 else parts
    if not labelled:
        return []
    cuts = set(labelled)
    cuts |= _continuing(read, labelled)
    levels = Counter(blocks[place].level for place in labelled)
    usual = levels.most_common(1)[0][0]
    for place, block in enumerate(blocks):
        special = read.get(place)
        if (special is not None and special.kind == "special") or (
            block.kind == "heading" and 0 < block.level == usual and len(labelled) > 1
        ):
            cuts.add(place)
    return sorted(cuts)


def _continuing(read: dict[int, Heading], labelled: Sequence[int]) -> set[int]:
    """Titled numerals that go on counting where labelled headings stop: "VII. The Blue Stone"."""
    titled = [place for place, heading in read.items() if heading.kind == "titled numeral"]
    both = sorted([*labelled, *titled])
    return set(titled) if _counts_up([read[place] for place in both]) else set()


def _counts_up(headings: Sequence[Heading]) -> bool:
    numbers = [heading.number for heading in headings]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def _numerals(read: dict[int, Heading]) -> list[int]:
    """I, II, III… or "1. The Storm", if they count up from one without a gap."""
    for kind in ("titled numeral", "numeral"):
        places = [place for place, heading in read.items() if heading.kind == kind]
        if _counts_up([read[place] for place in places]):
            special = [place for place, heading in read.items() if heading.kind == "special"]
            return sorted(places + special)
    return []


def _levels(blocks: Sequence[HtmlBlock]) -> list[int]:
    """The highest level of real headings that occurs at least twice."""
    for level in (1, 2, 3):
        at_level = [
            place
            for place, block in enumerate(blocks)
            if block.kind == "heading" and block.level <= level
        ]
        if sum(blocks[place].level == level for place in at_level) > 1:
            return at_level
    return []


def _lone(blocks: Sequence[HtmlBlock], read: dict[int, Heading]) -> list[int]:
    """A single heading at the very top names the only chapter."""
    top = next((place for place, block in enumerate(blocks) if block.kind != "rule"), None)
    if top is None or words_in(blocks[top + 1 :]) == 0:
        return []
    is_named = blocks[top].kind == "heading" or top in read
    return [top] if is_named else []


def _pieces(blocks: Sequence[HtmlBlock], cuts: Sequence[int]) -> list[_Section]:
    """The blocks before the first cut, then those of each chapter."""
    if not cuts:
        return [_Section("", list(blocks))]
    pieces = [_Section("", list(blocks[: cuts[0]]))]
    ends = [*cuts[1:], len(blocks)]
    for start, end in zip(cuts, ends, strict=True):
        pieces.append(_Section(blocks[start].text, list(blocks[start + 1 : end])))
    return pieces


def _take_subtitles(pieces: Sequence[_Section]) -> None:
    """Make one title of "CHAPTER I" and a line "THE STORM" under it."""
    for piece in pieces:
        heading = read_heading(piece.heading)
        if heading is None or heading.title or heading.kind == "special" or len(piece.blocks) <= 1:
            continue
        under = piece.blocks[0]
        is_title = under.kind == "heading" or (
            _may_be_heading(under)
            and heading.kind == "chapter"
            and (under.text == under.text.upper() != under.text.lower() or under.is_set_apart)
        )
        if is_title and read_heading(under.text) is None and piece.blocks[1].kind != "heading":
            piece.heading = f"{piece.heading.rstrip('. ')}. {under.text}"
            piece.blocks = piece.blocks[1:]


def _merged(pieces: Sequence[_Section]) -> list[_Section]:
    """A heading with nothing under it ("Part One") moves to the top of the next chapter."""
    merged: list[_Section] = []
    waiting: list[HtmlBlock] = []
    for place, piece in enumerate(pieces):
        is_last = place == len(pieces) - 1
        if not is_last and piece.heading and words_in(piece.blocks) == 0:
            waiting += [_heading_block(piece.heading), *piece.blocks]
            continue
        if waiting:
            piece.blocks = [*waiting, *piece.blocks]
            waiting = []
        if piece.heading or words_in(piece.blocks) or joined(piece.blocks):
            merged.append(piece)
    return merged


def _heading_block(text: str) -> HtmlBlock:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return as_heading(HtmlBlock("text", f"<h2>{escaped}</h2>", text), 2)

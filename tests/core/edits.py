"""Texts that are edited by scripts, so that it is known where each of their letters went.

A paragraph is a list of letters, each with the offset that it had in the old text, or None for what
was added. A letter of a rewritten word has an offset within the word that it was put for.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import takewhile
from typing import Literal

from bookcub.core.text import (
    Block,
    Outcome,
    Quotation,
    Reanchored,
    blocks_of,
    quote,
    with_block_ids,
)
from bookcub.core.text.passages.quotations import occurrences

Letter = tuple[str, int | None]
Paragraph = list[Letter]
Verdict = Literal["right", "orphaned", "wrong"]

_TITLES = r"(?:\b(?:Mrs?|St|Dr|Esq|No)\."
SENTENCE = re.compile(_TITLES + r"|[^.!?…。！？\n])+[.!?…。！？]*[”’\"')」]*")  # Chinese characters
WORD = re.compile(r"\w+")
SPACE = re.compile(r"\s")
ENOUGH = 0.5  # of a passage; less is gone, and of what is shown; less is something else
LEAST = 1 / 3  # of what is left of a passage


@dataclass
class Text:
    """A text being edited."""

    old: list[Block]
    paragraphs: list[Paragraph]
    chance: random.Random

    @classmethod
    def of(cls, paragraphs: Sequence[str], chance: random.Random) -> Text:
        old = blocks_of(with_block_ids(markup(paragraphs)))
        at = 0
        letters: list[Paragraph] = []
        for block in old:
            letters.append([(letter, at + number) for number, letter in enumerate(block.text)])
            at += len(block.text) + 1
        return cls(old, letters, chance)

    @property
    def flat(self) -> str:
        return "\n".join(block.text for block in self.old)

    def saved(self) -> list[Block]:
        """The new text's blocks, with ids carried over as a save does it."""
        self.paragraphs = [one for one in map(trimmed, self.paragraphs) if one]
        new = blocks_of(with_block_ids(markup(map(spelt, self.paragraphs)), before=self.old))
        assert [block.text for block in new] == [spelt(one) for one in self.paragraphs]
        return new

    def long_paragraph(self, least: int = 2) -> Paragraph:
        """Any paragraph of at least so many sentences."""
        while True:
            found = self.chance.choice(self.paragraphs)
            if len(sentences(found)) >= least:
                return found


def markup(paragraphs: Sequence[str] | map[str]) -> str:
    return "\n".join(f"<p>{escape(text)}</p>" for text in paragraphs)


def spelt(paragraph: Paragraph) -> str:
    return "".join(letter for letter, _ in paragraph)


def trimmed(paragraph: Paragraph) -> Paragraph:
    """Without spaces at either end or twice in a row, as blocks are kept."""
    out: Paragraph = []
    for letter in paragraph:
        if not letter[0].isspace() or (out and not out[-1][0].isspace()):
            out.append(letter)
    while out and out[-1][0].isspace():
        out.pop()
    return out


def sentences(paragraph: Paragraph) -> list[tuple[int, int]]:
    """Where the paragraph's sentences start and end."""
    text = spelt(paragraph)
    return [
        (found.start() + len(found.group()) - len(found.group().lstrip()), found.end())
        for found in SENTENCE.finditer(text)
        if found.group().strip()
    ]


Edit = Callable[[Text], "tuple[int, int] | None"]


def typo(text: Text) -> tuple[int, int] | None:
    """One letter too many, too few, or another."""
    paragraph = text.long_paragraph(1)
    at = text.chance.choice(
        [place for place, (letter, _) in enumerate(paragraph) if letter.isalnum()] or [0]
    )
    place = around(paragraph, at)
    match text.chance.randrange(3):
        case 0:
            paragraph.insert(at, (text.chance.choice("aeionst"), None))
        case 1 if len(paragraph) > 1:
            del paragraph[at]
        case _:
            paragraph[at] = (text.chance.choice("aeionst"), paragraph[at][1])
    return place


def move(text: Text) -> tuple[int, int] | None:
    """A sentence goes to another paragraph."""
    paragraph = text.long_paragraph()
    start, end = text.chance.choice(sentences(paragraph))
    taken = paragraph[start:end]
    place = around(paragraph, start)
    del paragraph[start:end]
    target = text.long_paragraph(1)
    at = text.chance.choice([0, *(end for _, end in sentences(target))])
    target[at:at] = [(" ", None), *taken, (" ", None)]
    return place


def split(text: Text) -> tuple[int, int] | None:
    paragraph = text.long_paragraph()
    start, _ = text.chance.choice(sentences(paragraph)[1:])
    place = around(paragraph, start)
    number = index_of(text.paragraphs, paragraph)
    text.paragraphs[number : number + 1] = [paragraph[:start], paragraph[start:]]
    return place


def merge(text: Text) -> tuple[int, int] | None:
    number = text.chance.randrange(len(text.paragraphs) - 1)
    one, other = text.paragraphs[number : number + 2]
    place = around(other, 0)
    text.paragraphs[number : number + 2] = [[*one, (" ", None), *other]]
    return place


def delete(text: Text) -> tuple[int, int] | None:
    """A sentence goes."""
    paragraph = text.long_paragraph()
    start, end = text.chance.choice(sentences(paragraph))
    place = around(paragraph, start)
    del paragraph[start:end]
    return place


def rewrite(text: Text) -> tuple[int, int] | None:
    """A third to two thirds of a sentence's words become others, and some are added."""
    paragraph = text.long_paragraph(1)
    start, end = text.chance.choice(sentences(paragraph))
    place = around(paragraph, start)
    share = text.chance.uniform(0.33, 0.66)
    others = WORD.findall(spelt(text.long_paragraph(1)))
    for found in reversed(list(WORD.finditer(spelt(paragraph)[start:end]))):
        if text.chance.random() < share:
            a, b = start + found.start(), start + found.end()
            word = text.chance.choice(others)
            origins = [origin for _, origin in paragraph[a:b]]
            put = [
                (letter, origins[number * len(origins) // len(word)])
                for number, letter in enumerate(word)
            ]
            paragraph[a:b] = put
    return place


def index_of(paragraphs: list[Paragraph], paragraph: Paragraph) -> int:
    return next(number for number, one in enumerate(paragraphs) if one is paragraph)


def around(paragraph: Paragraph, at: int) -> tuple[int, int] | None:
    """The old stretch of the sentence in which a letter stands."""
    for start, end in sentences(paragraph):
        origins = [origin for _, origin in paragraph[start:end] if origin is not None]
        if start <= at < end and origins:
            return min(origins), max(origins) + 1
    return None


def with_look_alikes(paragraphs: Sequence[str], many: int, chance: random.Random) -> list[str]:
    """The same with sentences that are nearly, or quite, the same as one beside them or elsewhere."""
    out = list(paragraphs)
    for _ in range(many):
        number = chance.randrange(len(out))
        sentences = [found.group().strip() for found in SENTENCE.finditer(out[number])]
        sentence = chance.choice(sentences or ["Yes."])
        words = sentence.split(" ")
        for _ in range(chance.choice([0, 1, 1, 2])):
            words[chance.randrange(len(words))] = chance.choice(["blue", "never", "Anne", "twice"])
        target = chance.choice([number, number, chance.randrange(len(out))])
        beside = out[target].find(sentence)
        at = beside + chance.choice([0, len(sentence)]) if beside >= 0 else 0
        out[target] = f"{out[target][:at]} {' '.join(words)} {out[target][at:]}".strip()
    return out


def delete_beside_look_alike(text: Text) -> tuple[int, int] | None:
    """One of two sentences that look alike goes, where there are such; else any."""
    known: dict[str, list[tuple[Paragraph, int, int]]] = {}
    for paragraph in text.paragraphs:
        spelling = spelt(paragraph)
        for start, end in sentences(paragraph):
            for key in (spelling[start : start + 12], spelling[max(start, end - 12) : end]):
                known.setdefault(key, []).append((paragraph, start, end))
    alike = [one for some in known.values() if len(some) > 1 for one in some]
    if not alike:
        return delete(text)
    paragraph, start, end = text.chance.choice(alike)
    place = around(paragraph, start)
    del paragraph[start:end]
    return place


def notes_on(
    old: Sequence[Block], places: Sequence[tuple[int, int]], many: int, chance: random.Random
) -> list[Quotation]:
    """Passages on the places that were edited and on others: sentences, words, paragraphs, two of them."""
    text = "\n".join(block.text for block in old)
    stretches = [
        (found.start() + len(found.group()) - len(found.group().lstrip()), found.end())
        for found in SENTENCE.finditer(text)
        if found.group().strip()
    ]
    notes: list[Quotation] = []
    while len(notes) < many:
        start, end = chance.choice(places if places and chance.random() < ENOUGH else stretches)
        match chance.randrange(20):
            case 0 | 1 | 2 | 3 | 4:
                words = list(WORD.finditer(text, start, end))
                if words:
                    first = chance.randrange(len(words))
                    last = min(len(words) - 1, first + chance.randrange(4))
                    start, end = words[first].start(), words[last].end()
            case 5 | 6 | 7:
                start, end = text.rfind("\n", 0, start) + 1, (text + "\n").find("\n", end)
            case 8 | 9:
                end = (text + "\n").find("\n", min(len(text), (text + "\n").find("\n", end) + 1))
        if text[start:end].strip():
            notes.append(quote(old, *place_in(old, start), *place_in(old, end)))
    return notes


def place_in(blocks: Sequence[Block], offset: int) -> tuple[str, int]:
    for block in blocks:
        if offset <= len(block.text):
            return block.id, offset
        offset -= len(block.text) + 1
    raise ValueError("beyond the end")


class Judge:
    """Knows where the letters of an edited text went."""

    def __init__(self, text: Text, new: Sequence[Block]) -> None:
        self.old, self.new = text.old, new
        self.flat = "\n".join(block.text for block in new)
        self.went: dict[int, list[int]] = {}
        at = 0
        for paragraph in text.paragraphs:
            for letter, origin in paragraph:
                # Where a space went says nothing.
                if origin is not None and not letter.isspace():
                    self.went.setdefault(origin, []).append(at)
                at += 1
            at += 1

    def verdict(self, quotation: Quotation, reanchored: Reanchored) -> Verdict:
        """Whether a passage went where its letters went."""
        start = flat_offset(self.old, quotation.start_block_id, quotation.start_offset)
        end = flat_offset(self.old, quotation.end_block_id, quotation.end_offset)
        truth = {at for origin in range(start, end) for at in self.went.get(origin, ())}
        if reanchored.outcome == Outcome.ORPHAN:
            size = sum(1 for letter in quotation.exact if not letter.isspace())
            is_gone = len(truth) < ENOUGH * size or self._is_scattered(truth)
            return "right" if is_gone else "orphaned"
        found = reanchored.quotation
        shown_from = flat_offset(self.new, found.start_block_id, found.start_offset)
        shown_to = flat_offset(self.new, found.end_block_id, found.end_offset)
        shown = {at for at in range(shown_from, shown_to) if not self.flat[at].isspace()}
        both = len(truth & shown)
        is_there = both >= ENOUGH * len(shown) and both >= LEAST * len(truth)
        return "right" if is_there or self._is_twin(quotation, found, start, end) else "wrong"

    def _is_twin(self, quotation: Quotation, found: Quotation, start: int, end: int) -> bool:
        """Whether words that hold the passage stood twice in a row: then nobody can tell which of them went."""
        if found.exact != quotation.exact:
            return False
        flat = SPACE.sub(" ", "\n".join(block.text for block in self.old))
        size = end - start
        return any(
            alike(flat[:start][::-1], flat[:other][::-1])
            + size
            + alike(flat[end:], flat[other + size :])
            >= abs(other - start) - 1  # the space between the two
            for other in occurrences(flat, flat[start:end])
            if other != start
        )

    def _is_scattered(self, places: set[int]) -> bool:
        """Whether less than half of all between the first and the last are these."""
        span = range(min(places), max(places) + 1)
        return len(places) < ENOUGH * sum(1 for at in span if not self.flat[at].isspace())


def alike(one: str, other: str) -> int:
    """How many letters two texts have in common before they first differ."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def flat_offset(blocks: Sequence[Block], block_id: str, offset: int) -> int:
    at = 0
    for block in blocks:
        if block.id == block_id:
            return at + offset
        at += len(block.text) + 1
    raise KeyError(block_id)


SCRIPTS: dict[str, Edit] = {
    "typo": typo,
    "sentence moved": move,
    "paragraph split": split,
    "paragraphs merged": merge,
    "sentence deleted beside a look-alike": delete_beside_look_alike,
    "sentence rewritten": rewrite,
}


def edited(
    paragraphs: Sequence[str], script: str, edits: int, notes: int, seed: int
) -> tuple[Text, list[Block], list[Quotation]]:
    """A text after a script's edits in one save, its new blocks, and notes that were made before."""
    chance = random.Random(seed)  # noqa: S311  # a test, not a secret
    if "look-alike" in script or script == "all at once":
        paragraphs = with_look_alikes(paragraphs, edits, chance)
    text = Text.of(paragraphs, chance)
    kinds = list(SCRIPTS.values()) if script == "all at once" else [SCRIPTS[script]]
    places = [chance.choice(kinds)(text) for _ in range(edits)]
    passages = notes_on(text.old, [place for place in places if place], notes, chance)
    return text, text.saved(), passages

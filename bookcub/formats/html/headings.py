"""What a line that looks like a heading says: "CHAPTER IV. The Storm", "III.", "Epilogue"."""

import re
from dataclasses import dataclass
from typing import Literal

HeadingKind = Literal["chapter", "part", "special", "titled numeral", "numeral"]

_CHAPTER_WORDS = (
    "chapter|chap|letter|adventure|stave|canto|episode|scene|section|tale|story|day|night|"
    "kapitel|chapitre|capítulo|capitulo|capitolo|hoofdstuk|rozdział|luku|глава"
)
_PART_WORDS = "part|book|volume|act|teil|partie|parte|buch|livre|libro|часть"
_SMALL = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_WORDS = {word: number for number, word in enumerate(_SMALL, start=1)}
_WORDS |= {word: number for number, word in enumerate(_ORDINALS, start=1)}
_WORDS |= {
    f"{ten}{mark}{small}": 10 * tens + number
    for tens, ten in enumerate(_TENS, start=2)
    for mark in "- "
    for number, small in enumerate(["", *_SMALL[:9]])
    if small
}
_WORDS |= {ten: 10 * tens for tens, ten in enumerate(_TENS, start=2)}
_ROMAN = r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_NUMBER = rf"\d{{1,4}}|{_ROMAN}|the\s+(?:{'|'.join(_ORDINALS)}|last)|{'|'.join(sorted(_WORDS, key=len, reverse=True))}"
_AFTER = r"(?:\s*[.:)—–-]+\s*|\s+|$)"
_LABELLED = re.compile(
    rf"(?P<word>{_CHAPTER_WORDS}|{_PART_WORDS})\.?\s+(?P<number>{_NUMBER})\b{_AFTER}(?P<title>.{{0,150}})",
    re.IGNORECASE,
)
_FIRST_TITLED = re.compile(
    r"第\s*(?P<number>[0-9０-９一二三四五六七八九十百]+)\s*[章回話话节節]\s*(?P<title>.{0,100})"
)
_NUMERAL = re.compile(rf"(?P<number>\d{{1,3}}|{_ROMAN})\s*\.?", re.IGNORECASE)
_TITLED_NUMERAL = re.compile(
    rf"(?P<number>\d{{1,3}}|{_ROMAN})\s*[.:)—–-]\s*(?P<title>\S.{{0,120}})", re.IGNORECASE
)
_SPECIAL = re.compile(
    r"(?:prologue|epilogue|interlude|foreword|preface|introduction|afterword|prelude|coda|"
    r"intermission|postscript|conclusion|author.s note|dedication|appendix)\b[\s.:—–-]*(?P<title>.{0,100})",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"(?:table of )?contents\.?|list of (?:illustrations|chapters)|illustrations|inhalt(?:sverzeichnis)?"
    r"|table des matières|índice|indice",
    re.IGNORECASE,
)
_LONGEST = 200
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that follows a known pattern. `title` is what stands after the number."""

    kind: HeadingKind
    number: int | None
    title: str


def read_heading(text: str) -> Heading | None:
    """Read a heading; None if it follows no known pattern."""
    text = text.strip().strip("*_").strip()
    if len(text) > _LONGEST:
        return None
    if match := _LABELLED.fullmatch(text):
        is_part = re.fullmatch(_PART_WORDS, match["word"], re.IGNORECASE)
        return Heading("part" if is_part else "chapter", _value(match["number"]), match["title"])
    if match := _FIRST_TITLED.fullmatch(text):
        return Heading("chapter", None, match["title"])
    return _read_numeral(text)


def _read_numeral(text: str) -> Heading | None:
    if match := _NUMERAL.fullmatch(text):
        return Heading("numeral", _value(match["number"]), "")
    if match := _TITLED_NUMERAL.fullmatch(text):
        return Heading("titled numeral", _value(match["number"]), match["title"])
    if match := _SPECIAL.fullmatch(text):
        return Heading("special", None, match["title"])
    return None


def is_contents(text: str) -> bool:
    """Tell whether this heading stands over a table of contents."""
    return _CONTENTS.fullmatch(text.strip()) is not None


def chapter_title(text: str, position: int) -> str:
    """A chapter's title from its heading: "Chapter 3: The Storm" in third place is "The Storm"."""
    heading = read_heading(text)
    if heading is None or heading.kind != "chapter" or heading.number != position:
        return text.strip()
    if not re.match(
        r"\s*(?:chapter|chap|kapitel|chapitre|cap[íi]tulo|глава)\b", text, re.IGNORECASE
    ):
        return text.strip()
    return heading.title.strip()


def _value(number: str) -> int | None:
    number = re.sub(r"^the\s+", "", number.lower().strip())
    if number.isdecimal():
        return int(number)
    if number in _WORDS:
        return _WORDS[number]
    if number == "last":
        return None
    total = 0
    for letter, after in zip(number, f"{number[1:]} ", strict=False):
        value = _ROMAN_VALUES.get(letter, 0)
        total += -value if value < _ROMAN_VALUES.get(after, 0) else value
    return total or None

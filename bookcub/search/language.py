"""The language of the search box: read what somebody typed into a tree, and say of each mistake where it is.

    read('author:"Ada Finch" (storm OR flood) -rain words:>10k updated:<7d')

Whatever is typed is a question: nothing here raises. What makes no sense is told in a `QueryRemark` and read as plain words.
AO3's own spellings are understood: `words>1000`, `kudos:>10`, `complete:true`, `creators:name`, `||`, `sort:>words`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext

LONGEST = 500  # characters that are read
MOST_PARTS = 30
DEEPEST = 10  # brackets within brackets


class Kind(StrEnum):
    """What a field's value is."""

    WORDS = "words"
    NUMBER = "number"
    DAYS = "days"
    FLAG = "flag"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class WordsAsked:
    """Words that all stand in the text (a phrase: side by side; a beginning: the last one is only begun).

    Near is one word that may be spelled with a slip or two (`words.slips`); nobody types it so.
    """

    text: str
    field: str = ""
    is_phrase: bool = False
    is_beginning: bool = False
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """A number, or days ago, from one to the other, both included; None is no bound."""

    field: str
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Is:
    """A field has this value: yes or no, or one of its choices."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    part: QueryNode


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[QueryNode, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[QueryNode, ...]


QueryNode = WordsAsked | Between | Is | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class QueryRemark:
    """What was not understood: from where to where in what was typed, and what to do about it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class SearchQuestion:
    """What was typed, as a tree (None: nothing is asked for), with its order and remarks."""

    node: QueryNode | None = None
    sort: str = ""
    is_reversed: bool = False
    remarks: tuple[QueryRemark, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """Something that can be asked for by name: `words:>10k`."""

    name: str
    kind: Kind
    others: tuple[str, ...] = ()  # other names that are understood
    choices: Mapping[str, str] = field(default_factory=dict)  # as it may be typed → what it is


def has_words(node: QueryNode | None) -> bool:
    """Whether words are asked for that may stand in any field, so that one document is better than another."""
    match node:
        case WordsAsked(field=name):
            return not name
        case AllOf(parts) | AnyOf(parts):
            return any(map(has_words, parts))
        case _:
            return False


class QueryLanguage:
    """The fields of one index, and the orders that its lists can have."""

    def __init__(self, fields: tuple[Field, ...], *, sorts: Mapping[str, str]) -> None:
        self.fields = {name: one for one in fields for name in (one.name, *one.others)}
        self.sorts = sorts

    def read(self, typed: str, *, today: date) -> SearchQuestion:
        """What somebody typed, read; of more than `LONGEST` characters the beginning."""
        return _Reader(self, typed[:LONGEST], today, is_cut=len(typed) > LONGEST).read()


_SPACE = re.compile(r"\s+")
_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«"}
_NAME = re.compile(r"([a-z_]{2,30})\s?(?::(?!//)|(?=[<>]=?\s?\d))", re.IGNORECASE)
_BARE = re.compile(r"[^\s()\"“”„«»]+")
_WORD_OR = re.compile(r"(?:OR(?![\w])|\|\|?)")
_WORD_AND = re.compile(r"(?:AND(?![\w])|&&)")
_WORD_NOT = re.compile(r"NOT(?![\w])\s*")
_NUMBER = re.compile(
    r"(\d{1,9}[.,]\d{1,2}(?!\d)|\d{1,9}(?:[.,]\d{3})*)(?:\s?([km])\b)?", re.IGNORECASE
)
_DAYS = re.compile(r"(\d{1,5})(?:\s?(days?|d|weeks?|w|months?|m|years?|y)\b)?", re.IGNORECASE)
_DATE = re.compile(r"((?:19|20)\d\d)(?:-(\d\d?)(?:-(\d\d?))?)?(?![\w-])")
_GOES_ON = re.compile(r"\w")  # more of a word, so that what stands before is no number
_COMPARED = re.compile(r"(<=|>=|<|>|=)?\s?")
_UNIT = {"d": 1, "w": 7, "m": 30, "y": 365}
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
_YES = {"yes", "true", "t", "y", "1"}
_NO = {"no", "false", "f", "n", "0"}


class _Reader:
    def __init__(self, language: QueryLanguage, typed: str, today: date, *, is_cut: bool) -> None:
        self.language = language
        self.today = today
        self.typed = typed
        self.at = 0
        self.parts = 0
        self.remarks: list[QueryRemark] = []
        self.asked = SearchQuestion()
        if is_cut:
            self._remark(
                len(typed) - 1,
                gettext("Only the first %(most)d characters are read.") % {"most": LONGEST},
            )

    def read(self) -> SearchQuestion:
        found: list[QueryNode] = []
        while self.at < len(self.typed):
            node = self._either(depth=0)
            if node is not None:
                found.append(node)
            if self._here(")"):
                self._remark(self.at, gettext("This bracket was never opened."), 1)
                self.at += 1
            elif self.parts > MOST_PARTS:
                self._remark(
                    self.at,
                    gettext("That is more than can be asked at once: what follows is left out."),
                    len(self.typed) - self.at,
                )
                break
        return replace(self.asked, node=_all(found), remarks=tuple(self.remarks))

    def _either(self, depth: int) -> QueryNode | None:
        rows: list[list[QueryNode]] = [[]]
        while not self._is_through():
            if self._skip(_WORD_OR):
                rows.append([])
            elif not self._skip(_WORD_AND) and (one := self._part(depth)) is not None:
                rows[-1].append(one)
        options = [one for row in rows if (one := _all(row)) is not None]
        if len(options) > 1:
            return AnyOf(tuple(options))
        return options[0] if options else None

    def _is_through(self) -> bool:
        """Whether nothing more stands between these brackets, or nothing more is read."""
        self._skip(_SPACE)
        return self.at >= len(self.typed) or self._here(")") or self.parts > MOST_PARTS

    def _part(self, depth: int) -> QueryNode | None:
        self.parts += 1
        if self._skip(_WORD_NOT) or self._is_minus():
            self._skip(_SPACE)
            if self.at >= len(self.typed) or self._here(")"):
                return None
            part = self._one(depth)
            return None if part is None else Not(part)
        if self._here("+"):
            self.at += 1
        return self._one(depth)

    def _one(self, depth: int) -> QueryNode | None:
        if self._here("("):
            return self._bracket(depth)
        if self.at < len(self.typed) and self.typed[self.at] in _QUOTES:
            text = self._quoted()
            is_begun = text.endswith("*")
            text = text.rstrip("* ")
            return WordsAsked(text, is_phrase=True, is_beginning=is_begun) if text else None
        if match := _NAME.match(self.typed, self.at):
            return self._named(match)
        return self._bare()

    def _bracket(self, depth: int) -> QueryNode | None:
        opened = self.at
        self.at += 1
        if depth >= DEEPEST:
            self._remark(opened, gettext("Brackets cannot stand that deep within others."), 1)
            return None
        node = self._either(depth + 1)
        if self._here(")"):
            self.at += 1
        elif self.parts <= MOST_PARTS:
            self._remark(opened, gettext("This bracket is never closed."), 1)
        return node

    def _quoted(self) -> str:
        opened = self.at
        closing = _QUOTES[self.typed[opened]]
        ends = [at for sign in closing if (at := self.typed.find(sign, opened + 1)) > 0]
        if not ends:
            self._remark(opened, gettext("This quotation mark is never closed."), 1)
            self.at = len(self.typed)
            return self.typed[opened + 1 :]
        self.at = min(ends) + 1
        return self.typed[opened + 1 : min(ends)]

    def _bare(self) -> QueryNode | None:
        match = _BARE.match(self.typed, self.at)
        if not match:  # a closing mark that nothing opened
            self.at += 1
            return None
        self.at = match.end()
        text = match[0]
        return WordsAsked(text.rstrip("*"), is_beginning=text.endswith("*"))

    def _named(self, match: re.Match[str]) -> QueryNode | None:
        start, name = self.at, match[1].lower()
        self.at = match.end()
        if name in {"sort", "sorted"}:
            return self._sort(start)
        known = self.language.fields.get(name)
        if known is None:
            return self._unknown(match)
        readers = {
            Kind.WORDS: self._words_of,
            Kind.NUMBER: self._number_of,
            Kind.DAYS: self._days_of,
            Kind.FLAG: self._flag_of,
            Kind.CHOICE: self._choice_of,
        }
        return readers[known.kind](known, start)

    def _unknown(self, match: re.Match[str]) -> QueryNode | None:
        """All of it is looked for. A title may hold a colon: only what looks like a field, `name:value`, is remarked upon."""
        self.at = match.start()
        text = _BARE.match(self.typed, self.at)
        self.at = text.end() if text else match.end()
        if match[0].endswith(":") and self.typed[match.end() : match.end() + 1].strip():
            self._remark(
                match.start(),
                gettext("Nothing is called “%(name)s” here; it is looked for as words.")
                % {"name": match[1]},
                match.end() - match.start(),
            )
        return WordsAsked(self.typed[match.start() : self.at])

    def _value(self) -> str:
        self._skip(_SPACE)
        if self.at < len(self.typed) and self.typed[self.at] in _QUOTES:
            return self._quoted()
        match = _BARE.match(self.typed, self.at)
        if not match:
            return ""
        self.at = match.end()
        return match[0]

    def _words_of(self, known: Field, start: int) -> QueryNode | None:
        self._skip(_SPACE)
        quoted = self.at < len(self.typed) and self.typed[self.at] in _QUOTES
        text = self._value()
        if not text.strip(" *"):
            return self._lacks(known, start)
        return WordsAsked(
            text.rstrip("*"),
            field=known.name,
            is_phrase=quoted,
            is_beginning=text.endswith("*"),
        )

    def _number_of(self, known: Field, start: int) -> QueryNode | None:
        return self._range_of(known, start, _NUMBER, _number)

    def _days_of(self, known: Field, start: int) -> QueryNode | None:
        at = self.at
        sign = self._sign()
        if match := _DATE.match(self.typed, self.at):
            self.at = match.end()
            span = _span(match)
            return self._lacks(known, start) if span is None else self._since(known, sign, *span)
        self.at = at
        return self._range_of(known, start, _DAYS, _days)

    def _since(self, known: Field, sign: str, first: date, last: date) -> QueryNode:
        """Days count backwards: what is later was fewer days ago."""
        begun, over = (self.today - first).days, (self.today - last).days
        bounds = {
            "=": (over, begun),
            "<": (begun + 1, None),
            "<=": (over, None),
            ">": (None, over - 1),
            ">=": (None, begun),
        }
        return Between(known.name, *bounds[sign])

    def _sign(self) -> str:
        compared = _COMPARED.match(self.typed, self.at)
        if compared:
            self.at = compared.end()
        return (compared and compared[1]) or "="

    def _range_of(
        self, known: Field, start: int, pattern: re.Pattern[str], value: object
    ) -> QueryNode | None:
        sign = self._sign()
        first = pattern.match(self.typed, self.at)
        if not first or _GOES_ON.match(self.typed, first.end()):
            self._value()
            return self._lacks(known, start)
        self.at = first.end()
        low = value(first)  # type: ignore[operator]
        if sign == "=" and self._here("-") and (last := pattern.match(self.typed, self.at + 1)):
            self.at = last.end()
            high = value(last)  # type: ignore[operator]
            return Between(known.name, min(low, high), max(low, high))
        bounds = {
            "=": (low, low),
            "<": (None, low - 1),
            "<=": (None, low),
            ">": (low + 1, None),
            ">=": (low, None),
        }
        return Between(known.name, *bounds[sign])

    def _flag_of(self, known: Field, start: int) -> QueryNode | None:
        given = self._value().lower()
        if given in _YES:
            return Is(known.name, "yes")
        if given in _NO:
            return Is(known.name, "no")
        return self._lacks(known, start)

    def _choice_of(self, known: Field, start: int) -> QueryNode | None:
        given = self._value().casefold()
        found = _chosen(known, given)
        return self._lacks(known, start) if found is None else Is(known.name, found)

    def _sort(self, start: int) -> QueryNode | None:
        direction = self._here(">") or self._here("<")
        is_reversed = self._here("<")
        self.at += bool(direction)
        given = self._value().lower()
        chosen = self.language.sorts.get(given)
        if chosen is None:
            known = ", ".join(sorted(set(self.language.sorts.values())))
            self._remark(
                start,
                gettext("Lists can be sorted by: %(known)s.") % {"known": known},
                self.at - start,
            )
            return None
        self.asked = replace(self.asked, sort=chosen, is_reversed=is_reversed)
        return None

    def _lacks(self, known: Field, start: int) -> QueryNode | None:
        examples = {
            Kind.WORDS: _examples(known.name, ("…",)),
            Kind.NUMBER: _examples(known.name, (">1000", "<10k", "100-200")),
            Kind.DAYS: _examples(known.name, ("<7d", ">3m", "<1y", "2025", ">2025-05-01")),
            Kind.FLAG: _examples(known.name, ("yes", "no")),
            Kind.CHOICE: _examples(known.name, list(known.choices)[:6]),
        }
        self._remark(
            start,
            gettext("This is left out. It can be asked like this: %(examples)s")
            % {"examples": examples[known.kind]},
            self.at - start,
        )
        return None

    def _is_minus(self) -> bool:
        """Whether a minus stands before something that is not wanted; then it is passed."""
        if not (self._here("-") or self._here("−")):
            return False
        after = self.typed[self.at + 1 : self.at + 2]
        self.at += 1
        return bool(after.strip())

    def _here(self, sign: str) -> bool:
        return self.typed.startswith(sign, self.at)

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self.typed, self.at)
        if match:
            self.at = match.end()
        return match is not None

    def _remark(self, start: int, text: str, length: int = 1) -> None:
        if all(one.text != text for one in self.remarks):
            self.remarks.append(QueryRemark(start, start + length, text))


def _chosen(known: Field, given: str) -> str | None:
    """The choice that is called so, or the only one whose name begins so."""
    if given in known.choices or not given:
        return known.choices.get(given)
    begun = {value for name, value in known.choices.items() if name.startswith(given)}
    return begun.pop() if len(begun) == 1 else None


def _examples(name: str, values: Sequence[str]) -> str:
    return ", ".join(f"{name}:{value}" for value in values)


def _all(parts: list[QueryNode]) -> QueryNode | None:
    if len(parts) > 1:
        return AllOf(tuple(parts))
    return parts[0] if parts else None


def _span(match: re.Match[str]) -> tuple[date, date] | None:
    """The first and the last day of a year, a month or a day; None for one that no calendar has."""
    year, month, day = (int(one) if one else None for one in match.groups())
    try:
        first = date(year or 1, month or 1, day or 1)
        last = date(first.year, month or 12, day or monthrange(first.year, month or 12)[1])
    except ValueError:
        return None
    return first, last


def read_number(text: str) -> int | None:
    """A number as people write it: 5000, 5,000, 5.000, 5k, 1.5m; None for anything else."""
    match = _NUMBER.fullmatch(text.strip())
    return None if match is None else _number(match)


def _number(match: re.Match[str]) -> int:
    digits, unit = match[1], (match[2] or "").lower()
    if re.fullmatch(r"\d+[.,]\d{1,2}", digits):
        return round(float(digits.replace(",", ".")) * _TIMES[unit])
    return int(re.sub("[.,]", "", digits)) * _TIMES[unit]


def _days(match: re.Match[str]) -> int:
    return int(match[1]) * _UNIT[(match[2] or "d")[0].lower()]

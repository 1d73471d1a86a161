"""The conditions of a list of works as its address has them: read, told as chips, and asked of the index.

    in=tag:12&in=rating:teen&out=warning:death&with=Slow Burn&words_from=10k&updated=30d&complete=yes&hide=begun

`in` and `out` hold what is pressed in the panel, `with` and `without` names that are typed. What makes no sense is
told beside its field, and the rest is asked all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext, pgettext

from bookcub.core.text import one_line
from bookcub.finding.queries.work_language import read_question
from bookcub.reads.queries.shown_milestones import WORDS_A_MINUTE
from bookcub.search.language import (
    LONGEST,
    AllOf,
    AnyOf,
    Between,
    Is,
    Not,
    QueryNode,
    QueryRemark,
    SearchQuestion,
    read_number,
)
from bookcub.tags.fixed import ArchiveWarning, Category, Rating
from bookcub.tags.models import TAG_MAX, Tag, TagQuerySet
from bookcub.tags.models.family import meanings
from bookcub.works.languages import LANGUAGES, language_name
from bookcub.works.models import Tagging, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

MOST = 40  # conditions of a list
_IS_KEY = re.compile("[0-9]{1,15}")
KINDS = ("tag", "rating", "warning", "category")


@dataclass(frozen=True, slots=True)
class ListCondition:
    """One condition: how its address has it, how people read it, and what it asks of the index."""

    name: str
    value: str
    label: str
    node: QueryNode | None = None
    either: str = ""  # of those that share this word, one is enough
    what: str = ""  # what is wanted or not, by its name


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is asked of a list, and what was wrong with it, by the field where it stands."""

    chosen: Sequence[ListCondition] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)
    query_remarks: Sequence[QueryRemark] = ()
    sort: str = ""  # as the words say it: `sort:kudos`
    is_reversed: bool = False

    def node(self, *, without: ListCondition | None = None) -> QueryNode | None:
        """All of them as one question, or all but one."""
        parts: list[QueryNode] = []
        choices: dict[str, list[QueryNode]] = {}
        for one in self.chosen:
            if one.node is None or one == without:
                continue
            if one.either:
                choices.setdefault(one.either, []).append(one.node)
            else:
                parts += one.node.parts if isinstance(one.node, AllOf) else [one.node]
        parts += [
            nodes[0] if len(nodes) == 1 else AnyOf(tuple(nodes)) for nodes in choices.values()
        ]
        return AllOf(tuple(parts)) if parts else None

    def address(self, *, without: ListCondition | None = None, **more: str) -> str:
        """The part of the address after the question mark, or without one of them."""
        pairs = [(one.name, one.value) for one in self.chosen if one != without]
        return urlencode([*pairs, *((name, value) for name, value in more.items() if value)])

    def saying(self, words: str, node: QueryNode) -> Conditions:
        """The same with other words, and what they ask."""
        chosen = [
            replace(one, value=words, node=node) if one.name == "q" else one for one in self.chosen
        ]
        return replace(self, chosen=chosen)

    def has(self, name: str, value: str) -> bool:
        return any((one.name, one.value) == (name, value) for one in self.chosen)

    def value_of(self, name: str) -> str:
        return next((one.value for one in self.chosen if one.name == name), "")


def conditions_of(asked: QueryDict, person: User | AnonymousUser) -> Conditions:
    """Read an address. One query where tags are pressed, and one for each name that is typed."""
    reading = _Reading(asked, person)
    chosen = tuple(reading.all())[:MOST]
    words = reading.words
    return Conditions(chosen, reading.remarks, words.remarks, words.sort, words.is_reversed)


def update_choices() -> list[tuple[str, str]]:
    """How long ago the newest chapter may be."""
    return [
        ("7d", gettext("In the last 7 days")),
        ("30d", gettext("In the last 30 days")),
        ("180d", gettext("In the last six months")),
        ("365d", gettext("In the last year")),
        ("1095d", gettext("In the last three years")),
    ]


def time_choices() -> list[tuple[str, str]]:
    """How long it takes to read, as steady readers do."""
    return [
        ("15", gettext("Up to 15 minutes")),
        ("60", gettext("Up to an hour")),
        ("180", gettext("Up to three hours")),
        ("180+", gettext("More than three hours")),
    ]


def flag_choices() -> dict[str, list[tuple[str, str]]]:
    """What is so or is not, by its field."""
    return {
        "complete": [("yes", gettext("Complete")), ("no", pgettext("works", "In progress"))],
        "oneshot": [("yes", gettext("One chapter only")), ("no", gettext("Several chapters"))],
        "crossover": [("yes", gettext("Only crossovers")), ("no", gettext("No crossovers"))],
        "in_series": [("yes", gettext("Part of a series")), ("no", gettext("Not in a series"))],
    }


def hide_choices() -> list[tuple[str, str]]:
    """What of my own can be left out."""
    return [
        ("begun", gettext("What I have begun")),
        ("finished", gettext("What I have finished")),
        ("kudos", gettext("What I left kudos on")),
        ("bookmarked", gettext("What I have bookmarked")),
    ]


def fixed_labels(kind: str) -> dict[str, str]:
    """The fixed tags of a kind by their codes."""
    if kind == "rating":
        return {value: str(label) for value, label in Rating.choices}
    flags = ArchiveWarning if kind == "warning" else Category
    return {code: str(label) for code, label in flags.choices()}


class _Reading:
    def __init__(self, asked: QueryDict, person: User | AnonymousUser) -> None:
        self.asked = asked
        self.person = person
        self.remarks: dict[str, str] = {}
        self.words = SearchQuestion()

    def all(self) -> Iterator[ListCondition]:
        yield from self._words()
        yield from self._pressed()
        yield from self._typed()
        yield from self._bounds()
        yield from self._chosen()
        if self.person.is_authenticated:
            yield from self._hidden()

    def _words(self) -> Iterator[ListCondition]:
        typed = self.asked.get("q", "")[: LONGEST + 1].strip()
        if not typed:
            return
        self.words = read_question(typed)
        if (node := self.words.node) is not None:
            yield ListCondition("q", typed, gettext("“%(words)s”") % {"words": typed}, node)

    def _pressed(self) -> Iterator[ListCondition]:
        tokens = [
            (name, *token.split(":", 1))
            for name in ("in", "out")
            for token in dict.fromkeys(self.asked.getlist(name)[:MOST])
            if token.count(":") == 1
        ]
        unwanted = self.asked.getlist("out")
        tokens = [one for one in tokens if one[0] == "out" or ":".join(one[1:]) not in unwanted]
        keys = [value for _, kind, value in tokens if kind == "tag" and _IS_KEY.fullmatch(value)]
        tags = self._tags().in_bulk([int(key) for key in keys]) if keys else {}
        names = {kind: fixed_labels(kind) for kind in KINDS[1:]}
        names["tag"] = {str(key): tag.name for key, tag in tags.items()}
        meant = meanings(tags.keys()) if tags else {}
        for name, kind, value in tokens:
            if (label := names.get(kind, {}).get(value)) is not None:
                node = Is(kind, value) if kind != "tag" else Is("tag_id", str(meant[int(value)]))
                yield self._wanted(name, f"{kind}:{value}", label, node, is_rating=kind == "rating")

    def _tags(self) -> TagQuerySet:
        """The tags of which this person may hear: of works that they may read, and those that somebody has put in order."""
        works = Work.objects.visible_to(self.person).posted().filter(pk=OuterRef("work"))
        seen = Tagging.objects.filter(Exists(works), tag=OuterRef("pk"))
        in_order = Q(is_canonical=True) | Q(synonym_of__isnull=False)
        return Tag.objects.filter(in_order | Q(Exists(seen)))

    def _wanted(
        self, name: str, value: str, label: str, node: Is, *, is_rating: bool = False
    ) -> ListCondition:
        if name in {"out", "without"}:
            told = gettext("Without: %(what)s") % {"what": label}
            return ListCondition(name, value, told, Not(node), what=label)
        return ListCondition(
            name, value, label, node, either="rating" if is_rating else "", what=label
        )

    def _typed(self) -> Iterator[ListCondition]:
        for name in ("with", "without"):
            typed = [each for given in self.asked.getlist(name) for each in given.split(",")]
            for each in dict.fromkeys(filter(None, map(one_line, typed[:MOST]))):
                found = list(self._tags().named(each[:TAG_MAX])[:5])
                found = found or list(self._tags().written_like(each[:TAG_MAX])[:5])
                if not found:
                    self.remarks[name] = gettext("No work has the tag “%(name)s”.") % {
                        "name": each[:TAG_MAX]
                    }
                    if name == "with":  # nothing has it
                        yield ListCondition(name, each, each[:TAG_MAX], Is("tag_id", ""))
                    continue
                keys = set(meanings([tag.pk for tag in found]).values())
                meant = [Is("tag_id", str(key)) for key in sorted(keys)]
                node: QueryNode = meant[0] if len(meant) == 1 else AnyOf(tuple(meant))
                if name == "without":
                    label = gettext("Without: %(what)s") % {"what": found[0].name}
                    yield ListCondition(name, each, label, Not(node))
                else:
                    yield ListCondition(name, each, found[0].name, node)

    def _bounds(self) -> Iterator[ListCondition]:
        bounds: list[tuple[str, str, bool, Callable[[int], str]]] = [
            ("words_from", "words", True, _at_least_words),
            ("words_to", "words", False, _at_most_words),
            ("chapter_words_from", "chapter_words", True, _chapters_from),
            ("chapter_words_to", "chapter_words", False, _chapters_to),
            ("relationships_to", "relationships", False, _relationships_to),
        ]
        for name, of, is_least, label in bounds:
            typed = self.asked.get(name, "").strip()[:20]
            if not typed:
                continue
            number = read_number(typed)
            if number is None:
                self.remarks[name] = gettext(
                    "“%(typed)s” is no number. Write it like 5000, 5,000 or 5k."
                ) % {"typed": typed}
                continue
            least, most = (number, None) if is_least else (None, number)
            yield ListCondition(name, typed, label(number), Between(of, least, most))

    def _chosen(self) -> Iterator[ListCondition]:
        if label := dict(update_choices()).get(days := self.asked.get("updated", "")):
            yield ListCondition("updated", days, label, Between("updated", None, int(days[:-1])))
        if label := dict(time_choices()).get(time := self.asked.get("time", "")):
            words = int(time.rstrip("+")) * WORDS_A_MINUTE
            bounds = (words + 1, None) if time.endswith("+") else (None, words)
            yield ListCondition("time", time, label, Between("words", *bounds))
        for of, choices in flag_choices().items():
            if label := dict(choices).get(value := self.asked.get(of, "")):
                yield ListCondition(of, value, label, Is(of, value))
        if (code := self.asked.get("lang", "")) in LANGUAGES:
            yield ListCondition("lang", code, language_name(code), Is("lang", code))

    def _hidden(self) -> Iterator[ListCondition]:
        for value, label in hide_choices():
            if value in self.asked.getlist("hide"):
                yield ListCondition("hide", value, gettext("Without: %(what)s") % {"what": label})


def _at_least_words(number: int) -> str:
    return _numbered(
        ngettext("At least %(number)s word", "At least %(number)s words", number), number
    )


def _at_most_words(number: int) -> str:
    return _numbered(
        ngettext("At most %(number)s word", "At most %(number)s words", number), number
    )


def _chapters_from(number: int) -> str:
    return _numbered(gettext("Chapters of %(number)s words or more"), number)


def _chapters_to(number: int) -> str:
    return _numbered(gettext("Chapters of %(number)s words or fewer"), number)


def _relationships_to(number: int) -> str:
    told = ngettext("At most %(number)s relationship", "At most %(number)s relationships", number)
    return _numbered(told if number else gettext("No relationships"), number)


def _numbered(told: str, number: int) -> str:
    return told % {"number": number_format(number, force_grouping=True)}


def hidden_values(conditions: Iterable[ListCondition]) -> set[str]:
    """What of the asker's own is left out."""
    return {one.value for one in conditions if one.name == "hide"}

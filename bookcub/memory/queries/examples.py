"""Questions to recall that a club itself would ask: with words that were said there, and that one may see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from bookcub.core.text.tokens import listed
from bookcub.meetings.models import LineKind
from bookcub.meetings.queries.last_time import last_meeting
from bookcub.memory.models import RecallEntry
from bookcub.memory.queries.hits import SOURCES, Hit, hits_of
from bookcub.memory.queries.recall import named_members
from bookcub.memory.recall.stems import fold, is_stop_word, stems_of
from bookcub.memory.recall.stop_words import TELLS_LITTLE
from bookcub.people.models import User

NEWEST = 60  # things said that are looked at
SHORTEST = 5  # letters of a word worth asking for
BEGINNING = 4
SEVERAL = 3  # things said with a word: more of them make it no better an example

#: Words before a thing, folded, of all languages at once, as :mod:`bookcub.memory.recall.asked`.
_BEFORE_A_THING = listed("""
the a an his her its their our my your this that these those
der die das den dem des ein eine einen einer eines einem sein seine ihr ihre unser unsere mein meine
le la les un une des du ce cette el los las una lo il gli i uno het een de o os as um uma det ett
""")
_STOPS = re.compile(r"[.,;:!?…()\[\]\"“”„«»·\n]|\s[-–—]\s|—")


@dataclass(frozen=True, slots=True)
class RecallExamples:
    """A word, two that stand together, a beginning, and somebody who said one of them; nothing where nobody is named.

    `has_met`: whether there is a last meeting to ask for.
    """

    word: str
    phrase: str
    beginning: str
    name: str
    has_met: bool

    @property
    def quoted(self) -> str:
        return gettext("“%(title)s”") % {"title": self.phrase}

    @property
    def question(self) -> str:
        told = {"name": self.name, "word": self.word}
        return gettext("What did %(name)s say about “%(word)s”?") % told


def examples_for(person: User, clubs: Sequence[int]) -> RecallExamples | None:
    """None where nothing was said that the person may see. Eleven queries at most."""
    entries = RecallEntry.objects.filter(club__in=clubs)
    # What could be answered to a show of hands is nothing that anybody said.
    newest = entries.exclude(line__kind=LineKind.HANDS).order_by("-said_at", "-pk")
    rows = list(newest.values("pk", "language", *SOURCES)[:NEWEST])
    hits = hits_of(person, rows)
    said = [(hits[row["pk"]], row["language"]) for row in rows if row["pk"] in hits]
    telling = [(hit, _telling(hit, language)) for hit, language in said]
    times = Counter(word for _, words in telling for word in set(words))
    if not times:
        return None
    things = {word for hit, language in said for word in _things(hit, language)}
    word = max(
        times, key=lambda one: (one in things, min(times[one], SEVERAL), len(one), times[one], one)
    )
    hit, language = next(said[at] for at, (_, words) in enumerate(telling) if word in words)
    others = named_members(person, clubs).exclude(user=person)
    names = {member.name for member in others}
    heard = [
        hit.who
        for hit, words in telling
        if word in words and hit.who in names and not hit.hides_writer
    ]
    return RecallExamples(
        word=word,
        phrase=_with_the_next(hit, language, word),
        beginning=f"{word[:BEGINNING]}*",
        name=heard[0] if heard else "",
        has_met=last_meeting(person, clubs) is not None,
    )


def _stretches(hit: Hit, language: str) -> list[list[str]]:
    """Its words as they stand there, and as they are found; what stands on either side of a cover or a stop is not together."""
    said = "".join(piece.text for piece in hit.words)
    return [
        [text[each.start : each.end] for each in stems_of(text, language)]
        for uncovered in said.split(gettext("[spoiler]"))
        for text in _STOPS.split(uncovered)
    ]


def _things(hit: Hit, language: str) -> Iterator[str]:
    """Words that are names of things, as far as their neighbours tell: "the lamp is", not "the old lamp"."""
    for words in _stretches(hit, language):
        for at, word in enumerate(words):
            is_last = at + 1 == len(words) or is_stop_word(words[at + 1], language)
            if at and is_last and fold(words[at - 1]) in _BEFORE_A_THING:
                yield word.lower()


def _telling(hit: Hit, language: str) -> list[str]:
    words = [word.lower() for stretch in _stretches(hit, language) for word in stretch]
    return [word for word in words if _is_worth_asking(word, language)]


def _is_worth_asking(word: str, language: str) -> bool:
    """Whether it is long, says something, and is found by its beginning as well ("flying" is kept as "fli")."""
    if len(word) < SHORTEST or any(map(str.isdigit, word)) or is_stop_word(word, language):
        return False
    if fold(word) in TELLS_LITTLE:
        return False
    return all(each.stem.startswith(fold(word[:BEGINNING])) for each in stems_of(word, language))


def _with_the_next(hit: Hit, language: str, word: str) -> str:
    """The word with the one before or behind it, as they stand there."""
    for words in _stretches(hit, language):
        lowered = [each.lower() for each in words]
        if word in lowered:
            at = lowered.index(word)
            return " ".join(words[max(0, at - 1) : at + 1] if at else words[:2])
    return word

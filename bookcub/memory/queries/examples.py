"""Questions to recall that a club itself would ask: with words that were said there, and that one may see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from bookcub.memory.models import RecallEntry
from bookcub.memory.queries.hits import SOURCES, Hit, hits_of
from bookcub.memory.queries.recall import named_members
from bookcub.memory.recall.stems import is_stop_word
from bookcub.people.models import User

NEWEST = 30  # things said that are looked at
SHORTEST = 5  # letters of a word worth asking for
BEGINNING = 4
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class RecallExamples:
    """A word, two that stand together, a beginning, and somebody who said one of them; nothing where nobody is named."""

    word: str
    phrase: str
    beginning: str
    name: str

    @property
    def quoted(self) -> str:
        return gettext("“%(title)s”") % {"title": self.phrase}

    @property
    def question(self) -> str:
        told = {"name": self.name, "word": self.word}
        return gettext("What did %(name)s say about “%(word)s”?") % told


def examples_for(person: User, clubs: Sequence[int]) -> RecallExamples | None:
    """None where nothing was said that the person may see. Ten queries at most."""
    newest = RecallEntry.objects.filter(club__in=clubs).order_by("-said_at", "-pk")
    rows = list(newest.values("pk", "language", *SOURCES)[:NEWEST])
    hits = hits_of(person, rows)
    said = [(hits[row["pk"]], row["language"]) for row in rows if row["pk"] in hits]
    telling = [(hit, _telling(hit, language)) for hit, language in said]
    times = Counter(word for _, words in telling for word in set(words))
    if not times:
        return None
    word = max(times, key=lambda one: (times[one], len(one), one))
    hit = next(hit for hit, words in telling if word in words)
    others = named_members(person, clubs).exclude(user=person)
    names = {member.name for member in others}
    heard = [hit.who for hit, _ in telling if hit.who in names and not hit.hides_writer]
    return RecallExamples(
        word=word,
        phrase=_with_the_next(_text(hit), word),
        beginning=f"{word[:BEGINNING]}*",
        name=heard[0] if heard else "",
    )


def _text(hit: Hit) -> str:
    return "".join(piece.text for piece in hit.words)


def _telling(hit: Hit, language: str) -> list[str]:
    found = [word.lower() for word in _WORDS.findall(_text(hit))]
    return [word for word in found if len(word) >= SHORTEST and not is_stop_word(word, language)]


def _with_the_next(text: str, word: str) -> str:
    """The word with the one before or behind it, as they stand there."""
    words = _WORDS.findall(text)
    at = [each.lower() for each in words].index(word)
    return " ".join(words[max(0, at - 1) : at + 1] if at else words[:2])

"""“Did you mean”: words that are spelled nearly as somebody typed, of works that they may read, and that find something."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bookcub.core.text.counting import text_of
from bookcub.finding.queries.found_works import FoundWorks
from bookcub.finding.queries.work_language import read_question
from bookcub.reading.queries.works_with import with_creators, with_tags
from bookcub.search.language import AllOf, AnyOf, QueryNode, WordsAsked
from bookcub.search.words import slips, slips_between, words
from bookcub.works.models import Work

MOST = 3  # that are offered
MOST_WORDS = 4  # of what was typed that are looked at
OF_EACH = 2
LOOKED_AT = 20  # works
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Asked = Callable[[str, QueryNode], QueryNode | None]


@dataclass(frozen=True, slots=True)
class MeantWords:
    """What may have been meant, what it asks, and how many works it finds."""

    typed: str
    node: QueryNode
    count: int


def meant_words(typed: str, found: FoundWorks, asked: Asked) -> list[MeantWords]:
    """What is nearly what was typed, the nearest first. `asked` makes the list's whole question of words and what they ask.

    The words are taken from works that the asker may read, as they are now, and each is asked for before it is offered. Three
    queries for each word of what was typed, where something is near it.
    """
    node = read_question(typed).node
    offered: list[MeantWords] = []
    for word, near in list(_near(node))[:MOST_WORDS] if node else []:
        question = asked(typed, near)
        for other in _nearest(word, found.some_of(question, LOOKED_AT))[:OF_EACH]:
            says = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", other, typed, count=1)
            meant = read_question(says).node
            if says == typed or meant is None:
                continue
            if count := found.count_of(asked(says, meant)):
                offered.append(MeantWords(says, meant, count))
    return offered[:MOST]


def _near(node: QueryNode) -> Iterator[tuple[str, QueryNode]]:
    """Each word that may be a slip, and the question with what is spelled nearly so in its place."""
    match node:
        case WordsAsked(text=text):
            for word in WORD.findall(text):
                if len(words(word)) == 1 and slips(words(word)[0]):
                    rest = WordsAsked(text.replace(word, " ", 1), node.field)
                    yield word, AllOf((rest, WordsAsked(word, node.field, is_near=True)))
        case AllOf(parts) | AnyOf(parts):
            for at, part in enumerate(parts):
                for word, near in _near(part):
                    yield word, replace(node, parts=(*parts[:at], near, *parts[at + 1 :]))
        case _:  # what is not wanted, and what is no word
            return


def _nearest(word: str, works: list[Work]) -> list[str]:
    """Words of these works that are nearly this one: the nearest first, of them those of most works."""
    [folded] = words(word)
    there = Counter(
        other for work in with_tags(with_creators(works)) for other in set(words(_told(work)))
    )
    near = {
        other: distance
        for other in there
        if abs(len(other) - len(folded)) <= slips(folded)
        and 0 < (distance := slips_between(folded, other)) <= slips(folded)
    }
    return sorted(near, key=lambda other: (near[other], -there[other], other))


def _told(work: Work) -> str:
    """What a list says of a work: of an anonymous one not whose it is."""
    names = [name for pseud in work.signers for name in (pseud.name, pseud.user.username)]
    tags = [tagging.tag.name for tagging in work.taggings.all()]
    return " . ".join([work.title, text_of(work.summary), *names, *tags])

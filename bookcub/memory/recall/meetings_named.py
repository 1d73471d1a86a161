"""Which meeting a question means: "the Riddle meeting", "the meeting about the wall", "the first meeting".

meeting_named("Minutes of the Riddle meeting", {7: ["The wall", "Riddle of the Sands"]})  # 7; "Minutes of the"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookcub.memory.recall.asked import ABOUT, MEETINGS, folded_words, without, words_of
from bookcub.memory.recall.kinds import SaidAs
from bookcub.memory.recall.stems import is_stop_word
from bookcub.memory.recall.stop_words import STOP_WORDS
from bookcub.memory.recall.which_kind import MINUTES, kind_named

_CALLED = ABOUT | frozenset({"called", "named", "titled", "namens"})


@dataclass(frozen=True, slots=True)
class MeetingNamed:
    """A meeting, by its number, and what else the question asks for."""

    number: int
    rest: str


def asks_for_minutes(typed: str) -> bool:
    """Whether it has the word for these: "minutes of the wall comes down"."""
    return kind_named(typed) == SaidAs.MINUTES


def speaks_of_one_meeting(typed: str) -> bool:
    """Whether it has the word for one, not for several."""
    return any(word.folded in MEETINGS and word.folded != "meetings" for word in words_of(typed))


def without_meeting(typed: str) -> str:
    """What else such a question asks for."""
    words = words_of(typed)
    return without(typed, words, {at for at, word in enumerate(words) if word.folded in MEETINGS})


def meeting_named(typed: str, names: Mapping[int, Sequence[str]]) -> MeetingNamed | None:
    """The meeting that most words beside "meeting", or behind "minutes of", name, by its title or its book; the first of `names` where several are.

    Words that only hold sentences together name none.
    """
    words = words_of(typed)
    folded = [word.folded for word in words]
    minutes = MINUTES if asks_for_minutes(typed) else frozenset()
    best: tuple[int, int, set[int]] = (0, 0, set())
    for number, titles in names.items():
        for title in titles:
            known = {word for word in folded_words(title) if word not in MEETINGS}
            for at, word in enumerate(folded):
                if word not in MEETINGS | minutes:
                    continue
                before = _before(folded, at, known) | {at} if word in MEETINGS else set()
                behind = _behind(folded, at, known)
                for taken in (before, behind | {at} if word in MEETINGS else behind):
                    telling = sum(not _holds_together(folded[each]) for each in taken - {at})
                    if telling > best[0]:
                        best = (telling, number, taken)
    telling, number, taken = best
    return MeetingNamed(number, without(typed, words, taken)) if telling else None


def _before(folded: Sequence[str], at: int, known: set[str]) -> set[int]:
    start = at
    while start and folded[start - 1] in known:
        start -= 1
    return {*range(start, at)}


def _behind(folded: Sequence[str], at: int, known: set[str]) -> set[int]:
    """What follows "meeting about" or "meeting called", up to the first word of something else."""
    at += 1
    if at >= len(folded) or folded[at] not in _CALLED:
        return set()
    end = at + 1
    while end < len(folded) and (folded[end] in known or _holds_together(folded[end])):
        end += 1
    return {*range(at, end)} if end == len(folded) else set()


def _holds_together(word: str) -> bool:
    return any(is_stop_word(word, language) for language in STOP_WORDS)

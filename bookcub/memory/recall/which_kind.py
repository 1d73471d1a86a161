"""Which kind of what was said a question asks for: "Ruth’s notes", "what was asked", "minutes of the last meeting".

    kind_named("What questions were asked in meetings?")  # SaidAs.QUESTION

A word behind "about" is what it is about: "what did we say about the vote" asks for no show of hands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bookcub.core.text.tokens import listed
from bookcub.memory.recall.asked import (
    ABOUT,
    ANNOUNCEMENTS,
    ARTICLES,
    ASKING,
    COMMENTS,
    GUESSES,
    GUESSING,
    MEETINGS,
    NOTES,
    OWN,
    QUESTIONS,
    VOTES,
    Word,
    without,
    words_of,
)
from bookcub.memory.recall.kinds import SaidAs

# Folded as by :func:`bookcub.memory.recall.stems.fold`.
MINUTES = listed("""
minutes summary summaries protokoll protokolle zusammenfassung zusammenfassungen resume resumen riassunto
""")
_NOUNS = {
    SaidAs.PREDICTION: GUESSES | GUESSING,
    SaidAs.HANDS: VOTES,
    SaidAs.QUESTION: QUESTIONS,
    SaidAs.MINUTES: MINUTES,
    SaidAs.NOTE: NOTES,
    SaidAs.COMMENT: COMMENTS,
    SaidAs.ANNOUNCEMENT: ANNOUNCEMENTS,
}
_SHOW, _OF, _HANDS = listed("show shows"), "of", listed("hands hand")
# They name a kind only in a sentence that asks: "what was asked", "what did we vote on", "what was announced".
_VERBS = {
    SaidAs.QUESTION: listed("ask asks asked asking fragt fragte fragten gefragt demande pregunto"),
    SaidAs.HANDS: listed("voted abgestimmt"),
    SaidAs.ANNOUNCEMENT: listed("announce announced angekundigt"),
}
# "Only notes", "what questions came up", "predictions that we made": of no meaning beside a kind.
_BESIDE = listed("""
only just nur make makes made gemacht angestellt fait hecho hizo raise raised bring brought pose posed came come
stellt gestellt gab gibt wurde wurden
""")
_IN = listed(
    "in at during from within im in am beim bei wahrend aus a en dans lors durante nella tijdens vid pa"
)
_FEW = listed(
    "few couple two three four five ten fifteen twenty thirty several many some zwei drei funf zehn"
)
# "Questions of ours" are asked for, "about questions" is not.
_ABOUT = ABOUT - listed("of with to zu von mit de du avec con di del della aan till com с")
_BEFORE_MEETING = 4  # words: "in the first Riddle meeting"


def kind_named(typed: str) -> str:
    """One of SaidAs, or nothing. Talk in meetings only where no other kind is named: "what was said in meetings"."""
    folded = [word.folded for word in words_of(typed)]
    for kind in _NOUNS:
        if _places_of(folded, kind):
            return kind
    return SaidAs.LINE if _places_of(folded, SaidAs.LINE) else ""


def without_kind(typed: str, kind: str) -> str:
    """What else such a question asks for: "the captain", of "what predictions did we make about the captain"."""
    words = words_of(typed)
    folded = [word.folded for word in words]
    taken = _places_of(folded, kind)
    if not taken:
        return typed
    if kind in {SaidAs.LINE, SaidAs.QUESTION, SaidAs.HANDS, SaidAs.MINUTES}:
        taken |= {at for at in _all(folded, MEETINGS) if not _is_subject(folded, at)}
    return without(typed, words, taken | {*_all(folded, _BESIDE)})


def is_kind_alone(typed: str, kind: str) -> bool:
    """Whether the words for the kind are all that was typed: they may be meant as words."""
    words: Sequence[Word] = words_of(typed)
    return len(_places_of([word.folded for word in words], kind)) == len(words)


def _places_of(folded: Sequence[str], kind: str) -> set[int]:
    if kind == SaidAs.LINE:
        return {at for at in _all(folded, MEETINGS) if _is_in_meetings(folded, at)}
    nouns, verbs = _NOUNS.get(SaidAs(kind), frozenset()), _VERBS.get(SaidAs(kind), frozenset())
    found = {at for at in _all(folded, nouns) if _is_thing(folded, at, kind)}
    if found or _asks(folded):
        found |= {*_all(folded, verbs)}
    if kind == SaidAs.HANDS:
        for at in range(len(folded) - 2):
            show, of, hands = folded[at : at + 3]
            if show in _SHOW and of == _OF and hands in _HANDS and not _is_subject(folded, at):
                found |= {at, at + 1, at + 2}
    return found


def _is_thing(folded: Sequence[str], at: int, kind: str) -> bool:
    if kind == SaidAs.PREDICTION and folded[at] in GUESSING:
        return True
    before = folded[at - 1] if at else ""
    is_time = kind == SaidAs.MINUTES and (before in _FEW or before.isdecimal())
    return not is_time and not _is_subject(folded, at)


def _is_in_meetings(folded: Sequence[str], at: int) -> bool:
    """Whether it says where: "in the last two meetings", not "meeting the captain"; alone, it is all that is asked for."""
    for word in reversed(folded[max(0, at - _BEFORE_MEETING) : at]):
        if word in _IN:
            return True
        if word in ABOUT:
            return False
    return len(folded) == 1


def _is_subject(folded: Sequence[str], at: int) -> bool:
    """Whether "about" leads it, with or without an article."""
    at -= 1
    while at > 0 and folded[at] in ARTICLES | OWN:
        at -= 1
    return at >= 0 and folded[at] in _ABOUT


def _asks(folded: Sequence[str]) -> bool:
    return bool(folded) and folded[0] in ASKING


def _all(folded: Sequence[str], words: frozenset[str]) -> Iterator[int]:
    return (at for at, word in enumerate(folded) if word in words)

"""The word that a misspelt one may mean: one that was said where whoever asks may read it, and no other."""

from __future__ import annotations

from collections.abc import Sequence

from bookcub.memory.models import RecallEntry, RecallPosting, RecallWord
from bookcub.memory.queries.hits import SOURCES, hits_of
from bookcub.memory.queries.sight import Sight
from bookcub.memory.recall.misspelt import BEGINNING, distance, is_near
from bookcub.memory.recall.query_parser import RecallQuery, Term
from bookcub.memory.recall.stems import fold
from bookcub.people.models import User

MOST_WORDS, MOST_ALIKE, MOST_PLACES = 500, 20, 250
MOST_TERMS = 2  # of a question


def question_meant(
    typed: str, question: RecallQuery, person: User, clubs: Sequence[int], sight: Sight
) -> str:
    """The question with its first misspelt word as it was said; empty where none is near it.

    Twelve queries at most for each of two words, however much was said.
    """
    plain = [term for term in question.terms if not (term.is_beginning or term.is_quoted)]
    for term in [term for term in plain if not term.tells_little][:MOST_TERMS]:
        if said := _word_meant(term, person, clubs, sight):
            return typed.replace(term.words, said, 1)
    return ""


def _word_meant(term: Term, person: User, clubs: Sequence[int], sight: Sight) -> str:
    typed = fold(term.words)
    known = RecallWord.objects.filter(stem__startswith=typed[:BEGINNING]).order_by("stem")
    rows = known.values_list("pk", "stem")[:MOST_WORDS] if len(typed) > BEGINNING else []
    near = {pk: stem for pk, stem in rows if is_near(typed, stem)}
    nearest = sorted(near, key=lambda pk: (distance(typed, near[pk]), near[pk]))[:MOST_ALIKE]
    if not nearest:
        return ""
    postings = RecallPosting.objects.filter(word__in=nearest, club__in=clubs).order_by("-entry")
    places = list(postings.values_list("entry", "word")[:MOST_PLACES])
    seen = set(sight.first_of([entry for entry, _ in places], MOST_PLACES, is_by_person=False))
    for word in nearest:
        for entry in [entry for entry, of in places if of == word and entry in seen][:1]:
            if said := _as_it_was_said(person, entry, near[word]):
                return said
    return ""


def _as_it_was_said(person: User, entry: int, stem: str) -> str:
    """The word as it stands there; empty where it is covered."""
    rows = RecallEntry.objects.filter(pk=entry).values("pk", "language", *SOURCES)
    for hit in hits_of(person, rows, frozenset({stem})).values():
        for piece in (*hit.words, *hit.quote):
            if piece.is_marked:
                return piece.text.lower()
    return ""

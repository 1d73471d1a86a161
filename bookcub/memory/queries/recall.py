"""Answer a question about what was said.

The index says which things hold the words, best first; whether the asker may see a thing is asked of the thing
itself, a portion at a time from the top, until a page is full. So nothing is counted that may not be shown, and
the number of queries is bounded.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.core.cache import cache
from django.db.models import Count, Q

from bookcub.clubs.models import Club, Membership, clubs_of
from bookcub.core.clock import now
from bookcub.memory.models import RecallEntry, RecallPosting, RecallWord
from bookcub.memory.queries.hits import SOURCES, Hit, hits_of
from bookcub.memory.recall.query_parser import RecallQuery, Term, parse_query
from bookcub.people.models import User
from bookcub.reads.models import Read
from bookcub.tags.models import Tag

PER_PAGE = 20
PORTION = 250  # entries whose visibility is asked at once
MOST_PORTIONS = 8
MOST_POSTINGS = 5_000
MOST_BEGINNINGS = 200  # words that one beginning* stands for
MOST_PAGES = 20
MANY = 5_000  # things said
REMEMBERED_FOR = 600  # seconds
YEAR = 365 * 24 * 3600
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
FRESHNESS = 0.35  # how much what was said today weighs more than what was said long ago


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a question is narrowed to; each of them may be missing. `until` is the first moment after."""

    club: Club | None = None
    member: Membership | None = None
    read: Read | None = None
    character: Tag | None = None
    since: datetime | None = None
    until: datetime | None = None

    def condition(self, path: str = "") -> Q:
        """The same for rows of the index, or rows that point to one by `path`."""
        found = Q()
        if self.club:
            found &= Q(**{f"{path}club": self.club})
        if self.member:
            found &= Q(**{f"{path}said_by": self.member})
        if self.read:
            is_work = self.read.work_id is not None
            named = {"work": self.read.work_id} if is_work else {"read": self.read.pk}
            found &= Q(**{f"{path}{name}": value for name, value in named.items()})
        if self.character:
            found &= Q(**{f"{path}work__taggings__tag": self.character})
        if self.since:
            found &= Q(**{f"{path}said_at__gte": self.since})
        if self.until:
            found &= Q(**{f"{path}said_at__lt": self.until})
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallAnswer:
    """What was found, one page of it. `is_loose` when nothing held all that was asked for."""

    question: RecallQuery
    hits: Sequence[Hit] = ()
    page: int = 1
    has_more: bool = False
    is_loose: bool = False


@dataclass(slots=True)
class _Found:
    """One entry that holds some of the words."""

    said_at: datetime = LONG_AGO
    terms: dict[int, float] = field(default_factory=dict)  # the term's number, what it weighs here


def recall(person: User, typed: str, narrowing: Narrowing, *, page: int = 1) -> RecallAnswer:
    """What was said in the person's clubs about what they typed. At most 50 queries, usually 10."""
    clubs = [narrowing.club.pk] if narrowing.club else list(clubs_of(person))
    total, languages = _known(clubs)
    question = parse_query(typed, languages or ["en"])
    if not question or not languages:
        return RecallAnswer(question=question)
    words = _words(question, languages)
    found = _found(words, clubs, total, narrowing)
    ranked, is_loose = _ranked(found, question, languages)
    page = max(1, min(page, MOST_PAGES))
    hits = _visible(person, ranked, page * PER_PAGE + 1, _stems(words, question, languages))
    start = (page - 1) * PER_PAGE
    return RecallAnswer(
        question=question,
        hits=hits[start : start + PER_PAGE],
        page=page,
        has_more=len(hits) > page * PER_PAGE and page < MOST_PAGES,
        is_loose=is_loose and bool(hits),
    )


def _known(clubs: Sequence[int]) -> tuple[int, list[str]]:
    """How many things were said, and in which languages. Large clubs are not counted each time."""
    key = f"recall-{'-'.join(str(club) for club in sorted(clubs))[:150]}"
    known: tuple[int, list[str]] | None = cache.get(key)
    if known is None:
        rows = RecallEntry.objects.filter(club__in=clubs).order_by()
        known = rows.count(), list(rows.values_list("language", flat=True).distinct())
        if known[0] > MANY:
            cache.set(key, known, REMEMBERED_FOR)
    return known


def _words(question: RecallQuery, languages: Sequence[str]) -> dict[int, set[int]]:
    """The index's words, by id, with the numbers of the terms that they are of."""
    by_stem: dict[str, set[int]] = defaultdict(set)
    beginnings: list[tuple[int, str]] = []
    for number, term in enumerate(question.terms):
        for row in term.stems(languages):
            if term.is_beginning:
                beginnings.append((number, row[0]))
            else:
                for stem in row:
                    by_stem[stem].add(number)
    found: dict[int, set[int]] = defaultdict(set)
    for pk, stem in RecallWord.objects.filter(stem__in=by_stem).values_list("pk", "stem"):
        found[pk] |= by_stem[stem]
    for number, beginning in beginnings:
        rows = RecallWord.objects.filter(stem__startswith=beginning).order_by("stem")
        for pk in rows.values_list("pk", flat=True)[:MOST_BEGINNINGS]:
            found[pk].add(number)
    return dict(found)


def _stems(
    words: dict[int, set[int]], question: RecallQuery, languages: Sequence[str]
) -> tuple[frozenset[str], tuple[str, ...]]:
    """What is marked in the words of a hit: stems, and beginnings."""
    stems = {
        stem
        for term in question.terms
        if not term.is_beginning
        for row in term.stems(languages)
        for stem in row
    }
    beginnings = [row[0] for each in question.terms if each.is_beginning for row in each.stems([])]
    return frozenset(stems), tuple(beginnings)


def _found(
    words: dict[int, set[int]], clubs: Sequence[int], total: int, narrowing: Narrowing
) -> dict[int, _Found]:
    """The entries that hold any of the words, and how much each term weighs in them. Four queries at most.

    Of words that are in more than can be read, the newest entries.
    """
    postings = RecallPosting.objects.filter(word__in=words, club__in=clubs).order_by()
    held = dict(postings.values("word").annotate(n=Count("pk")).values_list("word", "n"))
    if narrowing != Narrowing(club=narrowing.club):
        postings = postings.filter(narrowing.condition("entry__"))
    rare, common = _parted(held)
    rows = postings.filter(word__in=rare).order_by("-entry").values_list("entry", "word", "times")
    seen = list(rows[:MOST_POSTINGS])
    if common and seen:
        beside = {entry for entry, _, _ in seen}
        more = postings.filter(word__in=common, entry__in=beside)
        seen += more.values_list("entry", "word", "times")
    found: dict[int, _Found] = defaultdict(_Found)
    for entry, word, times in seen:
        weight = math.log(1 + total / (1 + held[word])) * (1 + math.log(times))
        terms = found[entry].terms
        for term in words[word]:
            terms[term] = max(terms.get(term, 0), weight)
    moments = RecallEntry.objects.filter(pk__in=found).values_list("pk", "said_at")
    for pk, said_at in moments:
        found[pk].said_at = said_at
    return dict(found)


def _parted(held: dict[int, int]) -> tuple[list[int], list[int]]:
    """The words that are looked up, and those that are only looked for beside them.

    Whatever the language, what is in nearly everything says little; the rarest word is always looked up.
    """
    by_rarity = sorted(held, key=lambda word: held[word])
    total = 0
    for place, word in enumerate(by_rarity):
        total += held[word]
        if total > MOST_POSTINGS and place:
            return by_rarity[:place], by_rarity[place:]
    return by_rarity, []


def _ranked(
    found: dict[int, _Found], question: RecallQuery, languages: Sequence[str]
) -> tuple[list[int], bool]:
    """The entries that hold all that was asked for, best first; if none does, those that hold most of it."""
    phrases = [
        number for number, term in enumerate(question.terms) if _stands_together(term, languages)
    ]
    full = [pk for pk, one in found.items() if len(one.terms) == len(question.terms)]
    full = _with_phrases(full, [question.terms[number] for number in phrases], languages)
    if full:
        return _by_score(full, found), False
    quoted = [term for term in question.terms if term.is_quoted]
    loose = _with_phrases(list(found), quoted, languages)
    best = max((sum(found[pk].terms.values()) for pk in loose), default=0)
    # What holds only the small change of the question is no answer to it.
    telling = [pk for pk in loose if sum(found[pk].terms.values()) * 2 >= best]
    return _by_score(telling, found), True


def _stands_together(term: Term, languages: Sequence[str]) -> bool:
    return not term.is_beginning and any(len(row) > 1 for row in term.stems(languages))


def _with_phrases(
    entries: list[int], phrases: Iterable[Term], languages: Sequence[str]
) -> list[int]:
    """Those of the entries that hold each phrase word after word. One query for each phrase."""
    for phrase in phrases:
        if not entries:
            break
        rows = phrase.stems(languages)
        together = Q(pk__in=[])
        for row in rows:
            together |= Q(stems__contains=f" {' '.join(row)} ")
        newest = sorted(entries, reverse=True)[: PORTION * MOST_PORTIONS]
        entries = list(
            RecallEntry.objects.filter(together, pk__in=newest).values_list("pk", flat=True)
        )
    return entries


def _by_score(entries: Iterable[int], found: dict[int, _Found]) -> list[int]:
    moment = now()

    def score(pk: int) -> tuple[float, int]:
        age = max(0.0, (moment - found[pk].said_at).total_seconds()) / YEAR
        freshness = 1 + FRESHNESS * math.exp(-age)
        return sum(found[pk].terms.values()) * freshness, pk

    return sorted(entries, key=score, reverse=True)


def _visible(
    person: User,
    ranked: Sequence[int],
    wanted: int,
    marked: tuple[frozenset[str], tuple[str, ...]],
) -> list[Hit]:
    """The first of the entries that the person may see, in their order. Six queries for each portion."""
    hits: list[Hit] = []
    for start in range(0, min(len(ranked), PORTION * MOST_PORTIONS), PORTION):
        portion = ranked[start : start + PORTION]
        rows = RecallEntry.objects.filter(pk__in=portion).values("pk", "language", *SOURCES)
        by_entry = hits_of(person, rows, *marked)
        hits += [by_entry[pk] for pk in portion if pk in by_entry]
        if len(hits) >= wanted:
            break
    return hits[:wanted]

"""Answer a question about what was said.

The index says which things hold the words, best first; whether the asker may see a thing is asked of the thing
itself, a portion at a time from the top, until a page is full. So nothing is counted that may not be shown, and
the number of queries is bounded.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from bookcub.clubs.models import Club, LeftNotes, Membership, MembershipQuerySet, clubs_of
from bookcub.core.clock import now
from bookcub.meetings.models import LineKind
from bookcub.memory.models import RecallEntry, RecallPosting, RecallWord
from bookcub.memory.queries.hits import SOURCES, Hit, excerpt, hits_of
from bookcub.memory.queries.last_meeting import LastMeeting, told_of
from bookcub.memory.queries.meant import question_meant
from bookcub.memory.queries.meeting_meant import has_met, meeting_meant
from bookcub.memory.queries.predictions import sealed_by_others
from bookcub.memory.queries.said_about import SaidAbout, replied_to, talked_about
from bookcub.memory.queries.sight import MOST, Sight
from bookcub.memory.recall.asked import (
    NamesOfMembers,
    SaidBy,
    asks_for_last_time,
    book_named,
    only_a_name,
    what_somebody_said,
    without_asking,
    without_last_time,
    without_saying,
)
from bookcub.memory.recall.chapters_named import ChaptersNamed, chapters_named
from bookcub.memory.recall.kinds import SaidAs
from bookcub.memory.recall.meetings_named import speaks_of_one_meeting
from bookcub.memory.recall.query_parser import RecallQuery, Term, parse_query
from bookcub.memory.recall.when import NamedDays, days_named, is_southern
from bookcub.memory.recall.which_kind import is_kind_alone, kind_named, without_kind
from bookcub.people.models import User
from bookcub.reads.models import Read
from bookcub.tags.models import Tag

PER_PAGE = 20
MOST_POSTINGS = 5_000
MOST_BEGINNINGS = 200  # words that one beginning* stands for
MOST_PAGES = 20
MANY = 5_000  # things said
REMEMBERED_FOR = 600  # seconds
YEAR = 365 * 24 * 3600
SUMMARY = 0.25  # how much minutes weigh beside what somebody said
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
    said_by: Sequence[int] = ()  # members whom the question names
    of_book: Sequence[Read] = ()  # all reads of the book that the question names
    meeting: int = 0  # that the question asks for
    kind: str = ""  # one of SaidAs
    chapters: tuple[int, int] | None = None  # from the first to the last, as readers count

    @property
    def asks_for_something(self) -> bool:
        """Whether it narrows to more than a club: then all of that is an answer, without a word."""
        return self != Narrowing(club=self.club)

    @property
    def is_by_person(self) -> bool:
        return self.member is not None or bool(self.said_by)

    def condition(self, path: str = "") -> Q:
        """The same for rows of the index, or rows that point to one by `path`."""
        told = {
            "club": self.club,
            "said_by": self.member,
            "said_by__in": self.said_by,
            "work__taggings__tag": self.character,
            "said_at__gte": self.since,
            "said_at__lt": self.until,
        }
        found = Q(**{f"{path}{name}": value for name, value in told.items() if value})
        if self.meeting:
            found &= (
                Q((f"{path}line__meeting", self.meeting))
                | Q((f"{path}question__meeting", self.meeting))
                | Q((f"{path}minutes__meeting", self.meeting))
            )
        if reads := [self.read] if self.read else self.of_book:
            works = {each.work_id for each in reads if each.work_id}
            others = [each.pk for each in reads if not each.work_id]
            found &= Q(**{f"{path}work__in": works}) | Q(**{f"{path}read__in": others})
        if self.chapters:
            found &= _of_chapters(self.chapters, path)
        return found & _of_kind(self.kind, path) if self.kind else found


def _of_chapters(chapters: tuple[int, int], path: str) -> Q:
    """What was said on these chapters, or up to one of them; books that are kept by share have none."""
    found = Q(**{f"{path}comment__chapter__number__range": chapters})
    found |= Q(**{f"{path}line__chapter__number__range": chapters})
    for place in ("comment", "prediction", "kept_note"):
        by_share = Q(**{f"{path}{place}__read__book__chapter_titles": []})
        found |= Q(**{f"{path}{place}__upto__range": chapters}) & ~by_share
    return found


def _of_kind(kind: str, path: str) -> Q:
    """For rows of the index, or such as point to one by `path`: what was said in this way."""

    def has(thing: str) -> Q:
        return Q(**{f"{path}{thing}__isnull": False})

    def is_line(line: LineKind) -> Q:
        return Q(**{f"{path}line__kind": line})

    of_kind = {
        SaidAs.NOTE: has("comment__passage") | has("kept_note"),
        SaidAs.COMMENT: has("comment") & ~has("comment__passage"),
        SaidAs.ANNOUNCEMENT: has("comment__announcement"),
        SaidAs.LINE: has("line") | has("question"),
        SaidAs.QUESTION: has("question") | is_line(LineKind.TOPIC),
        SaidAs.HANDS: is_line(LineKind.HANDS),
        SaidAs.MINUTES: has("minutes"),
        SaidAs.PREDICTION: has("prediction"),
    }
    return of_kind[SaidAs(kind)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallAnswer:
    """What was found, one page of it. `is_loose` when nothing held all that was asked for.

    `said_by` is whom the question named, if it asked for what they said; `missing` the same where nothing of theirs
    matches: then this is all that they said, or without `said_by` what others said. `about` is the newest read of the book
    that it named, `last_time` the meeting that it means, usually the last one. `days` are those that it named; `is_of_other_days`
    where nothing is from them; `chapters` and `is_of_other_chapters` are the same for chapters. `kind` is what it asks for, one of SaidAs, and `is_of_other_kinds` the same.
    `name_alone` is a member's whose name is all that was typed, where there is an answer to both: what they said, and where
    their name was said.
    """

    question: RecallQuery
    hits: Sequence[Hit] = ()
    page: int = 1
    has_more: bool = False
    is_loose: bool = False
    said_by: str = ""
    missing: str = ""
    about: Read | None = None
    last_time: LastMeeting | None = None
    days: NamedDays | None = None
    is_of_other_days: bool = False
    kind: str = ""
    is_of_other_kinds: bool = False
    are_sealed: bool = False  # asked for predictions: whether some wait for a place to come
    unmatched: RecallQuery | None = None  # what nothing of theirs holds
    meant: str = ""  # the question with a word as it was said, where nothing holds it
    chapters: ChaptersNamed | None = None
    is_of_other_chapters: bool = False
    name_alone: str = ""
    is_any: bool = False  # whether anything was found, if not on this page
    never_met: bool = False  # asked for the last meeting, of clubs that never held one
    met_ahead: bool = False  # the same, where all meetings went further than the person has read

    @property
    def is_answered(self) -> bool:
        """Whether there is anything to show: something that was said, or a meeting."""
        return self.is_any or self.last_time is not None

    @property
    def is_explained(self) -> bool:
        """Whether a page that shows nothing found has said enough."""
        if self.last_time or self.never_met or self.met_ahead:
            return True
        if self.is_of_other_kinds or self.is_of_other_chapters:
            return True
        return self.is_of_other_days and not self.question

    @property
    def was_not_there(self) -> bool:
        """Whether who said nothing at the last meeting is not among those who were there."""
        there = self.last_time.there if self.last_time else ()
        return bool(self.missing and there) and self.missing not in there

    @property
    def is_of_others(self) -> bool:
        """Whether it asked for what somebody said, and this is what others said."""
        return bool(self.missing) and not self.said_by

    @property
    def tells_of_others(self) -> bool:
        """Whether the page says that nothing of theirs was found: unless it has said so of what was asked for already."""
        is_said = self.is_of_other_kinds or self.is_of_other_chapters
        return self.is_of_others and (bool(self.hits) or not is_said)

    @property
    def is_counted(self) -> bool:
        """Whether what stands there is what was asked for: else no number of it says that it was found."""
        return not (self.missing or self.is_loose)

    @property
    def number(self) -> int:
        """How many were found; of more than this page shows, those up to here."""
        return (self.page - 1) * PER_PAGE + len(self.hits)


@dataclass(slots=True)
class _Found:
    """One entry that holds some of the words."""

    said_at: datetime = LONG_AGO
    terms: dict[int, float] = field(default_factory=dict)  # the term's number, what it weighs here
    is_summary: bool = False


class _Clubs:
    """The clubs that are asked, and what every attempt at a question wants to know of them: read once."""

    def __init__(self, person: User, pks: Sequence[int]) -> None:
        self.person, self.pks = person, pks
        self._stems: dict[str, int | None] = {}  # the id of each, if the index knows it
        self._beginnings: dict[str, list[int]] = {}
        self._held: dict[frozenset[int], dict[int, int]] = {}

    @cached_property
    def total_and_languages(self) -> tuple[int, list[str]]:
        return _known(self.pks)

    @cached_property
    def names(self) -> NamesOfMembers:
        """The members by name, and who of them the person is."""
        found: dict[str, list[int]] = defaultdict(list)
        own, own_name = [], ""
        for member in named_members(self.person, self.pks):
            found[member.name].append(member.pk)
            if member.user_id == self.person.pk:
                own.append(member.pk)
                own_name = member.name
        return NamesOfMembers(dict(found), own_name, own)

    @cached_property
    def titles(self) -> dict[int, str]:
        """Of what they read, by read."""
        reads = Read.objects.visible_to(self.person).filter(club__in=self.pks)
        return dict(reads.values_list("pk", "title"))

    def words_of(self, terms: Iterable[Term]) -> dict[int, set[int]]:
        """The index's words, by id, with the numbers of the terms that they are of or begin with."""
        _, languages = self.total_and_languages
        rows = [(term, term.stems(languages)) for term in terms]
        self._learn(
            {stem for term, of in rows if not term.is_beginning for row in of for stem in row}
        )
        found: dict[int, set[int]] = defaultdict(set)
        for number, (term, of) in enumerate(rows):
            for stem in {stem for row in of for stem in row}:
                for pk in self._beginning(stem) if term.is_beginning else self._whole(stem):
                    found[pk].add(number)
        return dict(found)

    def held(self, words: Iterable[int]) -> dict[int, int]:
        """In how many things that were said each of these words is; one that is in none is left out."""
        known = frozenset(words)
        if known not in self._held:
            postings = RecallPosting.objects.filter(word__in=known, club__in=self.pks).order_by()
            rows = postings.values("word").annotate(n=Count("pk"))
            self._held[known] = dict(rows.values_list("word", "n"))
        return self._held[known]

    def _learn(self, stems: set[str]) -> None:
        if unknown := stems - self._stems.keys():
            self._stems |= dict.fromkeys(unknown)
            rows = RecallWord.objects.filter(stem__in=unknown)
            self._stems |= dict(rows.values_list("stem", "pk"))

    def _whole(self, stem: str) -> list[int]:
        pk = self._stems[stem]
        return [] if pk is None else [pk]

    def _beginning(self, stem: str) -> list[int]:
        if stem not in self._beginnings:
            rows = RecallWord.objects.filter(stem__startswith=stem).order_by("stem")
            self._beginnings[stem] = list(rows.values_list("pk", flat=True)[:MOST_BEGINNINGS])
        return self._beginnings[stem]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Who asks, how, and for what besides the words."""

    person: User
    clubs: _Clubs
    sight: Sight
    narrowing: Narrowing
    page: int
    newest_first: bool
    needs_words: bool = True
    needs_nothing: bool = False  # without a word, it is all that the question is narrowed to
    of_anybody: bool = False  # no name that it holds narrows it
    of_anything: bool = False  # nor a title
    of_any_kind: bool = False  # nor a word for notes or predictions
    of_any_day: bool = False  # nor words for days
    of_any_chapter: bool = False  # nor the number of a chapter
    kind_named: str = ""  # that such a word has asked for: it is none to look for


def recall(  # noqa: PLR0913  # all that a question may bring along
    person: User,
    typed: str,
    narrowing: Narrowing,
    *,
    page: int = 1,
    newest_first: bool = False,
    of_anybody: bool = False,
    of_anything: bool = False,
    of_any_day: bool = False,
    of_any_kind: bool = False,
    of_any_chapter: bool = False,
) -> RecallAnswer:
    """What was said in the person's clubs about what they typed. Usually 15 queries; a test keeps their bound.

    “What did Bo say about …” finds what Bo said, and a name alone does, unless `of_anybody` says not to; the title of a
    book what was said of it, unless that is nothing, or `of_anything` says not to; “in October” what was said then, unless
    that is nothing, or `of_any_day` says not to; “our predictions” these alone, and
    “chapter 6” what was said on that, likewise. Without words, all that the narrowing leaves is found.
    """
    asked = _Asked(
        person=person,
        clubs=_Clubs(person, [narrowing.club.pk] if narrowing.club else list(clubs_of(person))),
        sight=Sight(person),
        narrowing=narrowing,
        page=max(1, min(page, MOST_PAGES)),
        newest_first=newest_first,
        needs_words=not narrowing.asks_for_something,
        needs_nothing=narrowing.asks_for_something,
        of_anybody=of_anybody,
        of_anything=of_anything,
        of_any_kind=of_any_kind or bool(narrowing.kind),
        of_any_chapter=of_any_chapter,
        of_any_day=bool(of_any_day or narrowing.since or narrowing.until),
    )
    answer = _of_chapter(typed, asked)
    nowhere = answer.unmatched or (None if answer.is_any else answer.question)
    if not nowhere:
        return answer
    meant = question_meant(typed, nowhere, person, asked.clubs.pks, asked.sight)
    return replace(answer, meant=meant)


def _of_chapter(typed: str, asked: _Asked) -> RecallAnswer:
    """The answer; of what was said on a chapter, if the question names one by its number and any of that is an answer.

    A meeting is of no chapter: who asks for one means the number as a word.
    """
    is_of_any = asked.of_any_chapter or _speaks_of_meeting(typed)
    named = None if is_of_any else chapters_named(typed)
    if named is None:
        return _of_days(typed, asked)
    of_it = replace(asked.narrowing, chapters=(named.first, named.last))
    there = replace(asked, narrowing=of_it, needs_words=False, needs_nothing=True)
    found = _of_days(named.rest, there) if _is_anything(there) else None
    if found and found.is_any:
        return replace(found, chapters=named)
    other = _of_days(typed, replace(asked, needs_words=False))
    return replace(other, chapters=named, is_of_other_chapters=True)


def _speaks_of_meeting(typed: str) -> bool:
    return asks_for_last_time(typed) or speaks_of_one_meeting(typed)


def _is_anything(asked: _Asked) -> bool:
    """Whether the person sees anything at all there: else no way to ask for it has to be tried."""
    return bool(asked.sight.first_of(_newest(asked), 1, is_by_person=False))


def _of_days(typed: str, asked: _Asked) -> RecallAnswer:
    """The answer; of the days that the question names, if anything is from them."""
    days = None if asked.of_any_day else _days(typed)
    if days is None:
        return _of_meeting(typed, asked)
    since, until = first_moment(days.since), end_of(days.until)
    then = replace(
        asked,
        narrowing=replace(asked.narrowing, since=since, until=until),
        needs_words=False,
        needs_nothing=True,
    )
    # Of a meeting there is a card, though nobody said anything there.
    if _speaks_of_meeting(typed) or _is_anything(then):
        found = _of_meeting(days.rest, then)
        if found.is_answered:
            return replace(found, days=days)
    other = _of_meeting(days.rest, replace(asked, needs_words=False))
    return replace(other, days=days, is_of_other_days=True)


def _days(typed: str) -> NamedDays | None:
    """The days that the question names, where whoever asks lives."""
    today, zone = timezone.localdate(), timezone.get_current_timezone()
    return days_named(typed, today, is_southern=is_southern(zone, today.year))


def _of_meeting(typed: str, asked: _Asked) -> RecallAnswer:
    """The answer, with the meeting that the question means, and first what was said there."""
    person, clubs, narrowing = asked.person, asked.clubs.pks, asked.narrowing
    days = {"since": narrowing.since, "until": narrowing.until}
    meant = meeting_meant(person, clubs, typed, **days) if _may_mean_meeting(typed, asked) else None
    if meant is None:
        return _of_no_meeting(typed, asked) if asks_for_last_time(typed) else _in_kind(typed, asked)
    # Its days are those of the talk: what was asked for it was sent in before.
    of_it = replace(narrowing, meeting=meant.meeting.pk, since=None, until=None)
    there = replace(asked, narrowing=of_it, needs_words=False)
    named, kind = _named(meant.rest, there), "" if asked.of_any_kind else kind_named(meant.rest)
    if kind:
        found = _in_kind(meant.rest, there)
    elif named:
        found = _by_whom(meant.rest, there)
    else:
        there = replace(there, needs_nothing=False)
        found = _by_whom(without_saying(meant.rest), there)
    asks_more = bool(named or kind or found.question)
    if meant.is_by_name and asks_more and (not found.is_any or found.is_of_others):
        return _in_kind(typed, asked)
    if not (named or kind or found.is_any):
        asked = replace(asked, needs_words=False, needs_nothing=False)
        found = _in_kind(without_saying(meant.rest), asked)
    if named and found.is_of_others:  # what they said there, and nothing of others
        found = replace(found, hits=(), has_more=False)
    card = told_of(meant.meeting, person, is_last=meant.is_last)
    hits = [hit for hit in found.hits if not card.says_all_of(hit)]
    return replace(found, hits=hits, last_time=card)


def _of_no_meeting(typed: str, asked: _Asked) -> RecallAnswer:
    """The answer where the last meeting is asked for, and there is none, or none that the person has read far enough for."""
    met = has_met(asked.person, asked.clubs.pks)
    rest = without_saying(without_last_time(typed))
    found = _in_kind(rest, replace(asked, needs_words=False))
    return replace(found, never_met=not met, met_ahead=met)


def _may_mean_meeting(typed: str, asked: _Asked) -> bool:
    return asks_for_last_time(typed) or not asked.of_any_kind


def _in_kind(typed: str, asked: _Asked) -> RecallAnswer:
    """The answer; of one kind alone, if the question is for this and any of it is an answer."""
    kind = "" if asked.of_any_kind else kind_named(typed)
    if not kind:
        return _recalled(typed, asked)
    asked = replace(asked, kind_named=kind)
    of_kind = replace(
        asked,
        narrowing=replace(asked.narrowing, kind=kind),
        needs_words=False,
        needs_nothing=True,
    )
    found = _recalled(typed, of_kind)
    if found.is_any and not found.is_of_others:
        return replace(found, kind=kind)
    are_sealed = kind == SaidAs.PREDICTION and _are_sealed(asked)
    if kind in _KINDS_APART and _asks_for_all(typed, kind, asked):
        nothing = RecallAnswer(question=found.question, missing=found.missing)
        return replace(nothing, kind=kind, is_of_other_kinds=True, are_sealed=are_sealed)
    other = _recalled(typed, replace(asked, needs_words=False))
    # What else they say themselves comes before what others predicted.
    if found.is_any and not other.said_by:
        return replace(found, kind=kind)
    if not other.is_any and is_kind_alone(typed, kind):
        other = _recalled(typed, replace(asked, kind_named=""))
    return replace(other, kind=kind, is_of_other_kinds=True, are_sealed=are_sealed)


# Whoever asks for these means nothing else; notes and comments are often meant by one word for both.
_KINDS_APART = (
    SaidAs.ANNOUNCEMENT,
    SaidAs.HANDS,
    SaidAs.MINUTES,
    SaidAs.PREDICTION,
    SaidAs.QUESTION,
)


def _asks_for_all(typed: str, kind: str, asked: _Asked) -> bool:
    """Whether it asks for all of this kind that somebody said, without a word that it is about."""
    named = _named(typed, asked)
    languages = asked.clubs.total_and_languages[1] or ["en"]
    rest = without_kind(named.rest, kind) if named else typed
    return named is not None and not parse_query(rest, languages, needs_words=False)


def _are_sealed(asked: _Asked) -> bool:
    """Whether the pages of predictions say that there are more, which the person cannot read yet."""
    reads = [asked.narrowing.read.pk] if asked.narrowing.read else list(asked.clubs.titles)
    return sealed_by_others(asked.person).filter(read__in=reads).exists()


def _recalled(typed: str, asked: _Asked) -> RecallAnswer:
    """The answer, of a book, if the question names one."""
    narrowing, answer = asked.narrowing, None
    book = None if narrowing.read or asked.of_anything else _book(typed, asked.clubs)
    if book:
        reads, rest = book
        of_it = replace(narrowing, of_book=reads)
        about = replace(asked, narrowing=of_it, needs_words=False, needs_nothing=True)
        found = _by_whom(rest, about)
        answer = replace(found, about=reads[0]) if found.is_any else None
    if answer is None or answer.is_of_others:
        elsewhere = _by_whom(typed, asked)
        # Their own words about something else come before those of others about the book.
        answer = elsewhere if answer is None or elsewhere.said_by else answer
    return answer


def first_moment(day: date | None) -> datetime | None:
    """When the day begins for whoever asks."""
    zone = timezone.get_current_timezone()
    return datetime.combine(day, time(), zone).astimezone(UTC) if day else None


def end_of(day: date | None) -> datetime | None:
    """The first moment after it."""
    return first_moment(day + timedelta(days=1)) if day else None


def _book(typed: str, clubs: _Clubs) -> tuple[Sequence[Read], str] | None:
    """The reads of the book that the question names, the newest first, and what else it asks for."""
    named = book_named(typed, clubs.titles)
    if named is None:
        return None
    reads = Read.objects.visible_to(clubs.person).filter(pk__in=named.numbers)
    return list(reads.order_by("-pk")), named.rest


def _by_whom(typed: str, asked: _Asked) -> RecallAnswer:
    """The answer; where the question names somebody, of what they said, or it says that nothing of that matches."""
    named = _named(typed, asked)
    if not named:
        answer = _answer(typed if asked.of_anybody else without_asking(typed), asked)
        return replace(answer, name_alone=_name_alone(typed, asked)) if answer.is_any else answer
    theirs = replace(
        asked, narrowing=replace(asked.narrowing, said_by=named.members), needs_words=False
    )
    unmatched = None
    for words, missing in ((named.rest, ""), ("", named.name)):
        answer = _answer(words, theirs)
        if answer.is_any:
            is_word = named.is_alone and _answer(typed, asked).is_any
            alone = named.name if is_word else ""
            answer = replace(answer, said_by=named.name, missing=missing, name_alone=alone)
            return replace(answer, unmatched=unmatched)
        if not answer.question:
            break  # this was all that they said
        unmatched = answer.question
    return replace(_answer(typed, asked), missing=named.name)


def _named(typed: str, asked: _Asked) -> SaidBy | None:
    if asked.of_anybody or asked.narrowing.member:
        return None
    names = asked.clubs.names
    return what_somebody_said(typed, names) or only_a_name(typed, names)


def _name_alone(typed: str, asked: _Asked) -> str:
    """Whose name is looked for as a word, and nothing else, though they said something, too."""
    named = only_a_name(typed, asked.clubs.names) if asked.of_anybody else None
    if not named or not named.is_alone:
        return ""
    theirs = replace(asked.narrowing, said_by=named.members)
    is_any = _answer("", replace(asked, narrowing=theirs, needs_words=False)).is_any
    return named.name if is_any else ""


def named_members(person: User, clubs: Iterable[int]) -> MembershipQuerySet:
    """The members of these clubs who are found by name: not those who asked to be unnamed when they left."""
    members = Membership.objects.visible_to(person).filter(club__in=clubs)
    return members.exclude(left_notes=LeftNotes.UNNAME).select_related("pseud", "club")


def _answer(typed: str, asked: _Asked) -> RecallAnswer:
    total, languages = asked.clubs.total_and_languages
    typed = without_kind(typed, asked.kind_named) if asked.kind_named else typed
    question = parse_query(typed, languages or ["en"], needs_words=asked.needs_words)
    page, is_loose, clubs = asked.page, False, asked.clubs
    if not languages or not (question or asked.narrowing.said_by or asked.needs_nothing):
        return RecallAnswer(question=question)
    if question:
        words = clubs.words_of(question.terms)
        found = _found(words, clubs, total, asked.narrowing)
        ranked, is_loose = _ranked(found, question, languages, newest_first=asked.newest_first)
    else:
        ranked = _newest(asked)
    seen = asked.sight.first_of(
        ranked, page * PER_PAGE + 1, is_by_person=asked.narrowing.is_by_person
    )
    shown = seen[(page - 1) * PER_PAGE : page * PER_PAGE]
    return RecallAnswer(
        question=question,
        hits=_hits(asked.person, shown, _stems(question, languages)),
        page=page,
        has_more=len(seen) > page * PER_PAGE and page < MOST_PAGES,
        is_loose=is_loose and bool(shown),
        is_any=bool(seen),
    )


def _newest(asked: _Asked) -> list[int]:
    """All entries that the narrowing leaves, without a word that they have to hold."""
    said = RecallEntry.objects.filter(asked.narrowing.condition(), club__in=asked.clubs.pks)
    return list(said.order_by("-said_at", "-pk").values_list("pk", flat=True)[:MOST])


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


def _stems(
    question: RecallQuery, languages: Sequence[str]
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
    words: dict[int, set[int]], clubs: _Clubs, total: int, narrowing: Narrowing
) -> dict[int, _Found]:
    """The entries that hold any of the words, and how much each term weighs in them. Four queries at most.

    Of words that are in more than can be read, the newest entries.
    """
    if not words:
        return {}
    postings = RecallPosting.objects.filter(word__in=words, club__in=clubs.pks).order_by()
    held = clubs.held(words)
    if narrowing.asks_for_something:
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
    moments = RecallEntry.objects.filter(pk__in=found).values_list("pk", "said_at", "minutes")
    for pk, said_at, minutes in moments:
        found[pk].said_at, found[pk].is_summary = said_at, minutes is not None
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
    found: dict[int, _Found],
    question: RecallQuery,
    languages: Sequence[str],
    *,
    newest_first: bool,
) -> tuple[list[int], bool]:
    """The entries that hold all that was asked for, best first; if none does, those that hold most of it."""
    phrases = [
        number for number, term in enumerate(question.terms) if _stands_together(term, languages)
    ]
    full = [pk for pk, one in found.items() if len(one.terms) == len(question.terms)]
    full = _with_phrases(full, [question.terms[number] for number in phrases], languages)
    in_order = _by_day if newest_first else _by_score
    if full:
        return in_order(full, found), False
    quoted = [term for term in question.terms if term.is_quoted]
    loose = _with_phrases(list(found), quoted, languages)
    best = max((sum(found[pk].terms.values()) for pk in loose), default=0)
    # What holds only the small change of the question is no answer to it.
    telling = [
        pk
        for pk in loose
        if sum(found[pk].terms.values()) * 2 >= best
        and not all(question.terms[number].tells_little for number in found[pk].terms)
    ]
    return in_order(telling, found), True


def _stands_together(term: Term, languages: Sequence[str]) -> bool:
    return not term.is_beginning and any(len(row) > 1 for row in term.stems(languages))


def _with_phrases(
    entries: list[int], phrases: Iterable[Term], languages: Sequence[str]
) -> list[int]:
    """Those of the entries that hold each phrase word after word. One query at most."""
    together = Q()
    for phrase in phrases:
        one = Q(pk__in=[])
        for row in phrase.stems(languages):
            one |= Q(stems__contains=f" {' '.join(row)} ")
        together &= one
    if not (together and entries):
        return entries
    newest = sorted(entries, reverse=True)[:MOST]
    rows = RecallEntry.objects.filter(together, pk__in=newest)
    return list(rows.values_list("pk", flat=True))


def _by_day(entries: Iterable[int], found: dict[int, _Found]) -> list[int]:
    return sorted(entries, key=lambda pk: (found[pk].said_at, pk), reverse=True)


def _by_score(entries: Iterable[int], found: dict[int, _Found]) -> list[int]:
    """Best first: the sentence somebody said before the summary that says its words again and again."""
    moment = now()

    def score(pk: int) -> tuple[float, int]:
        age = max(0.0, (moment - found[pk].said_at).total_seconds()) / YEAR
        freshness = 1 + FRESHNESS * math.exp(-age)
        plainness = SUMMARY if found[pk].is_summary else 1
        return sum(found[pk].terms.values()) * freshness * plainness, pk

    return sorted(entries, key=score, reverse=True)


def _hits(
    person: User, entries: Sequence[int], marked: tuple[frozenset[str], tuple[str, ...]]
) -> list[Hit]:
    """Those of the entries that the person may see, in their order, with what is marked in them."""
    if not entries:
        return []
    rows = list(RecallEntry.objects.filter(pk__in=entries).values("pk", "language", *SOURCES))
    by_entry = hits_of(person, rows, *marked)
    lines = {row["line"]: row["pk"] for row in rows if row["line"]}
    comments = {row["comment"]: row["pk"] for row in rows if row["comment"]}
    about = {lines[pk]: told for pk, told in talked_about(person, lines).items()}
    about |= {comments[pk]: told for pk, told in replied_to(person, comments).items()}
    return [
        _with_subject(by_entry[pk], about[pk]) if pk in about else by_entry[pk]
        for pk in entries
        if pk in by_entry
    ]


def _with_subject(hit: Hit, about: SaidAbout) -> Hit:
    """What was said, with what it was said to; its own quotation tells more."""
    return replace(hit, answers=about.sentence, quote=hit.quote or excerpt(about.quote, "", None))

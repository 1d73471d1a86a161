"""The page of a read's predictions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bookcub.meetings.models import left_here
from bookcub.meetings.policies import Participant
from bookcub.memory.models import Prediction, PredictionOutcome, PredictionQuerySet, Verdict
from bookcub.people.models import User
from bookcub.reads.models import Milestone, Read
from bookcub.reads.planning import BookMeasure, Unit
from bookcub.reads.queries.contents import place_and_chapter
from bookcub.reads.queries.measures import counted_by_all, number_words, passed_words

ENDS: Mapping[Unit, str | Promise] = {
    Unit.CHAPTER: gettext_lazy("The end of chapter %(number)d"),
    Unit.PAGE: gettext_lazy("The end of page %(number)d"),
    Unit.SHARE: gettext_lazy("At %(number)s"),
}
MILESTONE_ENDS: Mapping[Unit, str | Promise] = {
    Unit.CHAPTER: gettext_lazy("The end of chapter %(number)d (milestone)"),
    Unit.PAGE: gettext_lazy("The end of page %(number)d (milestone)"),
    Unit.SHARE: gettext_lazy("At %(number)s (milestone)"),
}

# In all that is said of how one came out: buttons, badges, tables, memories.
CAME_OUT: Mapping[PredictionOutcome, str | Promise] = {
    PredictionOutcome.RIGHT: pgettext_lazy("prediction", "It came true"),
    PredictionOutcome.PARTLY: pgettext_lazy("prediction", "In part"),
    PredictionOutcome.WRONG: pgettext_lazy("prediction", "It came otherwise"),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """How many say that it came out this way."""

    outcome: str
    words: str
    count: int
    is_own: bool
    names: Sequence[str] = ()  # of those who belong to the club


@dataclass(frozen=True, slots=True)
class PredictionRow:
    """One guess that this person may read."""

    prediction: Prediction
    place: str  # "page 212", "51%"
    made_at_place: str  # empty at the beginning
    name: str
    is_own: bool
    is_open: bool
    judged: Sequence[Judged]
    total: int

    @property
    def is_disputed(self) -> bool:
        """Whether they say different things, and most of them no one thing."""
        return bool(self.total) and all(2 * each.count <= self.total for each in self.judged)

    @property
    def came_out(self) -> str:
        """What most say, if most say one thing."""
        if self.is_disputed:
            return gettext("Opinions differ")
        return max(self.judged, key=lambda each: each.count).words if self.total else ""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """One member's guesses, and how they came out."""

    name: str
    right: int
    partly: int
    wrong: int

    @property
    def total(self) -> int:
        return self.right + self.partly + self.wrong

    @property
    def bars(self) -> list[tuple[str, int, int]]:
        """For a picture: name, where it begins and how long it is, each guess ten wide."""
        made, at = [], 0
        for name, count in (("right", self.right), ("partly", self.partly), ("wrong", self.wrong)):
            made.append((name, at, 10 * count))
            at += 10 * count
        return made


@dataclass(frozen=True, slots=True)
class Sealed:
    """How many guesses wait for one place: no names, no words."""

    place: str
    count: int


@dataclass(frozen=True, slots=True)
class PredictionsPage:
    """A read's predictions, as one member sees them."""

    read: Read
    own: list[PredictionRow]  # still sealed for themselves
    opened: list[PredictionRow]
    sealed: list[Sealed]  # of others; whose, nobody is told
    outcomes: list[Outcomes]
    widest: int
    may_guess: bool  # there is a place to come, which a guess can name

    @property
    def heads(self) -> list[str]:
        """Of the table of outcomes: as the buttons say it."""
        return [str(words) for words in CAME_OUT.values()]

    @property
    def compares(self) -> bool:
        """Whether enough has come out for a table of it: one guess alone says so itself."""
        return sum(each.total for each in self.outcomes) > 1


def predictions_page(
    read: Read,
    participant: Participant,
    person: User,
    measure: BookMeasure,
    *,
    may_guess: bool,
) -> PredictionsPage:
    """Gather the page. Everything with words in it comes through `visible_to`.

    Places are numbers only: a title may tell too much.
    """
    readable = list(
        Prediction.objects.visible_to(person)
        .filter(read=read)
        .select_related("membership__pseud")
        .order_by("upto", "made_at", "pk")
    )
    reached = set(Prediction.objects.open_to(person).filter(read=read).values_list("pk", flat=True))
    verdicts = list(
        Verdict.objects.heard_by(person)
        .filter(prediction__in=reached)
        .select_related("membership__pseud")
        .order_by("pk")
    )
    rows = [
        _row(each, participant, verdicts, measure, is_open=each.pk in reached) for each in readable
    ]
    hidden = sealed_by_others(person).filter(read=read)
    waiting = Counter(hidden.order_by("upto").values_list("upto", flat=True))
    opened = [row for row in rows if row.is_open]
    outcomes = _outcomes(opened)
    return PredictionsPage(
        read=read,
        own=[row for row in rows if not row.is_open],
        opened=opened,
        sealed=[Sealed(_place(measure, upto), count) for upto, count in sorted(waiting.items())],
        outcomes=outcomes,
        widest=10 * max((each.total for each in outcomes), default=1),
        may_guess=may_guess,
    )


def sealed_by_others(person: User) -> PredictionQuerySet:
    """Those that wait for a place to come: that they are there is told, and neither whose nor which."""
    readable = Prediction.objects.visible_to(person)
    return Prediction.objects.filter(left_here(person)).exclude(pk__in=readable.values("pk"))


def places_ahead(read: Read, at: int, measure: BookMeasure) -> list[tuple[int, str]]:
    """The places beyond one's own that a guess can name: milestones, and chapters that are there, planned or next."""
    if not read.is_going_on:
        return []
    milestones = {each.upto for each in Milestone.objects.filter(read=read, upto__gt=at)}
    end = measure.upto(length_of(read)) if read.work_id else length_of(read)
    ends = {end, *read.contents.ends.values()}
    places = milestones | (
        ends if read.is_by_share else {*range(at + 1, end + 1)} - {*measure.drafts}
    )
    return [
        (upto, _end_of(read, measure, upto, is_milestone=upto in milestones))
        for upto in sorted(places)
        if upto > at
    ]


def likely_place(read: Read, at: int) -> int | None:
    """Where a guess most likely opens: the next milestone, else the end of what is there. None at that end."""
    ahead = Milestone.objects.filter(read=read, upto__gt=at).order_by("upto")
    if milestone := ahead.values_list("upto", flat=True).first():
        return milestone
    last = counted_by_all(read).upto(read.work.chapter_count) if read.work else 0
    return last if last > at else None


def _end_of(read: Read, measure: BookMeasure, upto: int, *, is_milestone: bool) -> str:
    number = number_words(measure, measure.number(upto))
    names = MILESTONE_ENDS if is_milestone else ENDS
    words = str(names[measure.unit]) % {"number": number}
    return place_and_chapter(words, read, upto, measure)


def _place(measure: BookMeasure, upto: int) -> str:
    return passed_words(measure, measure.number(upto))


def length_of(read: Read) -> int:
    """How many chapters (pages) the book has, or will have as far as anybody knows: of a serial one more at least."""
    if read.work is not None:
        to_come = 0 if read.work.is_complete else 1
        return max(read.work.chapter_count + to_come, read.work.chapters_planned or 0)
    return read.book.end if read.book else 0


def _row(
    prediction: Prediction,
    participant: Participant,
    verdicts: Sequence[Verdict],
    measure: BookMeasure,
    *,
    is_open: bool,
) -> PredictionRow:
    given = [each for each in verdicts if each.prediction_id == prediction.pk]
    own = {each.outcome for each in given if each.membership_id == participant.membership.pk}
    counts = Counter(each.outcome for each in given)
    return PredictionRow(
        prediction=prediction,
        place=_place(measure, prediction.upto),
        made_at_place=_made_at(measure, prediction.made_at_place),
        name=prediction.membership.name,
        is_own=prediction.membership_id == participant.membership.pk,
        is_open=is_open,
        judged=[
            Judged(
                outcome.value,
                str(CAME_OUT[outcome]),
                counts[outcome],
                outcome.value in own,
                [
                    each.membership.name
                    for each in given
                    if each.outcome == outcome and each.membership.is_current
                ],
            )
            for outcome in PredictionOutcome
        ],
        total=len(given),
    )


def _made_at(measure: BookMeasure, at: int) -> str:
    number = measure.read(at)
    return passed_words(measure, number) if number else ""


def _outcomes(rows: Sequence[PredictionRow]) -> list[Outcomes]:
    """What most said, by the writer of the guess; the ones without a majority are left out."""
    counted: dict[int, Counter[str]] = {}
    names: dict[int, str] = {}
    for row in rows:
        clear = [each for each in row.judged if 2 * each.count > row.total]
        if clear:
            names[row.prediction.membership_id] = row.name
            counted.setdefault(row.prediction.membership_id, Counter())[clear[0].outcome] += 1
    return [
        Outcomes(
            names[member],
            counts[PredictionOutcome.RIGHT],
            counts[PredictionOutcome.PARTLY],
            counts[PredictionOutcome.WRONG],
        )
        for member, counts in sorted(counted.items(), key=lambda item: names[item[0]].casefold())
    ]

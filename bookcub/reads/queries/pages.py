"""The page of a plan: how it is, how it could be, and how it came to be so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bookcub.clubs.models import Membership
from bookcub.clubs.policies import size_of
from bookcub.people.models import User
from bookcub.reads import planning
from bookcub.reads.models import Milestone, PaceKind, PlanChange, Read
from bookcub.reads.planning import BookMeasure, PlannedBook
from bookcub.reads.policies import may_plan
from bookcub.reads.queries.books import book_of, pace_of, today_of
from bookcub.reads.queries.measures import measure_of
from bookcub.reads.queries.plans import Draft
from bookcub.reads.queries.shown_changes import ShownChange, shown_changes
from bookcub.reads.queries.shown_milestones import ShownMilestone, shown_milestones
from bookcub.reads.queries.wording import move_words, pace_words, told_in

CHANGES_MAX = 100


@dataclass(frozen=True, slots=True)
class PlanPage:
    """`/clubs/<id>/reads/<read>/plan`."""

    read: Read
    me: Membership
    book: PlannedBook
    rows: Sequence[Milestone]
    milestones: Sequence[ShownMilestone]
    changes: Sequence[ShownChange]
    pace: str
    may_plan: bool
    today: date
    measure: BookMeasure  # of whoever looks

    @property
    def plan_measure(self) -> BookMeasure:
        """How the plan counts: a work as everybody does, a book from elsewhere as it was brought."""
        return self.measure if self.read.work_id else self.read.measure

    @property
    def as_of(self) -> int:
        """The newest change that this page knows of."""
        return self.changes[0].change.pk if self.changes else 0

    @property
    def has_fixed(self) -> bool:
        """Whether something to come was set by hand."""
        return any(one.is_fixed and not one.is_past for one in self.milestones)

    @property
    def grows(self) -> bool:
        """Whether the plan goes on by itself when its story does."""
        return self.book.is_open_ended and self.read.pace != PaceKind.AS_WE_GO


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """A plan before it is set."""

    milestones: Sequence[ShownMilestone]
    moved: Sequence[str]


def plan_page(read: Read, me: Membership, person: User) -> PlanPage:
    """Five queries at most."""
    book, today = book_of(read), today_of(read.club)
    rows = list(Milestone.objects.filter(read=read))
    measure = measure_of(read, person)
    changes = PlanChange.objects.filter(read=read).select_related("by__pseud", "by__club")
    return PlanPage(
        read=read,
        me=me,
        book=book,
        rows=rows,
        milestones=shown_milestones(rows, book, measure, today=today, contents=read.contents),
        changes=shown_changes(changes[:CHANGES_MAX], read, today, measure),
        pace=pace_words(pace_of(read), read.measure),
        may_plan=may_plan(me, members=members_of(me)),
        today=today,
        measure=measure,
    )


def members_of(me: Membership) -> int:
    """How many belong to the club now."""
    return size_of(me.club_id)


def preview(page: PlanPage, draft: Draft) -> PlanPreview:
    """What a draft would look like. No query."""
    rows = [_as_row(page, one) for one in draft.milestones]
    told = told_in(draft.unit, page.read.book, page.measure)
    return PlanPreview(
        shown_milestones(
            rows, page.book, page.measure, today=page.today, contents=page.read.contents
        ),
        [move_words(move, told, page.today) for move in draft.moved],
    )


def _as_row(page: PlanPage, one: planning.PlannedMilestone) -> Milestone:
    read, place = page.read, page.plan_measure.upto(one.number)
    return Milestone(read=read, upto=place, due_on=one.due, is_fixed=one.by_hand)

"""Setting a plan, changing it by hand, and letting it follow its book."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from bookcub.clubs.models import Membership
from bookcub.core import clock
from bookcub.reads import planning, signals
from bookcub.reads.models import Milestone, PlanChange, Read
from bookcub.reads.planning.written import ChangeFacts, write
from bookcub.reads.queries.books import as_seen
from bookcub.reads.queries.measures import counted_by_all
from bookcub.reads.queries.plans import (
    Draft,
    PaceWish,
    PlanError,
    RowWish,
    as_the_book_is,
    kept_as,
    newest_change,
    with_other_pace,
    with_pace,
    with_rows,
)
from bookcub.works.models import Work

ASIDE = planning.WHOLE + 1_000_000  # where milestones wait while others take their places


@transaction.atomic
def set_pace(*, read: Read, by: Membership, wish: PaceWish) -> PlanChange | None:
    """Lay the plan out at another pace; None where that changes nothing. Raises PlanError."""
    fresh = _locked(read)
    draft = with_other_pace(fresh, wish)
    wished = with_pace(fresh, wish)
    fields = ["pace", "per_week", "done_by", "weekday", "starts_on"]
    is_new = any(getattr(fresh, name) != getattr(wished, name) for name in fields)
    fresh = wished
    fresh.seen = {**as_seen(fresh), "after": kept_as(fresh, wish.after), "without": []}
    fresh.save(update_fields=[*fields, "seen"])
    _store(fresh, draft)
    return _tell(fresh, draft, by) if is_new or draft.moved else None


@transaction.atomic
def set_milestones(
    *, read: Read, by: Membership, wishes: Sequence[RowWish], as_of: int
) -> PlanChange | None:
    """Put milestones where hosts want them. `as_of` is the newest change that they have seen.

    Raises PlanError where that cannot be, and where the plan has moved since they looked at it.
    """
    fresh = _locked(read)
    if newest_change(fresh) != as_of:
        raise PlanError(
            gettext(
                "The plan has changed since you opened this page. Reload it, then make your changes again."
            ),
            code="moved",
        )
    draft = with_rows(fresh, wishes)
    without = sorted(kept_as(fresh, each) for each in draft.without)
    fresh.seen = {**fresh.seen, **as_seen(fresh), "without": without}
    fresh.save(update_fields=["seen"])
    _store(fresh, draft)
    return _tell(fresh, draft, by) if draft.moved else None


@transaction.atomic
def follow_book(*, read: Read) -> PlanChange | None:
    """Let the plan of a read that goes on follow its book; None where nothing moved. Safe to do again."""
    fresh = _locked(read)
    if not fresh.is_going_on:
        return None
    draft = as_the_book_is(fresh)
    seen = {**fresh.seen, **as_seen(fresh)}
    if seen != fresh.seen:
        fresh.seen = seen
        fresh.save(update_fields=["seen"])
    if draft.moved or (fresh.work_id and _stands_elsewhere(fresh, draft)):
        _store(fresh, draft)
    return _tell(fresh, draft, None) if draft.moved else None


def _stands_elsewhere(read: Read, draft: Draft) -> bool:
    """Whether its rows are to change places: a draft posted between two chapters moves those, and no number that is read."""
    measure = counted_by_all(read)
    places = [measure.upto(one.number) for one in draft.milestones]
    return places != list(read.milestones.order_by("upto").values_list("upto", flat=True))


def follow_work(*, work: Work) -> int:
    """Let every plan of a work follow it; how many moved."""
    reads = Read.objects.going_on().filter(work=work)
    return sum(follow_book(read=read) is not None for read in reads)


def _locked(read: Read) -> Read:
    """The read as it is now; nobody else changes its plan until the transaction ends."""
    Read.objects.select_for_update().filter(pk=read.pk).values_list("pk").first()
    return Read.objects.select_related("club", "work", "book").get(pk=read.pk)


def _store(read: Read, draft: Draft) -> None:
    """Make the rows what the draft says. A row that stays keeps its id, and counts how often it moved."""
    rows = {row.pk: row for row in Milestone.objects.filter(read=read)}
    stay = {one.row for one in draft.milestones if one.row}
    Milestone.objects.filter(read=read).exclude(pk__in=stay).delete()
    # One place holds one milestone, also for the moment in which two change places.
    Milestone.objects.filter(read=read).update(upto=F("upto") + ASIDE)
    measure = counted_by_all(read)
    for one in draft.milestones:
        _as_row(read, rows, one, draft, measure).save()


def _as_row(
    read: Read,
    rows: dict[int, Milestone],
    one: planning.PlannedMilestone,
    draft: Draft,
    measure: planning.BookMeasure,
) -> Milestone:
    row = rows.get(one.row or 0) or Milestone(read=read, uid=str(uuid4()))
    place = measure.upto(one.number)
    if row.pk and (row.upto, row.due_on) != (place, one.due):
        row.sequence += 1
    row.upto, row.due_on, row.is_fixed = place, one.due, one.by_hand
    row.label = draft.labels.get(one.number, row.label)
    return row


def _tell(read: Read, draft: Draft, by: Membership | None) -> PlanChange:
    change = PlanChange.objects.create(
        read=read,
        by=by,
        at=clock.now(),
        facts=write(ChangeFacts(draft.unit, tuple(draft.why), tuple(draft.moved))),
    )
    transaction.on_commit(partial(signals.plan_changed.send, Read, read=read, change=change))
    return change

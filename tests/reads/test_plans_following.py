"""Plans as rows: set, changed by hand, moved by their book."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest

from bookcub.clubs.models import Club, Membership
from bookcub.core import clock
from bookcub.people.models import User
from bookcub.reads.actions.plans import follow_book, set_milestones, set_pace
from bookcub.reads.actions.reads import begin_read
from bookcub.reads.models import Milestone, OutsideBook, PaceKind, PlanChange, Read
from bookcub.reads.periodic_jobs import let_plans_follow_their_books
from bookcub.reads.queries.plans import PaceWish, PlanError, RowWish, newest_change
from bookcub.works.actions.chapters import delete_chapter, reorder_chapters
from bookcub.works.models import Chapter, Work
from tests.making import add_chapter, make_club, make_work
from tests.refused import refuses

FRIDAY = 4
START = date(2026, 2, 13)  # a Friday

Hands = Callable[[date], None]
Commits = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def turn_to(monkeypatch: pytest.MonkeyPatch) -> Hands:
    def turn(day: date) -> None:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: noon)

    turn(START)
    return turn


@pytest.fixture
def club(cy: User, di: User) -> Club:
    return make_club(cy, di)


@pytest.fixture
def cys(club: Club) -> Membership:
    return club.memberships.get(user__username="Cy")


def wish(pace: PaceKind = PaceKind.PER_WEEK, amount: int | None = 1, **more: object) -> PaceWish:
    return PaceWish(pace, amount, more.pop("done_by", None), FRIDAY, START, **more)  # type: ignore[arg-type]


def plan(read: Read) -> list[tuple[int, str]]:
    rows = read.milestones.order_by("upto")
    number = read.measure.number
    return [(number(row.upto), f"{row.due_on:%d.%m.}" if row.due_on else "") for row in rows]


def serial(by: User, *, posted: int, planned: int | None) -> Work:
    return make_work(by, chapters=posted, chapters_planned=planned)


def test_a_pace_makes_milestones_that_calendars_know(
    turn_to: Hands, club: Club, cys: Membership, ada: User
) -> None:
    read = begin_read(club=club, work=make_work(ada, chapters=4), brought_by=cys)

    change = set_pace(read=read, by=cys, wish=wish(amount=2))

    assert plan(read) == [(2, "20.02."), (4, "27.02.")]
    assert all(row.uid and row.sequence == 0 for row in read.milestones.all())
    assert change is not None
    assert change.facts["reasons"]
    assert len(change.facts["moves"]) == 2


def test_a_late_author_moves_the_plan_and_members_read_why(
    turn_to: Hands, club: Club, cys: Membership, ada: User
) -> None:
    read = begin_read(club=club, work=serial(ada, posted=1, planned=3), brought_by=cys)
    set_pace(read=read, by=cys, wish=wish())
    second = read.milestones.get(upto=2)

    turn_to(date(2026, 2, 25))
    assert let_plans_follow_their_books() == 1

    assert plan(read) == [(1, "20.02."), (2, "06.03."), (3, "13.03.")]
    change = read.plan_changes.latest("pk")
    assert change.by is None
    assert len(change.facts["moves"]) == 1
    second.refresh_from_db()
    assert (second.due_on, second.sequence) == (date(2026, 3, 6), 1)
    assert let_plans_follow_their_books() == 0


def test_a_chapter_that_comes_in_a_serial_of_unknown_length_grows_the_plan(
    turn_to: Hands,
    club: Club,
    cys: Membership,
    ada: User,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    work = serial(ada, posted=2, planned=None)
    read = begin_read(club=club, work=work, brought_by=cys)
    set_pace(read=read, by=cys, wish=wish(amount=2))
    assert plan(read) == [(2, "20.02."), (4, "27.02.")]
    draft = add_chapter(work, position=3, posted=False)
    add_chapter(work, position=4)

    with django_capture_on_commit_callbacks(execute=True):
        draft.post(by=ada)

    assert plan(read) == [(2, "20.02."), (4, "27.02."), (6, "06.03.")]


def test_a_milestone_by_hand_goes_with_its_chapter(
    turn_to: Hands,
    club: Club,
    cys: Membership,
    ada: User,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    work = make_work(ada, chapters=4)
    read = begin_read(club=club, work=work, brought_by=cys)
    wishes = [RowWish(None, 3, date(2026, 3, 1), "The storm")]
    set_milestones(read=read, by=cys, wishes=wishes, as_of=0)
    row = read.milestones.get()
    order = list(Chapter.objects.filter(work=work).values_list("pk", flat=True))

    with django_capture_on_commit_callbacks(execute=True):
        reorder_chapters(work=work, ids=[order[0], order[2], order[1], order[3]])
    row.refresh_from_db()
    assert (row.upto, row.due_on, row.label, row.is_fixed) == (
        2,
        date(2026, 3, 1),
        "The storm",
        True,
    )

    with django_capture_on_commit_callbacks(execute=True):
        delete_chapter(chapter=Chapter.objects.get(pk=order[0]))
    row.refresh_from_db()
    assert row.upto == 1
    assert read.plan_changes.count() == 3


def test_what_was_set_by_hand_stays_and_the_others_flow_round_it(
    turn_to: Hands, club: Club, cys: Membership, ada: User
) -> None:
    read = begin_read(club=club, work=make_work(ada, chapters=6), brought_by=cys)
    set_pace(read=read, by=cys, wish=wish(amount=2))
    rows = {row.upto: row for row in read.milestones.all()}

    set_milestones(
        read=read,
        by=cys,
        wishes=[
            RowWish(rows[2].pk, 2, date(2026, 2, 20)),
            RowWish(rows[4].pk, 5, date(2026, 3, 6)),
            RowWish(rows[6].pk, 6, date(2026, 3, 6)),
        ],
        as_of=newest_change(read),
    )

    assert plan(read) == [(2, "20.02."), (4, "27.02."), (5, "06.03."), (6, "13.03.")]
    assert [row.upto for row in read.milestones.filter(is_fixed=True)] == [5]


def test_a_milestone_taken_out_stays_out_when_the_book_moves(
    turn_to: Hands, club: Club, cys: Membership, ada: User
) -> None:
    work = make_work(ada, chapters=6)
    read = begin_read(club=club, work=work, brought_by=cys)
    set_pace(read=read, by=cys, wish=wish(amount=2))
    wishes = [
        RowWish(row.pk, row.upto, row.due_on, is_removed=row.upto == 4)
        for row in read.milestones.all()
    ]

    set_milestones(read=read, by=cys, wishes=wishes, as_of=newest_change(read))
    assert [upto for upto, _ in plan(read)] == [2, 6]

    work.chapters_planned = 8
    work.save()
    follow_book(read=Read.objects.get(pk=read.pk))
    assert [upto for upto, _ in plan(read)] == [2, 6, 8]


def test_a_plan_that_moved_meanwhile_is_not_written_over(
    turn_to: Hands, club: Club, cys: Membership, ada: User
) -> None:
    read = begin_read(club=club, work=make_work(ada, chapters=4), brought_by=cys)
    set_pace(read=read, by=cys, wish=wish())

    with refuses("moved", PlanError):
        set_milestones(read=read, by=cys, wishes=[], as_of=0)

    assert Milestone.objects.filter(read=read).count() == 4


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([(2, 20), (2, 27)], "twice"),
        ([(2, 27), (3, 20)], "order"),
        ([(2, 20), (3, 20)], "order"),
        ([(9, 20)], "no_such_place"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(
    turn_to: Hands,
    club: Club,
    cys: Membership,
    ada: User,
    rows: list[tuple[int, int]],
    code: str,
) -> None:
    read = begin_read(club=club, work=make_work(ada, chapters=4), brought_by=cys)
    wishes = [RowWish(None, upto, date(2026, 2, day)) for upto, day in rows]

    with refuses(code, PlanError):
        set_milestones(read=read, by=cys, wishes=wishes, as_of=0)


def test_another_pace_keeps_what_is_past(
    turn_to: Hands, club: Club, cys: Membership, ada: User
) -> None:
    read = begin_read(club=club, work=make_work(ada, chapters=6), brought_by=cys)
    set_pace(read=read, by=cys, wish=wish())
    first = read.milestones.get(upto=1)

    turn_to(date(2026, 2, 24))
    set_pace(read=Read.objects.get(pk=read.pk), by=cys, wish=wish(amount=3))

    assert plan(read) == [(1, "20.02."), (4, "27.02."), (6, "06.03.")]
    assert read.milestones.get(upto=1).pk == first.pk


def test_hosts_let_go_of_what_they_set_by_hand(
    turn_to: Hands, club: Club, cys: Membership, ada: User
) -> None:
    read = begin_read(club=club, work=make_work(ada, chapters=4), brought_by=cys)
    pinned = [RowWish(None, 3, date(2026, 6, 1))]
    set_milestones(read=read, by=cys, wishes=pinned, as_of=0)

    set_pace(read=Read.objects.get(pk=read.pk), by=cys, wish=wish(amount=2))
    assert (3, "01.06.") in plan(read)

    set_pace(read=Read.objects.get(pk=read.pk), by=cys, wish=wish(amount=2, lets_go=True))
    assert plan(read) == [(2, "20.02."), (4, "27.02.")]


def test_a_book_of_pages_is_read_by_pages(turn_to: Hands, club: Club, cys: Membership) -> None:
    book = OutsideBook.objects.create(title="Middlemarch", author="George Eliot", page_count=90)
    read = begin_read(club=club, book=book, brought_by=cys)

    set_pace(read=read, by=cys, wish=wish(amount=40))

    assert plan(read) == [(40, "20.02."), (80, "27.02."), (90, "06.03.")]
    assert read.plan_changes.count() == 1


def test_pages_of_a_book_whose_pages_nobody_knows_are_refused(
    turn_to: Hands, club: Club, cys: Membership
) -> None:
    book = OutsideBook.objects.create(title="Emma", chapter_titles=["", "", ""])
    read = begin_read(club=club, book=book, brought_by=cys)

    with refuses("pace", PlanError):
        set_pace(read=read, by=cys, wish=wish(PaceKind.PAGES, 40))


def test_a_plan_too_fine_is_refused(turn_to: Hands, club: Club, cys: Membership) -> None:
    book = OutsideBook.objects.create(title="Proust", page_count=3000)
    read = begin_read(club=club, book=book, brought_by=cys)

    with refuses("too_many", PlanError):
        set_pace(read=read, by=cys, wish=wish(PaceKind.PAGES, 1))


def test_an_ended_read_moves_no_more(
    turn_to: Hands, club: Club, cys: Membership, ada: User
) -> None:
    read = begin_read(club=club, work=serial(ada, posted=1, planned=3), brought_by=cys)
    set_pace(read=read, by=cys, wish=wish())
    Read.objects.filter(pk=read.pk).update(abandoned_at=clock.now())

    turn_to(START + timedelta(days=60))

    assert let_plans_follow_their_books() == 0
    assert PlanChange.objects.filter(read=read).count() == 1

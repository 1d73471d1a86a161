"""Numbers of chapters follow when the author changes the order: nothing that had to be read before is left out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookcub.meetings.models import Meeting
from bookcub.memory.models import Prediction
from bookcub.people.models import User
from bookcub.works import text_hooks
from bookcub.works.actions import delete_chapter, reorder_chapters
from bookcub.works.models import Work
from bookcub.works.text_hooks import number_after
from tests.making import make_club, make_read, make_work

pytestmark = pytest.mark.both


@given(before=st.permutations(range(6)), after=st.permutations(range(6)), upto=st.integers(0, 6))
def test_everything_that_lay_before_still_does(
    before: list[int], after: list[int], upto: int
) -> None:
    new = number_after(upto, before=before, after=after)

    assert set(before[:upto]) <= set(after[:new])
    assert new == 0 or after[new - 1] in before[:upto]


@pytest.mark.parametrize(
    ("upto", "after", "new"),
    [(2, [1, 3], 1), (3, [1, 2], 2), (1, [2, 3], 1), (5, [1, 2], 5), (0, [2, 3], 0)],
)
@pytest.mark.both
def test_a_chapter_that_goes_leaves_the_ones_before_it(
    upto: int, after: list[int], new: int
) -> None:
    assert number_after(upto, before=[1, 2, 3], after=after) == new


@pytest.mark.django_db
def test_order_hooks_hear_of_every_new_order(ada: User) -> None:
    work = make_work(ada, chapters=3)
    first, second, third = work.chapters.order_by("position").values_list("pk", flat=True)
    heard: list[tuple[list[int], list[int]]] = []

    def follow(*, work: Work, before: Sequence[int], after: Sequence[int]) -> None:
        heard.append((list(before), list(after)))

    text_hooks.ORDER_HOOKS.register(follow, name="test", owner="tests")
    try:
        reorder_chapters(work=work, ids=[first, second, third])
        reorder_chapters(work=work, ids=[third, first, second])
        delete_chapter(chapter=work.chapters.get(pk=first))
    finally:
        text_hooks.ORDER_HOOKS.forget("test")

    assert heard == [
        ([first, second, third], [third, first, second]),
        ([third, first, second], [third, second]),
    ]


@pytest.mark.django_db
def test_a_meeting_and_a_guess_keep_all_that_had_to_be_read_for_them(ada: User, bo: User) -> None:
    work = make_work(ada, chapters=3)
    read = make_read(make_club(bo, ada), work=work)
    meeting = Meeting.objects.create(club=read.club, read=read, upto=1, title="Friday")
    guess = Prediction.objects.create(
        read=read, membership=read.club.memberships.get(user=bo), text="?", upto=2, made_at_place=1
    )
    first, second, third = work.chapters.order_by("position").values_list("pk", flat=True)

    reorder_chapters(work=work, ids=[second, third, first])

    meeting.refresh_from_db()
    guess.refresh_from_db()
    assert (meeting.upto, guess.upto, guess.made_at_place) == (3, 3, 3)

"""Whatever people do to a conversation: order, numbers and secrets hold."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookcub.comments import actions
from bookcub.comments.models import Comment, paths
from bookcub.people.models import User
from bookcub.works.models import Work
from tests.comments.talking import a_comment
from tests.extent import often

pytestmark = pytest.mark.both

Step = tuple[str, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["thread", "answer", "answer", "answer", "delete", "restore", "approve", "freeze"]
        ),
        st.integers(0, 40),
    ),
    max_size=25,
)


@dataclass
class Model:
    """What ought to be, in the simplest words."""

    answers: dict[int | None, list[int]] = field(default_factory=lambda: {None: []})
    parents: dict[int, int | None] = field(default_factory=dict)

    def add(self, pk: int, parent: int | None) -> None:
        self.answers.setdefault(parent, []).append(pk)
        self.parents[pk] = parent

    def in_order(self, parent: int | None = None) -> list[int]:
        return [
            pk for child in self.answers.get(parent, []) for pk in (child, *self.in_order(child))
        ]


@pytest.mark.parametrize("moderated", [False, True])
@settings(
    max_examples=often(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_order_numbers_and_secrets_hold_whatever_happens(
    work: Work, ada: User, bo: User, cy: User, steps: list[Step], *, moderated: bool
) -> None:
    with transaction.atomic():
        work.moderates_comments = moderated
        work.save()
        model = act(work, ada, bo, steps)
        check(work, model, [AnonymousUser(), ada, bo, cy])
        transaction.set_rollback(True)  # the next example begins anew


def act(work: Work, ada: User, bo: User, steps: list[Step]) -> Model:
    model = Model()
    for number, (verb, which) in enumerate(steps):
        known = list(model.parents)
        comment = Comment.objects.get(pk=known[which % len(known)]) if known else None
        if verb == "thread" or comment is None:
            made = a_comment(work, bo, f"Words {number}")
            model.add(made.pk, None)
        elif verb == "answer":
            made = a_comment(work, bo, f"Words {number}", to=comment)
            model.add(made.pk, comment.pk)
        elif verb == "delete":
            actions.delete(comment=comment, by=bo)
        elif verb == "restore":
            actions.restore(comment=comment)
        elif verb == "approve":
            actions.approve(comment=comment, by=ada)
        else:
            actions.freeze(comment=comment)
    return model


def check(work: Work, model: Model, people: list[User | AnonymousUser]) -> None:
    rows = {row.pk: row for row in Comment.objects.filter(work=work)}
    in_order = sorted(rows.values(), key=lambda row: (row.thread_id, row.path))
    assert [row.pk for row in in_order] == model.in_order()

    open_to_all = [row for row in rows.values() if row.is_approved and not row.is_deleted]
    work.refresh_from_db()
    assert work.comment_count == len(open_to_all)

    for row in rows.values():
        ancestors = []
        above = model.parents[row.pk]
        while above is not None:
            ancestors.append(above)
            above = model.parents[above]
        assert row.depth == len(ancestors)
        assert row.is_frozen == any(rows[pk].frozen_at for pk in (row.pk, *ancestors))
        assert row.is_answered == any(
            not rows[pk].is_deleted for pk in model.answers.get(row.pk, [])
        )

    guest, ada, bo, cy = (set(Comment.objects.visible_to(person)) for person in people)
    stands = {
        row.pk
        for row in rows.values()
        if not row.is_deleted or any(not rows[pk].is_deleted for pk in model.in_order(row.pk))
    }
    assert {row.pk for row in ada} == {row.pk for row in bo} == stands
    assert {row.pk for row in guest} == {pk for pk in stands if rows[pk].is_approved}
    assert guest == cy
    assert not any(row.html for row in rows.values() if row.is_deleted)


@given(st.lists(st.integers(1, 70_000), max_size=30), st.lists(st.integers(1, 70_000), max_size=30))
def test_paths_sort_as_people_read(one: list[int], other: list[int]) -> None:
    first, second = ("".join(map(paths.step, numbers)) for numbers in (one, other))

    assert (first < second) == (one < other)
    is_under = len(other) > len(one) and other[: len(one)] == one
    assert (first < second < paths.end_of(first)) == is_under
    assert paths.above(first) == ["".join(map(paths.step, one[:n])) for n in range(len(one))]

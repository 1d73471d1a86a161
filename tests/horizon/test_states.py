"""Nobody is ever given a row that the written rules keep from them, and nobody misses one that is theirs.

A story is a list of steps that people take; after each of them every list of rows is asked for as every
person and as a guest, and compared with the rules in plain Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from bookcub.comments.models import Comment
from bookcub.core.database.planned import ask
from bookcub.meetings.models import Line, Meeting, Minutes, Question
from bookcub.memory.models import Prediction
from bookcub.people.models import User
from bookcub.reading.models import ChapterProgress
from tests.extent import EVERYTHING
from tests.horizon import oracle as o
from tests.horizon.world import IN_BOOKS, READING, STEPS, Step, World

STORIES, LENGTH = (25 if EVERYTHING else 14), 42
# Some six hundred states a day on each database, three thousand when everything is told.
PARTS = 3 if EVERYTHING else 1
ANEW = 1 if EVERYTHING else 5  # one of so many stories ends with questions that are built anew

NUMBER = st.integers(0, 199)
SOME = st.integers(0, 2)
STORY = st.lists(
    st.tuples(st.integers(0, len(STEPS) - 1), NUMBER, NUMBER, NUMBER),
    min_size=LENGTH,
    max_size=LENGTH,
)


@pytest.mark.both
@pytest.mark.slow_first
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_rows_are_given_to_whom_the_rules_give_them(part: int) -> None:
    world = World.make()
    seen = {"states": 0, "hidden": 0, "shown": 0}
    asked, ended = questions(world), count()

    @seed(part)
    @settings(
        max_examples=STORIES, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(story=STORY)
    def tell(story: list[tuple[int, int, int, int]]) -> None:
        with transaction.atomic():
            told = copy_of(world)
            for step, a, b, c in story:
                STEPS[step](told, a, b, c)
                check(told, asked, seen)
                seen["states"] += 1
            if next(ended) % ANEW == 0:  # and asked anew, not as it was asked before
                check(told, questions(world), seen)
            transaction.set_rollback(True)

    tell()

    assert seen["states"] >= STORIES * LENGTH
    # Stories in which nothing is said, or nothing hidden, prove nothing.
    assert seen["hidden"] > 2_500
    assert seen["shown"] > 1_250


def copy_of(world: World) -> World:
    """The rows are rolled back by the database, the rules' memory by this."""
    return World(
        people=world.people,
        works=world.works,
        clubs=world.clubs,
        reads=world.reads,
        books=world.books,
        editions=dict(world.editions),
        oracle=deepcopy(world.oracle),
        words=world.words,
        said=dict(world.said),
        pages=[replace(page) for page in world.pages],
    )


@pytest.mark.both
@pytest.mark.django_db
def test_the_horizon_is_where_reading_has_moved_it() -> None:
    """Pages that are opened, scrolled at any speed, left for the next chapter, and taken back; several at once."""
    world = World.make()
    seen = dict.fromkeys(READING, 0)

    @seed(0)
    @settings(
        max_examples=2 * STORIES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(
        story=st.lists(
            st.tuples(st.sampled_from(READING), st.integers(0, 1), SOME, NUMBER),
            min_size=LENGTH,
            max_size=LENGTH,
        )
    )
    def tell(story: list[tuple[Step, int, int, int]]) -> None:
        with transaction.atomic():
            told = copy_of(world)
            for step, a, b, c in [(World.opens, 0, 0, 0), (World.opens, 1, 0, 0), *story]:
                before = deepcopy(told.oracle.progress)
                step(told, a, b, c)
                check_horizons(told.oracle)
                seen[step] += told.oracle.progress != before
            transaction.set_rollback(True)

    tell()

    for step in (World.scrolls, World.goes_on, World.only_looked):
        assert seen[step] > STORIES, seen


@pytest.mark.both
@pytest.mark.django_db
def test_chapters_that_are_typed_open_and_close_nothing_in_a_book_kept_by_share() -> None:
    """In the exact fractions of the oracle, which hears nothing of chapters: at a place, just before it and after it."""
    world = World.make()
    seen = {"states": 0, "hidden": 0, "shown": 0}
    asked = questions(world)

    @seed(0)
    @settings(
        max_examples=STORIES, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(
        story=st.lists(
            st.tuples(st.sampled_from(IN_BOOKS), st.just(0), SOME, NUMBER),
            min_size=LENGTH,
            max_size=LENGTH,
        )
    )
    def tell(story: list[tuple[Step, int, int, int]]) -> None:
        with transaction.atomic():
            told = copy_of(world)
            for step, a, b, c in story:
                step(told, a, b, c)
                if step is World.types_chapters:
                    check(told, asked, seen)
                    seen["states"] += 1
            transaction.set_rollback(True)

    tell()

    assert seen["states"] > 5 * STORIES
    assert min(seen["hidden"], seen["shown"]) > 100 * STORIES


@dataclass(frozen=True)
class Asked:
    """One list of rows as one person asks for it. Building such a query, and planning it, costs more than answering it."""

    who: User | AnonymousUser
    name: str
    sql: str
    parameters: tuple[Any, ...]
    known: Callable[[o.Oracle], Iterable[int]]
    sees: Callable[[o.Oracle, int, int], bool]

    @classmethod
    def of(
        cls,
        who: User | AnonymousUser,
        rows: QuerySet[Any],
        known: Callable[[o.Oracle], Iterable[int]],
        sees: Callable[[o.Oracle, int, int], bool],
    ) -> Asked:
        sql, parameters = rows.order_by().values_list("pk").query.sql_with_params()
        return cls(who, sees.__name__, sql, parameters, known, sees)


def questions(world: World) -> list[Asked]:
    found = []
    everybody: list[User | AnonymousUser] = [*world.people, AnonymousUser()]
    for who in everybody:
        rows: QuerySet[Any] = Comment.objects.visible_to(who)
        found.append(Asked.of(who, rows, lambda rules: rules.comments, o.Oracle.sees))
        if not isinstance(who, User):
            continue
        rows = Comment.objects.ahead_of(who)
        found.append(Asked.of(who, rows, lambda rules: rules.comments, o.Oracle.is_ahead))
        rows = Meeting.objects.open_to(who)
        found.append(Asked.of(who, rows, lambda rules: rules.meetings, o.Oracle.is_open))
        rows = Line.objects.visible_to(who)
        found.append(Asked.of(who, rows, lambda rules: rules.lines, o.Oracle.sees_line))
        rows = Minutes.objects.visible_to(who)
        found.append(Asked.of(who, rows, lambda rules: rules.minutes, o.Oracle.sees_minutes))
        rows = Prediction.objects.visible_to(who)
        found.append(Asked.of(who, rows, lambda rules: rules.guesses, o.Oracle.sees_guess))
        rows = Question.objects.visible_to(who)
        found.append(Asked.of(who, rows, lambda rules: rules.questions, o.Oracle.sees_question))
    return found


def check_horizons(rules: o.Oracle) -> None:
    reached = ChapterProgress.objects.values_list(
        "user", "chapter", "furthest_block_id", "read_whole_at"
    )
    assert {(user, chapter): (at, bool(whole)) for user, chapter, at, whole in reached} == {
        key: (progress.block, progress.whole) for key, progress in rules.progress.items()
    }


def check(world: World, asked: list[Asked], seen: dict[str, int]) -> None:
    rules = world.oracle
    check_horizons(rules)
    for one in asked:
        known = one.known(rules)
        if not known:
            continue
        given_ = {pk for (pk,) in ask(one.sql, one.parameters)}
        due = {pk for pk in known if one.sees(rules, one.who.pk or o.GUEST, pk)}
        assert given_ == due, (
            f"{one.who} and {one.name}: too much {given_ - due}, missing {due - given_}"
        )
        seen["shown"] += len(due)
        seen["hidden"] += len(set(known) - due)

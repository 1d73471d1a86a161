"""Background work: letters wait for nothing else, people take turns, and idle workers leave the database alone."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from bookcub.config import worker
from bookcub.config.worker import LANES, Bell, WorkLane, by_turns, everything_else, hear, letters
from bookcub.core.background import LETTERS, heavy_work_of, tell_workers
from bookcub.core.schedule import periodic_jobs, run_due_jobs, seconds_until_due
from bookcub.importing.actions.uploads import read_in_background
from bookcub.meetings.tasks import mail_reminder
from bookcub.notifications.channels.mail import mail_notice
from bookcub.people.mail import carry

pytestmark = pytest.mark.both

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADA, BO, CY = 1, 2, 3

done: list[int] = []


@task()
def note(number: int) -> None:
    done.append(number)


def queued(queue: str, number: int = 0, *, begun: int | None = None, runs: bool = False) -> Any:
    """A task in a queue: waiting, or begun so many minutes after noon."""
    result = note.using(queue_name=queue).enqueue(number)
    row = DBTaskResult.objects.get(pk=result.id)
    if begun is not None:
        row.status = TaskResultStatus.RUNNING if runs else TaskResultStatus.SUCCESSFUL
        row.started_at = NOON + timedelta(minutes=begun)
        row.save()
    return row


def next_of(choose: Any) -> Any:
    return choose(DBTaskResult.objects.ready()).first()


@pytest.mark.django_db
def test_letters_have_a_lane_of_their_own_and_every_task_has_one() -> None:
    heavy, letter, other = queued(heavy_work_of(ADA)), queued(LETTERS), queued("default")

    assert next_of(letters) == letter
    assert next_of(by_turns) == heavy
    assert next_of(everything_else) == other
    ready = DBTaskResult.objects.ready()
    taken = [row for _, choose in LANES for row in choose(ready)]
    assert {row.pk for row in taken} == {heavy.pk, letter.pk, other.pk}
    assert {carry.queue_name, mail_notice.queue_name, mail_reminder.queue_name} == {LETTERS}
    assert carry.priority > mail_notice.priority
    assert read_in_background.using(queue_name=heavy_work_of(ADA)).queue_name == "heavy-1"


@pytest.mark.django_db
def test_what_takes_long_goes_by_turns() -> None:
    first, *_ = (queued(heavy_work_of(ADA), number) for number in range(20))
    bos = queued(heavy_work_of(BO))
    assert next_of(by_turns) == first
    queued(heavy_work_of(ADA), begun=1)
    assert next_of(by_turns) == bos  # never served
    queued(heavy_work_of(BO), begun=2)
    assert next_of(by_turns) == first  # served longest ago


@pytest.mark.django_db
def test_nobody_has_two_lanes_at_once() -> None:
    queued(heavy_work_of(ADA), begun=1, runs=True)
    queued(heavy_work_of(ADA))
    assert next_of(by_turns) is None

    cys = queued(heavy_work_of(CY))
    assert next_of(by_turns) == cys


@pytest.mark.django_db
def test_an_idle_worker_asks_little_and_writes_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lane = WorkLane("work", "one", bell=Bell(), choose=everything_else)
    with django_assert_num_queries(1):
        assert lane._claim() is None
    for job in periodic_jobs():
        job.run_if_due()

    with django_assert_num_queries(2):
        assert run_due_jobs() == []
        assert 0 < seconds_until_due() <= 60


@pytest.mark.django_db(transaction=True)
def test_nobody_gets_two_lanes_that_choose_at_the_same_moment() -> None:
    for number in range(2):
        queued(heavy_work_of(ADA), number)
    both = threading.Barrier(2)
    claimed: list[Any] = []

    def choose(ready: Any) -> Any:
        chosen = by_turns(ready)
        if connection.in_atomic_block:
            with suppress(threading.BrokenBarrierError):
                both.wait(1)
        return chosen

    def claim() -> None:
        lane = WorkLane("heavy", "one", bell=Bell(), choose=choose)
        try:
            claimed.append(lane._claim())
        finally:
            connection.close()

    threads = [threading.Thread(target=claim) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert len(claimed) == 2
    assert len([task for task in claimed if task]) == 1


def test_a_lane_that_falls_goes_on() -> None:
    falls: list[str] = []

    def work() -> None:
        falls.append("fell")
        if len(falls) == 1:
            raise KeyError("a queue that somebody emptied")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "AFTER_TROUBLE", 0)
        worker._thread("heavy", work, lambda: len(falls) < 2).join(5)

    assert falls == ["fell", "fell"]


@pytest.mark.django_db(transaction=True)
def test_a_lane_is_woken_by_new_work_and_ends_when_told_to() -> None:
    done.clear()
    bell = Bell()
    lane = WorkLane("work", "one", bell=bell, choose=everything_else)

    stopping = threading.Event()

    def on_own_connection(work: Any) -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [
        threading.Thread(target=on_own_connection, args=[work])
        for work in (lane.run, lambda: hear(bell, stopping))
    ]
    for thread in threads:
        thread.start()
    for number in range(3):
        note.enqueue(number)
        end = time.monotonic() + 20  # a lane that nobody wakes sleeps for 30 seconds
        while number not in done and time.monotonic() < end:
            time.sleep(0.05)
    lane.running = False
    bell.ring()
    stopping.set()
    tell_workers()
    for thread in threads:
        thread.join(10)

    assert done == [0, 1, 2]
    assert not any(thread.is_alive() for thread in threads)
    assert not DBTaskResult.objects.ready().exists()

"""The background worker: takes tasks from the queue in the database, each kind in a lane of its own, and does what is due."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from types import FrameType
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, connections
from django.db.models import Max
from django.utils import translation
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet
from django_tasks_db.utils import exclusive_transaction

from bookcub.core import clock
from bookcub.core.background import CHANNEL, HEAVY, LETTERS
from bookcub.core.database.locks import hold
from bookcub.core.ids import short_id
from bookcub.core.models import Heartbeat
from bookcub.core.schedule import run_due_jobs, seconds_until_due
from bookcub.search.following import Follower, StoppedError

log = structlog.get_logger("bookcub.worker")

BEAT = 10.0  # seconds
FILE_LOOK = 0.2  # a look whether SQLite's file has changed asks no table and takes no lock
LONGEST_SLEEP = 30.0  # for a lane that hears of nothing
AFTER_TROUBLE = 5.0
NEVER = datetime.min.replace(tzinfo=UTC)
SEARCH_LOOK = 1.0  # seconds between two looks for what has changed
SEARCH_PAUSE = 0.3  # for what changes together is written together
HEAVY_LANES = 2  # one person has one of them at most

Ready = DBTaskResultQuerySet


class Bell:
    """Rung when there may be new work."""

    def __init__(self) -> None:
        self._heard = threading.Condition()
        self.rung = 0

    def ring(self) -> None:
        with self._heard:
            self.rung += 1
            self._heard.notify_all()

    def wait(self, since: int, seconds: float) -> None:
        """Until it is rung again."""
        with self._heard:
            self._heard.wait_for(lambda: self.rung != since, seconds)


class WorkLane(Worker):
    """Does the tasks of some queues, one after the other."""

    def __init__(
        self, name: str, worker_id: str, *, bell: Bell, choose: Callable[[Ready], Ready]
    ) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
        )
        self.name = name
        self._bell = bell
        self._choose = choose

    def run(self) -> None:
        """Until `running` is no longer true; the task at hand is finished first."""
        while self.running:
            rung = self._bell.rung
            task = self._claim()
            if task is not None:
                self.run_task(task)
            elif self.running:
                self._bell.wait(rung, LONGEST_SLEEP)

    def _claim(self) -> DBTaskResult[Any, Any] | None:
        ready = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        # Without a lock first: most looks find nothing.
        if not self._choose(ready).exists():
            return None
        with exclusive_transaction(ready.db):
            # One after the other: two that chose at once would both begin something of the same person.
            hold("tasks")
            task: DBTaskResult[Any, Any] | None = self._choose(ready).get_locked()
            if task is not None:
                task.claim(self.worker_id)
        return task


def letters(ready: Ready) -> Ready:
    return ready.filter(queue_name=LETTERS)


def by_turns(ready: Ready) -> Ready:
    """What takes long, of the person who has waited longest since their last turn; of nobody two at once."""
    heavy = ready.filter(queue_name__startswith=HEAVY).order_by("enqueued_at")
    waiting = dict.fromkeys(heavy.values_list("queue_name", flat=True))  # in this order
    if not waiting:
        return ready.none()
    of_these = DBTaskResult.objects.filter(queue_name__in=waiting)
    served = set(of_these.running().values_list("queue_name", flat=True))
    free = [name for name in waiting if name not in served]
    if not free:
        return ready.none()
    begun = of_these.filter(started_at__isnull=False)
    turns = dict(begun.values_list("queue_name").annotate(Max("started_at")).order_by())
    return ready.filter(queue_name=min(free, key=lambda name: turns.get(name, NEVER)))


def everything_else(ready: Ready) -> Ready:
    return ready.exclude(queue_name=LETTERS).exclude(queue_name__startswith=HEAVY)


LANES: tuple[tuple[str, Callable[[Ready], Ready]], ...] = (
    ("letters", letters),
    ("work", everything_else),
    *[(f"heavy-{number}", by_turns) for number in range(1, HEAVY_LANES + 1)],
)


def run_worker() -> None:
    """Work until told to stop (SIGTERM or SIGINT); the tasks at hand are finished first."""
    worker_id = f"{os.uname().nodename[:40]}-{os.getpid()}-{short_id(4)}"
    bell = Bell()
    lanes = [WorkLane(name, worker_id, bell=bell, choose=choose) for name, choose in LANES]
    stopping = threading.Event()

    def stop(*_: object) -> None:
        if stopping.is_set():
            sys.exit(1)  # asked twice: at once
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _handler(stop))
    threads = [_thread(lane.name, lane.run, partial(getattr, lane, "running")) for lane in lanes]
    follower = Follower(stopping.is_set)
    threads.append(
        _thread("search", lambda: _follow(follower, bell, stopping), lambda: not stopping.is_set())
    )
    _thread("heartbeat", lambda: _beat(worker_id), lambda: True)
    _thread("schedule", lambda: _keep_time(worker_id), lambda: True)
    _thread("bell", lambda: hear(bell, stopping), lambda: True)
    log.info("worker started", worker=worker_id)
    stopping.wait()
    for lane in lanes:
        lane.running = False
    bell.ring()
    for thread in threads:
        thread.join()


def _follow(follower: Follower, bell: Bell, stopping: threading.Event) -> None:
    """Bring the indexes up to date whenever something may have changed, until told to stop."""
    while not stopping.is_set():
        rung = bell.rung
        try:
            follower.step()
        except StoppedError:
            return
        # PostgreSQL's bell rings for tasks alone.
        bell.wait(rung, LONGEST_SLEEP if connection.vendor == "sqlite" else SEARCH_LOOK)
        stopping.wait(SEARCH_PAUSE)


def _handler(stop: Callable[[], None]) -> Callable[[int, FrameType | None], None]:
    return lambda _number, _frame: stop()


def _thread(
    name: str, work: Callable[[], object], is_wanted: Callable[[], bool]
) -> threading.Thread:
    """Work on a thread of its own, again whenever it fell, as where the database is away: the queue is still there."""

    def go_on() -> None:
        # What is written here is in the archive's language or its reader's.
        with translation.override(settings.LANGUAGE_CODE):
            while is_wanted():
                try:
                    work()
                except (
                    Exception
                ):  # whatever it is: a lane that has ended would be missed by nobody but who waits
                    log.exception("a lane fell and goes on", lane=name)
                    connections.close_all()
                    time.sleep(AFTER_TROUBLE)
        connections.close_all()

    thread = threading.Thread(target=go_on, name=name, daemon=True)
    thread.start()
    return thread


def _beat(worker_id: str) -> None:
    # On a thread of its own: a job that takes long must not make others think that nobody works here.
    while True:
        Heartbeat.objects.beat(worker_id, at=clock.now())
        time.sleep(BEAT)


def _keep_time(worker_id: str) -> None:
    Heartbeat.objects.beat(worker_id, at=clock.now())  # one of the jobs asks who is alive
    while True:
        run_due_jobs()
        time.sleep(min(max(seconds_until_due(), 1), BEAT))


def hear(bell: Bell, stopping: threading.Event) -> None:
    """Ring when tasks may have come, until told to stop."""
    connection.ensure_connection()
    bell.ring()  # for what came while nobody heard
    if connection.vendor == "postgresql":
        _hear_postgresql(bell, stopping)
    else:
        _watch_file(bell, stopping)


def _hear_postgresql(bell: Bell, stopping: threading.Event) -> None:
    raw = connection.connection
    with connection.wrap_database_errors:
        raw.execute(f"LISTEN {CHANNEL}")
        while not stopping.is_set():
            for _ in raw.notifies(timeout=LONGEST_SLEEP, stop_after=1):
                bell.ring()


def _watch_file(bell: Bell, stopping: threading.Event) -> None:
    seen = None
    while not stopping.wait(FILE_LOOK):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            [version] = cursor.fetchone()
        if version != seen:
            seen = version
            bell.ring()

import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from bookcub.config.engines import LOCK_PATIENCE
from bookcub.core import clock, schedule
from bookcub.core.models import Heartbeat, PeriodicJob
from bookcub.core.periodic_jobs import (
    fold_in_the_write_ahead_log,
    forget_ended_sessions,
    forget_finished_tasks,
    look_how_large_tables_are,
    take_up_abandoned_tasks,
)
from bookcub.core.schedule import every, periodic_jobs, run_due_jobs
from tests.extent import POSTGRESQL

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

SetClock = Callable[[datetime], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(NOON)
    return set_to


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The only periodic jobs are one that works and one that fails."""
    monkeypatch.setattr(schedule, "_jobs", {})
    monkeypatch.setattr(schedule, "autodiscover_modules", lambda _: None)
    done: list[str] = []

    @every(seconds=30)
    def fail() -> None:
        done.append("failed")
        raise RuntimeError("on purpose")

    @every(seconds=60)
    def work() -> None:
        done.append("worked")

    return done


def test_a_duty_is_done_when_it_is_due_and_not_before(set_clock: SetClock, done: list[str]) -> None:
    run_due_jobs()
    set_clock(NOON + timedelta(seconds=29))
    run_due_jobs()
    assert done == ["failed", "worked"]

    set_clock(NOON + timedelta(seconds=61))
    run_due_jobs()
    assert done == ["failed", "worked"] * 2


def test_two_workers_do_not_do_the_same_duty(set_clock: SetClock) -> None:
    claims = [
        PeriodicJob.objects.claim("post", at=NOON, every=timedelta(seconds=30)) for _ in range(3)
    ]

    assert claims == [True, False, False]


def test_a_failure_is_kept_and_stops_nothing(set_clock: SetClock, done: list[str]) -> None:
    run_due_jobs()

    failed, worked = PeriodicJob.objects.order_by("name")
    assert "RuntimeError: on purpose" in failed.failure
    assert worked.failure == ""


def test_the_house_has_its_own_chores() -> None:
    names = {job.name for job in periodic_jobs()}

    assert "bookcub.core.periodic_jobs.take_up_abandoned_tasks" in names
    assert "bookcub.core.periodic_jobs.fold_in_the_write_ahead_log" in names


def test_every_periodic_job_stands_where_the_workers_look_for_it() -> None:
    house = Path(schedule.__file__).parents[1]
    written = {path.name for path in house.rglob("*.py") if "\n@every(" in path.read_text()}

    assert written == {"periodic_jobs.py"}


def begun_task(*workers: str, at: datetime = NOON) -> "DBTaskResult[..., None]":
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=at,
        worker_ids=list(workers),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="tests.config.test_schedule.nothing",
        backend_name="default",
        run_after=get_date_max(),
        exception_class_path="",
        traceback="",
    )


def test_what_a_dead_worker_had_begun_is_queued_again(set_clock: SetClock) -> None:
    Heartbeat.objects.beat("living", at=NOON)
    Heartbeat.objects.beat("dead", at=NOON - timedelta(minutes=5))
    abandoned, cared_for = begun_task("dead"), begun_task("dead", "living")

    assert take_up_abandoned_tasks() == 1

    abandoned.refresh_from_db()
    cared_for.refresh_from_db()
    assert abandoned.status == TaskResultStatus.READY
    assert cared_for.status == TaskResultStatus.RUNNING


def test_what_kills_three_workers_is_given_up(set_clock: SetClock) -> None:
    Heartbeat.objects.beat("living", at=NOON)
    deadly = begun_task("first", "second", "third")

    assert take_up_abandoned_tasks() == 0

    deadly.refresh_from_db()
    assert deadly.status == TaskResultStatus.FAILED
    assert " 3 " in deadly.traceback


def test_while_nobody_could_write_that_they_live_nobody_is_taken_for_dead(
    set_clock: SetClock,
) -> None:
    Heartbeat.objects.beat("waiting", at=NOON - timedelta(seconds=55))
    begun_task("waiting")

    assert take_up_abandoned_tasks() == 0


def test_old_work_and_old_heartbeats_are_forgotten(set_clock: SetClock) -> None:
    old = begun_task("dead")
    old.status, old.finished_at = TaskResultStatus.SUCCESSFUL, NOON - timedelta(days=4000)
    old.save()
    Heartbeat.objects.beat("dead", at=NOON - timedelta(days=2))
    Heartbeat.objects.beat("living", at=NOON)

    forget_finished_tasks()
    forget_ended_sessions()

    assert not DBTaskResult.objects.exists()
    assert [each.worker for each in Heartbeat.objects.all()] == ["living"]


@pytest.mark.django_db(transaction=True)
def test_the_write_ahead_log_can_be_folded_in() -> None:
    fold_in_the_write_ahead_log()


@pytest.mark.skipif(POSTGRESQL, reason="SQLite's own")
@pytest.mark.django_db(transaction=True)
def test_nobody_who_writes_waits_for_long_while_the_log_is_folded_in_and_somebody_reads(
    tmp_path: Path,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        [patience] = cursor.fetchone()
        reading = sqlite3.connect(connection.settings_dict["NAME"], uri=True, isolation_level=None)
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM core_heartbeat").fetchone()
        Heartbeat.objects.beat("living", at=NOON)  # which the one who reads does not see
        try:
            began = time.monotonic()
            fold_in_the_write_ahead_log()
            took = time.monotonic() - began
        finally:
            reading.close()
        cursor.execute("PRAGMA busy_timeout")

        assert took < 2 < LOCK_PATIENCE
        assert cursor.fetchone() == (patience,)


@pytest.mark.skipif(POSTGRESQL, reason="PostgreSQL counts by itself")
def test_sqlite_counts_the_rows_of_a_large_archive_and_takes_a_small_one_for_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not look_how_large_tables_are()
    assert "sqlite_stat1" not in connection.introspection.table_names(include_views=True)

    Heartbeat.objects.create(worker="one", at=NOON)
    monkeypatch.setattr("bookcub.core.periodic_jobs.LARGE", 1)
    assert look_how_large_tables_are()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'core_heartbeat'")
        assert cursor.fetchall()

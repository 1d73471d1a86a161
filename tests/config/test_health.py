import json
import shutil
import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection

from bookcub.config import health
from bookcub.core import clock
from bookcub.core.models import Heartbeat
from bookcub.core.schedule import periodic_jobs
from bookcub.core.wellbeing import is_known_to_be_damaged
from bookcub.people.models import User
from tests.browsing import Client

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LOOKED_AT = ("database", "integrity", "worker", "disk")


def ask(client: Client) -> tuple[int, dict[str, str]]:
    response = client.get("/health")
    return response.status_code, json.loads(response.content)


def test_all_is_well_while_a_worker_lives(client: Client) -> None:
    Heartbeat.objects.beat("one", at=clock.now())

    assert ask(client) == (200, {"status": "ok"} | dict.fromkeys(LOOKED_AT, "ok"))


def test_a_dead_worker_is_told(client: Client) -> None:
    wrong = {"status": "failing", "worker": "failing"}
    assert ask(client) == (503, dict.fromkeys(LOOKED_AT, "ok") | wrong)


def test_a_full_disk_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    Heartbeat.objects.beat("one", at=clock.now())
    usage = shutil._ntuple_diskusage(100, 99, 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    status, answer = ask(client)

    assert (status, answer["disk"]) == (503, "failing")


@pytest.mark.parametrize("found", [["row 3 missing from index works_work_slug"], ["ok"]])
def test_damage_is_found_once_a_day_and_told_to_monitors_and_keepers(
    client: Client, mo: User, monkeypatch: pytest.MonkeyPatch, found: list[str]
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks after its own pages")
    Heartbeat.objects.beat("one", at=clock.now())

    def check(execute: Any, sql: str, *more: Any) -> Any:
        given = execute(sql, *more)
        if "quick_check" in sql:
            monkeypatch.setattr(more[-1]["cursor"], "fetchall", lambda: [(line,) for line in found])
        return given

    [job] = [job for job in periodic_jobs() if job.name.endswith("look_for_damage")]
    with connection.execute_wrapper(check):
        assert job.run_if_due()

    is_sound = found == ["ok"]
    assert ask(client)[1]["integrity"] == ("ok" if is_sound else "failing")
    client.force_login(mo)
    assert bool(client.get("/desk").context["worries"]) is not is_sound


def test_damage_that_stops_the_look_itself_is_damage() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks after its own pages")

    def check(execute: Any, sql: str, *more: Any) -> Any:
        if "quick_check" in sql:
            raise DatabaseError("database disk image is malformed")
        return execute(sql, *more)

    [job] = [job for job in periodic_jobs() if job.name.endswith("look_for_damage")]
    with connection.execute_wrapper(check):
        assert job.run_if_due()

    assert is_known_to_be_damaged()


def test_keepers_alone_are_told_that_the_disk_is_nearly_full(
    client: Client, mo: User, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil._ntuple_diskusage(100, 99, 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    for person, is_told in ((mo, True), (ada, False)):
        client.force_login(person)
        assert bool(client.get("/desk").context["worries"]) is is_told


def test_a_database_that_stands_still_is_told_soon(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PROBE_PATIENCE", 0.2)
    goes_on = threading.Event()
    monkeypatch.setattr(health._Probe, "ask", lambda _: goes_on.wait(20))

    for _ in range(2):
        status, answer = ask(client)
        assert (status, answer["database"]) == (503, "failing")
    assert sum(thread.name == "health" for thread in threading.enumerate()) == 1
    goes_on.set()


def test_nobody_keeps_the_answer(client: Client) -> None:
    assert "no-store" in client.get("/health").headers["Cache-Control"]


def test_health_cannot_be_posted_to(client: Client) -> None:
    assert client.post("/health").status_code == 405

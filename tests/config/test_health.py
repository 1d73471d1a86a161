import json
import shutil

import pytest

from bookcub.core import clock
from bookcub.core.models import Heartbeat
from tests.browsing import Client

pytestmark = pytest.mark.django_db


def ask(client: Client) -> tuple[int, dict[str, str]]:
    response = client.get("/health")
    return response.status_code, json.loads(response.content)


def test_all_is_well_while_a_worker_lives(client: Client) -> None:
    Heartbeat.objects.beat("one", at=clock.now())

    assert ask(client) == (200, {"status": "ok", "database": "ok", "worker": "ok", "disk": "ok"})


def test_a_dead_worker_is_told(client: Client) -> None:
    assert ask(client) == (
        503,
        {"status": "failing", "database": "ok", "worker": "failing", "disk": "ok"},
    )


def test_a_full_disk_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    Heartbeat.objects.beat("one", at=clock.now())
    usage = shutil._ntuple_diskusage(100, 99, 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    status, answer = ask(client)

    assert (status, answer["disk"]) == (503, "failing")


def test_nobody_keeps_the_answer(client: Client) -> None:
    assert "no-store" in client.get("/health").headers["Cache-Control"]


def test_health_cannot_be_posted_to(client: Client) -> None:
    assert client.post("/health").status_code == 405

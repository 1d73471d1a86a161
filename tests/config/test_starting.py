"""What a start does before it serves: one at a time, never on a newer database, and in sentences."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from bookcub.config import cli
from bookcub.config.commands import check, serve
from bookcub.config.environment import Environment
from bookcub.core.database import migrating
from bookcub.core.environment import read
from bookcub.core.files.held_files import HeldError, locked_file
from tests.ready import copy_of
from tests.serving import Served

pytestmark = pytest.mark.both


@pytest.fixture
def newer(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database as a Bookcub left it that does not exist yet."""
    applied = {("works", "9999_of_tomorrow"): None}
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _: applied)


@pytest.mark.usefixtures("newer")
@pytest.mark.parametrize("command", [["migrate"], ["serve"], ["worker"], ["demo"]])
def test_a_newer_database_is_refused_with_a_sentence(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(command) == 1
    assert "works.9999_of_tomorrow" in capsys.readouterr().err


@pytest.mark.usefixtures("newer")
def test_check_says_that_a_database_is_newer() -> None:
    finding = check._migrations()

    assert not finding.well
    assert "works.9999_of_tomorrow" in finding.says


def test_a_second_server_on_the_same_folder_is_refused_and_a_killed_one_holds_nothing(
    tmp_path: Path, migrated: Path
) -> None:
    archive = Served(copy_of(migrated, tmp_path / "stories"))
    with locked_file(archive.folder / "serving.lock"):
        done = archive.run("serve")

    assert done.returncode == 1
    assert str(archive.folder) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_lock_is_for_one_and_goes_with_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    entered = Event()

    def wait() -> None:
        with locked_file(path, waits=True):
            entered.set()

    with ThreadPoolExecutor(1) as pool:
        with locked_file(path):
            waiting = pool.submit(wait)
            assert not entered.wait(0.1)
            with pytest.raises(HeldError), locked_file(path):
                pass
        waiting.result(5)
    assert entered.is_set()


@pytest.mark.django_db(transaction=True)
def test_who_starts_second_waits_for_the_migrations_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inside: list[int] = []
    most: list[int] = []
    pause = Event()

    def call(*_: object, **__: object) -> None:
        inside.append(1)
        most.append(len(inside))
        pause.wait(0.3)
        inside.pop()

    monkeypatch.setattr(migrating, "call_command", call)
    monkeypatch.setattr(migrating, "pending", lambda: ["one"])

    def start() -> int:
        try:
            return migrating.migrate()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert [done.result() for done in [pool.submit(start) for _ in range(3)]] == [1, 1, 1]
    assert most == [1, 1, 1]


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://nobody@127.0.0.1:1/stories",  # nobody listens
        "postgresql:///stories?host=/nowhere/at/all",
    ],
)
def test_a_database_that_is_not_there_is_a_sentence(
    tmp_path: Path, address: str, settings: Settings
) -> None:
    done = Served(tmp_path / "stories", database_url=address).run("serve")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "BOOKCUB_DATABASE_URL" in done.stderr


@pytest.mark.django_db
def test_too_few_connections_are_said_at_the_start() -> None:
    def given(**settings: str) -> Environment:
        return read(
            Environment, {f"BOOKCUB_{name.upper()}": each for name, each in settings.items()}
        )

    said = serve.too_few_connections(given(workers="64", threads="64"))

    assert serve.too_few_connections(given()) == ""
    assert ("max_connections" in said) is (connection.vendor == "postgresql")

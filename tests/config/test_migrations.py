"""A new archive's tables are made from the models, as those of the tests are: migrations come to the same ones."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import connection


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python's on a data folder, and on an empty database beside the tests' own."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("BOOKCUB_")}
    own |= {"BOOKCUB_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "bookcub.config.settings"}
    if connection.vendor == "postgresql":
        server = urlsplit(os.environ["THROW_AWAY_POSTGRESQL"])
        own["BOOKCUB_DATABASE_URL"] = server._replace(path=f"/{folder.name}").geturl()
    return subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-m", *words], env=own, capture_output=True, text=True, check=False
    )


def empty(tmp_path: Path) -> Path:
    """A data folder whose database has no tables yet."""
    folder = tmp_path / f"empty_{uuid4().hex}"
    folder.mkdir()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{folder.name}"')
    return folder


@pytest.mark.both
@pytest.mark.everything  # every day the last ones, on an archive that lives: test_older_archives.py
@pytest.mark.django_db(transaction=True)
def test_all_migrations_come_to_the_tables_that_a_new_archive_is_given(tmp_path: Path) -> None:
    migrated, made = empty(tmp_path), empty(tmp_path)
    for folder, words in (
        (migrated, ["bookcub.config.manage", "migrate", "-v0"]),
        (made, ["bookcub.config.cli", "migrate"]),
    ):
        done = run(folder, *words)
        assert done.returncode == 0, done.stderr

    tables, new = (json.loads(run(folder, "tests.schema").stdout) for folder in (migrated, made))
    again = run(made, "bookcub.config.cli", "migrate")
    checked = run(made, "bookcub.config.cli", "check", "--no-worker")

    assert len(tables) > 100
    assert tables.keys() == new.keys()
    assert [name for name, told in tables.items() if told != new[name]] == []
    assert again.returncode == 0, again.stderr
    assert not any(letter.isdigit() for letter in again.stdout), "nothing was left to do"
    assert "ok   Migrations: " in checked.stdout


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_tables_whose_making_was_broken_off_are_made_the_next_time(tmp_path: Path) -> None:
    folder = empty(tmp_path)

    broken_off = run(folder, "tests.broken_off")
    left = run(folder, "tests.schema")
    again = run(folder, "bookcub.config.cli", "migrate")

    assert broken_off.returncode == -signal.SIGKILL, broken_off.stderr
    assert json.loads(left.stdout) == {}
    assert again.returncode == 0, again.stderr


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_keepers_of_before_roles_were_rows_keep_the_archive_and_so_do_they_on_the_way_back(
    tmp_path: Path,
) -> None:
    folder = empty(tmp_path)

    done = run(folder, "tests.older_keepers")

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    # Kim is switched off and will keep it again; who made them keepers, and when, nobody noted.
    assert found["since"] == [[name, "keeper", "", None, None] for name in ("Kim", "Mo")]
    assert found["back"] == ["Ada", "Kim"]


def test_on_a_database_that_nobody_has_migrated_a_command_says_what_to_do(tmp_path: Path) -> None:
    refused = run(tmp_path, "bookcub.config.cli", "user", "list")

    assert refused.returncode == 1
    assert "bookcub migrate" in refused.stderr
    assert "Traceback" not in refused.stderr

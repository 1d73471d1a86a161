"""The tests make their tables from the models: the migrations of a real archive come to the same ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import connection

from tests.schema import schema


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


@pytest.fixture
def from_nothing(tmp_path: Path) -> Path:
    """The data folder of an archive that `bookcub migrate` made; others start from tables of the models."""
    folder = tmp_path / f"migrated_{uuid4().hex}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{folder.name}"')
    done = run(folder, "bookcub.config.cli", "migrate")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.both
@pytest.mark.slow_first
@pytest.mark.django_db(transaction=True)
def test_an_empty_database_is_migrated_to_the_tables_of_the_models_and_no_rows(
    from_nothing: Path,
) -> None:
    found = run(from_nothing, "tests.schema")
    again = run(from_nothing, "bookcub.config.cli", "migrate")
    checked = run(from_nothing, "bookcub.config.cli", "check", "--no-worker")

    assert found.returncode == 0, found.stderr
    tables = json.loads(found.stdout)
    from_models = json.loads(json.dumps(schema(connection)))
    assert tables.keys() == from_models.keys()
    assert [name for name, told in tables.items() if told != from_models[name]] == []
    assert again.returncode == 0, again.stderr
    assert not any(letter.isdigit() for letter in again.stdout), "nothing was left to do"
    assert "ok   Migrations: " in checked.stdout


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_keepers_of_before_roles_were_rows_keep_the_archive_and_so_do_they_on_the_way_back(
    tmp_path: Path,
) -> None:
    folder = tmp_path / f"older_{uuid4().hex}"
    folder.mkdir()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{folder.name}"')

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

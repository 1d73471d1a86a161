"""Data folders live: the archive that the code before the last change of tables made is migrated, and whole.

The archive is the demo's, made by that older code itself out of the repository's history, on the database under test.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import connection

from tests.schema import Schema, schema
from tests.shape.sources import ROOT

# Where this file is not there yet, no archive had to live on.
SINCE = Path(__file__).relative_to(ROOT).as_posix()
MIGRATIONS = "bookcub/*/migrations/*.py"
# A work or a club that the demo has brought in, as it says so: “ 3/21  “The Weir””.
BROUGHT_IN = re.compile(r"^ *\d+/\d+  (“.*”)$", re.MULTILINE)


def git(*words: str) -> str:
    return _git(*words).decode().strip()


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True).stdout  # noqa: S603, S607  # our own words


def before_the_last_change() -> str:
    """The newest commit with other migrations than now, among those whose archives live; empty if there is none."""
    if git("status", "--porcelain", "--", MIGRATIONS):
        return "HEAD"
    parent = git("log", "-1", "--format=%P", "HEAD", "--", MIGRATIONS).partition(" ")[0]
    return parent if parent and git("ls-tree", parent, SINCE) else ""


def what_git_lacks() -> str:
    """Why the history of this code cannot be asked; empty where it can."""
    try:
        if git("rev-parse", "--show-prefix"):
            return "this code is not the repository's own"
        is_cut = (
            not before_the_last_change() and git("rev-parse", "--is-shallow-repository") == "true"
        )
    except (OSError, subprocess.CalledProcessError):
        return "this code came without its repository"
    return "a shallow clone holds no older code: git fetch --unshallow" if is_cut else ""


LACKING = what_git_lacks()
BEFORE = "" if LACKING else before_the_last_change()


def code_of(commit: str, folder: Path) -> Path:
    with tarfile.open(fileobj=BytesIO(_git("archive", commit, "bookcub"))) as tar:
        tar.extractall(folder, filter="data")
    return folder


def run(code: Path, data: Path, *words: str) -> str:
    """`bookcub …` of this code on this archive; fails where it fails."""
    return run_module(code, data, "bookcub.config.cli", *words)


def run_module(code: Path, data: Path, *words: str) -> str:
    own = {name: value for name, value in os.environ.items() if not name.startswith("BOOKCUB_")}
    own |= {"BOOKCUB_DATA": str(data), "DJANGO_SETTINGS_MODULE": "bookcub.config.settings"}
    if connection.vendor == "postgresql":
        server = urlsplit(os.environ["THROW_AWAY_POSTGRESQL"])
        own["BOOKCUB_DATABASE_URL"] = server._replace(path=f"/{data.name}").geturl()
    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-m", *words],
        cwd=code,
        env=own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def without_rows(tables: Schema) -> Schema:
    return {name: {**told, "rows": None} for name, told in tables.items()}


# Where no table has changed yet there is nothing to be afraid of every day.
@(pytest.mark.both if BEFORE or LACKING else pytest.mark.everything)
@pytest.mark.skipif(bool(LACKING), reason=LACKING)
@pytest.mark.slow_first
@pytest.mark.django_db(transaction=True)
def test_the_archive_of_the_code_before_is_migrated_and_whole(tmp_path: Path) -> None:
    data = tmp_path / f"lived_{uuid4().hex}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{data.name}"')
    older = code_of(BEFORE or "HEAD", tmp_path / "older")
    run(older, data, "migrate")
    brought_in = BROUGHT_IN.findall(run(older, data, "demo"))

    run(ROOT, data, "migrate")

    assert without_rows(json.loads(run_module(ROOT, data, "tests.schema"))) == without_rows(
        json.loads(json.dumps(schema(connection)))
    )
    assert "ok   Migrations: all applied" in run(ROOT, data, "check", "--no-worker")
    # Whatever the demo brings is known again: nothing was lost or doubled on the way.
    again = run(ROOT, data, "demo")
    assert len(brought_in) > 10
    assert [what for what in brought_in if f"{what} (was here already)\n" not in again] == []

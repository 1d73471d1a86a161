"""From SQLite to PostgreSQL, as the keeper's guide says: everything is there, and new rows find free numbers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from tests.postgresql import throw_away_server

DUMP = (
    "dumpdata",
    "--format",
    "jsonl",
    "--exclude",
    "contenttypes",
    "--exclude",
    "auth.permission",
    "--exclude",
    "search",
    "-o",
)
COUNT = """
from django.apps import apps
for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
    if model._meta.app_label not in {"contenttypes", "auth", "search"}:
        print(model._meta.label, model._default_manager.count(), sorted(map(str, model._default_manager.values_list("pk", flat=True)))[-1:])
"""


def run(data: Path, *words: str, url: str = "", given: str | None = None) -> str:
    own = {name: value for name, value in os.environ.items() if not name.startswith("BOOKCUB_")}
    own["BOOKCUB_KEEPER_PASSWORD"] = "four herons in a row"  # noqa: S105  # of an archive that is thrown away
    own |= {"BOOKCUB_DATA": str(data), "DJANGO_SETTINGS_MODULE": "bookcub.config.settings"}
    if url:
        own["BOOKCUB_DATABASE_URL"] = url
    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-m", *words],
        env=own,
        capture_output=True,
        text=True,
        check=False,
        input=given,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.everything
def test_an_archive_moves_to_postgresql_whole(tmp_path: Path) -> None:
    manage, rows = "bookcub.config.manage", tmp_path / "rows.jsonl"
    server, name = urlsplit(throw_away_server()), f"moved_{uuid4().hex}"
    with psycopg.connect(server.geturl(), autocommit=True) as asked:
        asked.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    url = server._replace(path=f"/{name}").geturl()
    data = tmp_path / "data"
    story = tmp_path / "weir.md"
    story.write_text(
        "# The Weir\n\nThe tide went out further than the map allowed. Энеида knew it.\n"
    )
    run(data, "bookcub.config.cli", "init", "--name", "Room", "--keeper", "Mona")
    run(data, "bookcub.config.cli", "import", str(story), "--as", "Mona")

    run(data, manage, *DUMP, str(rows))
    run(data, "bookcub.config.cli", "migrate", url=url)
    run(data, manage, "loaddata", str(rows), url=url)

    before = run(data, manage, "shell", "--no-imports", given=COUNT)
    assert "works.Work 1 " in before
    assert run(data, manage, "shell", "--no-imports", url=url, given=COUNT) == before
    assert "FAIL" not in run(data, "bookcub.config.cli", "check", "--no-worker", url=url)
    run(data, "bookcub.config.cli", "user", "invite", url=url)  # a new row

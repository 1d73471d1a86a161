"""A club can be taken along and brought in at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookcub.clubs.models import Club
from bookcub.config import cli
from bookcub.people.models import User
from tests.making import make_club, make_read, make_work
from tests.memory.remembering import has_read, note

pytestmark = pytest.mark.django_db


def bookcub(*arguments: str) -> int:
    """The exit code; argparse leaves by itself when the usage is wrong."""
    try:
        return cli.run(list(arguments))
    except SystemExit as left:
        return int(left.code or 0)


def test_a_club_leaves_and_comes_in(
    ada: User, cy: User, di: User, bo: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work = make_work(ada)
    read = make_read(make_club(cy, di), work=work)
    has_read(cy, work.chapters.get())
    note(read.club, cy, work.chapters.get(), "A heron.")
    file = tmp_path / "club.zip"

    assert bookcub("club", "export", str(read.club_id), str(file), "--as", "Bo") == 2
    assert not file.exists()
    assert bookcub("club", "export", str(read.club_id), str(file), "--as", "Cy") == 0
    assert bookcub("club", "import", str(file), "--as", "Bo", "--me", "Nobody") == 2
    assert bookcub("club", "import", str(file), "--as", "Bo", "--me", "Cy") == 0

    made = Club.objects.get(memberships__user=bo)
    assert [each.name for each in made.memberships.order_by("pk")] == ["Bo", "Di"]
    assert made.get_absolute_url() in capsys.readouterr().out
    assert bookcub("club", "recall") == 0
    assert capsys.readouterr().out.startswith("2 ")


def test_what_is_no_club_is_refused(
    cy: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "story.zip"
    file.write_bytes(b"PK\x03\x04")

    assert bookcub("club", "import", str(file), "--as", "Cy") == 1
    assert bookcub("club", "import", str(tmp_path / "none.zip"), "--as", "Cy") == 2
    assert not Club.objects.exists()

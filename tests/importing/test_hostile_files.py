"""Every file made to do harm, through the page and through the command: nothing breaks, nothing escapes."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from bookcub.core.database.migrating import migrate
from bookcub.importing.actions.save_work import keep
from bookcub.importing.actions.uploads import read_in_background
from bookcub.importing.commands import import_files
from bookcub.importing.models import Import, State
from bookcub.people.models import User
from bookcub.works.models import Work
from tests.browsing import Client
from tests.extent import EVERYTHING
from tests.formats import test_hostile
from tests.formats.making import MARK, epub, otw_page, thread, zipped
from tests.importing.describing import TIDE, chapter, comment, described
from tests.importing.harmless import harmful_in

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
EVIL = (
    '"><script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><a href="java'
    '\tscript:alert(1)">x</a><iframe srcdoc="<script>alert(1)</script>"></iframe><math><mi//xlink:href='
    '"data:x,<script>alert(4)</script>"><style>*{background:url(javascript:alert(1))}</style>'
)


def of_the_formats() -> Iterator[bytes]:
    """The files that the formats are tested with."""
    for test in vars(test_hostile).values():
        for mark in getattr(test, "pytestmark", []):
            if mark.name == "parametrize" and "content" in str(mark.args[0]):
                for case in mark.args[1]:
                    yield case[0] if isinstance(case, tuple) else case


# Every day each of them takes one of the two ways in, under everything both.
HOSTILE: list[bytes] = [
    *of_the_formats(),
    *(
        f"<html><p>Story.</p>{f'<{tag}>' * test_hostile.LEVELS}deep".encode()
        for tag in ("div", "b", "ul><li")
    ),
    otw_page(comments=thread("<li>" * test_hostile.LEVELS)),
    f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]><html><p>A &l11; b.</p></html>'.encode(),
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><p>A &e; b.</p></html>',
    b"<html>" + b"<p>All work.</p>" * 6_000_000,
    epub([("../../../../evil.xhtml", "<body><p>It rained and rained.</p></body>")]),
    zipped([("..\\..\\evil.txt", "story")]),
    otw_page(
        f"<div class='userstuff'><p>It rained on and on. {EVIL}</p></div>", title=EVIL, byline=EVIL
    ),
    f"It rained and rained. {EVIL}".encode(),
    bytes(range(256)) * 400,
]


def everything_in(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}


def test_the_hostile_files_of_the_formats_are_among_them() -> None:
    assert len(HOSTILE) > 25


@pytest.mark.parametrize("number", [n for n in range(len(HOSTILE)) if EVERYTHING or n % 3])
def test_a_hostile_file_on_the_page(
    client: Client, ada: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.chdir(tmp_path)
    client.force_login(ada)
    sent = SimpleUploadedFile("../../evil.html", HOSTILE[number])
    answer = client.post("/import", {"files": [sent], "pseud": ada.default_pseud.pk})
    if answer.status_code != 302:  # an empty file is refused by the form itself
        assert answer.status_code in {413, 422}
        return
    made = Import.objects.get()
    read_in_background.call(made.pk)
    made.refresh_from_db()

    assert made.state in {State.READY, State.KEPT}
    page = client.get(made.get_absolute_url(), follow=True)
    assert page.status_code == 200
    assert harmful_in(page.content.decode(), frame=True) == []
    assert list(tmp_path.iterdir()) == []
    assert {path.name for path in made.folder.parent.rglob("*") if path.is_file()} <= {"1"}


# Page and command read by the same code: every day a third of the files comes by the command, the others by the page.
@pytest.mark.parametrize("number", [n for n in range(len(HOSTILE)) if EVERYTHING or not n % 3])
def test_a_hostile_file_at_the_command(
    client: Client,
    ada: User,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    number: int,
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "in" / "evil").write_bytes(HOSTILE[number])
    monkeypatch.chdir(tmp_path / "out")
    migrate()  # its lock stays in the folder
    before = everything_in(Path(settings.DATA))
    parser = argparse.ArgumentParser()
    import_files.add_arguments(parser)
    code = import_files.run(
        parser.parse_args([str(tmp_path / "in" / "evil"), "--as", "Ada", "--publish"])
    )

    assert code in {0, 1}
    assert "Traceback" not in capsys.readouterr().err
    assert everything_in(tmp_path) == {str(tmp_path / name) for name in ("in", "out", "in/evil")}
    assert everything_in(Path(settings.DATA)) == before
    client.force_login(ada)  # what was too short to be posted is a draft
    for work in Work.objects.all():
        shown = client.get(
            f"{work.get_absolute_url()}?view_full_work=true&view_adult=true", follow=True
        )
        assert shown.status_code == 200
        assert harmful_in(shown.content.decode(), frame=True) == []


def test_scripts_in_every_field_come_out_harmless_on_the_works_page(
    client: Client, ada: User
) -> None:
    fields: dict[str, Any] = dict.fromkeys(
        ("title", "summary", "notes", "end_notes", "language", "rating"), EVIL
    )
    lists = dict.fromkeys(("authors", "warnings_tags", "categories", "fandoms", "relationships", "characters", "freeforms"), (EVIL, MARK))  # fmt: skip
    around = dict.fromkeys(("title", "summary", "notes", "end_notes"), EVIL)
    work_of_source = described(
        chapter(1, TIDE + EVIL, **around), chapter(2, TIDE + EVIL, **around),
        comments=(comment(1, name=EVIL, html=EVIL), comment(2, name=MARK, html=None)),
        original_url="javascript:alert(1)", **fields, **lists,
    )  # fmt: skip
    work = keep(work_of_source, as_pseud=ada.default_pseud, publish=True).work
    client.force_login(ada)

    first = work.chapters.all()[0]
    for address in (
        f"/works/{work.pk}?view_full_work=true",
        f"/works/{work.pk}?view_full_work=true&show_comments=true",
        first.get_absolute_url(),
        f"{first.get_absolute_url()}/comments",
        f"/works/{work.pk}/comments",
        f"/works/{work.pk}/edit",
        f"/works/{work.pk}/chapters/manage",
        "/works",
    ):
        page = client.get(address, follow=True)
        assert page.status_code in {200, 404}
        assert harmful_in(page.content.decode(), frame=True) == [], address
    assert work.posted_at is not None


def test_nothing_under_the_imports_folder_is_served(client: Client, ada: User) -> None:
    client.force_login(ada)
    sent = SimpleUploadedFile("evil.html", b"<script>alert(1)</script><p>It rained.</p>")
    client.post("/import", {"files": [sent], "pseud": ada.default_pseud.pk})
    made = Import.objects.get()

    assert oct(os.stat(made.folder).st_mode)[-3:] == "700"  # noqa: PTH116  # the mode alone
    for address in (
        f"/imports/{made.pk}/1",
        f"/files/imports/{made.pk}/1",
        f"/files/../imports/{made.pk}/1",
    ):
        assert client.get(address).status_code == 404

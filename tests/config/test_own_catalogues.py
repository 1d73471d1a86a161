"""Catalogues of a keeper's own, in the data folder: one that is broken takes no page down."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from bookcub.config.languages import unfit
from tests.config.test_cli import bookcub

HEADER = {"": "Content-Type: text/plain; charset=UTF-8\n"}


def compiled(sentences: dict[str, str]) -> bytes:
    """A catalogue as msgfmt writes it."""
    pairs = [(one.encode(), other.encode()) for one, other in sorted((HEADER | sentences).items())]
    at = 28 + 16 * len(pairs)
    tables, texts = [b"", b""], b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<2I", len(pair[column]), at + len(texts))
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, at)
    return head + b"".join(tables) + texts


def kept(folder: Path, content: bytes) -> Path:
    catalogue = folder / "locale/de/LC_MESSAGES/django.mo"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_bytes(content)
    return catalogue


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("Cancel", "Abbrechen, 100 %"),
        ("%(n)s of %(all)s", "%(all)s, davon %(n)s (%(n)s), 5 %%"),
        ("One file\0%(n)s files", "%(n)s Datei\0%(n)s Dateien"),
        ("verb\x04Gone: {count}", "Weg: {count}"),
    ],
)
def test_a_catalogue_that_fills_in_what_the_english_does_is_fit(
    tmp_path: Path, english: str, said: str
) -> None:
    kept(tmp_path, compiled({english: said}))
    assert unfit(tmp_path / "locale") == {}


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("%(n)s files", "%(anzahl)s Dateien"),
        ("%(n)s files", "%(n)d Dateien"),
        ("%(n)s files", "%(n)s Dateien, 100 % fertig"),
        ("%(n)s files", "%(n) Dateien"),
        ("One file\0%(n)s files", "Eine\0%(zahl)s Dateien"),
        ("Gone: {count}", "Weg: {zahl}"),
        ("Gone: {count}", "Weg: {count"),
    ],
)
def test_a_catalogue_that_would_break_a_page_is_not(
    tmp_path: Path, english: str, said: str
) -> None:
    catalogue = kept(tmp_path, compiled({"Cancel": "Weg damit", english: said}))
    assert unfit(tmp_path / "locale") == {catalogue: english}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"garbage",
        compiled({"Cancel": "Weg damit"})[:-40],
        compiled({"": "Plural-Forms: nplurals=2; plural=__import__\n"}),
        compiled({"": "Content-Type: text/plain; charset=no-such\n", "Cancel": "Weg"}),
        compiled({"Cancel": "Weg"}).replace(b"Weg", b"W\xff\xff"),
    ],
)
def test_what_is_no_catalogue_is_unfit_as_a_whole(tmp_path: Path, content: bytes) -> None:
    catalogue = kept(tmp_path, content)
    assert unfit(tmp_path / "locale") == {catalogue: ""}


@pytest.mark.parametrize("content", [b"garbage", compiled({"Cancel": "Weg damit"})])
def test_a_broken_catalogue_is_passed_over(tmp_path: Path, content: bytes) -> None:
    kept(tmp_path, content)
    says = "import django; from django.utils.translation import *; django.setup(); activate('de'); print(gettext('Cancel'))"
    around = os.environ | {
        "BOOKCUB_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "bookcub.config.settings",
    }
    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", says], env=around, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ("Abbrechen" if content == b"garbage" else "Weg damit")


@pytest.mark.django_db
def test_check_names_the_broken_catalogue(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bookcub("check", "--no-worker") == 0
    settings.UNFIT_CATALOGUES = {Path("locale/fr.mo"): "%(n)s file\0%(n)s files", Path("de.mo"): ""}

    assert bookcub("check", "--no-worker") == 1

    output = capsys.readouterr().out
    assert "because locale/fr.mo has other placeholders than this: %(n)s file\n" in output
    assert "because de.mo is not a compiled catalogue\n" in output

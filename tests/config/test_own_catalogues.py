"""Catalogues of a keeper's own, in the data folder: one that is broken takes no page down."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from bookcub.config.languages import unfit
from tests.config.test_cli import bookcub
from tests.pseudo_language import machine_object, write_catalogues

HEADER = "Content-Type: text/plain; charset=UTF-8\n"


def compiled(sentences: dict[str, str]) -> bytes:
    return machine_object({"": HEADER, **sentences})


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


def test_every_sentence_of_ours_in_a_language_that_keeps_placeholders_is_fit(
    tmp_path: Path,
) -> None:
    write_catalogues(tmp_path / "locale")
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

"""The languages that are shipped: whole, up to date with the code, and safe to show."""

from __future__ import annotations

import gettext
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bookcub.config.languages import unfit

BOOKCUB = Path(__file__).resolve().parents[2] / "bookcub"
LOCALE = BOOKCUB / "locale"
LANGUAGES = sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir())
WHOLE = {"de"}  # the others fall back to English, sentence by sentence
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
ESCAPE = re.compile(r"\\(.)")
ESCAPES: dict[str | bytes, str] = {"n": "\n", "t": "\t"}
TAG = re.compile(r"</?[a-z][^<>]*>")
needs_gettext = pytest.mark.skipif(
    shutil.which("xgettext") is None,
    reason="GNU gettext is not installed (apt-get install gettext)",
)


@dataclass(frozen=True)
class Message:
    """One entry of a catalogue."""

    context: str
    english: str
    plural: str
    translations: tuple[str, ...]
    is_fuzzy: bool

    @property
    def key(self) -> str:
        return f"{self.context}\x04{self.english}" if self.context else self.english

    @property
    def is_translated(self) -> bool:
        return bool(self.translations) and all(self.translations) and not self.is_fuzzy


def messages(catalogue: Path) -> Iterator[Message]:
    """The entries of a .po file as Django's makemessages writes it, without its header."""
    for entry in catalogue.read_text().split("\n\n")[1:]:
        fields: dict[str, str] = {}
        name = ""
        for line in entry.splitlines():
            found = re.match(r'(msg\w+(?:\[\d\])?) (".*")$', line)
            if found:
                name = found[1]
                fields[name] = ""
            text = found[2] if found else line
            if name and text.startswith('"'):
                fields[name] += ESCAPE.sub(
                    lambda found: ESCAPES.get(found[1], found[1]), text[1:-1]
                )
        if fields:
            yield Message(
                fields.get("msgctxt", ""),
                fields["msgid"],
                fields.get("msgid_plural", ""),
                tuple(text for key, text in fields.items() if key.startswith("msgstr")),
                bool(re.search(r"^#,.*\bfuzzy\b", entry, re.MULTILINE)),
            )


def po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What the code says today, freshly extracted."""
    copy = tmp_path_factory.mktemp("extracted") / "bookcub"
    skipped = shutil.ignore_patterns("__pycache__", "static", "locale")
    shutil.copytree(BOOKCUB, copy, ignore=skipped)
    (copy / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "xx", "--no-wrap"]
    alone = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=copy, check=True, capture_output=True, env=alone)  # noqa: S603  # our own words
    return {
        message.key for message in messages(copy / "locale" / "xx" / "LC_MESSAGES" / "django.po")
    }


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_knows_what_the_code_says(language: str, said: set[str]) -> None:
    """Run `make messages` when this fails."""
    known = {message.key for message in messages(po(language))}
    assert sorted(said - known) == []
    assert sorted(known - said) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_language_lacks_nothing(language: str) -> None:
    everything = list(messages(po(language)))
    lacking = [message.english for message in everything if not message.is_translated]
    if language not in WHOLE:
        pytest.skip(
            f"{language}: {len(lacking)} of {len(everything)} messages are still in English"
        )
    assert lacking == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shown_is_what_was_translated(language: str) -> None:
    """Run `make translations` when this fails."""
    with po(language).with_suffix(".mo").open("rb") as compiled:
        shown = gettext.GNUTranslations(compiled)
    for message in messages(po(language)):
        if not message.is_translated:
            continue
        if message.plural:
            counted = [shown._catalog[message.key, n] for n in range(len(message.translations))]  # type: ignore[attr-defined]  # no public way
            assert counted == list(message.translations)
        else:
            assert shown.gettext(message.key) == message.translations[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_survive(language: str) -> None:
    broken = []
    for message in messages(po(language)):
        english = message.english + message.plural
        wanted = set(PLACEHOLDER.findall(english))
        for n, text in enumerate(message.translations if message.is_translated else ()):
            has = set(PLACEHOLDER.findall(text))
            # One thing may be said without its number.
            lost = set() if message.plural and n < len(message.translations) - 1 else wanted - has
            tags = sorted(TAG.findall(text)) != sorted(
                TAG.findall(message.plural or message.english)
            )
            if has - wanted or lost or tags or '"' in TAG.sub("", text):
                broken.append((message.english, text))
    assert broken == []


def test_no_sentence_breaks_where_facts_are_filled_in() -> None:
    assert unfit(LOCALE) == {}

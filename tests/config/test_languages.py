"""Which languages there are, and what a half-finished one says."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import get_language_bidi, gettext, ngettext, pgettext
from pytest_django import Settings

from bookcub.config.languages import languages
from bookcub.core.languages.direction import direction
from tests.pseudo_language import HEADER, PLURAL, machine_object


def catalogue(folder: Path, language: str, messages: dict[str, str]) -> None:
    path = folder / language / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(machine_object({"": HEADER, **messages}))


def test_each_catalogue_is_a_language_called_as_its_speakers_call_it(tmp_path: Path) -> None:
    for language in ("fr", "de_AT", "pt_BR", "zh_Hans", "tlh"):
        catalogue(tmp_path, language, {})
    (tmp_path / "es" / "LC_MESSAGES").mkdir(parents=True)  # only text so far

    assert languages([tmp_path, tmp_path / "nowhere"]) == [
        ("de-at", "Deutsch (AT)"),
        ("en", "English"),
        ("fr", "Français"),
        ("pt-br", "Português brasileiro"),
        ("tlh", "Tlh"),
        ("zh-hans", "简体中文"),
    ]


@pytest.fixture
def halfway(tmp_path: Path, settings: Settings) -> None:
    """A keeper's own catalogues: a little French, and one German sentence that they say otherwise."""
    counted = PLURAL.join(["%(number)s minute ago", "%(number)s minutes ago"])
    french = {
        "Cancel": "Annuler",
        counted: PLURAL.join(["il y a %(number)s minute", "il y a %(number)s minutes"]),
    }
    catalogue(tmp_path, "fr", french)
    catalogue(tmp_path, "de", {"Cancel": "Lieber nicht"})
    settings.LOCALE_PATHS = [tmp_path, *settings.LOCALE_PATHS]
    settings.LANGUAGES = languages(settings.LOCALE_PATHS)


@pytest.mark.usefixtures("halfway")
def test_what_has_no_translation_yet_is_said_in_english_sentence_by_sentence() -> None:
    with translation.override("fr"):
        assert gettext("Cancel") == "Annuler"
        assert ngettext("%(number)s minute ago", "%(number)s minutes ago", 2).startswith("il y a")
        assert gettext("Skip to the content") == "Skip to the content"
        assert pgettext("form of a date", "j F Y") == "j F Y"


@pytest.mark.parametrize("code", ["he", "ps", "yi", "en"])
def test_a_page_reads_from_the_side_that_texts_in_its_language_do(code: str) -> None:
    with translation.override(code):
        assert get_language_bidi() == (direction(code) == "rtl")


@pytest.mark.usefixtures("halfway")
def test_a_keepers_own_words_count_before_ours() -> None:
    with translation.override("de"):
        assert gettext("Cancel") == "Lieber nicht"
        assert gettext("Save") == "Speichern"

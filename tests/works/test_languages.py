import pytest
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils import translation

from bookcub.web.forms.refusals import refusals
from bookcub.works.fields import LANGUAGE, WorkFields
from bookcub.works.languages import (
    CALLED_HERE,
    LANGUAGES,
    are_one,
    code_of_page,
    language_choices,
    language_name,
)
from bookcub.works.models import Work

pytestmark = pytest.mark.both


def test_every_code_is_one_that_works_may_have_and_fits_its_column() -> None:
    assert all(LANGUAGE.fullmatch(code) and len(code) <= 12 for code in LANGUAGES)


def test_a_code_that_no_column_holds_is_none() -> None:
    language = Work._meta.get_field("language")

    for code, is_one in (("sr-Latn-RS", True), ("zh-Hant-abcd", True), ("zh-Hant-abcde", False)):
        assert bool(LANGUAGE.fullmatch(code)) is is_one
        with refusals() as refused:
            language.run_validators(code)
        assert bool(refused) is not is_one
    with pytest.raises(ValidationError):
        WorkFields(title="La presa", language="ca-ES-valencia").cleaned()


def test_languages_are_offered_by_their_english_names() -> None:
    names = [name for _, name in language_choices()]

    assert names[0] == "Afrikaans"
    assert names.index("Suomi · Finnish") < names.index("Deutsch · German")
    assert len(names) == len(set(names))


def test_german_pages_offer_them_by_their_german_names() -> None:
    with translation.override("de"):
        names = [name for _, name in language_choices()]
        assert language_name("de") == "Deutsch"
        assert language_name("en") == "English · Englisch"
        assert language_name("hi") == "हिन्दी · Hindi"  # the same in German

    assert names.index("Deutsch") < names.index("Suomi · Finnisch")
    assert names.index("Português brasileiro · Brasilianisches Portugiesisch") < names.index(
        "Deutsch"
    )
    assert len(names) == len(set(names))


def test_what_each_is_called_can_be_said_in_the_language_of_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(CALLED_HERE, "la", "Latein")
    with translation.override("de"):
        assert language_name("la") == "Latina · Latein"  # what Django does not know, we say
    assert language_name("la") == "Latina · Latin"

    known = {code for code in LANGUAGES if LANG_INFO.get(code.lower(), {}).get("name")}

    assert LANGUAGES.keys() - known - CALLED_HERE.keys() == set()


def test_a_language_calls_itself_as_its_readers_do() -> None:
    assert language_name("de") == "Deutsch · German"
    assert language_name("de-AT") == "Deutsch · German"
    assert language_name("xx") == "xx"


def test_a_page_is_in_one_of_the_languages_that_works_are_in() -> None:
    with translation.override("pt-br"):
        assert code_of_page() == "pt-BR"
    with translation.override("de-at"):
        assert code_of_page() == "de"


def test_a_language_is_one_wherever_it_is_spoken() -> None:
    assert are_one("en-GB", "en")
    assert not are_one("de", "nl")

from __future__ import annotations

from django.utils import translation
from django.utils.translation import get_language

from bookcub.core.languages.untranslated import untranslated


@untranslated()
def said(again: int = 0) -> str | None:
    if again:
        said(again - 1)
    return get_language()


def test_a_function_that_runs_twice_at_once_gives_the_language_back() -> None:
    with translation.override("de"):
        assert said(again=1) is None
        assert get_language() == "de"

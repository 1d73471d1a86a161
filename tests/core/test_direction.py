import pytest

from bookcub.core.languages.direction import direction, isolated


@pytest.mark.parametrize("code", ["ar", "he", "fa-IR", "ur", "yi", "pa-Arab", "az-arab"])
def test_a_language_may_be_read_from_the_right(code: str) -> None:
    assert direction(code) == "rtl"


@pytest.mark.parametrize("code", ["", "en", "de-AT", "zh-Hans", "pa", "he-Latn", "ku-Latn"])
def test_most_are_read_from_the_left(code: str) -> None:
    assert direction(code) == "ltr"


def test_only_a_name_that_is_written_the_other_way_is_kept_apart() -> None:
    assert isolated("Mona") == "Mona"
    assert isolated("מונה (2)") == "\u2068מונה (2)\u2069"
    assert isolated("Mona", in_rtl=True) == "\u2068Mona\u2069"
    assert isolated("מונה", in_rtl=True) == "מונה"
    assert isolated("3–4", in_rtl=True) == "3–4"

"""A work is as long here as it is on the archive that it came from."""

import pytest
from hypothesis import given

from bookcub.core.text import clean_chapter, count_words
from tests.core.markup import nasty_markup
from tests.counted import grows_with_its_length


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", 0),
        ("<p></p>", 0),
        ("<p>One two three.</p>", 3),
        ("<p>One</p><p>two</p>", 2),
        ("one<br>two", 2),
        ("w<b>or</b>d", 1),
        ("well-known mother-in-law", 2),
        ("it's it’s rock ’n’ roll", 5),
        ("He said—and left…then came -- back", 7),
        ("3.14 1,000,000 A4", 3),
        ("*** — ! 🐻 &amp;", 0),
        ("naïve cafe\u0301 Ärger", 3),
        ("猫が好き", 4),
        ("カタカナ、ひらがな。", 8),
        ("コーヒー", 4),
        ("人々", 2),
        ("I love 猫 and ひ", 5),
        ("猫cat猫", 3),
        ("กำลังใจ", 6),
        ("ที่", 1),
        ("한국어 문장", 2),
        ("مرحبا بالعالم", 2),
        ("שלום עולם", 2),
        ("<script>not these words</script>but these", 2),
        ('<img alt="not these" src="https://e.org/">these', 1),
        ("a&nbsp;b", 2),
        ("co\u00adoperate", 1),
    ],
)
def test_words_are_counted_as_readers_count(html: str, words: int) -> None:
    assert count_words(html) == words


@given(html=nasty_markup)
def test_any_markup_can_be_counted(html: str) -> None:
    assert count_words(html) >= 0
    cleaned = clean_chapter(html)
    assert count_words(cleaned) == count_words(f"<div>{cleaned}</div>")


@pytest.mark.parametrize("text", ["a-", "'", "1.", "猫", "ก่", "a ", "<b>", "&", "-’"])
def test_counting_takes_work_in_proportion_to_length(text: str) -> None:
    assert grows_with_its_length(lambda length: count_words(text * length), 20_000)
    assert count_words(text * 200_000) >= 0

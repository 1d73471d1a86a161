"""What one asks for is found however it was written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bookcub.memory.recall.query_parser import RecallQuery, Term, parse_query
from bookcub.memory.recall.stems import LONGEST, fold, is_stop_word, query_stems, stems_of
from bookcub.memory.recall.stop_words import STOP_WORDS


def stems(text: str, language: str = "en") -> list[str]:
    return [each.stem for each in stems_of(text, language)]


@pytest.mark.parametrize(
    ("text", "asked", "language"),
    [
        ("The Captains’ boats", "captain", "en"),
        ("She was RUNNING", "runs", "en-GB"),
        ("sea-captain", "captain", "en"),
        ("die Häuser", "Haus", "de"),
        ("die Straße", "STRASSE", "de"),
        ("l’homme", "hommes", "fr"),
        ("un résumé", "resume", "fr"),
        ("Ærø", "aero", "da"),
        ("Łódź", "lodz", "pl"),
        ("книги", "книга", "ru"),
        ("שָׁלוֹם", "שלום", "he"),
        ("船长在哪里", "船长", "zh-Hans"),
        ("ﬁne", "fine", ""),
    ],
)
def test_a_word_is_found_in_its_other_forms(text: str, asked: str, language: str) -> None:
    assert set(query_stems(asked, language)) <= set(stems(text, language))


def test_where_a_word_stands_is_counted_in_code_points() -> None:
    text = "🐻🐻 the bears"

    assert [text[each.start : each.end] for each in stems_of(text, "en")] == ["the", "bears"]


def test_signs_without_spaces_are_kept_alone_and_in_pairs() -> None:
    assert stems("船长说", "zh-Hans") == ["船", "船长", "长", "长说", "说"]
    assert query_stems("船长说", "zh-Hans") == ["船长", "长说"]
    assert query_stems("船", "zh-Hans") == ["船"]


def test_words_of_a_language_without_an_algorithm_are_only_folded() -> None:
    assert stems("Captains", "tlh") == ["captains"]


def test_many_threads_may_ask_at_once() -> None:
    words = [f"{beginning}nesses" for beginning in ("kind", "sad", "dark", "still", "soft")] * 200
    alone = [stems(word) for word in words]
    from bookcub.memory.recall import stems as module  # noqa: PLC0415  # its cache would hide the threads

    module._stem.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(stems, words)) == alone


@example("\u0640", "")  # a letter of which folding leaves nothing
@given(st.text(max_size=200), st.sampled_from(["", "en", "de", "fr", "zh-Hans", "xx", "ru", "tr"]))
def test_any_text_has_stems_that_lie_inside_of_it(text: str, language: str) -> None:
    for each in stems_of(text, language):
        assert 0 <= each.start < each.end <= len(text)
        assert 0 < len(each.stem) <= LONGEST
        assert " " not in each.stem


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)

    assert fold(once) == once


def test_words_that_hold_sentences_together_are_written_as_they_are_compared() -> None:
    for words in STOP_WORDS.values():
        assert {fold(word) for word in words} == words
    assert is_stop_word("THE", "en-US")
    assert not is_stop_word("captain", "en")


def test_a_question_is_about_its_telling_words() -> None:
    asked = parse_query("What did we say about the captain?")

    assert asked == RecallQuery((Term("captain"),))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("what did people say about the apple", ["apple"]),
        ("what did the club say about soup", ["soup"]),
        ("what did all the other members say about soup", ["soup"]),
        ("was haben die anderen über Äpfel gesagt", ["Äpfel"]),
        ("the book club", ["book", "club"]),
        ("what the people wanted", ["people", "wanted"]),
    ],
)
def test_whoever_said_it_is_not_what_was_said(typed: str, words: list[str]) -> None:
    assert [term.words for term in parse_query(typed, ["en", "de"]).terms] == words


def test_a_question_of_nothing_but_small_words_asks_for_them() -> None:
    assert [term.words for term in parse_query("to be or not to be").terms] == [
        "to",
        "be",
        "or",
        "not",
    ]


def test_a_phrase_stands_together_and_a_star_ends_a_beginning() -> None:
    asked = parse_query("“the old captain” rowb* a*")

    assert asked.terms == (
        Term("the old captain", is_quoted=True),
        Term("rowb", is_beginning=True),
    )
    assert asked.terms[0].stems(["en"]) == {("the", "old", "captain")}


def test_a_question_in_signs_asks_for_each_run_of_them() -> None:
    assert [term.words for term in parse_query("船长 weir 在哪里").terms] == [
        "船长",
        "weir",
        "在哪里",
    ]


@given(st.text(max_size=400))
def test_whatever_is_typed_is_a_question(typed: str) -> None:
    asked = parse_query(typed, ["en", "zh-Hans", ""])

    assert len(asked.terms) <= 12
    for term in asked.terms:
        assert all(all(row) for row in term.stems(["en", ""]))

"""What somebody types is read forgivingly, and every mistake is told where it stands."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookcub.search.language import (
    DEEPEST,
    LONGEST,
    MOST_PARTS,
    AllOf,
    AnyOf,
    Between,
    Field,
    Is,
    Kind,
    Not,
    QueryLanguage,
    QueryNode,
    SearchQuestion,
    WordsAsked,
)

TODAY = date(2026, 5, 20)
LANGUAGE = QueryLanguage(
    (
        Field("title", Kind.WORDS),
        Field("author", Kind.WORDS, others=("creator", "creators")),
        Field("words", Kind.NUMBER, others=("word_count",)),
        Field("kudos", Kind.NUMBER),
        Field("updated", Kind.DAYS),
        Field("complete", Kind.FLAG),
        Field("lang", Kind.CHOICE, choices={"en": "en", "english": "en", "de": "de"}),
    ),
    sorts={"words": "words", "kudos": "kudos", "updated": "updated"},
)


def node(typed: str) -> QueryNode | None:
    asked = LANGUAGE.read(typed, today=TODAY)
    assert asked.remarks == (), typed
    return asked.node


W = WordsAsked


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("storm", W("storm")),
        ("storm tide", AllOf((W("storm"), W("tide")))),
        ("storm AND tide", AllOf((W("storm"), W("tide")))),
        ("storm && tide", AllOf((W("storm"), W("tide")))),
        ("storm OR tide", AnyOf((W("storm"), W("tide")))),
        ("storm || tide", AnyOf((W("storm"), W("tide")))),
        ("storm | tide rain", AnyOf((W("storm"), AllOf((W("tide"), W("rain")))))),
        ("ORchid and ANDes nothing", AllOf(tuple(map(W, ["ORchid", "and", "ANDes", "nothing"])))),
        ("-rain", Not(W("rain"))),
        ("NOT rain", Not(W("rain"))),
        ("slow-burn", W("slow-burn")),
        ("storm - tide", AllOf((W("storm"), W("tide")))),
        ("+storm", W("storm")),
        ("(storm OR tide) -rain", AllOf((AnyOf((W("storm"), W("tide"))), Not(W("rain"))))),
        ("-(storm tide)", Not(AllOf((W("storm"), W("tide"))))),
        ('"old captain"', W("old captain", is_phrase=True)),
        ("„alter Kapitän“", W("alter Kapitän", is_phrase=True)),
        ("»alter Kapitän«", W("alter Kapitän", is_phrase=True)),
        ("rowb*", W("rowb", is_beginning=True)),
        ("author:finch", W("finch", field="author")),
        ('creators:"Ada Finch"', W("Ada Finch", field="author", is_phrase=True)),
        ("Author: fin*", W("fin", field="author", is_beginning=True)),
        ("words:>10k", Between("words", 10_001, None)),
        ("words>1000", Between("words", 1001, None)),
        ("words >= 1,000", Between("words", 1000, None)),
        ("word_count:<=1.5k", Between("words", None, 1500)),
        ("words:100-200", Between("words", 100, 200)),
        ("words:200-100", Between("words", 100, 200)),
        ("kudos:10", Between("kudos", 10, 10)),
        ("updated:<7d", Between("updated", None, 6)),
        ("updated:>2w", Between("updated", 15, None)),
        ("updated:<1 year", Between("updated", None, 364)),
        ("complete:yes", Is("complete", "yes")),
        ("-complete:true", Not(Is("complete", "yes"))),
        ("lang:English", Is("lang", "en")),
        ("http://example.org/works/1", W("http://example.org/works/1")),
        ("", None),
        (" - ( ) OR AND NOT", None),
    ],
)
def test_what_is_typed_is_read(typed: str, read: QueryNode | None) -> None:
    assert node(typed) == read


@pytest.mark.parametrize(
    ("typed", "least", "most"),
    [
        ("updated:2026-05-20", 0, 0),
        ("updated:2026-05", 20 - 31, 19),  # to the end of the month, which is yet to come
        ("updated:2025", 140, 504),
        ("updated:>2026-05-01", None, 18),
        ("updated:>=2026-05-01", None, 19),
        ("updated:<2026-05-01", 20, None),
        ("updated:<=2026-05-01", 19, None),
        ("updated:<7d", None, 6),
    ],
)
def test_a_date_is_so_many_days_ago(typed: str, least: int | None, most: int | None) -> None:
    asked = LANGUAGE.read(typed, today=TODAY)
    assert (asked.node, asked.remarks) == (Between("updated", least, most), ())


@pytest.mark.parametrize(
    "typed", ["updated:2026-13", "updated:2026-02-30", "updated:<999999y", "words:>12abc"]
)
def test_a_number_that_goes_on_is_none(typed: str) -> None:
    """It is told, and not read as its beginning and a word."""
    asked = LANGUAGE.read(typed, today=TODAY)
    assert asked.node is None
    assert asked.remarks


@pytest.mark.parametrize(
    ("typed", "value"), [("lang:eng", "en"), ("lang:english", "en"), ("lang:DE", "de")]
)
def test_a_choice_may_be_begun(typed: str, value: str) -> None:
    assert node(typed) == Is("lang", value)


def test_a_phrase_may_be_begun_and_a_remark_is_made_once() -> None:
    assert node('"the old cap*"') == W("the old cap", is_phrase=True, is_beginning=True)
    assert len(LANGUAGE.read(") " * 20, today=TODAY).remarks) == 1


def test_an_order_can_be_asked_for_in_the_same_line() -> None:
    for typed, asked in (
        ("storm sort:words", SearchQuestion(W("storm"), sort="words")),
        ("sort:>kudos storm", SearchQuestion(W("storm"), sort="kudos")),
        ("storm sort:<updated", SearchQuestion(W("storm"), sort="updated", is_reversed=True)),
    ):
        assert LANGUAGE.read(typed, today=TODAY) == asked


@pytest.mark.parametrize(
    ("typed", "read", "places", "told"),
    [
        ('"storm tide', W("storm tide", is_phrase=True), [(0, 1)], "never closed"),
        ("(storm", W("storm"), [(0, 1)], "never closed"),
        ("storm) tide", AllOf((W("storm"), W("tide"))), [(5, 6)], "never opened"),
        ("storm wordz:10", AllOf((W("storm"), W("wordz:10"))), [(6, 12)], "“wordz”"),
        ("words:many tide", W("tide"), [(0, 10)], "words:>1000"),
        ("words:", None, [(0, 6)], "words:>1000"),
        ("complete:maybe", None, [(0, 14)], "complete:yes"),
        ("lang:Elvish", None, [(0, 11)], "lang:de"),
        ("updated:soon", None, [(0, 12)], "updated:<7d"),
        ("title:", None, [(0, 6)], "title:…"),
        ("storm sort:mood", W("storm"), [(6, 15)], "kudos, updated, words"),
    ],
)
def test_a_mistake_is_told_where_it_stands_and_the_rest_is_asked(
    typed: str, read: QueryNode | None, places: list[tuple[int, int]], told: str
) -> None:
    asked = LANGUAGE.read(typed, today=TODAY)

    assert asked.node == read
    assert [(one.start, one.end) for one in asked.remarks] == places
    assert told in asked.remarks[0].text


def test_what_is_too_much_is_left_out_and_said() -> None:
    for typed in ("a " * (LONGEST + 2), "a " * (MOST_PARTS + 9), "(" * (DEEPEST + 3) + "a"):
        asked = LANGUAGE.read(typed, today=TODAY)
        assert asked.remarks
        assert size(asked.node) <= MOST_PARTS + 2


def size(one: QueryNode | None) -> int:
    if one is None:
        return 0
    match one:
        case Not(part):
            return 1 + size(part)
        case AllOf(parts) | AnyOf(parts):
            return sum(map(size, parts))
        case _:
            return 1


SIGNS = st.sampled_from(
    ["(", ")", '"', "“", "”", "-", "*", ":", "OR", "AND", "NOT", "|", "words:", ">", "<", "10", "sort:", " ", "storm", "+"]
)  # fmt: skip


@given(st.lists(SIGNS | st.text(max_size=4), max_size=80).map("".join))
def test_whatever_is_typed_is_read_without_a_mistake_of_ours(typed: str) -> None:
    asked = LANGUAGE.read(typed, today=TODAY)

    assert size(asked.node) <= MOST_PARTS + 2
    for one in asked.remarks:
        assert 0 <= one.start <= len(typed)
        assert one.start < one.end <= len(typed) + 1
        assert one.text

"""What a list shows of a work at once, and what it folds."""

from __future__ import annotations

from inspect import unwrap

from bookcub.web.blurb import Link, TagGroup
from bookcub.web.components.works import (
    TAGS_SHOWN,
    TAGS_WHOLE,
    WORDS_WHOLE,
    summary_start,
    tag_list,
)

tags_shown = unwrap(tag_list)  # what its template is given


def group(kind: str, count: int, *, hidden: bool = False) -> TagGroup:
    tags = tuple(Link(f"{kind} {n}") for n in range(count))
    return TagGroup(kind=kind, tags=tags, hidden=hidden)  # type: ignore[arg-type]  # of the kinds


def names(groups: object) -> list[str]:
    assert isinstance(groups, list)
    return [tag.name for one, _ in groups for tag in one.tags]


def test_a_list_shows_the_first_tags_and_says_how_many_more_there_are() -> None:
    groups = [group("relationship", 3), group("character", 4), group("freeform", 9)]

    drawn = tags_shown(groups=groups)

    assert names(drawn["groups"]) == names([(one, "") for one in groups])[:TAGS_SHOWN]
    assert names(drawn["folded"]) == [f"freeform {n}" for n in range(3, 9)]
    assert drawn["folded_count"] == 6


def test_a_few_more_tags_are_not_worth_a_fold() -> None:
    assert tags_shown(groups=[group("freeform", TAGS_WHOLE)])["folded"] == []


def test_tags_that_a_reader_hides_wait_in_a_fold_of_their_own() -> None:
    drawn = tags_shown(groups=[group("character", 4), group("freeform", 30, hidden=True)])

    assert drawn["folded"] == []
    assert len(names(drawn["groups"])) == 34


def test_the_page_of_a_work_shows_them_all() -> None:
    drawn = tags_shown(groups=[group("freeform", 40)], by_kind=True)

    assert len(names(drawn["groups"])) == 40


def test_a_long_summary_is_cut_between_words_and_keeps_its_markup_whole() -> None:
    start = summary_start("<p>" + "one <em>two</em> " * 40 + "</p><p>The end.</p>")

    assert start.endswith("…</p>")
    assert start.removesuffix("…</p>").endswith((" one", "</em>"))
    assert start.count("<em>") == start.count("</em>")
    assert "The end" not in start


def test_nothing_is_left_of_a_paragraph_that_the_cut_did_not_reach() -> None:
    assert summary_start("<p>" + "word " * 50 + "</p><p>" + "word " * 50 + "</p>").count("<p>") == 1


def test_a_summary_of_a_few_more_words_stands_whole() -> None:
    assert summary_start("<p>" + "word " * (WORDS_WHOLE - 1) + "</p>") == ""


def test_what_is_escaped_in_a_summary_stays_so() -> None:
    assert "<script" not in summary_start("<p>&lt;script&gt; " + "word " * 99 + "</p>")

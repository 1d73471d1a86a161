"""Whatever a source says is mapped to the archive's limits, and every change is told."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given, settings
from hypothesis import strategies as st

from bookcub.core.text import plain
from bookcub.formats.story.remarks import Remark, remark
from bookcub.importing.mapping import Signature, map_work
from bookcub.importing.mapping.labels import tag_name
from bookcub.importing.mapping.truncation import cut_html, outermost, parted
from bookcub.importing.queries.remarks import said
from bookcub.tags.models import validate_tag_name
from bookcub.works.fields import TAGS_MAX
from bookcub.works.languages import code_of
from tests.extent import often
from tests.importing.describing import ADDRESS, chapter, comment, described

ADA = Signature("Ada", "Ada")


def test_labels_become_the_archives_own_sets() -> None:
    mapped = map_work(described(warnings_tags=("Major Character Death", "Underage")), signed=ADA)

    assert mapped.fields["rating"] == "teen"
    assert mapped.fields["warnings"] == ["death", "underage"]
    assert mapped.fields["categories"] == ["gen"]
    assert mapped.fields["language"] == "en"
    assert mapped.notices == ()


def test_what_the_source_does_not_say_is_the_archives_own_default_and_told() -> None:
    mapped = map_work(described(rating="", warnings_tags=(), fandoms=(), language=""), signed=ADA)

    assert mapped.fields["rating"] == "not_rated"
    assert mapped.fields["warnings"] == ["chose_not_to_warn"]
    silent = ("no-warning", "no-rating", "no-fandom")
    told = {remark(code) for code in silent} | {remark("no-language", "en")}
    assert {*mapped.notices} == told
    assert mapped.notices_for(update=True) == ()


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("", remark("no-language", "de")),
        ("Elbonian", remark("strange-language", "Elbonian", "de")),
    ],
)
def test_without_a_language_it_is_in_the_one_that_its_person_writes_in(
    named: str, told: Remark
) -> None:
    mapped = map_work(described(language=named), signed=Signature("Ada", "Ada", "de"))

    assert mapped.fields["language"] == "de"
    assert mapped.notices == (told,)
    assert "Deutsch · German is assumed" in said(told)


def test_a_warning_of_another_place_is_kept_as_a_tag() -> None:
    mapped = map_work(described(warnings_tags=("Cockles",), freeforms=("Tides",)), signed=ADA)

    assert mapped.fields["freeform"] == ["Tides", "Cockles"]
    assert remark("strange-labels", "“Cockles”") in mapped.notices


def test_tags_lose_what_tags_cannot_hold() -> None:
    mapped = map_work(described(freeforms=("a<b", "Tea, Toast", "***", "x" * 400)), signed=ADA)

    assert mapped.fields["freeform"] == ["a b", "Tea Toast", "x" * 150]
    assert remark("tag-left-out", "***") in mapped.notices
    assert remark("tag-changed", "Tea, Toast", "Tea Toast") in mapped.notices


def test_a_work_has_at_most_seventy_five_tags_and_loses_no_fandom() -> None:
    many = tuple(f"tag {number}" for number in range(200))
    mapped = map_work(described(freeforms=many, characters=("Nan",)), signed=ADA)

    kinds = ("fandom", "relationship", "character", "freeform")
    assert sum(len(mapped.fields[kind]) for kind in kinds) == TAGS_MAX
    assert mapped.fields["fandom"] == ["Tideland"]
    assert mapped.fields["character"] == ["Nan"]
    assert remark("tags-left-out", 127, TAGS_MAX) in mapped.notices


def test_long_titles_and_notes_are_cut_and_told() -> None:
    notes = "".join(f"<p>{'tide ' * 100}</p>" for _ in range(30))
    mapped = map_work(described(title="word " * 100, notes=notes, summary=notes), signed=ADA)

    assert len(mapped.fields["title"]) <= 255
    assert len(plain(mapped.fields["notes"])) <= 5000
    assert len(plain(mapped.fields["summary"])) <= 1250
    assert mapped.fields["summary"].endswith("<p>…</p>")
    told = {remark("title-cut", 255), remark("notes-cut", 5000), remark("summary-cut", 1250)}
    assert told <= {*mapped.notices}


def test_a_chapter_as_long_as_a_book_becomes_several() -> None:
    text = "".join(f"<p>{number} {'tide ' * 200}</p>" for number in range(1500))
    mapped = map_work(
        described(chapter(1, text, title="All", notes="<p>N</p>", end_notes="<p>E</p>"))
    )

    assert [each.fields.title for each in mapped.chapters] == [
        "All (1/4)", "All (2/4)", "All (3/4)", "All (4/4)",
    ]  # fmt: skip
    assert "".join(each.html for each in mapped.chapters) == text
    assert [bool(each.fields.notes) for each in mapped.chapters] == [True, False, False, False]
    assert [bool(each.fields.end_notes) for each in mapped.chapters] == [False, False, False, True]
    assert remark("chapter-parted", 1, 4) in mapped.notices


def test_dates_before_1950_and_still_to_come_are_left_out() -> None:
    old = map_work(described(published=date(1813, 1, 28)))
    coming = map_work(described(published=date(2999, 1, 1)))

    assert old.chapters[0].dated is None
    assert old.notices == (remark("dates-too-early"),)
    assert coming.chapters[0].dated is None
    assert coming.notices == (remark("dates-to-come"),)


def test_a_serials_first_and_last_chapter_carry_the_works_own_dates() -> None:
    chapters = [chapter(place) for place in (1, 2, 3)]
    mapped = map_work(described(*chapters, updated=date(2020, 6, 1)))

    assert [each.dated for each in mapped.chapters] == [
        date(2020, 5, 1), date(2020, 5, 1), date(2020, 6, 1),
    ]  # fmt: skip
    assert mapped.notices == (remark("chapter-undated", 1),)


def test_another_authors_name_and_address_lead_the_notes() -> None:
    mapped = map_work(
        described(authors=("A <b>Lady</b>",), notes="<p>Mind the gap.</p>"), signed=ADA
    )

    assert mapped.fields["notes"] == (
        "<p>Imported. By A &lt;b&gt;Lady&lt;/b&gt;, as "
        '<a href="https://archiveofourown.org/works/12">the source</a> says.</p><p>Mind the gap.</p>'
    )
    assert remark("signed", "A <b>Lady</b>", "Ada") in mapped.notices


@pytest.mark.parametrize(
    ("language", "says"),
    [("Deutsch", "de"), ("Klingon", None)],
)
def test_the_line_on_where_a_work_comes_from_is_in_the_works_language(
    language: str, says: str | None
) -> None:
    work = described(authors=("A Lady",), original_url="", language=language)
    with translation.override(says):
        line = gettext("Imported. By {names}, as the source says.").format(names="A Lady")

    with translation.override("en" if says else "de"):
        mapped = map_work(work, signed=ADA)

    assert mapped.fields["notes"] == f"<p>{line}</p>"


def test_ones_own_work_needs_no_line_on_where_it_comes_from() -> None:
    for name in ("Ada", "ADA", "Wren", "Wren (Ada)"):
        mapped = map_work(described(authors=(name,)), signed=Signature("Wren", "Ada"))
        assert mapped.fields["notes"] == ""


def test_addresses_that_are_no_web_addresses_are_dropped() -> None:
    assert map_work(described(original_url="javascript:alert(1)")).address == ""
    assert map_work(described(original_url="https://a.example/" + "x" * 600)).address == ""


def test_comments_without_numbers_are_known_by_who_when_and_where() -> None:
    def ids(*places: int) -> list[str]:
        comments = [comment(1, source_id=f"place-{place}") for place in places]
        return [each.source_id for each in map_work(described(comments=tuple(comments))).comments]

    assert ids(1, 2) == ids(7, 9)
    assert len(set(ids(1, 2))) == 2


def test_comments_are_cleaned_once_more() -> None:
    words = comment(1, html='<p onclick="x()">Hm<script>alert(1)</script></p>')

    assert map_work(described(comments=(words,))).comments[0].html == "<p>Hm</p>"


def test_languages_are_known_by_any_of_their_names() -> None:
    names = ("English", "en_GB", "Deutsch", "german", "中文-普通话 國語", "fr-CA", "Klingonese")
    assert [code_of(name) for name in names] == ["en", "en-GB", "de", "de", "zh-Hans", "fr", None]


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<br>", "<em>", "</em>", "word ", "&amp;", "<hr>"]
    )
).map("".join)


@settings(max_examples=often(200), deadline=None)
@given(MARKUP, st.integers(20, 200))
def test_parting_never_loses_a_word(html: str, most: int) -> None:
    assert "".join(outermost(html)).split() == html.split()
    together = " ".join(plain(part) for part in parted(html, most))
    assert together.replace(" ", "") == plain(html).replace(" ", "")


@settings(max_examples=often(100), deadline=None)
@given(MARKUP, st.integers(20, 200))
def test_cut_notes_are_never_too_long(html: str, most: int) -> None:
    cut, was_cut = cut_html(html, most)
    assert len(plain(cut)) <= most
    assert was_cut or cut == html


@settings(max_examples=often(300), deadline=None)
@given(st.text(max_size=400))
def test_every_tag_name_is_taken_or_left_out(name: str) -> None:
    fitting = tag_name(name)
    if fitting:
        validate_tag_name(fitting)
        assert tag_name(fitting) == fitting


@pytest.mark.parametrize(
    ("more", "planned"),
    [
        ({}, 3),
        ({"format": "FictionBook"}, 3),
        ({"format": "Project Gutenberg"}, 3),
        ({"original_url": "https://www.gutenberg.org/ebooks/11"}, 3),
        ({"complete": True}, 3),
        # What the source says stays, and what is no book says nothing by being a file.
        ({"complete": False}, None),
        ({"chapters_planned": 5}, 5),
        ({"format": "HTML"}, None),
        ({"format": "otwarchive EPUB", "complete": False}, None),
        # A serial's file holds what there was on that day; a book without some of its pages is not whole.
        ({"original_url": ADDRESS}, None),
        ({"original_url": "https://www.royalroad.com/fiction/7"}, None),
        ({"notices": (remark("pages-missing", 1, "“Two”"),)}, None),
    ],
)
def test_a_book_is_whole_unless_it_or_its_source_says_otherwise(
    more: dict[str, object], planned: int | None
) -> None:
    book = {"format": "EPUB", "original_url": None} | more
    work = described(chapter(1), chapter(2), chapter(3), **book)

    assert map_work(work, signed=ADA).fields["chapters_planned"] == planned


def test_one_chapter_of_a_serial_in_a_books_file_is_not_the_whole() -> None:
    at = f"{ADDRESS}/chapters/1"
    one = described(chapter(1, original_url=at), chapter(2), format="EPUB", original_url=None)

    assert map_work(one, signed=ADA).fields["chapters_planned"] is None


def test_a_chapter_that_is_parted_counts_as_the_chapters_that_it_becomes() -> None:
    long = "".join(f"<p>{'word ' * 20_000}</p>" for _ in range(6))
    book = described(chapter(1, long), chapter(2), format="EPUB", original_url=None)
    mapped = map_work(book, signed=ADA)

    assert mapped.fields["chapters_planned"] == len(mapped.chapters) > 2

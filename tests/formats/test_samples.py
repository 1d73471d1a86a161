"""What the sample files must give. They are not part of the project and may be missing."""

import re
from dataclasses import replace
from functools import cache

import pytest

from bookcub.core.text import count_words, plain
from bookcub.formats.story.parsed import ParsedWork
from bookcub.formats.story.remarks import remark
from bookcub.importing.sources import Source, read_sources
from tests.samples import SAMPLES, needs_samples

pytestmark = needs_samples
LICENCE_WORDS = ("www.gutenberg", "eBook is for the use", "START OF", "END OF TH", "transcribed by")


@cache
def sample(name: str) -> ParsedWork:
    path = SAMPLES / name
    [outcome] = read_sources([Source(path.name, path)])
    assert isinstance(outcome, ParsedWork), outcome
    return outcome


def words(work: ParsedWork) -> int:
    return sum(count_words(chapter.html) for chapter in work.chapters)


@pytest.mark.parametrize("name", ["entire_work_61ch", "download_61ch"])
def test_a_whole_work_has_all_its_chapters_and_words(name: str) -> None:
    work = sample(f"ao3/{name}.html")

    assert len(work.chapters) == 61
    assert abs(words(work) - 121_470) < 15
    assert work.title == "Pride and Prejudice"
    assert work.authors == ("A Lady (jausten)",)
    assert work.original_url == "https://archiveofourown.org/works/1342"
    assert work.rating == "General Audiences"
    assert work.complete is True


def test_the_epub_that_a_site_gives_has_all_that_the_html_download_has() -> None:
    book, page = sample("ao3/download_61ch_calibre.epub"), sample("ao3/download_61ch.html")

    assert replace(book, format=page.format) == page
    assert page.summary == "<p>It is a truth universally acknowledged.</p>"


def test_tags_keep_their_kinds() -> None:
    work = sample("ao3/entire_work_61ch.html")

    assert work.warnings_tags == ("No Archive Warnings Apply",)
    assert work.categories == ("F/M",)
    assert work.fandoms == ("Pride and Prejudice - Jane Austen",)
    assert work.relationships == ("Elizabeth Bennet/Fitzwilliam Darcy",)
    assert work.characters == ("Elizabeth Bennet", "Fitzwilliam Darcy")
    assert work.freeforms == ("Slow Burn", "Enemies to Lovers")
    assert work.chapters[0].title == "The first one"
    assert "Notes before chapter 1" in work.chapters[0].notes
    assert "End notes of chapter 2" in work.chapters[1].end_notes


def test_one_chapter_of_many_knows_its_place() -> None:
    work = sample("ao3/chapter2_of_61.html")

    assert [chapter.position for chapter in work.chapters] == [2]
    assert work.chapters_planned == 61
    assert work.is_part
    assert remark("chapters-elsewhere", 1, 61) in work.notices


def test_threads_are_forty_one_levels_deep_and_harmless() -> None:
    work = sample("ao3/comments_threaded.html")

    parents = {comment.source_id: comment.parent_id for comment in work.comments}
    depth, at = 1, work.comments[-1].source_id
    while (parent := parents[at]) is not None:
        depth, at = depth + 1, parent
    assert (len(work.comments), depth) == (41, 41)
    assert not any("script" in (comment.html or "") for comment in work.comments)
    assert all(comment.written_at is not None for comment in work.comments)


def test_a_page_saved_as_text_gives_the_story_and_four_silent_comments() -> None:
    work = sample("page_text/page_as_text.txt")

    assert [comment.name for comment in work.comments] == [
        "harbourmouse", "lampkeeper", "rowan_oar", "lampkeeper",
    ]  # fmt: skip
    assert all(comment.html is None for comment in work.comments)
    assert str(work.comments[0].written_at) == "2026-03-07 21:15:00+00:00"
    assert work.title_is_guess
    assert work.chapters[0].html.count("<hr>") == 1
    assert work.chapters[0].html.count("<p>") == 9
    assert "Comment Actions" not in work.chapters[0].html


@pytest.mark.parametrize("name", ["pg11_alice.htm", "pg11_alice_utf8.txt"])
def test_alice_has_twelve_chapters_without_licence(name: str) -> None:
    work = sample(f"gutenberg/{name}")

    assert len(work.chapters) == 12
    assert work.chapters[0].title == "Down the Rabbit-Hole"
    assert work.chapters[10].title == "Who Stole the Tarts?"
    assert abs(words(work) - 26_400) < 150
    assert work.authors == ("Lewis Carroll",)
    everything = "".join(chapter.html for chapter in work.chapters) + work.notes
    assert not any(mark in everything for mark in LICENCE_WORDS)
    assert "Contents" not in {chapter.title for chapter in work.chapters}
    assert remark("licence-left-out") in work.notices


def test_italics_and_verse_of_alice_are_kept() -> None:
    page = sample("gutenberg/pg11_alice.htm")
    text = sample("gutenberg/pg11_alice_utf8.txt")

    assert "<i>very</i> remarkable" in page.chapters[0].html
    assert "mouse, That he<br>" in text.chapters[2].html
    assert "<p>So she was considering in her own mind (as well as she could, for the hot day" in (
        text.chapters[0].html
    )


def test_holmes_has_twelve_adventures_whatever_their_headings_are_called() -> None:
    work = sample("gutenberg/pg1661_sherlock_latin1.txt")

    assert len(work.chapters) == 12
    assert "SCANDAL IN BOHEMIA" in work.chapters[0].title
    assert "BLUE CARBUNCLE" in work.chapters[6].title
    assert words(work) > 104_000
    assert work.chapters[-1].html.endswith("met with considerable success.</p>")


def test_the_time_machine_has_its_chapters_and_no_imprint() -> None:
    work = sample("epub/the-time-machine_src_zipped.epub")

    assert [chapter.title for chapter in work.chapters] == [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "Epilogue",
    ]  # fmt: skip
    assert work.authors == ("H. G. Wells",)
    assert "the floor did not slope" in work.chapters[7].end_notes
    assert 'href="#fn-1"' in work.chapters[7].html
    assert remark("parts-left-out", "titlepage, imprint, colophon, uncopyright") in work.notices


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("mammoth_footnotes.docx", "Ouch"),
        ("pandoc_blockquote.odt", "<blockquote>"),
        ("pandoc_bold.odt", "<strong>bold</strong>"),
        ("pandoc_comments.docx", "comment on it"),
        ("pandoc_footnote.odt", "Some text"),
        ("pandoc_footnote.rtf", "amply annotated"),
        ("pandoc_formatting.rtf", "<del>strikeout</del>"),
        ("pandoc_inline_formatting.docx", "<del>strikethrough</del>"),
        ("pandoc_lists_continuing.docx", '<ol start="4"'),
        ("pandoc_notes.docx", "Test footnote"),
        ("pandoc_testsuite_markdown.md", "Level 2 with an"),
        ("pandoc_track_changes_insertion.docx", "two exciting insertions"),
    ],
)
def test_documents_keep_what_their_writer_did(name: str, found: str) -> None:
    work = sample(f"documents/{name}")

    assert found in "".join(chapter.html for chapter in work.chapters)


@pytest.mark.parametrize(
    "name", ["mammoth_footnotes.docx", "pandoc_footnote.odt", "pandoc_notes.docx"]
)
def test_footnotes_go_to_the_end_notes(name: str) -> None:
    chapter = sample(f"documents/{name}").chapters[0]

    assert re.search(r'href="#fn-1".*name="fnref-1"', chapter.html)
    assert '<a name="fn-1"' in chapter.end_notes
    assert 'href="#fnref-1"' in chapter.end_notes


@pytest.mark.parametrize(
    ("name", "gives"),
    [
        ("basic-styles_bold-within-text_input.word2016.html", "<p>Some text <b>with bold</b>.</p>"),
        ("paste-from-google-docs_bold-wrapper_simple-text_input.html", "<p>Hello world</p>"),
        (
            "list_nested-mixed_input.word2016.html",
            (
                "<ul><li>A1<ol><li>B2<ul><li>C4</li></ul><ol><li>D3</li></ol></li></ol></li>"
                "<li>E1<ol><li>F2</li></ol></li></ul>"
            ),
        ),
    ],
)
def test_pasted_markup_comes_out_clean(name: str, gives: str) -> None:
    assert sample(f"paste/{name}").chapters[0].html == gives


def test_nested_lists_of_google_docs_stay_lists() -> None:
    work = sample("paste/paste-from-google-docs_lists_nested-ordered-lists_input.html")

    html = work.chapters[0].html
    assert html.count("<li>") == 29
    assert "<b>" not in html
    assert "style" not in html
    assert plain(html).startswith("1 11 111")

"""The files that an otwarchive site offers for download."""

from dataclasses import replace
from datetime import date

import pytest

from bookcub.formats.story.parsed import ParsedWork
from tests.formats.converting import DOWNLOADS, HEADINGS, book
from tests.formats.making import download, older_otw_epub
from tests.formats.reading_of import refusal_of, work_of


def test_an_html_download_is_understood() -> None:
    work = work_of(download())

    assert work.format == "otwarchive download"
    assert_the_ledger(work)


def test_its_epub_gives_the_same() -> None:
    work = work_of(book("chapters"))

    assert work.format == "otwarchive EPUB"
    assert_the_ledger(work)


def test_an_epub_of_older_converters_gives_the_same() -> None:
    assert_the_ledger(work_of(older_otw_epub(download())))


@pytest.mark.parametrize("name", DOWNLOADS)
def test_whatever_calibre_splits_is_read_as_it_was(name: str) -> None:
    assert work_of(book(name)) == replace(work_of(DOWNLOADS[name]), format="otwarchive EPUB")


def test_headings_in_the_text_begin_no_chapter() -> None:
    chapters = work_of(book("headings-in-the-text")).chapters

    assert [chapter.title for chapter in chapters] == ["Night 1", "Night 2"]
    assert all(chapter.html.startswith(HEADINGS) for chapter in chapters)


def assert_the_ledger(work: ParsedWork) -> None:
    assert work.title == "The Ledger"
    assert work.authors == ("ada", "cy")
    assert work.rating == "Mature"
    assert work.warnings_tags == ("No Archive Warnings Apply",)
    assert work.categories == ("F/F", "Gen")
    assert work.fandoms == ("The Salt Road",)
    assert work.relationships == ("Ines/Tomas",)
    assert work.characters == ("Ines", "Tomas")
    assert work.freeforms == ("Lighthouses",)
    assert work.language == "Dansk"
    assert [(series.title, series.part) for series in work.series] == [("The Lamp Books", 3)]
    assert (work.published, work.updated) == (date(2026, 3, 1), date(2026, 3, 9))
    assert (work.complete, work.chapters_planned) == (False, None)
    assert work.original_url == "https://archiveofourown.org/works/34"
    assert [link.title for link in work.inspired_by] == ["Keeping Count"]
    assert [link.title for link in work.translation_of] == ["Fyret"]
    assert work.summary == "<p>A ledger.</p>"
    assert work.notes == "<p>For the keeper.</p>"
    assert work.end_notes == "<p>That was all.</p>"
    assert [chapter.title for chapter in work.chapters] == ["Night 1", "Night 2"]
    first = work.chapters[0]
    assert first.html == "<p>Night 1, the lamp <i>burned</i>.</p>"
    assert (first.summary, first.notes, first.end_notes) == (
        "<p>Sum.</p>",
        "<p>Note.</p>",
        "<p>End.</p>",
    )


@pytest.mark.parametrize("wrap", [str, older_otw_epub])
def test_a_single_chapter_has_no_heading_in_its_text(wrap: "type[str]") -> None:
    work = work_of(wrap(download(chapters=1)))

    assert [(chapter.title, chapter.html) for chapter in work.chapters] == [
        ("", "<p>One night.</p>")
    ]


def test_an_anonymous_download_names_nobody() -> None:
    work = work_of(download(byline="by Anonymous"))

    assert (work.authors, work.is_anonymous) == ((), True)


def test_a_preface_without_chapters_is_refused() -> None:
    preface = download().partition('<div id="chapters"')[0]

    assert refusal_of(preface).code == "preface-only"

"""A work's page saved or copied as plain text."""

from datetime import UTC, date, datetime

from bookcub.formats.story.remarks import remark
from bookcub.importing.sources import Source, read_sources
from tests.formats.reading_of import refusal_of, work_of

BARE = """Work Text:
The lamp kept two ledgers.
“Which is the true one?” said Tomas.
* * *
He came on Sat 07 Mar 2026 and stayed.
harbourmouse Sat 07 Mar 2026 09:15PM UTC
Comment Actions
rowan Sun 08 Mar 2026 07:02AM EST
Comment Actions
"""
RICH = """Rating:
Mature
Archive Warnings:
Major Character Death
Graphic Violence
Fandoms:
The Salt Road, Lamplight
Relationship:
Ines/Tomas
Additional Tags:
Lighthouses
Language:
English
Series:
Part 2 of The Lamp Books
Stats:
Published:
2026-03-01
Updated:
2026-03-09
Words:
1,234
Chapters:
2/3
Comments:
2
Two Sets of Books
ada, cy
Summary:
A lamp, a ledger.
Notes:
Before it begins.
Chapter 1: The Ledger
Summary:
What happens.
Chapter Text
The lamp burned.
It burned all night.
Notes:
After the first.
Chapter 2
Chapter Text
The lamp went out.
Comments
harbourmouse on Chapter 1 Sat 07 Mar 2026 09:15PM UTC
I did not see it coming.
Nor did she.
Last Edited Sat 07 Mar 2026 09:20PM UTC
Comment Actions
Reply
Thread
Passer By (Guest) on Chapter 2 Sun 08 Mar 2026 07:02AM UTC
Lovely <script>alert(1)</script> lamp.
Comment Actions
Reply
"""


def test_story_scene_break_and_silent_comments() -> None:
    work = work_of(BARE)

    assert work.chapters[0].html == (
        "<p>The lamp kept two ledgers.</p>\n<p>“Which is the true one?” said Tomas.</p>\n<hr>\n"
        "<p>He came on Sat 07 Mar 2026 and stayed.</p>"
    )
    assert [(c.name, c.html) for c in work.comments] == [("harbourmouse", None), ("rowan", None)]
    assert work.comments[1].written_at == datetime(2026, 3, 8, 12, 2, tzinfo=UTC)
    assert remark("all-comments-without-words", 2) in work.notices


def test_a_title_is_made_and_marked_unless_one_is_given() -> None:
    work = work_of(BARE)
    [asked] = read_sources([Source("x", BARE.encode())], title="The Lamp")

    assert work.title == "The lamp kept two ledgers."
    assert work.title_is_guess
    assert (asked.title, asked.title_is_guess) == ("The Lamp", False)  # type: ignore[union-attr]
    assert remark("no-title") in work.notices
    assert remark("no-title") not in asked.notices  # type: ignore[union-attr]


def test_the_rich_page_gives_everything_it_holds() -> None:
    work = work_of(RICH)

    assert (work.title, work.authors) == ("Two Sets of Books", ("ada", "cy"))
    assert (work.rating, work.language) == ("Mature", "English")
    assert work.warnings_tags == ("Major Character Death", "Graphic Violence")
    assert work.fandoms == ("The Salt Road", "Lamplight")
    assert work.relationships == ("Ines/Tomas",)
    assert work.freeforms == ("Lighthouses",)
    assert [(series.title, series.part) for series in work.series] == [("The Lamp Books", 2)]
    assert (work.published, work.updated) == (date(2026, 3, 1), date(2026, 3, 9))
    assert (work.complete, work.chapters_planned) == (False, 3)
    assert work.summary == "<p>A lamp, a ledger.</p>"
    assert work.notes == "<p>Before it begins.</p>"


def test_its_chapters_keep_what_stands_around_them() -> None:
    first, second = work_of(RICH).chapters

    assert (first.position, first.title) == (1, "The Ledger")
    assert first.html == "<p>The lamp burned.</p>\n<p>It burned all night.</p>"
    assert (first.summary, first.end_notes) == ("<p>What happens.</p>", "<p>After the first.</p>")
    assert (second.title, second.html) == ("", "<p>The lamp went out.</p>")


def test_comments_with_words_keep_them() -> None:
    first, second = work_of(RICH).comments

    assert first.html == "<p>I did not see it coming.</p>\n<p>Nor did she.</p>"
    assert first.edited_at == datetime(2026, 3, 7, 21, 20, tzinfo=UTC)
    assert (first.chapter, second.chapter) == (1, 2)
    assert (second.name, second.is_guest) == ("Passer By", True)
    assert "<script" not in (second.html or "")


def test_one_chapter_of_many_says_so() -> None:
    work = work_of("Chapter 7: Rain\nChapter Text\nIt rained.\n")

    assert [(chapter.position, chapter.title) for chapter in work.chapters] == [(7, "Rain")]


def test_comments_without_a_story_are_refused() -> None:
    assert refusal_of("bo Sat 07 Mar 2026 09:15PM UTC\nComment Actions\n").code == "empty"

"""Project Gutenberg's books."""

from bookcub.formats.story.remarks import remark
from tests.formats.making import LICENCE, gutenberg_text
from tests.formats.reading_of import work_of

BODY = """THE LAMP

by Ines Keeper

Contents

Chapter 1. Rain
Chapter 2. Sun

Chapter 1. Rain

It _rained_ all day, and nobody came over the hill to say that the
lamp had been seen from the other shore, as they had promised to do.

Chapter 2. Sun

The sun came out, and with it came everybody who had promised to come
and had not, each with a reason that was better than the last one."""


def test_text_is_the_book_alone() -> None:
    work = work_of(gutenberg_text(BODY))

    assert (work.title, work.authors, work.language) == ("The Lamp", ("Ines Keeper",), "Danish")
    assert [chapter.title for chapter in work.chapters] == ["Rain", "Sun"]
    assert work.chapters[0].html.startswith(
        "<p>It <em>rained</em> all day, and nobody came over the hill to"
    )
    assert "Produced by" not in str(work.chapters) + work.notes
    assert LICENCE[:20] not in str(work.chapters)
    assert remark("licence-left-out") in work.notices


def test_html_is_the_book_alone() -> None:
    page = (
        "<html><head><title>The Lamp, by Ines Keeper</title></head><body><pre>Project Gutenberg's "
        "The Lamp, by Ines Keeper\n\nTitle: The Lamp\n\nAuthor: Ines Keeper\n\n"
        "*** START OF THIS PROJECT GUTENBERG EBOOK THE LAMP ***\nProduced by Tomas</pre>"
        "<h1>THE LAMP</h1><h2>By Ines Keeper</h2><h2>Contents</h2>"
        "<table><tr><td><a href='#c1'>Chapter 1</a></td><td>Rain</td></tr></table>"
        "<h2><a name='c1'></a>Chapter 1. Rain</h2><p>It <i>rained</i> <span class='pagenum'>[Pg 1]"
        "</span>all day.</p><h2>Chapter 2. Sun</h2><p>The sun came out.</p>"
        f"<pre>End of Project Gutenberg's The Lamp\n{LICENCE}</pre><p>{LICENCE}</p></body></html>"
    )
    work = work_of(page)

    assert work.format == "Project Gutenberg"
    assert (work.title, work.authors) == ("The Lamp", ("Ines Keeper",))
    assert [(chapter.title, chapter.html) for chapter in work.chapters] == [
        ("Rain", "<p>It <i>rained</i> all day.</p>"), ("Sun", "<p>The sun came out.</p>"),
    ]  # fmt: skip


def test_the_header_of_1993_goes_with_its_licence() -> None:
    """As the first etexts have it; their licence ends in this line, or, damaged, in none."""
    header = (
        "***The Project Gutenberg Etext of The Lamp, by Ines Keeper***\n\n"
        "**Information about Project Gutenberg Etexts**\n\nWe need your donations.\n\n"
        '***START**THE SMALL PRINT!**FOR PUBLIC DOMAIN ETEXTS**START***\n\nWhy is this "Small Print!" statement here?\n\n'
        "This PROJECT GUTENBERG-tm etext is like most of them.\n\n"
    )
    ends = ("*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*\n\n", "")
    story = "CHAPTER I\n\nIt rained # hard.\n\nCHAPTER THE LAST\n\nIt dawned.\n"
    for end in ends:
        work = work_of(header + end + story)

        assert (work.format, work.title, work.authors) == (
            "Project Gutenberg",
            "The Lamp",
            ("Ines Keeper",),
        )
        assert [chapter.html for chapter in work.chapters] == [
            "<p>It rained # hard.</p>",
            "<p>It dawned.</p>",
        ]
        assert work.notes == ""


def test_a_title_page_is_no_chapter() -> None:
    lines = ["THE LAMP", "by Ines Keeper", "With forty pictures by", "Tomas Rower and Rowan Oar",
             "LONDON AND THE SALT ROAD", "Harbour & Sons, Printers in the Lower Street", "1893"]  # fmt: skip
    names = [f"The keeper of the {n} th lamp, seen from the sea" for n in range(12)]
    story = "\n\n".join([*lines, *names, "CHAPTER I", "It rained.", "CHAPTER II", "It dawned."])
    work = work_of(gutenberg_text(story))

    assert [chapter.html for chapter in work.chapters] == ["<p>It rained.</p>", "<p>It dawned.</p>"]

"""Stories as FanFicFare packs them.

The three shapes are those of its writers (`fanficfare/writers/writer_epub.py`, `writer_html.py`, `writer_txt.py`)
with the entries of its `defaults.ini`; the words are the project's own.
"""

from datetime import date

import pytest

from bookcub.formats.story.parsed import ParsedWork
from tests.formats.making import epub
from tests.formats.reading_of import work_of

URL = "https://www.fanfiction.net/s/8067258/1/"
FACTS = [
    ("Series", "The Lamp Books [3]"), ("Category", "The Salt Road"), ("Genre", "Adventure, Hurt/Comfort"),
    ("Language", "English"), ("Characters", "Ines, Tomas"), ("Relationships", "Ines/Tomas"),
    ("Published", "2026-03-01"), ("Updated", "2026-03-09"), ("Packaged", "2026-04-01 10:00:00"),
    ("Rating", "T"), ("Status", "In-Progress"), ("Chapters", "2"), ("Words", "8"),
    ("Publisher", "www.fanfiction.net"), ("Story URL", URL), ("Summary", "A lamp, a ledger."),
]  # fmt: skip
CHAPTERS = [("First", "Night one, the lamp <i>burned</i>."), ("Second", "Night two, it did not.")]


def as_epub() -> bytes:
    metadata = (
        "<dc:title>The Ledger</dc:title><dc:creator opf:role='aut' xmlns:opf='o'>lamplighter</dc:creator>"
        "<dc:contributor>FanFicFare [https://github.com/JimmXinu/FanFicFare]</dc:contributor>"
        "<dc:language>en</dc:language><dc:description>A lamp, a ledger.</dc:description>"
        + "".join(
            f"<dc:subject>{name}</dc:subject>"
            for name in (
                "The Salt Road",
                "Adventure",
                "Hurt/Comfort",
                "Ines",
                "Tomas",
                "In-Progress",
                "Slow Tides",
                "Last Update Year/Month: 2026/03",
                "Last Update: 2026/03/09",
            )
        )
        + f"<dc:identifier>{URL}</dc:identifier><dc:source>{URL}</dc:source>"
    )
    facts = "".join(f"<b>{label}:</b> {value}<br />\n" for label, value in FACTS)
    pages = [
        (
            "title_page.xhtml",
            f'<body class="fff_titlepage"><h3><a href="{URL}">The Ledger</a> by lamplighter</h3><div>{facts}</div></body>',
        ),
        (
            "toc_page.xhtml",
            '<body class="fff_tocpage"><div><h3>Table of Contents</h3><a href="file0001.xhtml">1. First</a><br /></div></body>',
        ),
        (
            "log_page.xhtml",
            '<body class="fff_logpage"><h3>Update Log</h3><p class="log_entry">x</p></body>',
        ),
    ]
    for number, (title, words) in enumerate(CHAPTERS, start=1):
        head = (
            f'<meta name="chapterurl" content="https://www.fanfiction.net/s/8067258/{number}/" />'
            f'<meta name="chapterorigtitle" content="{title}" />'
        )
        pages.append(
            (
                f"file{number:04}.xhtml",
                f'{head}<body class="fff_chapter"><h3 class="fff_chapter_title">{number}. {title}</h3><p>{words}</p></body>',
            )
        )
    navigation = [
        ("title_page.xhtml", "Title Page"), ("toc_page.xhtml", "Table of Contents"),
        ("log_page.xhtml", "Update Log"), ("file0001.xhtml", "1. First"), ("file0002.xhtml", "2. Second"),
    ]  # fmt: skip
    return epub(pages, version=2, metadata=metadata, navigation=navigation)


def as_html() -> bytes:
    rows = "".join(
        f"\n<tr><td><b>{label}:</b></td><td>{value}</td></tr>\n" for label, value in FACTS
    )
    entries = "".join(
        f'\n<a href="#section{n:04}">{n}. {title}</a><br />\n'
        for n, (title, _) in enumerate(CHAPTERS, 1)
    )
    texts = "".join(
        f'\n<a name="section{n:04}"><h2>{n}. {title}</h2></a>\n<div id="storytext"><p>{words}</p></div>'
        for n, (title, words) in enumerate(CHAPTERS, 1)
    )
    return f"""<!DOCTYPE html>
<html>
<head>
<meta charset="UTF-8">
<title>The Ledger by lamplighter</title>
<style type="text/css">
body {{ background-color: #FFFFFF; }}
</style>
</head>
<body>
<h1><a href="{URL}">The Ledger</a> by <a class='authorlink' href='https://www.fanfiction.net/u/1'>lamplighter</a></h1>

<table class="full">
{rows}
</table>

<a name="TOCTOP"><h2>Table of Contents</h2></a>
<p>
{entries}
</p>
{texts}
</body>
</html>""".encode()


def as_text() -> bytes:
    facts = "".join(f"{label}: {value}\n\n" for label, value in FACTS)
    contents = "".join(f"\n{n}. {title}\n" for n, (title, _) in enumerate(CHAPTERS, 1))
    texts = "".join(
        f"\n\n\t{n}. {title}\n\n{words.replace('<i>', '_').replace('</i>', '_')}\n\n"
        for n, (title, words) in enumerate(CHAPTERS, 1)
    )
    return f"\n\n\nThe Ledger\n\nby lamplighter\n\n\n\n{facts}\n\n\n\n\nTABLE OF CONTENTS\n\n{contents}\n{texts}\n\nEnd file.\n".encode()


@pytest.mark.parametrize("content", [as_epub(), as_html(), as_text()], ids=["epub", "html", "text"])
def test_a_packed_story_is_understood(content: bytes) -> None:
    work = work_of(content)

    assert [chapter.title for chapter in work.chapters] == ["First", "Second"]
    assert plain_html(work) == [
        "<p>Night one, the lamp <i>burned</i>.</p>", "<p>Night two, it did not.</p>",
    ]  # fmt: skip
    assert (work.title, work.authors) == ("The Ledger", ("lamplighter",))
    assert work.original_url == "https://www.fanfiction.net/s/8067258"
    assert work.fandoms == ("The Salt Road",)
    assert work.characters == ("Ines", "Tomas")
    assert work.relationships == ("Ines/Tomas",)
    assert work.freeforms[:2] == ("Adventure", "Hurt/Comfort")
    assert set(work.freeforms) <= {"Adventure", "Hurt/Comfort", "Slow Tides"}
    assert (work.published, work.updated) == (date(2026, 3, 1), date(2026, 3, 9))
    assert (work.complete, work.rating) == (False, "T")
    assert "A lamp, a ledger." in work.summary
    assert [(each.title, each.part) for each in work.series] == [("The Lamp Books", 3)]


def plain_html(work: ParsedWork) -> list[str]:
    return [
        chapter.html.replace("<em>", "<i>").replace("</em>", "</i>") for chapter in work.chapters
    ]


def test_chapters_of_its_e_book_keep_their_addresses() -> None:
    assert [chapter.original_url for chapter in work_of(as_epub()).chapters] == [
        "https://www.fanfiction.net/s/8067258/1", "https://www.fanfiction.net/s/8067258/2",
    ]  # fmt: skip

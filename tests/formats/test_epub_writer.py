"""The same book is the same bytes, and nothing in it is against the rules of e-books."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bookcub.core.text import clean_chapter, plain, with_block_ids
from bookcub.formats.epub.writer import BookChapter, BookToWrite, write_epub
from bookcub.formats.epub.xhtml import as_xhtml, web_address

# Says no to whatever is not well formed; nothing is fetched or unfolded.
XML = etree.XMLParser(resolve_entities=False, no_network=True)
MOMENT = datetime(2024, 5, 3, 19, 30, 12, tzinfo=UTC)
HOSTILE = '</title><script>alert(1)</script> & "quotes" <!-- ]]> \x00\u202e\ud800 🐻'

MARKUP = """
<h2>The weir</h2><p>Plain <em>and <b>bold</b></em> and <big>big</big> <strike>gone</strike>
<acronym title="a &amp; b">AB</acronym> <tt>code</tt> 🐻 &amp; &lt;tag&gt;</p>
<center>In the middle</center><em><p>Emphasis around</p><p>two paragraphs</p></em>
<span><div>a block in a span <ul><li>one<li>two<ol start="3" type="i"><li value="7">seven</ol></ul></div></span>
<p align="right"><a href="https://example.org/a b?x=1&y=[2]#one#two">a link</a> <a name="here">named</a>
<a href="mailto:ada@example.org">mail</a> <a href="ftp://example.org/x">old</a></p>
<p><img src="https://example.org/p.png" alt="A &quot;bear&quot;"> <img src="http://example.org/x.gif"></p>
<audio controls><source src="https://example.org/a.mp3" type="audio/mpeg"></audio>
<table border="1" summary="s"><caption>Cap<p>two</p></caption><colgroup><col span="2"></colgroup>
<thead><tr><th scope="col" abbr="x">A<h3>head</h3></th><th colspan="2">B</th></tr></thead>
<tbody><tr><td rowspan="2" height="3">1</td><td><p>p</p><table><tr><td>in</td></tr></table></td></tr></tbody></table>
<dl><dd>lost</dd><dt>term<h4>h</h4></dt><dt>other</dt><dd>meaning<p>more</p></dd><dt>last</dt></dl>
<details open><summary>Sum <b>mary</b></summary>inside<p>more</p></details>
<figure><blockquote cite="x y">quote</blockquote><figcaption>caption</figcaption></figure>
<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby><hr width="50%" align="center">
<pre>  kept
   spaces</pre><address>Where <h2>a heading</h2> is</address>
<blockquote>loose words <p>and a paragraph</p> and more</blockquote>
<p><ins datetime="yesterday" cite="q">in</ins><del>out</del><q cite="zz">q</q><dfn>d<dfn>e</dfn></dfn></p>
<ul></ul><ol>text in a list</ol><li>stray</li><rt>stray</rt><p lang="de" dir="rtl" title="x">Wörter</p><h1></h1>
"""


TEXT = with_block_ids(clean_chapter(MARKUP))


def a_book(**changes: object) -> BookToWrite:
    fields: dict[str, object] = {
        "identifier": "urn:uuid:6a7a9ad2-8ad0-4a6c-9e7f-1f2b34567890",
        "title": "The Weir",
        "modified": MOMENT,
        "chapters": [
            BookChapter("One", TEXT),
            BookChapter("Two", ""),
        ],
        "language": "en-GB",
        "authors": ["Ada", "Bo"],
        "description": "A river & its bears.",
        "source": "https://example.org/works/1",
        "subjects": ["Bears"],
    }
    return BookToWrite(**(fields | changes))  # type: ignore[arg-type]  # the test's own table of what a book says


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def test_the_same_book_is_the_same_bytes_whenever_and_wherever_it_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = write_epub(a_book())
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    elsewhere = MOMENT.astimezone(timezone(timedelta(hours=9)))

    assert write_epub(a_book(modified=elsewhere)) == first


def test_one_other_word_makes_another_edition_within_the_first_kilobyte() -> None:
    first = write_epub(a_book())
    other = write_epub(a_book(chapters=[BookChapter("One", "<p>Other</p>")]))

    assert first[:1024] != other[:1024]


def test_the_signature_comes_first_and_is_not_compressed() -> None:
    [first, *rest] = opened(write_epub(a_book())).infolist()

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert first.extra == b""
    assert {each.date_time for each in (first, *rest)} == {(1980, 1, 1, 0, 0, 0)}


def test_the_package_says_how_the_book_can_be_read() -> None:
    package = opened(write_epub(a_book())).read("EPUB/package.opf").decode()

    for name in (
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilityHazard",
        "accessibilitySummary",
    ):
        assert f'property="schema:{name}"' in package
    assert "<dc:language>en-GB</dc:language>" in package
    assert '<meta property="dcterms:modified">2024-05-03T19:30:12Z</meta>' in package


def test_every_chapter_is_one_file_of_the_spine_and_one_line_of_the_contents() -> None:
    book = opened(write_epub(a_book()))

    assert book.read("EPUB/package.opf").decode().count("<itemref") == 2
    assert book.read("EPUB/nav.xhtml").decode().count('href="chapter-') == 3  # and one landmark


def test_a_hostile_title_is_only_words() -> None:
    content = write_epub(
        a_book(
            title=HOSTILE,
            identifier=HOSTILE,
            authors=[HOSTILE, " "],
            description=HOSTILE,
            chapters=[BookChapter(HOSTILE, "<p>x</p>"), BookChapter("\u202e", "<p>y</p>")],
            language='en" onload="x',
        )
    )
    for name in opened(content).namelist():
        text = opened(content).read(name)
        assert b"<script" not in text
        if name.endswith((".xhtml", ".opf", ".ncx", ".xml")):
            etree.fromstring(text, XML)


def test_a_book_without_a_chapter_or_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="a chapter"):
        write_epub(a_book(chapters=[]))
    with pytest.raises(ValueError, match="zone"):
        write_epub(a_book(modified=datetime(2024, 5, 3)))  # noqa: DTZ001  # that is the mistake


def test_block_ids_stay_and_none_comes_twice() -> None:
    html = with_block_ids("<p>One</p><p>Two</p>")
    xhtml = as_xhtml(html + html)

    assert html.count(' id="') == 2
    assert xhtml.count(' id="') == 2


def test_emphasis_around_blocks_stands_inside_each_of_them() -> None:
    assert as_xhtml("<em><p>a</p>b</em>") == "<p><em>a</em></p>\n<p><em>b</em></p>\n"


def test_a_picture_is_a_link_and_never_loaded() -> None:
    xhtml = as_xhtml('<p><img src="https://example.org/a.png" alt="A bear"></p>')

    assert xhtml == '<p><a href="https://example.org/a.png">[A bear]</a></p>\n'


@pytest.mark.parametrize("address", ["javascript:x", "//host", "http://", "http://[", "x", ""])
def test_no_other_address_leads_out_of_a_book(address: str) -> None:
    assert web_address(address) == ""


# fmt: off
PIECES = st.sampled_from(
    ["<p>", "</p>", "<em>", "</em>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "<th>", "</table>", "<dl>", "<dt>", "<dd>", "<ruby>", "<rt>", "<a href='http://x/'>", "</a>", "<h2>", "</h2>", "<blockquote>", "<details>", "<summary>", "<span>", "<center>", "<hr>", "<br>", "<pre>", "</pre>", "word", "another", "<b>", "</b>", "&amp;", "<ol type='i'>", "<caption>", "<figure>", "<q>", "<dfn>"]
)


@given(st.lists(PIECES, max_size=30))
def test_any_markup_is_well_formed_and_loses_no_word(pieces: list[str]) -> None:
    html = clean_chapter(" ".join(pieces))
    xhtml = as_xhtml(html)

    etree.fromstring(f"<body>{xhtml}</body>", XML)
    assert plain(xhtml).split() == plain(html).split()


def test_nesting_without_end_is_cut_and_not_followed() -> None:
    xhtml = as_xhtml("<div>" * 5000 + "words" + "</div>" * 5000)

    assert "words" in xhtml


JAR = Path("/usr/share/java/epubcheck.jar")


@pytest.mark.skipif(
    not JAR.exists() or shutil.which("java") is None, reason="epubcheck is not installed"
)
def test_epubcheck_finds_nothing_in_any_markup_nor_in_hostile_titles(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    hostile = BookChapter(HOSTILE, "<p>שלום</p>")
    chapters = [BookChapter("One", TEXT), BookChapter("Two", ""), hostile]
    named = a_book(title=HOSTILE, authors=[HOSTILE], identifier=HOSTILE, chapters=chapters)
    path.write_bytes(write_epub(named))

    fields = subprocess.run(  # noqa: S603  # our own book
        ["java", "-jar", str(JAR), "--failonwarnings", str(path)],  # noqa: S607  # found above
        capture_output=True,
        text=True,
        check=False,
    )

    assert fields.returncode == 0, fields.stdout + fields.stderr

"""E-books of any maker."""

import io
import re
import zipfile
from datetime import date

import pytest

from bookcub.formats.story.remarks import remark
from tests.formats.making import epub, zipped
from tests.formats.reading_of import refusal_of, work_of

RAIN = "<body><h2 id='a'>Rain</h2><p>It <i>rained</i><a id='x'/> all day.</p></body>"
SUN = "<body><h2>Sun</h2><p>The sun came out.</p></body>"


@pytest.mark.parametrize("version", [2, 3])
def test_chapters_come_in_reading_order_with_their_titles(version: int) -> None:
    content = epub(
        [("z.xhtml", RAIN), ("a.xhtml", SUN)],
        navigation=[("z.xhtml", "Rain"), ("a.xhtml", "Sun")],
        version=version,
    )
    work = work_of(content)

    assert (work.title, work.authors) == ("The Ledger", ("Ada Lamp",))
    assert [(c.title, c.html) for c in work.chapters] == [
        ("Rain", "<p>It <i>rained</i> all day.</p>"), ("Sun", "<p>The sun came out.</p>"),
    ]  # fmt: skip


def test_several_chapters_in_one_file_are_parted_where_the_contents_point() -> None:
    page = (
        "<body><p id='one'>One rains.</p><p>More.</p><h3 id='two'>Two</h3><p>Two shines.</p></body>"
    )
    work = work_of(
        epub([("a.xhtml", page)], navigation=[("a.xhtml#one", "One"), ("a.xhtml#two", "Two")])
    )

    assert [(c.title, c.html) for c in work.chapters] == [
        ("One", "<p>One rains.</p>\n<p>More.</p>"), ("Two", "<p>Two shines.</p>"),
    ]  # fmt: skip


def test_a_file_that_goes_on_belongs_to_the_chapter_before() -> None:
    pages = [("a.xhtml", RAIN), ("b.xhtml", "<body><p>And all night.</p></body>"), ("c.xhtml", SUN)]
    work = work_of(epub(pages, navigation=[("a.xhtml", "Rain"), ("c.xhtml", "Sun")]))

    assert work.chapters[0].html.endswith("<p>And all night.</p>")
    assert len(work.chapters) == 2


def test_front_and_back_matter_are_left_out_and_told() -> None:
    pages = [
        ("cover.xhtml", "<body epub:type='cover'><img src='c.png'/></body>"),
        (
            "title.xhtml",
            "<body><section epub:type='titlepage'><h1>The Ledger</h1></section></body>",
        ),
        ("ded.xhtml", "<body><section epub:type='dedication'><p>For Tomas.</p></section></body>"),
        ("a.xhtml", RAIN),
        ("b.xhtml", SUN),
        ("col.xhtml", "<body><section epub:type='colophon'><p>Set in Lamp.</p></section></body>"),
        ("copy.xhtml", "<body><h2>Copyright</h2><p>All rights.</p></body>"),
    ]
    navigation = [("a.xhtml", "Rain"), ("b.xhtml", "Sun"), ("copy.xhtml", "Copyright")]
    work = work_of(epub(pages, navigation=navigation))

    assert [chapter.title for chapter in work.chapters] == ["Rain", "Sun"]
    assert work.notes == "<p>For Tomas.</p>"
    assert remark("parts-left-out", "cover, the ledger, colophon, copyright") in work.notices


def test_endnotes_go_to_the_chapters_that_refer_to_them() -> None:
    pages = [
        (
            "a.xhtml",
            "<body><p>It rained.<a href='notes.xhtml#n1' epub:type='noteref'>1</a></p></body>",
        ),
        ("b.xhtml", SUN),
        (
            "notes.xhtml",
            (
                "<body><section epub:type='endnotes'><ol><li id='n1' epub:type='endnote'><p>Hard. "
                "<a href='a.xhtml#r1' epub:type='backlink'>↩</a></p></li></ol></section></body>"
            ),
        ),
    ]
    navigation = [("a.xhtml", "Rain"), ("b.xhtml", "Sun"), ("notes.xhtml", "Endnotes")]
    work = work_of(epub(pages, navigation=navigation))

    assert len(work.chapters) == 2
    assert "Hard." in work.chapters[0].end_notes
    assert 'href="#fn-1"' in work.chapters[0].html
    assert work.chapters[1].end_notes == ""


def test_what_the_package_says_is_kept() -> None:
    metadata = (
        "<dc:title>The Ledger</dc:title><dc:creator id='c1'>Ada Lamp</dc:creator>"
        "<dc:creator id='c2'>Painter</dc:creator><meta refines='#c2' property='role'>art</meta>"
        "<dc:description>&lt;p&gt;A &lt;i&gt;lamp&lt;/i&gt;.&lt;script&gt;x&lt;/script&gt;&lt;/p&gt;</dc:description>"
        "<dc:language>en-GB</dc:language><dc:date>2026-03-07</dc:date><dc:subject>Lamps</dc:subject>"
        "<meta name='calibre:series' content='The Lamp Books'/><meta name='calibre:series_index' content='2.0'/>"
    )
    work = work_of(epub([("a.xhtml", RAIN)], metadata=metadata))

    assert work.authors == ("Ada Lamp",)
    assert work.summary == "<p>A <i>lamp</i>.</p>"
    assert (work.language, work.published, work.freeforms) == (
        "en-GB",
        date(2026, 3, 7),
        ("Lamps",),
    )
    assert [(series.title, series.part) for series in work.series] == [("The Lamp Books", 2)]


def test_italics_that_only_the_style_sheet_knows_are_kept() -> None:
    page = "<body><p>It <span class='it'>rained</span>.</p></body>"
    work = work_of(epub([("a.xhtml", page)], sheet=".it { font-style: italic }"))

    assert "<em>rained</em>" in work.chapters[0].html


def test_a_protected_book_is_refused_kindly() -> None:
    lock = (
        '<encryption xmlns:e="x"><e:EncryptedData><e:EncryptionMethod '
        'Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></e:EncryptedData></encryption>'
    )
    assert (
        refusal_of(epub([("a.xhtml", RAIN)], extra=[("META-INF/encryption.xml", lock)])).code
        == "locked"
    )


def test_broken_books_are_refused() -> None:
    whole = epub([("a.xhtml", RAIN)])

    assert refusal_of(zipped([("META-INF/container.xml", "<container/>")])).code == "damaged"
    assert refusal_of(epub([])).code == "damaged"
    assert refusal_of(whole[: len(whole) // 2]).code in ("damaged", "unknown-format")


def test_external_entities_are_never_read() -> None:
    metadata = "<dc:title>&x;</dc:title>"
    evil = epub([("a.xhtml", RAIN)], metadata=metadata)
    assert work_of(evil).title == "&x;"  # as written, since nothing defines it

    package = '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><package/>'
    content = zipped(
        [("META-INF/container.xml", "<c><rootfile full-path='p.opf'/></c>"), ("p.opf", package)]
    )
    assert refusal_of(content).code == "unsafe"


def spine_of(content: bytes, old: str, new: str) -> bytes:
    """The same book with something else in its package file."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        members = [(name, book.read(name)) for name in book.namelist()]
    changed = [
        (name, part.decode().replace(old, new).encode() if name.endswith(".opf") else part)
        for name, part in members
    ]
    assert changed != members
    return zipped(changed)


BOOK = epub(
    [("rain.xhtml", RAIN), ("sun.xhtml", SUN)],
    navigation=[("rain.xhtml", "Rain"), ("sun.xhtml", "Sun")],
)


@pytest.mark.parametrize(
    "spelling", ["text/Sun.xhtml", "Text/sun.xhtml", "sun.xhtml", "text/s%75n.xhtml"]
)
def test_a_page_that_the_book_names_wrongly_is_found(spelling: str) -> None:
    work = work_of(spine_of(BOOK, 'href="text/sun.xhtml"', f'href="{spelling}"'))

    assert [chapter.title for chapter in work.chapters] == ["Rain", "Sun"]
    assert not [each for each in work.notices if each.code == "pages-missing"]


def test_a_page_whose_name_stands_where_its_id_belongs_is_found() -> None:
    ids = re.findall(r'idref="([^"]+)"', package_of(BOOK))
    work = work_of(spine_of(BOOK, f'idref="{ids[1]}"', 'idref="sun.xhtml"'))

    assert [chapter.title for chapter in work.chapters] == ["Rain", "Sun"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('href="text/sun.xhtml"', 'href="text/gone.xhtml"'),
        ("<spine>", '<spine><itemref idref="gone"/>'),
    ],
)
def test_a_page_that_is_gone_is_told(old: str, new: str) -> None:
    work = work_of(spine_of(BOOK, old, new))

    [told] = [each for each in work.notices if each.code == "pages-missing"]
    assert told.count == 1


def test_a_page_in_another_form_is_read_by_its_fallback() -> None:
    ids = re.findall(r'idref="([^"]+)"', package_of(BOOK))
    drawn = f'<manifest><item id="drawn" href="sun.svg" media-type="image/svg+xml" fallback="{ids[1]}"/>'
    content = spine_of(spine_of(BOOK, f'idref="{ids[1]}"', 'idref="drawn"'), "<manifest>", drawn)

    assert [chapter.title for chapter in work_of(content).chapters] == ["Rain", "Sun"]


def package_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read("OEBPS/content.opf").decode()

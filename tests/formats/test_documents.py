"""Word, OpenDocument and RTF."""

from bookcub.formats.documents.rich_text import in_unicode
from bookcub.formats.story.remarks import remark
from tests.formats.making import docx, odt, para, run
from tests.formats.reading_of import sandboxed, sandboxed_refusal

LOOKS = para(
    run("plain "), run("slanted", "<w:i/>"), run(" and "), run("heavy", "<w:b/>"), run(" and "),
    run("gone", "<w:strike/>"), run(" and "), run("Small", "<w:smallCaps/>"),
)  # fmt: skip
TRACKED = (
    "<w:p>" + run("Kept ")
    + f'<w:ins w:id="5" w:author="R">{run("inserted ")}</w:ins>'
    + '<w:del w:id="6" w:author="R"><w:r><w:delText>deleted </w:delText></w:r></w:del>'
    + '<w:commentRangeStart w:id="1"/>' + run("remarked") + '<w:commentRangeEnd w:id="1"/>'
    + '<w:r><w:commentReference w:id="1"/></w:r></w:p>'
)  # fmt: skip


def test_looks_are_kept() -> None:
    html = sandboxed(docx(LOOKS)).chapters[0].html

    assert "<em>slanted</em>" in html
    assert "<strong>heavy</strong>" in html
    assert "<del>gone</del>" in html
    assert '<span class="x-smallcaps">Small</span>' in html


def test_deleted_text_and_reviewers_comments_never_come_in() -> None:
    text = str(sandboxed(docx(TRACKED, LOOKS)))

    assert "Kept inserted remarked" in text
    assert "deleted" not in text
    assert "Are you sure" not in text
    assert "Reviewer" not in text


def test_headings_split_and_centred_stars_are_scene_breaks() -> None:
    work = sandboxed(
        docx(
            para(run("Rain"), style="Heading1"), para(run("It rained.")),
            para(run("* * *"), centred=True), para(run("It poured.")),
            para(run("Sun"), style="Heading1"), para(run("The sun came out.")),
        )
    )  # fmt: skip

    assert [(c.title, c.html) for c in work.chapters] == [
        ("Rain", "<p>It rained.</p>\n<hr>\n<p>It poured.</p>"), ("Sun", "<p>The sun came out.</p>"),
    ]  # fmt: skip


def test_typed_chapter_headings_split_too() -> None:
    work = sandboxed(
        docx(*(para(run(text)) for text in ("Chapter 1", "It rained.", "Chapter 2", "It stopped.")))
    )

    assert [c.html for c in work.chapters] == ["<p>It rained.</p>", "<p>It stopped.</p>"]


def test_an_empty_line_between_scenes_is_a_scene_break() -> None:
    lines = [para(run(f"Line {n}.")) for n in range(6)]
    html = sandboxed(docx(*lines, para(), para(run("Later.")))).chapters[0].html

    assert html.endswith("<hr>\n<p>Later.</p>")


def test_footnotes_stand_in_the_end_notes() -> None:
    marked = "<w:p>" + run("It rained") + '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    chapter = sandboxed(docx(marked, footnote="Hard, too.")).chapters[0]

    assert "Hard, too." in chapter.end_notes
    assert "Hard, too." not in chapter.html
    assert 'href="#fn-1"' in chapter.html


def test_the_title_of_the_properties_is_used_but_not_the_computers_owner() -> None:
    work = sandboxed(docx(LOOKS, title="The Ledger", creator="Real Name"))

    assert (work.title, work.authors) == ("The Ledger", ())
    assert "Real Name" not in str(work)
    assert remark("owner-left-out") in work.notices


def test_open_document() -> None:
    style = (
        '<style:style style:name="T1" style:family="text"><style:text-properties '
        'fo:font-style="italic"/></style:style>'
    )
    body = (
        '<text:h text:outline-level="1">Rain</text:h><text:p>It <text:span text:style-name="T1">rained'
        '</text:span>.</text:p><text:h text:outline-level="1">Sun</text:h><text:p>Sun.</text:p>'
    )
    work = sandboxed(odt(body, styles=style))

    assert work.format == "OpenDocument text"
    assert [(c.title, c.html) for c in work.chapters] == [
        ("Rain", "<p>It <em>rained</em>.</p>"), ("Sun", "<p>Sun.</p>"),
    ]  # fmt: skip


def test_rich_text() -> None:
    work = sandboxed(rb"{\rtf1\ansi It {\i rained} \'e9.\par * * *\par Then not.\par}")

    assert work.format == "RTF"
    assert work.chapters[0].html == "<p>It <em>rained</em> é.</p>\n<hr>\n<p>Then not.</p>"


def test_definitions_that_grow_are_refused() -> None:
    evil = docx('<w:p/><!DOCTYPE a [<!ENTITY l "lol">]>')

    assert sandboxed_refusal(evil).code == "unsafe"


def test_damaged_documents_are_refused() -> None:
    assert sandboxed_refusal(docx("<w:p><w:r></w:p>")).code == "damaged"
    assert sandboxed_refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600).what_to_do.endswith(
        ".docx."
    )


def test_italics_of_a_paragraphs_style_are_kept_in_word_and_told() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Letter"><w:name w:val="Letter"/><w:rPr><w:i/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Note"><w:basedOn w:val="Letter"/><w:name w:val="Note"/></w:style>'
        '<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>'
    )
    work = sandboxed(
        docx(
            para(run("Dear Ines.")),
            para(
                run("It rained "), run("upright", '<w:i w:val="0"/>'), run(" here."), style="Letter"
            ),
            para(run("And "), run("there", '<w:rStyle w:val="Emphasis"/>'), run("."), style="Note"),
            para(run("Rain"), style="Heading1"),
            para(run("It rained.")),
            styles=styles,
        )
    )
    html = "".join(chapter.html for chapter in work.chapters)

    assert "<p>Dear Ines.</p>" in html
    assert "<em>It rained</em> upright <em>here.</em>" in html
    assert "<em>And</em> there<em>.</em>" in html
    assert remark("looks-of-styles") in work.notices


def test_italics_of_a_paragraphs_style_are_kept_in_open_document() -> None:
    style = (
        '<style:style style:name="P1" style:family="paragraph"><style:text-properties fo:font-style="italic"/></style:style>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P1"/>'
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    )
    body = (
        "<text:p>Dear Ines.</text:p>"
        '<text:p text:style-name="P2">It <text:span text:style-name="T1">rained</text:span> hard.</text:p>'
    )
    work = sandboxed(odt(body, styles=style))

    assert work.chapters[0].html == (
        "<p>Dear Ines.</p>\n<p><em>It <strong>rained</strong> hard.</em></p>"
    )
    assert remark("looks-of-styles") in work.notices


def rtf(body: bytes, fonts: bytes, page: bytes = b"1252") -> bytes:
    return (
        rb"{\rtf1\ansi\ansicpg"
        + page
        + rb"\deff0{\fonttbl"
        + fonts
        + rb"}\uc1\pard "
        + body
        + rb"\par}"
    )


def escaped(text: str, encoding: str) -> bytes:
    return b"".join(rb"\'%02x" % byte for byte in text.encode(encoding))


def test_letters_of_a_font_with_its_own_alphabet_are_right_in_rtf() -> None:
    fonts = rb"{\f0\froman\fcharset0 Times;}{\f1\froman\fcharset204{\*\fname Times;}Times Cyr;}"
    body = (
        rb"One \'e9: {\f1 "
        + escaped("Смотритель", "cp1251")
        + rb" \i "
        + escaped("ведёт", "cp1251")
    )
    html = sandboxed(rtf(body + rb"\i0 } books, \u1048?\u1085\'3f.", fonts)).chapters[0].html

    assert html == "<p>One é: Смотритель <em>ведёт</em> books, Ин.</p>"


def test_letters_of_two_bytes_are_right_in_rtf() -> None:
    # The second byte of 表 in Shift_JIS is a backslash, that of ー a letter's.
    text = escaped("灯台の", "cp932") + rb"\'95\\" + escaped("が", "cp932") + rb"\'81[!"
    html = sandboxed(rtf(text, rb"{\f0\fcharset128 Mincho;}", b"932")).chapters[0].html

    assert html == "<p>灯台の表がー!</p>"


def test_an_rtf_in_western_letters_is_left_alone() -> None:
    content = rtf(rb"It \'93rained\'94.", rb"{\f0\fcharset0 Times;}{\f1\fcharset2 Symbol;}")

    assert in_unicode(content) is content


FB2 = """<?xml version="1.0" encoding="{encoding}"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">
<description><title-info><genre>sf</genre><author><first-name>Инес</first-name><last-name>Лампа</last-name></author>
<book-title>Две книги</book-title><annotation><p>Лампа &amp; книга.</p></annotation><lang>ru</lang>
<sequence name="Книги лампы" number="2"/></title-info>
<document-info><program-used>FB Editor</program-used><src-url>https://example.org/tales/ledger</src-url></document-info>
</description><body><title><p>Две книги</p></title>
<section><title><p>Дождь</p></title><p>Шёл <emphasis>дождь</emphasis>.</p><subtitle>* * *</subtitle><p>И <strong>шёл</strong>.</p></section>
<section><title><p>Солнце</p></title><p>Вышло солнце.</p></section></body>
<binary id="cover.png" content-type="image/png">iVBORw0KGgo=</binary></FictionBook>"""


def test_a_fiction_book_is_read_in_its_own_letters() -> None:
    """The shape is that of the FictionBook 2.0 schema, with the parts that FB Editor writes."""
    work = sandboxed(FB2.format(encoding="windows-1251").encode("cp1251"))

    assert (work.format, work.title, work.authors) == ("FictionBook", "Две книги", ("Инес Лампа",))
    assert [chapter.title for chapter in work.chapters] == ["Дождь", "Солнце"]
    assert (
        work.chapters[0].html == "<p>Шёл <em>дождь</em>.</p>\n<hr>\n<p>И <strong>шёл</strong>.</p>"
    )
    assert (work.summary, work.language) == ("<p>Лампа &amp; книга.</p>", "ru")
    assert [(each.title, each.part) for each in work.series] == [("Книги лампы", 2)]
    assert work.original_url == "https://example.org/tales/ledger"


def test_a_fiction_book_with_definitions_is_refused() -> None:
    evil = FB2.format(encoding="utf-8").replace(
        "<FictionBook", '<!DOCTYPE x [<!ENTITY a "b">]><FictionBook', 1
    )

    assert sandboxed_refusal(evil.encode()).code == "unsafe"

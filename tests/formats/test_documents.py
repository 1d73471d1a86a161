"""Word, OpenDocument and RTF."""

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

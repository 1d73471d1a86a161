"""HTML of no archive in particular."""

import pytest

from bookcub.formats.story.remarks import remark
from tests.formats.reading_of import work_of


def story(body: str, head: str = "<title>The Ledger</title>") -> str:
    return f"<!DOCTYPE html><html lang='da'><head>{head}</head><body>{body}</body></html>"


def test_headings_split_and_the_title_is_not_repeated() -> None:
    page = story("<h1>The Ledger</h1><p>by Ada</p><h2>Rain</h2><p>It rained.</p><h2>Sun</h2><p>Sun.</p>",
                 "<title>The Ledger</title><meta name='author' content='Ada'>")  # fmt: skip
    work = work_of(page)

    assert (work.title, work.authors, work.language) == ("The Ledger", ("Ada",), "da")
    assert [(c.title, c.html) for c in work.chapters] == [
        ("Rain", "<p>It rained.</p>"), ("Sun", "<p>Sun.</p>"),
    ]  # fmt: skip
    assert work.notes == ""


def test_looks_that_are_only_styles_become_elements() -> None:
    page = story(
        "<p>It <span style='font-style: italic'>rained</span> <span class='c1'>hard</span> "
        "<b style='font-weight:normal'>not bold</b> <span style='text-decoration:line-through'>no</span>"
        "<span style='font-variant: small-caps'>Caps</span></p>",
        "<style>.c1 { font-weight: 700 } p { font-style: italic }</style>",
    )
    html = work_of(page).chapters[0].html

    assert "<em>rained</em>" in html
    assert "<strong>hard</strong>" in html
    assert "<b>" not in html
    assert "<s>no</s>" in html
    assert 'class="x-smallcaps"' in html


def test_loose_words_and_line_breaks_become_paragraphs() -> None:
    html = (
        work_of(story("It rained.<br><br>It <i>poured</i>.<div>It stopped.<div>Sun.</div></div>"))
        .chapters[0]
        .html
    )

    assert html == "<p>It rained.</p>\n<p>It <i>poured</i>.</p>\n<p>It stopped.</p>\n<p>Sun.</p>"


def test_a_rare_empty_paragraph_is_a_scene_break_and_a_usual_one_is_nothing() -> None:
    rare = "".join(f"<p>Line {n}.</p>" for n in range(8)) + "<p>&nbsp;</p><p>Later.</p>"
    usual = "".join(f"<p>Line {n}.</p><p>&nbsp;</p>" for n in range(8))

    assert work_of(story(rare)).chapters[0].html.count("<hr>") == 1
    assert work_of(story(usual)).chapters[0].html.count("<hr>") == 0


def test_the_sites_furniture_is_not_the_story() -> None:
    page = story(
        "<nav>Home</nav><form><input><button>Go</button></form><p>It rained.</p><p aria-hidden='true'>x</p>"
    )

    assert work_of(page).chapters[0].html == "<p>It rained.</p>"


def test_pictures_that_are_not_on_the_web_are_told() -> None:
    work = work_of(story("<p>See <img src='a.png' alt='a lamp'> here.</p><p>More.</p>"))

    assert work.chapters[0].html.startswith("<p>See [a lamp] here.</p>")
    assert remark("local-pictures-left-out", 1) in work.notices


@pytest.mark.parametrize(
    "doctype", ["", "<!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY b '&lol;&lol;'>]>"]
)
def test_entities_of_a_document_type_are_never_expanded(doctype: str) -> None:
    html = work_of(f"{doctype}<html><body><p>It &b; rained.</p></body></html>").chapters[0].html

    assert "lollol" not in html
    assert "rained" in html

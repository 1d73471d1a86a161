"""A text pasted from a word processor comes out as the writer saw it there, and no more."""

import re

import pytest
from hypothesis import given

from bookcub.core.text import clean_chapter, clean_paste
from bookcub.core.text.paste import _sheet
from tests.core.markup import nasty_markup
from tests.samples import SAMPLES, needs_samples

PASTED = SAMPLES / "paste"


def sample(name: str) -> str:
    return clean_paste((PASTED / name).read_text(encoding="utf-8"))


@needs_samples
def test_word_keeps_its_bold_words_only() -> None:
    assert sample("basic-styles_bold-within-text_input.word2016.html") == (
        "<p>Some text <b>with bold</b>.</p>"
    )


@needs_samples
def test_words_list_paragraphs_become_nested_lists() -> None:
    assert sample("list_nested-mixed_input.word2016.html") == (
        "<ul><li>A1<ol><li>B2<ul><li>C4</li></ul><ol><li>D3</li></ol></li></ol></li>"
        "<li>E1<ol><li>F2</li></ol></li></ul>"
    )


@needs_samples
def test_the_bold_wrapper_of_google_docs_is_not_bold() -> None:
    assert (
        sample("paste-from-google-docs_bold-wrapper_simple-text_input.html") == "<p>Hello world</p>"
    )


@needs_samples
def test_the_nested_lists_of_google_docs_stay_nested() -> None:
    html = sample("paste-from-google-docs_lists_nested-ordered-lists_input.html")

    assert html.startswith(
        '<ol><li>1<ol type="a"><li>11<ol type="i"><li>111</li><li>112<ol><li>1121</li>'
    )
    assert html.count("<li>") == 29
    assert not re.search(r"<ol[^>]*><ol|</li><ol|style|<p|<span", html)


@pytest.mark.parametrize(
    ("pasted", "html"),
    [
        (
            '<span style="font-weight:700">a</span><span style="font-weight:700">b</span>',
            "<b>ab</b>",
        ),
        ('<span style="font-style:italic">a</span> b', "<i>a</i> b"),
        ('<span style="text-decoration:underline line-through">a</span>', "<u><s>a</s></u>"),
        ('x<span style="vertical-align:super">2</span>', "x<sup>2</sup>"),
        ('x<span style="vertical-align:sub">2</span>', "x<sub>2</sub>"),
        ('<i style="font-style:normal">a</i>', "a"),
        ('<b>a<span style="font-weight:400">b</span></b>', "<b>a</b>b"),
        (
            '<a href="https://e.org/" style="text-decoration:none"><span style="text-decoration:underline">a</span></a>',
            '<a href="https://e.org/" rel="nofollow ugc noopener">a</a>',
        ),
        ("<p>a&nbsp;b</p><p>&nbsp;</p><p class=MsoNormal><o:p>&nbsp;</o:p></p>", "<p>a b</p>"),
        ("<p class=MsoNormal style='color:red'>a<o:p></o:p></p>", "<p>a</p>"),
        ("<div><p>a</p></div><div>b</div>", "<p>a</p><div>b</div>"),
        ("<p>I &lt;3 &amp;amp; you</p>", "<p>I &lt;3 &amp;amp; you</p>"),
        ("<style>p{}</style><script>x</script><p>a</p><!--x-->", "<p>a</p>"),
        ("", ""),
    ],
)
def test_styles_become_elements_where_they_mean_something(pasted: str, html: str) -> None:
    assert clean_paste(pasted) == html


def test_blank_lines_between_paragraphs_of_google_docs_are_no_paragraphs() -> None:
    pasted = (
        '<b style="font-weight:normal" id="docs-internal-guid-1"><p dir="ltr"><span>One.</span></p><br />'
        "<p><span>Two.<br>Three.</span></p><br><br /><p><span>Four.</span></p></b>"
        '<br class="Apple-interchange-newline">'
    )

    assert clean_paste(pasted) == "<p>One.</p><p>Two.<br>Three.</p><p>Four.</p>"


def test_word_says_in_its_style_sheet_what_its_own_styles_look_like() -> None:
    pasted = (
        "<style><!-- @font-face {font-family:Cambria;} p.MsoQuote, li.MsoQuote {margin:0; font-style:italic;}"
        " span.Strong {font-weight:bold} --></style><!--StartFragment--><p class=MsoQuote>Said.</p>"
        "<p class=MsoNormal>A <span class=Strong>b</span> c</p><!--EndFragment-->"
    )

    assert clean_paste(pasted) == "<p><i>Said.</i></p><p>A <b>b</b> c</p>"


def test_of_a_style_sheet_only_what_gives_looks_is_taken_over_by_elements() -> None:
    sheet = (
        "@page {size:A4} .a {color:red; margin:0} @media print {.b, p.c {top:0; font-style:italic}}"
    )

    assert _sheet(f"<style><!-- {sheet} .d {{color:blue --></style>") == {
        "b": {"font-style": "italic"},
        "c": {"font-style": "italic"},
    }


def word_item(level: int, marker: str, text: str, family: str = "l0") -> str:
    return (
        f"<p class=MsoListParagraph style='mso-list:{family} level{level} lfo1'><![if !supportLists]>"
        f"<span style='mso-list:Ignore'>{marker}<span>&nbsp;&nbsp;</span></span><![endif]>{text}</p>"
    )


def test_a_list_ends_where_a_paragraph_begins() -> None:
    html = clean_paste(
        word_item(1, "1.", "a") + word_item(1, "2.", "b") + "<p>c</p>" + word_item(1, "·", "d")
    )

    assert html == "<ol><li>a</li><li>b</li></ol><p>c</p><ul><li>d</li></ul>"


def test_letters_and_roman_numbers_keep_their_look() -> None:
    assert clean_paste(word_item(1, "a)", "x") + word_item(2, "i.", "y")) == (
        '<ol type="a"><li>x<ol type="i"><li>y</li></ol></li></ol>'
    )


@given(html=nasty_markup)
def test_whatever_is_pasted_comes_out_sanitised(html: str) -> None:
    pasted = clean_paste(html)

    assert clean_chapter(pasted) == pasted


def test_deep_nesting_is_pasted_without_a_crash() -> None:
    assert "the end" in clean_paste("<b><div><ul><li>" * 5000 + "the end")

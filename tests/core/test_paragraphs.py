"""What people type becomes the paragraphs that they meant."""

import pytest
from hypothesis import given

from bookcub.core.text import blocks_of, clean_chapter, html_from_plain, html_from_typed, plain
from tests.core.markup import nasty_markup


def tight(html: str) -> str:
    return clean_chapter(html).replace("\n", "")


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One.\nStill one.", "<p>One.<br>Still one.</p>"),
        (
            "*One* **two** ~~three~~ `four`",
            "<p><em>One</em> <strong>two</strong> <s>three</s> <code>four</code></p>",
        ),
        ("A <i>slanted</i> word", "<p>A <i>slanted</i> word</p>"),
        ("# Title\n\nText", "<h1>Title</h1><p>Text</p>"),
        ("> quoted", "<blockquote><p>quoted</p></blockquote>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("One.\n\n* * *\n\nTwo.", "<p>One.</p><hr><p>Two.</p>"),
        ("One.\n---\nTwo.", "<p>One.</p><hr><p>Two.</p>"),
        ("One.\n\n#\n\nTwo.", "<p>One.</p><hr><p>Two.</p>"),
        ("One.\n\n*\n\nTwo.", "<p>One.</p><hr><p>Two.</p>"),
        ("One.\n\n⁂\n\nTwo.", "<p>One.</p><hr><p>Two.</p>"),
        ("    Indented, as in books.\n\n    Again.", "<p>Indented, as in books.</p><p>Again.</p>"),
        ("I <3 you & me", "<p>I &lt;3 you &amp; me</p>"),
        (
            "| a | b |\n|---|---|\n| c | d |",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>",
        ),
        ("", ""),
        ("\n \n", ""),
    ],
)
def test_markdown_and_bare_text_become_paragraphs(typed: str, html: str) -> None:
    assert tight(html_from_typed(typed)) == html


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("<p>a</p>b\nc\n\nd", "<p>a</p><p>b<br>c</p><p>d</p>"),
        ("<p>a *b*\nc</p>", "<p>a *b*c</p>"),
        ("a\n<hr>\nb", "<p>a</p><hr><p>b</p>"),
        ("<div>a\n\nb</div>", "<div><p>a</p><p>b</p></div>"),
        ("<ul>\n<li>a</li>\n\n<li>b</li>\n</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<h2>T</h2>\n<i>a</i> b\n***\nc", "<h2>T</h2><p><i>a</i> b</p><hr><p>c</p>"),
        ("<blockquote>a\n\nb</blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
    ],
)
def test_loose_text_in_html_becomes_paragraphs(typed: str, html: str) -> None:
    assert tight(html_from_typed(typed)) == html


def test_newlines_in_preformatted_text_stay() -> None:
    assert clean_chapter(html_from_typed("<pre>a\n\n  b</pre>")) == "<pre>a\n\n  b</pre>"


def test_formatting_that_spans_paragraphs_holds_in_both() -> None:
    assert tight(html_from_typed("<hr><i>a\n\nb</i>")) == "<hr><p><i>a</i></p><p><i>b</i></p>"


def test_bare_text_is_not_interpreted() -> None:
    assert html_from_plain("*a* <b>b</b> &amp;\n# c\n\n***\n\nd") == (
        "<p>*a* &lt;b&gt;b&lt;/b&gt; &amp;amp;<br>\n# c</p>\n<hr>\n<p>d</p>"
    )


@given(typed=nasty_markup)
def test_bare_text_shows_every_sign_that_was_typed(typed: str) -> None:
    shown = plain(clean_chapter(html_from_plain(f"a {typed} z")))

    kept = [each for each in typed if each.isalnum()]
    assert [each for each in shown if each.isalnum()] == ["a", *kept, "z"]


@given(typed=nasty_markup)
def test_anything_typed_can_be_cleaned_and_divided(typed: str) -> None:
    html = clean_chapter(html_from_typed(typed))

    assert clean_chapter(html) == html
    blocks_of(html)

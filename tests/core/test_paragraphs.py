"""What people type becomes the paragraphs that they meant."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookcub.core.text import (
    blocks_of,
    clean_chapter,
    html_from_plain,
    html_from_typed,
    is_too_costly,
    plain,
    typed_from_html,
)
from tests.core.markup import nasty_markup
from tests.extent import often


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
        ("[Ada]: Hello\n[^1]: a note", "<p>[Ada]: Hello<br>[^1]: a note</p>"),
        (
            "1987. What a year.\n1990. A worse one.\n1991. Over.",
            '<ol start="1987"><li>What a year.</li><li value="1990">A worse one.</li><li>Over.</li></ol>',
        ),
        ("1. a\n1. b\n1. c", "<ol><li>a</li><li>b</li><li>c</li></ol>"),
        ("<grins> Oh, <i>you</i>.", "<p>&lt;grins&gt; Oh, <i>you</i>.</p>"),
        ("~~~ Two years later ~~~\nOh.", "<p>~~~ Two years later ~~~<br>Oh.</p>"),
        ("```aside\nOh.\n```", "<pre><code>asideOh.</code></pre>"),
        (
            "|a|b|\n|-|-|\n|c|d|e|",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>|c|d|e|</td><td></td></tr></tbody></table>",
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
        ("<p>a</p><grins> b", "<p>a</p><p>&lt;grins&gt; b</p>"),
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


PIECES = (
    "> ", ">", "- ", "* ", "1. ", "1987. ", "3) ", "[", "]", "]: ", "[^", "](", ")", "![", "*", "**", "_", "~~", "~~~", "```",
    "`", "|", "|-|-|", "\\", "<", "<i>", "</i>", "<grins>", "</sigh>", "#", "# ", "&", "&lt;", "-", "---", "=", ":", "\n",
    "\n\n", "    ", " ", "\t", '"', "'", "(", "<!", "<?",
)  # fmt: skip
WORDS = st.integers(100, 999).map("w{}w".format)


@settings(max_examples=often(300))
@given(pieces=st.lists(st.one_of(st.sampled_from(PIECES), WORDS), max_size=40))
def test_no_word_that_was_typed_is_gone(pieces: list[str]) -> None:
    """But for what stands inside of a tag, a comment or a link's address, which are markup."""
    typed = "".join(pieces)
    said = re.sub(r"<[!?/a-zA-Z][^>]*>?|\]\([^)]*\)?", " ", typed)

    shown = plain(clean_chapter(html_from_typed(typed)))

    assert [word for word in re.findall(r"w\d{3}w", said) if word not in shown] == []


@pytest.mark.parametrize(
    "sign", ["![", "[", "*_", "`a", "a\n", "a\n\n", "<![CDATA[", "|a", "~~a", "&", "\\"]
)
def test_a_text_that_is_all_signs_is_taken_for_bare_text(sign: str) -> None:
    typed = sign * (120_000 // len(sign))

    assert is_too_costly(typed)
    assert html_from_typed(typed) == html_from_plain(typed)


def test_a_book_of_dialogue_with_emphasis_is_laid_out() -> None:
    typed = "“Oh *no*,” said the **second** cockle, who had heard it all.\n\n" * 4000

    assert not is_too_costly(typed)
    assert not is_too_costly("<p>“Oh <em>no</em>,” said she.</p>\n" * 9_000)
    assert html_from_typed(typed).count("<em>") == 4000


@pytest.mark.parametrize("marker", [">", "> ", "- ", "1. ", "1) > - "])
def test_what_stands_too_deep_is_still_said(marker: str) -> None:
    assert "deep" in plain(clean_chapter(html_from_typed(marker * 60 + "deep")))


@given(typed=nasty_markup)
def test_anything_typed_can_be_cleaned_and_divided(typed: str) -> None:
    html = clean_chapter(html_from_typed(typed))

    assert clean_chapter(html) == html
    blocks_of(html)


@pytest.mark.parametrize(
    ("html", "typed"),
    [
        (
            "<p>One &amp; <em>two</em>,<br>\nthree.</p>\n<p>Four.</p>",
            "One & *two*,\nthree.\n\nFour.",
        ),
        ('<p><a href="https://example.org">Here</a></p>', None),
        ('<p align="center">Middle</p>', None),
        ("<ul><li>One</li></ul>", None),
    ],
)
def test_plain_paragraphs_go_back_to_what_one_types(html: str, typed: str | None) -> None:
    assert typed_from_html(html) == typed

"""What people send may look like anything; what is stored is always harmless."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from selectolax.lexbor import LexborHTMLParser

from bookcub.core.text import clean_chapter, clean_comment, clean_notes, plain
from bookcub.core.text.normalising import DEPTH
from bookcub.core.text.sanitising import ELEMENTS, MEDIA
from bookcub.core.text.tokens import VOID, attributes, tokens
from tests.core.markup import careless_markup, nasty_markup
from tests.counted import grows_with_its_length
from tests.extent import EVERYTHING, often

MEGABYTE = 1_000_000
LEVELS = 10_000 if EVERYTHING else 3_000
HOSTS = frozenset({"youtube.com", "archive.org"})
Clean = Callable[[str], str]
CLEANERS: list[Clean] = [
    clean_chapter,
    partial(clean_chapter, embed_hosts=HOSTS),
    clean_notes,
    partial(clean_notes, classes=True),
    clean_comment,
    partial(clean_comment, by_guest=True),
]
ALLOWED_ATTRIBUTES = {
    "abbr",
    "align",
    "allowfullscreen",
    "alt",
    "axis",
    "border",
    "cite",
    "class",
    "colspan",
    "controls",
    "crossorigin",
    "datetime",
    "default",
    "dir",
    "height",
    "href",
    "kind",
    "label",
    "lang",
    "loading",
    "loop",
    "muted",
    "name",
    "open",
    "playsinline",
    "poster",
    "preload",
    "referrerpolicy",
    "rel",
    "reversed",
    "rowspan",
    "sandbox",
    "scope",
    "span",
    "src",
    "srclang",
    "start",
    "summary",
    "title",
    "type",
    "value",
    "width",
}
every_cleaner = pytest.mark.parametrize("clean", CLEANERS)


def test_there_are_sixty_three_elements() -> None:
    assert len(ELEMENTS) == 63


@pytest.mark.parametrize(
    "name",
    sorted(
        ELEMENTS
        - VOID
        - {"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
    ),
)
def test_every_element_of_the_list_stays(name: str) -> None:
    rel = ' rel="nofollow ugc noopener"' if name == "a" else ""

    assert clean_chapter(f"<{name}>x</{name}>") == f"<{name}{rel}>x</{name}>"


def test_tables_stay_whole() -> None:
    table = (
        '<table border="1"><caption>c</caption><colgroup><col span="2"></colgroup><thead><tr>'
        '<th scope="col">h</th></tr></thead><tbody><tr><td colspan="2">d</td></tr></tbody>'
        "<tfoot><tr><td>f</td></tr></tfoot></table>"
    )

    assert clean_chapter(table) == table


@every_cleaner
@given(html=nasty_markup)
def test_cleaning_twice_is_cleaning_once(clean: Clean, html: str) -> None:
    once = clean(html)

    assert clean(once) == once


@every_cleaner
@given(html=nasty_markup)
def test_nothing_outside_the_lists_comes_through(clean: Clean, html: str) -> None:
    for token in tokens(clean(html)):
        assert token.kind != "raw"
        if token.kind == "open":
            assert token.name in ELEMENTS | MEDIA | {"iframe"}
            for name, value in attributes(token.text).items():
                assert name in ALLOWED_ATTRIBUTES
                if name in ("href", "src", "poster", "cite"):
                    assert re.match(r"(?i)(https?|ftp|mailto):|(?![\w+.-]*:)", value)
                if name in ("src", "poster"):
                    assert value.startswith(("http://", "https://"))


@every_cleaner
@given(html=nasty_markup)
def test_no_text_breaks_out_of_the_page_around_it(clean: Clean, html: str) -> None:
    page = LexborHTMLParser(
        f'<!doctype html><main id="before"></main><article id="text">{clean(html)}</article>'
        '<footer id="after"><b>x</b></footer>'
    )

    assert page.body is not None
    assert [child.id for child in page.body.iter(include_text=True)] == ["before", "text", "after"]
    footer = page.css_first("#after")
    assert footer is not None
    assert footer.html == '<footer id="after"><b>x</b></footer>'


@given(html=careless_markup)
def test_careless_markup_loses_no_word(html: str) -> None:
    words = re.findall(r"\w+", re.sub(r"<[^>]*>|&nbsp;", " ", html))
    kept = re.findall(r"\w+", re.sub(r"<[^>]*>|&nbsp;", " ", clean_chapter(html)))

    # Parsers move text that stands between table rows before the table.
    assert sorted(kept) == sorted(words)


@given(html=nasty_markup)
def test_a_title_never_holds_a_known_tag(html: str) -> None:
    title = plain(clean_chapter(html))

    assert "\n" not in title
    assert title == title.strip()


def test_plain_text_parts_words_at_the_borders_of_blocks() -> None:
    assert (
        plain("<p>One</p><p>two<br>th<b>re</b>e &lt;3 I <3 you</p>") == "One two three <3 I <3 you"
    )
    assert plain("a<script>alert(1)</script>b") == "ab"


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<math><mtext><table><mglyph><style><!--</style><img src=x onerror=alert(1)>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" &#x1;java&#10;script:alert(1)">x</a>',
        '<iframe srcdoc="<script>alert(1)</script>" src="https://youtube.com/"></iframe>',
        '<video poster="javascript:alert(1)" src="data:video/mp4,x" onplay=alert(1)></video>',
        '<p style="background:url(javascript:alert(1))" onclick="alert(1)">x</p>',
        "<template><script>alert(1)</script></template>",
        "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
        "<title><a title='</title><img src=x onerror=alert(1)>'>",
        '<table background="javascript:alert(1)"><tr><td>x',
        '<!--><img src=x onerror="alert(1)">-->',
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
    ],
)
def test_known_attacks_leave_nothing_that_runs(html: str) -> None:
    parsed = LexborHTMLParser(clean_chapter(html, embed_hosts=HOSTS))

    for node in parsed.css("*"):
        assert node.tag not in ("script", "style", "svg", "math", "template", "noscript", "form")
        assert not [
            name for name in node.attributes if name.startswith("on") or name in ("style", "srcdoc")
        ]
        for value in node.attributes.values():
            assert "script:" not in (value or "")


def test_links_promise_search_engines_nothing() -> None:
    assert clean_comment('<a href="https://example.org" rel="dofollow" target="_blank">x</a>') == (
        '<a href="https://example.org" rel="nofollow ugc noopener">x</a>'
    )
    assert 'href="mailto:a@example.org"' in clean_comment("<a href=mailto:a@example.org>x</a>")
    assert 'href="/works/1"' in clean_comment("<a href=/works/1>x</a>")


def test_an_address_keeps_its_parameters() -> None:
    link = clean_chapter('<a href="https://example.org/?a=1&copy=2&amp;b=&lt;">x</a>')

    assert 'href="https://example.org/?a=1&amp;copy=2&amp;b=&lt;"' in link


def test_images_come_from_the_web_or_leave_their_alternative_text() -> None:
    assert clean_notes('<img src="//example.org/a.png" alt="A">') == (
        '<img src="https://example.org/a.png" alt="A">'
    )
    assert clean_notes('<p><img src="data:image/png;base64,x" alt="A bear"></p>') == "<p>A bear</p>"


def test_a_guest_shows_no_images() -> None:
    html = '<p>See <img src="https://example.org/a.png" alt="this">'

    assert "<img" in clean_comment(html)
    assert "<img" not in clean_comment(html, by_guest=True)


def test_class_names_stay_in_chapters_and_notes_only() -> None:
    html = '<p class="poem 1bad x&quot;y">x</p>'

    assert clean_chapter(html) == '<p class="x-poem">x</p>'
    assert clean_notes(html, classes=True) == '<p class="x-poem">x</p>'
    assert clean_notes(html) == "<p>x</p>"
    assert clean_comment(html) == "<p>x</p>"


def test_sound_and_film_are_for_chapters() -> None:
    html = '<video controls><source src="https://example.org/a.webm" type="video/webm"></video>'

    assert clean_chapter(html) == html.replace("controls", 'controls=""')
    assert clean_notes(html) == ""


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("https://www.youtube.com/embed/x", True),
        ("//youtube.com/embed/x", True),
        ("http://archive.org/embed/x", True),
        ("https://notyoutube.com/embed/x", False),
        ("https://youtube.com.evil.example/", False),
        ("https://youtube.com@evil.example/", False),
        ("https://evil.example\\@youtube.com/", False),
        ("javascript://youtube.com/%0aalert(1)", False),
        ("https://youtube.com:8443/", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_players_are_framed_from_named_hosts_only(address: str, *, is_kept: bool) -> None:
    html = f'<iframe src="{address}" width="3" name="x" allow="camera">inside</iframe>'
    framed = clean_chapter(html, embed_hosts=HOSTS)

    assert ("<iframe" in framed) is is_kept
    assert clean_chapter(html) == ""
    if is_kept:
        assert 'src="https://' in framed
        assert "sandbox=" in framed
        assert "allow=" not in framed
        assert clean_chapter(framed, embed_hosts=HOSTS) == framed


def test_ids_of_any_kind_are_dropped() -> None:
    assert clean_chapter('<p id="b-01234567" data-x="1">x</p><a name="b-01234567">y</a>') == (
        '<p>x</p><a rel="nofollow ugc noopener">y</a>'
    )


def test_misnested_markup_is_mended_as_browsers_do() -> None:
    assert clean_chapter("<p>a<p>b <i>c<p>d</i>e") == "<p>a</p><p>b <i>c</i></p><p><i>d</i>e</p>"


def test_sections_of_other_pages_do_not_glue_words() -> None:
    assert clean_chapter("<section>a</section><section>b</section>") == "<div>a</div><div>b</div>"


def test_the_first_lines_of_preformatted_text_stay_where_they_are() -> None:
    assert clean_chapter("<pre>\n\n a\n  b</pre>") == "<pre> a\n  b</pre>"


def test_control_characters_and_half_surrogates_are_no_text() -> None:
    assert clean_chapter("a\x00b\x1b\ud800c\r\nd&#0;\ufdd0&#xfdd1;") == "ab\ufffdc\nd\ufffd"


def test_thousands_of_levels_are_as_many_as_anyone_can_see() -> None:
    for nest in ("<div>", "<ul><li>", "<b><p>", "<table><tr><td>", "<blockquote><i>", "<a><ruby>"):
        cleaned = clean_chapter(nest * LEVELS + "the end")

        assert "the end" in cleaned
        assert _depth(cleaned) <= 2 * DEPTH
        assert clean_chapter(cleaned) == cleaned


def _depth(html: str) -> int:
    depth = deepest = 0
    for token in tokens(html):
        if token.name not in VOID:
            depth += {"open": 1, "close": -1}.get(token.kind, 0)
            deepest = max(deepest, depth)
    return deepest


ATTACKS = [
    "<div>", "<p><b title=1>", "<div><table><td></div>", '<a b="', "<", "<!--", "<script>", "<a>",
    "<li>", "<table>", "&", "&a", "<a><div>", "</p>", "<i><p>", "<a href=//x>", "<![if ", "\x00",
    "<svg><style>", "<p x='", "&#x41;", "<b\n",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_markup_takes_no_more_work_than_its_length_allows(attack: str) -> None:
    def hostile(length: int) -> str:
        return clean_chapter(attack * (length // len(attack)))

    assert grows_with_its_length(hostile, MEGABYTE // 100)
    assert len(hostile(MEGABYTE // 20)) < MEGABYTE


def test_hostile_megabytes_are_cleaned() -> None:
    length = 5 * MEGABYTE if EVERYTHING else MEGABYTE
    html = "".join(attack * (length // 20 // len(attack)) for attack in ATTACKS[:-2])

    assert len(html) > 0.98 * length
    assert len(clean_chapter(html)) < 4 * len(html)


def test_formatting_left_open_does_not_multiply() -> None:
    many = "".join(f"<b title={number}>" for number in range(100))
    html = f"<p>{many}" + "<p>x" * 20_000

    assert len(clean_chapter(html)) < 10 * len(html)


def test_no_element_repeated_goes_deeper_than_is_meant() -> None:
    alone = [(name,) for name in sorted(ELEMENTS)]
    pairs = [(one, *other) for (one,) in alone for other in alone] if EVERYTHING else []
    deep = {
        names: depth
        for names in [
            *alone,
            *pairs,
            ("ruby", "rp"),
            ("p", "rt"),
            ("rp", "rt"),
            ("ruby", "p", "rt"),
        ]
        if (depth := _depth(clean_chapter("".join(f"<{name}>" for name in names) * 300)))
        > 2 * DEPTH
    }
    assert deep == {}


@given(html=nasty_markup)
@settings(max_examples=often(50))
def test_repeated_nastiness_stays_bounded(html: str) -> None:
    cleaned = clean_chapter(html * 200)

    assert _depth(cleaned) <= 2 * DEPTH

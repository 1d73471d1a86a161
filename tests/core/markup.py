"""Hypothesis strategies for markup: what people write, and what people write to break things."""

from hypothesis import strategies as st

from bookcub.core.text.sanitising import ELEMENTS, MEDIA

_WORDS = [
    "bear",
    "cub",
    "book",
    "story",
    "chapter",
    "moon",
    "river",
    "Friday",
    "promise",
    "evening",
    "lamp",
    "said",
    "asked",
    "window",
    "snow",
    "letter",
    "it’s",
    "well-known",
    "naïve",
    "猫",
    "が",
    "好き",
    "กำลัง",
    "ישן",
    "I",
    "a",
]

words = st.sampled_from(_WORDS)
sentences = st.lists(words, min_size=1, max_size=12).map(lambda some: " ".join(some) + ".")

_LIKELY = sorted(ELEMENTS | MEDIA)
_UNLIKELY = [
    "script",
    "style",
    "svg",
    "math",
    "template",
    "title",
    "textarea",
    "iframe",
    "xmp",
    "plaintext",
    "noscript",
    "select",
    "option",
    "form",
    "input",
    "button",
    "object",
    "embed",
    "section",
    "font",
    "body",
    "html",
    "head",
    "frameset",
    "image",
    "foreignObject",
    "annotation-xml",
    "mglyph",
    "base",
    "meta",
    "link",
    "marquee",
    "nobr",
    "custom-element",
]

names = st.sampled_from(_LIKELY + _UNLIKELY)

_attributes = st.sampled_from(
    [
        "",
        " class=poem",
        ' class="a b-c 1x"',
        ' id="b-00000000"',
        " id=x",
        ' style="position:fixed"',
        " onclick=alert(1)",
        " onerror='alert(1)'",
        ' href="javascript:alert(1)"',
        ' href="java\tscript:alert(1)"',
        ' href="&#106;avascript&colon;alert(1)"',
        ' href="https://example.org/?a=1&copy=2"',
        " href=/works/1",
        ' src="https://example.org/a.png"',
        ' src="data:text/html,<script>alert(1)</script>"',
        " src=//example.org/x",
        " src=x onerror=alert(1)",
        ' srcdoc="<script>alert(1)</script>"',
        ' title="a > b < c &quot; d"',
        " title='\"><script>alert(1)</script>'",
        " title",
        ' dir=rtl lang="he"',
        " data-x=1",
        ' alt="a picture"',
        ' name="b-00000000"',
        " colspan=9999999",
        ' = "',
        " a='",
        "/",
    ]
)
_debris = st.sampled_from(
    [
        "<", ">", "&", '"', "'", "</", "<!--", "-->", "--!>", "<!-->", "<![CDATA[", "]]>", "<?php ?>",
        "<!doctype html>", "&lt;", "&lt;b&gt;", "&amp;lt;", "&nbsp;", "&#0;", "&#xD800;", "&#13;",
        "&bogus;", "&copy", "&", "\n", "\n\n", "\r\n", "\t", "\x00", "\x0b", "\ud800", "\ufffe",
        "\ufdd0", "\ufdd1", "\u202e", "\u00a0", "</p>", "</br>", "</div></div>", "</table>", "<a <b>",
        "<p", "<script>", "</script>", "<style>", "<title>", "<plaintext>", "<svg><style>", "***",
    ]
)  # fmt: skip

opening_tags = st.builds(
    lambda name, some: f"<{name}{''.join(some)}>", names, st.lists(_attributes, max_size=3)
)
closing_tags = names.map(lambda name: f"</{name}>")

#: Anything: tags in any order, half tags, references, control characters.
nasty_markup = st.lists(
    st.one_of(sentences, opening_tags, closing_tags, _debris, st.text(max_size=8)), max_size=40
).map("".join)

#: The same without tags or debris that one writes on purpose only: what careless people send.
careless_markup = st.lists(
    st.one_of(
        sentences,
        st.sampled_from(_LIKELY).map(lambda name: f"<{name}>"),
        st.sampled_from(_LIKELY).map(lambda name: f"</{name}>"),
        st.sampled_from(["\n", "\n\n", "&nbsp;", "<br>", "* * *"]),
    ),
    max_size=40,
).map("".join)

_inline = st.recursive(
    sentences,
    lambda inner: st.builds(
        lambda name, some: f"<{name}>{' '.join(some)}</{name}>",
        st.sampled_from(["b", "i", "em", "strong", "u", "span", "sub"]),
        st.lists(inner, min_size=1, max_size=2),
    ),
    max_leaves=3,
)

#: A well-made paragraph, heading, list, quotation or scene break.
tidy_blocks = st.one_of(
    _inline.map(lambda inner: f"<p>{inner}</p>"),
    _inline.map(lambda inner: f"<h3>{inner}</h3>"),
    _inline.map(lambda inner: f"<blockquote><p>{inner}</p></blockquote>"),
    st.lists(_inline, min_size=1, max_size=3).map(
        lambda some: "<ul>" + "".join(f"<li>{item}</li>" for item in some) + "</ul>"
    ),
    st.just("<hr>"),
)

#: A well-made chapter.
tidy_chapters = st.lists(tidy_blocks, max_size=12).map("".join)

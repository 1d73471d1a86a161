"""Small sources of every format, made by code. Their words are the project's own."""

import io
import zipfile
from collections.abc import Sequence

MARK = '<script>alert("x")</script>'


def zipped(members: Sequence[tuple[str, str | bytes]], *, store: bool = False) -> bytes:
    out = io.BytesIO()
    kind = zipfile.ZIP_STORED if store else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", kind) as made:
        for name, content in members:
            made.writestr(name, content)
    return out.getvalue()


def tag_row(kind: str, label: str, *names: str) -> str:
    items = "".join(
        f'<li><a class="tag" href="/tags/{name}/works">{name}</a></li>' for name in names
    )
    return (
        f'<dt class="{kind} tags">{label}:</dt><dd class="{kind} tags">'
        f'<ul class="commas">{items}</ul></dd>'
    )


TAGS = (
    tag_row("rating", "Rating", "Teen And Up Audiences")
    + tag_row("warning", "Archive Warnings", "Major Character Death", "Graphic Violence")
    + tag_row("category", "Categories", "F/F", "Gen")
    + tag_row("fandom", "Fandoms", "The Salt Road", "Lamplight")
    + tag_row("relationship", "Relationships", "Ines/Tomas", "Ines & Rowan")
    + tag_row("character", "Character", "Ines")
    + tag_row("freeform", "Additional Tags", "Lighthouses", "Slow Tides")
)
SERIES = (
    '<dt class="series">Series:</dt><dd class="series"><span class="series">'
    '<a class="previous" href="/works/11">← Previous Work</a> '
    '<span class="position">Part 2 of <a href="/series/9">The Lamp Books</a></span></span></dd>'
)


def stats(chapters: str, *, status: str = "Updated", comments: int = 0) -> str:
    return (
        '<dt class="stats">Stats:</dt><dd class="stats"><dl class="stats">'
        '<dt class="published">Published:</dt><dd class="published">2026-03-01</dd>'
        f'<dt class="status">{status}:</dt><dd class="status">2026-03-09</dd>'
        '<dt class="words">Words:</dt><dd class="words">1,234</dd>'
        f'<dt class="chapters">Chapters:</dt><dd class="chapters">{chapters}</dd>'
        f'<dt class="comments">Comments:</dt><dd class="comments">{comments}</dd>'
        "</dl></dd>"
    )


BYLINE = (
    '<a rel="author" href="/users/ada/pseuds/lamplighter">lamplighter (ada)</a>, '
    '<a rel="author" href="/users/cy/pseuds/cy">cy</a>'
)
NOTES = (
    '<div class="notes module"><h3 class="heading">Notes:</h3>'
    '<ul class="associations"><li>For <a href="/users/di/gifts">di</a>.</li>'
    '<li>Inspired by <a href="/works/77">Keeping Count</a> by '
    '<a rel="author" href="/users/mo/pseuds/mo">mo</a>.</li>'
    '<li>A translation of <a href="https://example.org/fyr">Fyret</a> by Ukendt.</li></ul>'
    '<blockquote class="userstuff"><p>Before it begins.</p></blockquote>'
    '<p class="jump">(See the end of the work for <a href="#work_endnotes">more notes</a>.)</p></div>'
)


def chapter(
    number: int, title: str = "", *, text: str = "<p>The lamp burned.</p>", around: bool = False
) -> str:
    heading = f'<a href="/works/12/chapters/{900 + number}">Chapter {number}</a>'
    before = after = ""
    if around:
        before = (
            '<div id="summary" class="summary module"><h3 class="heading">Summary:</h3>'
            '<blockquote class="userstuff"><p>What happens.</p></blockquote></div>'
            '<div id="notes" class="notes module"><h3 class="heading">Notes:</h3>'
            '<blockquote class="userstuff"><p>Before it.</p></blockquote></div>'
        )
        after = (
            f'<div class="chapter preface group"><div id="chapter_{number}_endnotes" '
            'class="end notes module"><h3 class="heading">Notes:</h3>'
            '<blockquote class="userstuff"><p>After it.</p></blockquote></div></div>'
        )
    return (
        f'<div class="chapter" id="chapter-{number}"><div class="chapter preface group">'
        f'<h3 class="title">{heading}{": " + title if title else ""}</h3>{before}</div>'
        '<div class="userstuff module" role="article">'
        f'<h3 class="landmark heading" id="work">Chapter Text</h3>{text}</div>{after}</div>'
    )


def otw_page(  # noqa: PLR0913 - each part of a page can be changed alone
    chapters: str | None = None,
    *,
    count: str = "1/1",
    title: str = "Two Sets of Books",
    byline: str = BYLINE,
    comments: str = "",
    notes: str = NOTES,
    meta: str = TAGS + SERIES,
    status: str = "Updated",
    logged_in: bool = False,
    head: str = "",
) -> bytes:
    text = chapters or '<div class="userstuff"><p>The lamp <em>burned</em>.</p></div>'
    who = "logged-in" if logged_in else "logged-out"
    greeting = '<div id="greeting"><a href="/users/bo">Hi, bo!</a></div>' if logged_in else ""
    log_in = "" if logged_in else '<div id="small_login"><form action="/users/login"></form></div>'
    return f"""<!DOCTYPE html>
{head}<html lang="en"><head><title>{title} - lamplighter - The Salt Road [Archive of Our Own]</title></head>
<body class="{who}"><div id="outer" class="wrapper"><div id="header">{greeting}{log_in}</div>
<div id="main" class="works-show region" role="main"><div class="work">
<dl class="work meta group">{meta}<dt class="language">Language:</dt>
<dd class="language" lang="en">English</dd>{stats(count, status=status, comments=7)}</dl>
<div id="work-skin" class="wrapper"><style type="text/css">#workskin p {{ color: red }}</style>
<!-- end cache for work skin --><!-- BEGIN section where work skin applies --><div id="workskin">
<div class="preface group"><h2 class="title heading">
 {title}
</h2><h3 class="byline heading">{byline}</h3>
<div class="summary module"><h3 class="heading">Summary:</h3><blockquote class="userstuff">
<p>A lamp, a ledger. {MARK}</p></blockquote></div>{notes}</div>
<div id="chapters" role="article">{text}</div>
<div id="work_endnotes" class="end notes module"><h3 class="heading">Notes:</h3>
<blockquote class="userstuff"><p>After it all.</p></blockquote></div></div></div></div>
<div id="feedback" class="feedback"><ul class="actions"><li><a href="/works/12/bookmarks">Bookmarks</a>
</li></ul><div id="comments_placeholder">{comments}</div></div></div></div></body></html>""".encode()


def posted(day: int, *, zone: str = "UTC", zone_name: str = "UTC") -> str:
    return (
        f'<span class="posted datetime"><abbr class="day" title="Saturday">Sat</abbr> '
        f'<span class="date">{day:02}</span> <abbr class="month" title="March">Mar</abbr> '
        '<span class="year">2026</span> <span class="time">09:15PM</span> '
        f'<abbr class="timezone" title="{zone_name}">{zone}</abbr></span>'
    )


def comment(  # noqa: PLR0913 - each part of a comment can be changed alone
    number: int, name: str, words: str, *, day: int = 7, guest: bool = False, extra: str = "",
    zone: tuple[str, str] = ("UTC", "UTC"), on: str = "",
) -> str:  # fmt: skip
    who = (
        f'<span>{name}</span> <span class="role">(Guest)</span>'
        if guest
        else f'<a href="/users/{name}/pseuds/{name}">{name}</a>'
    )
    chapter_link = (
        f'<span class="parent">on <a href="/works/12/chapters/1">{on}</a></span>' if on else ""
    )
    when = posted(day, zone=zone[0], zone_name=zone[1])
    return (
        f'<li class="odd comment group" id="comment_{number}" role="article">'
        f'<h4 class="heading byline">{who} {chapter_link}{when}</h4>'
        '<div class="icon"><img src="https://example.org/i.png" alt=""></div>'
        f'<blockquote class="userstuff"><p>{words}</p></blockquote>{extra}'
        '<h5 class="landmark heading">Comment Actions</h5><ul class="actions"><li>Reply</li></ul></li>'
    )


def deleted(number: int) -> str:
    return (
        f'<li class="comment group" id="comment_{number}"><p>(Previous comment deleted.)</p></li>'
    )


def thread(*items: str) -> str:
    return f'<ol class="thread">{"".join(items)}</ol>'


def replies(*items: str) -> str:
    return f"<li>{thread(*items)}</li>"


def download(*, chapters: int = 2, byline: str = "", tags: bool = True, text: str = "") -> str:
    byline = byline or (
        'by <a rel="author" href="https://archiveofourown.org/users/ada/pseuds/ada">ada</a>, '
        '<a rel="author" href="https://archiveofourown.org/users/cy/pseuds/cy">cy</a>'
    )
    link = '<a href="https://archiveofourown.org/tags/x">{}</a>'
    rows = [
        ("Rating", ["Mature"]), ("Archive Warning", ["No Archive Warnings Apply"]),
        ("Categories", ["F/F", "Gen"]), ("Fandom", ["The Salt Road"]),
        ("Relationship", ["Ines/Tomas"]), ("Characters", ["Ines", "Tomas"]),
        ("Additional Tags", ["Lighthouses"]),
    ]  # fmt: skip
    listed = "".join(
        f"<dt>{label}:</dt><dd>{', '.join(link.format(name) for name in names)}</dd>"
        for label, names in rows
        if tags
    )
    body = "".join(
        f'<div class="meta group"><h2 class="heading">Chapter {n}: Night {n}</h2>'
        "<p>Chapter Summary</p><blockquote class='userstuff'><p>Sum.</p></blockquote>"
        "<p>Chapter Notes</p><blockquote class='userstuff'><p>Note.</p></blockquote>"
        f'<div class="endnote-link">See the end of the chapter for <a href="#endnotes{n}">more notes'
        "</a></div></div>"
        f'<!--chapter content--><div class="userstuff">{text}<p>Night {n}, the lamp <i>burned</i>.</p>'
        f'</div><!--/chapter content--><div class="meta" id="endnotes{n}"><p>Chapter End Notes</p>'
        "<blockquote class='userstuff'><p>End.</p></blockquote></div>"
        for n in range(1, chapters + 1)
    )
    if chapters == 1:
        body = (
            '<h2 class="toc-heading">The Ledger</h2><div class="userstuff"><p>One night.</p></div>'
        )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd"><html><head>
<title>The Ledger - ada - The Salt Road</title></head><body><div id="preface">
<h2 class="toc-heading">Preface</h2><p class="message"><b>The Ledger</b><br/>Posted originally on the
<a href="http://archiveofourown.org/">Archive of Our Own</a> at
<a href="http://archiveofourown.org/works/34">http://archiveofourown.org/works/34</a>.</p>
<div class="meta"><dl class="tags">{listed}<dt>Language:</dt><dd>Dansk</dd>
<dt>Series:</dt><dd>Part 3 of <a href="https://archiveofourown.org/series/9">The Lamp Books</a></dd>
<dt>Stats:</dt><dd>Published: 2026-03-01 Updated: 2026-03-09 Words: 1,234 Chapters: {chapters}/?</dd></dl>
<h1>The Ledger</h1><div class="byline">{byline}</div>
<p>Summary</p><blockquote class="userstuff"><p>A ledger.</p></blockquote>
<p>Notes</p><blockquote class="userstuff"><p>For the keeper.</p></blockquote>
<div class="endnote-link">See the end of the work for more <a href="#endnotes">notes</a></div>
<ul><li>A translation of <a href="https://archiveofourown.org/works/78">Fyret</a> by
<a rel="author" href="https://archiveofourown.org/users/uk">uk</a></li><li>Inspired by <a href="https://archiveofourown.org/works/77">Keeping Count</a> by
<a rel="author" href="https://archiveofourown.org/users/mo">mo</a></li></ul></div></div>
<div id="chapters" class="userstuff">{body}</div><div id="afterword">
<h2 class="toc-heading">Afterword</h2><div id="endnotes"><p>End Notes</p>
<blockquote class="userstuff"><p>That was all.</p></blockquote></div></div></body></html>"""


CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="{}" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)


def epub(
    pages: Sequence[tuple[str, str]],
    *,
    navigation: Sequence[tuple[str, str]] = (),
    version: int = 3,
    metadata: str = "<dc:title>The Ledger</dc:title><dc:creator>Ada Lamp</dc:creator>",
    extra: Sequence[tuple[str, str | bytes]] = (),
    sheet: str = "",
) -> bytes:
    """An EPUB from (name, body) pages in reading order; `navigation` is (target, title)."""
    items = "".join(
        f'<item id="p{place}" href="text/{name}" media-type="application/xhtml+xml"/>'
        for place, (name, _) in enumerate(pages)
    )
    items += '<item id="css" href="book.css" media-type="text/css"/>'
    spine = "".join(f'<itemref idref="p{place}"/>' for place in range(len(pages)))
    if version == 3:
        contents = (
            '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        )
        links = "".join(f'<li><a href="text/{to}">{title}</a></li>' for to, title in navigation)
        listing = (
            "OEBPS/nav.xhtml",
            f'<html xmlns:epub="x"><body><nav epub:type="toc"><ol>{links}</ol></nav></body></html>',
        )
    else:
        contents = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        points = "".join(
            f'<navPoint id="n{n}"><navLabel><text>{title}</text></navLabel>'
            f'<content src="text/{to}"/></navPoint>'
            for n, (to, title) in enumerate(navigation)
        )
        listing = (
            "OEBPS/toc.ncx",
            f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>',
        )
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" version="{version}.0"><metadata>{metadata}'
        f"</metadata><manifest>{items}{contents}</manifest><spine>{spine}</spine></package>"
    )
    written = [
        (
            f"OEBPS/text/{name}",
            f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="x"><head><title/></head>{body}</html>',
        )
        for name, body in pages
    ]
    return zipped(
        [
            ("mimetype", "application/epub+zip"),
            ("META-INF/container.xml", CONTAINER.format("OEBPS/content.opf")),
            ("OEBPS/content.opf", package),
            listing,
            ("OEBPS/book.css", sheet),
            *written,
            *extra,
        ]
    )


def older_otw_epub(html: str) -> bytes:
    """A download as older converters split it: at chapters alone, class names numbered."""
    html = html.replace('class="userstuff"', 'class="userstuff2"').replace(
        "'userstuff'", "'userstuff1'"
    )
    html = html.replace('class="meta group"', 'class="meta1"')
    preface, rest = html[html.index('<div id="preface">') :].split('<div id="chapters"', 1)
    body, afterword = rest.split('<div id="afterword">', 1)
    parts = body.partition(">")[2].rsplit("</div>", 1)[0].split('<div class="meta1"')
    pages = [("split_000.xhtml", f"<body>{preface}</body>")]
    for place, part in enumerate(parts[1:] or parts, start=1):
        opening = '<div class="meta1"' if parts[1:] else ""
        wrapper = (
            '<div id="chapters" class="userstuff2">' if place == 1 else '<div class="userstuff2">'
        )
        pages.append((f"split_{place:03}.xhtml", f"<body>{wrapper}{opening}{part}</div></body>"))
    end = '<div id="afterword">' + afterword.partition("</body>")[0]
    pages.append(("split_999.xhtml", f"<body>{end}</body>"))
    metadata = (
        "<dc:title>The Ledger</dc:title><dc:creator>ada, cy</dc:creator>"
        "<dc:subject>Fanworks</dc:subject>"
    )
    return epub(pages, version=2, metadata=metadata, navigation=[("split_000.xhtml", "Preface")])


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, look: str = "") -> str:
    looks = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*runs: str, style: str = "", centred: bool = False) -> str:
    inside = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside += '<w:jc w:val="center"/>' if centred else ""
    return f"<w:p><w:pPr>{inside}</w:pPr>{''.join(runs)}</w:p>"


def docx(
    *paragraphs: str, footnote: str = "", title: str = "", creator: str = "", styles: str = ""
) -> bytes:
    styles += "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/>'
        f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
        for n in (1, 2)
    )
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("footnotes", "footnotes"),
            ("comments", "comments"),
        )
    )
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{_RELATION}/{name}" Target="{name}.xml"/>'
        for name in ("styles", "footnotes", "comments")
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    return zipped(
        [
            ("[Content_Types].xml", f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{types}</Types>'),
            ("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'),
            ("word/_rels/document.xml.rels", f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>'),
            ("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>"),
            ("word/footnotes.xml", f'<w:footnotes {W}><w:footnote w:id="2">{para(run(footnote))}</w:footnote></w:footnotes>'),
            ("word/comments.xml", f'<w:comments {W}><w:comment w:id="1" w:author="Reviewer">{para(run("Are you sure?"))}</w:comment></w:comments>'),
            ("word/document.xml", f"<w:document {W}><w:body>{''.join(paragraphs)}</w:body></w:document>"),
            ("word/media/picture.png", b"\x89PNG not needed"),
            ("docProps/core.xml", f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator></c>'),
        ]
    )  # fmt: skip


def odt(body: str, *, styles: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("style", "style"))
    )
    spaces += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    content = (
        f'<office:document-content {spaces} office:version="1.2"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return zipped(
        [
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            ("content.xml", content),
            ("styles.xml", f'<office:document-styles {spaces} office:version="1.2"/>'),
            ("META-INF/manifest.xml", "<manifest/>"),
        ]
    )


LICENCE = "Updated editions will replace the previous one. You may convert to any binary form."


def gutenberg_text(body: str) -> str:
    return f"""The Project Gutenberg eBook of The Lamp, by Ines Keeper

This eBook is for the use of anyone anywhere.

Title: The Lamp

Author: Ines Keeper

Language: Danish

*** START OF THE PROJECT GUTENBERG EBOOK THE LAMP ***

Produced by Tomas Rower and the team

{body}

*** END OF THE PROJECT GUTENBERG EBOOK THE LAMP ***

{LICENCE}
"""

"""A work's page of an otwarchive site, saved as HTML: whole works, one chapter, with comments."""

import re
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.html import cleaning, site_refusals
from bookcub.formats.html.markup import (
    Node,
    attribute,
    body_of,
    children,
    classes,
    drop,
    first,
    inner,
    is_within,
    parse,
    squeeze,
    text_of,
)
from bookcub.formats.otwarchive.comments import comments_of
from bookcub.formats.otwarchive.tags import hidden_in, links_in, stats_in, tags_in
from bookcub.formats.story import addresses
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import SKIN_MAX, ParsedChapter, ParsedWork, SourceRefusedError
from bookcub.formats.story.remarks import Remark, remark
from bookcub.formats.story.times import read_date

FORMAT = gettext_noop("otwarchive page")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_SKINS = ".work > style, #work-skin > style, #main > style, #workskin > style"
_CHAPTER_NUMBER = re.compile(r"(?:Chapter\s+)?(\d{1,5})\s*(?::|$)")


def recognises(head: Head) -> int:
    """Work pages carry these ids and classes; so do the site's other pages, to be refused."""
    if not head.is_html:
        return 0
    text = head.text
    if 'id="workskin"' in text or 'class="work meta group"' in text:
        return 95
    return 90 if site_refusals.is_site_page(text) else 0


def describe(content: bytes) -> ParsedWork:
    """Describe a work's page. Raises SourceRefusedError for the site's pages that hold no story."""
    html = decode(content)
    page = parse(html)
    body = body_of(page)
    skin = first(page, "#workskin") or first(page, "#chapters")
    styles = _skin(page)
    if skin is None or first(page, "#chapters") is None:
        raise SourceRefusedError(*site_refusals.why_no_story(page))
    address = _address(page, html)
    base = address or _host(page)
    for part in page.css("#workskin, #comments_placeholder, #feedback, dl.work.meta"):
        cleaning.make_links_absolute(part, base)
    work = _work(page, skin, address)
    if not any(chapter.html for chapter in work.chapters):
        raise SourceRefusedError(*site_refusals.why_no_story(page))
    del body
    if len(styles) > SKIN_MAX:
        return replace(work, notices=(*work.notices, remark("skin-left-out")))
    if styles:
        return replace(work, skin=styles, notices=(*work.notices, remark("skin-kept")))
    return work


def _skin(page: LexborHTMLParser) -> str:
    """The style sheet of the work: it stands just before the story, and names nothing but #workskin.

    What a browser or the site adds to every page is none of the work's.
    """
    sheets = [node.text(deep=True).strip() for node in page.css(_SKINS)]
    return "\n".join(sheet for sheet in sheets if "#workskin" in sheet)


def _work(page: LexborHTMLParser, skin: Node, address: str | None) -> ParsedWork:
    preface = _work_preface(skin)
    meta = first(page, "dl.work.meta")
    tags, stats = tags_in(meta), stats_in(meta)
    chapters, chapter_notices = _chapters(page, address)
    position = chapters[0].position if len(chapters) == 1 else None
    is_whole = position in (None, 1) and stats.planned == 1
    comments, comment_notices = comments_of(page, chapter=None if is_whole else position)
    byline = _byline(preface)
    title_node = first(preface, "h2.title", "h2.heading") or first(page, "h2.title")
    restricted = first(page, 'h2.title img[alt="(Restricted)"], h2.title img[title="Restricted"]')
    notices = [*byline.notices, *chapter_notices, *comment_notices]
    notices += _notices(page, address, stats.written, len(chapters))
    title = cleaning.line(text_of(title_node))
    if not title:
        notices.append(remark("title-not-on-page"))
    inspired, translated = links_in(first(preface, "ul.associations"))
    return ParsedWork(
        format=FORMAT,
        title=title or "Untitled",
        title_is_guess=not title,
        authors=byline.authors,
        is_anonymous=byline.is_anonymous,
        is_restricted=restricted is not None,
        summary=cleaning.summary(inner(first(preface, ".summary blockquote"))),
        notes=cleaning.notes(_notes(preface)),
        end_notes=cleaning.notes(inner(first(page, "#work_endnotes blockquote"))),
        language=text_of(first(meta, "dd.language")),
        rating=", ".join(tags.get("rating", ())),
        warnings_tags=tags.get("warning", ()),
        categories=tags.get("category", ()),
        fandoms=tags.get("fandom", ()),
        relationships=tags.get("relationship", ()),
        characters=tags.get("character", ()),
        freeforms=tags.get("freeform", ()),
        series=stats.series,
        inspired_by=inspired,
        translation_of=translated,
        published=stats.published,
        updated=stats.updated,
        complete=stats.complete,
        chapters_planned=stats.planned,
        chapters=chapters,
        comments=comments,
        original_url=address,
        notices=tuple(notices),
    )


def _work_preface(skin: Node) -> Node | None:
    """The block with the work's title and notes, not one of a chapter's."""
    for preface in skin.css(".preface.group"):
        if "chapter" not in classes(preface) and not is_within(preface, "chapter"):
            return preface
    return None


def _notes(preface: Node | None) -> str:
    return "".join(
        inner(quote)
        for module in (preface.css(".notes.module") if preface else [])
        if "end" not in classes(module)
        for quote in module.css("blockquote")[:1]
    )


@dataclass(frozen=True)
class _Byline:
    authors: tuple[str, ...]
    is_anonymous: bool
    notices: tuple[Remark, ...]


def _byline(preface: Node | None) -> _Byline:
    """Who wrote it: linked names, or plain ones; "Anonymous" is nobody's name."""
    heading = first(preface, "h3.byline")
    text = text_of(heading)
    linked = tuple(
        dict.fromkeys(
            cleaning.line(text_of(link))
            for link in (heading.css('a[rel="author"], a[href*="/pseuds/"]') if heading else [])
        )
    )
    notices = []
    if keeper := re.search(r"\[archived by ([^\]]+)\]", text):
        notices.append(remark("archived-by", keeper[1]))
        keeper_name = keeper[1].strip()
        text = text.replace(keeper[0], "")
        linked = tuple(name for name in linked if name != keeper_name)
    text = re.sub(r"^by\s+", "", squeeze(text))
    is_anonymous = not linked and text.lower() == "anonymous"
    if is_anonymous:
        notices.append(remark("anonymous"))
        return _Byline((), is_anonymous=True, notices=tuple(notices))
    names = linked or tuple(name.strip() for name in text.split(",") if name.strip())
    if not names:
        notices.append(remark("no-author-on-page"))
    return _Byline(names, is_anonymous=False, notices=tuple(notices))


def _chapters(
    page: LexborHTMLParser, address: str | None
) -> tuple[tuple[ParsedChapter, ...], list[Remark]]:
    root = first(page, "#chapters")
    notices: list[Remark] = []
    found = [
        node
        for node in (root.css("div.chapter") if root else [])
        if re.fullmatch(r"chapter-\d+", attribute(node, "id"))
    ]
    if root is not None and not found:
        text = next((n for n in children(root) if "userstuff" in classes(n)), None)
        return (ParsedChapter(position=1, html=_story(text or first(root, ".userstuff"))),), []
    chapters = []
    for place, node in enumerate(found, start=1):
        chapter, names = _chapter(node, place, address)
        chapters.append(chapter)
        if names:
            notices.append(remark("chapter-by", chapter.position, names))
    return tuple(chapters), notices


def _chapter(node: Node, place: int, address: str | None) -> tuple[ParsedChapter, str]:
    heading = first(node, ".chapter.preface h3.title", "h3.title")
    link = first(heading, "a[href]")
    url = addresses.canonical(attribute(link, "href")) if address else None
    words = text_of(heading)
    number = _CHAPTER_NUMBER.match(words) or re.search(r"(\d+)$", attribute(node, "id"))
    position = int(number[1]) if number and int(number[1]) > 0 else place
    title = words if link is None else words.removeprefix(text_of(link)).strip()
    title = re.sub(r"^(?:Chapter \d+)?\s*:?\s*", "", title)
    body = next(
        (n for n in children(node) if "userstuff" in classes(n)), first(node, "div.userstuff")
    )
    end = first(node, ".end.notes blockquote", f"#chapter_{position}_endnotes blockquote")
    chapter = ParsedChapter(
        position=position,
        title=cleaning.line(title),
        summary=cleaning.summary(inner(first(node, ".summary blockquote"))),
        notes=cleaning.notes(_notes(first(node, ".chapter.preface"))),
        end_notes=cleaning.notes(inner(end)),
        html=_story(body),
        published=read_date(text_of(first(node, ".chapter.preface .published"))),
        original_url=url,
    )
    return chapter, cleaning.line(text_of(first(node, ".chapter.preface .byline")))


def _story(node: Node | None) -> str:
    if node is None:
        return ""
    drop(node, "h3.landmark, script, style, .landmark.heading")
    return cleaning.chapter(inner(node))


def _address(page: LexborHTMLParser, html: str) -> str | None:
    """The work's address: said by the browser that saved the page, or by the page's own links."""
    saved = _SAVED_FROM.search(html[:3000])
    urls = [saved[1]] if saved else []
    urls += [
        attribute(first(page, selector), name)
        for selector, name in (
            ('link[rel="canonical"]', "href"),
            ('meta[property="og:url"]', "content"),
            ("#main h3.title a[href*='/works/']", "href"),
        )
    ]
    for url in urls:
        if address := addresses.work_address(url):
            return address
    host, number = _host(page), _number(page, html)
    return f"{host}/works/{number}" if host and number else None


def _number(page: LexborHTMLParser, html: str) -> str | None:
    places = "h3.title a, .actions a, li.download a, #kudo_commentable_id, form"
    for node in page.css(places):
        for name in ("href", "action"):
            if found := re.search(r"/(?:works|downloads)/(\d+)", attribute(node, name)):
                return found[1]
    kudo = first(page, 'input[name="kudo[commentable_id]"]')
    if kudo is not None and attribute(kudo, "value").isdigit():
        return attribute(kudo, "value")
    found = re.search(r'class="[^"]*\bwork-(\d+)\b', html)
    return found[1] if found else None


def _host(page: LexborHTMLParser) -> str | None:
    for node in page.css('a[rel="author"], dl.work.meta a.tag, #header a'):
        href = attribute(node, "href")
        if re.match(r"https?://[^/]+/(?:users|tags|works|media)\b", href):
            return "/".join((addresses.canonical(href) or "").split("/")[:3]) or None
    named = addresses.host_from_title(text_of(first(page, "head title")))
    return f"https://{named}" if named else None


def _notices(
    page: LexborHTMLParser, address: str | None, written: int | None, found: int
) -> list[Remark]:
    notices = []
    if address is None:
        notices.append(remark("no-address-on-page"))
    if hidden := hidden_in(first(page, "dl.work.meta")):
        notices.append(remark("tags-hidden", ", ".join(hidden)))
    if written is not None and written > found:
        notices.append(remark("chapters-elsewhere", found, written))
    return notices


IMPORTER = Importer(FORMAT, recognises, describe)

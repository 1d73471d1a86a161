"""Any page or HTML file that is no archive's own: web pages, word processors, old home pages."""

import re
from collections.abc import Callable, Sequence

from selectolax.lexbor import LexborHTMLParser

from bookcub.core.languages.translating import gettext_noop
from bookcub.core.text import clean_paste
from bookcub.formats.html import cleaning, site_refusals, titles
from bookcub.formats.html.blocks import HtmlBlock, blocks_of, words_in
from bookcub.formats.html.footnotes import (
    Notes,
    attach,
    collect_notes,
    drop_dead_links,
    number_references,
)
from bookcub.formats.html.main_text import main_text, refuse_listing, without_furniture
from bookcub.formats.html.markup import (
    Node,
    attribute,
    body_of,
    drop,
    first,
    inner,
    parse,
    squeeze,
    text_of,
)
from bookcub.formats.html.splitting import as_one, split
from bookcub.formats.html.styles import Sheet, apply_styles, sheet_in
from bookcub.formats.story import addresses, refusals
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import ParsedWork, SourceRefusedError
from bookcub.formats.story.remarks import Remark, remark

FORMAT = "HTML"
_FURNITURE = (
    "script, style, noscript, template, nav, form, button, input, select, textarea, iframe, object, "
    "embed, .pagenum, .pageno, .page-number, [epub\\:type~='pagebreak'], [role='doc-pagebreak'], "
    "[aria-hidden='true'], [hidden]"
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_OFFICE = re.compile(
    r"docs-internal-guid|urn:schemas-microsoft-com:office|class=[\"']?Mso", re.IGNORECASE
)
_FILE_NAME = re.compile(
    r":Users:|^[A-Za-z]:\\|^file:|^/(?:Users|home|private|var)/|\.(?:jpe?g|png|gif|webp|bmp|tiff?|emf|wmf|heic)$",
    re.IGNORECASE,
)
#: More needs more memory than an import may have; 1.4 million words are less than this.
MOST_CHARACTERS = 8_000_000
_CREDITS_WITHIN = 12
_FEWEST_WORDS = 3
#: A page with fewer words than this that speaks like a gate or an error page is one.
_SHORT_PAGE = 150

#: Says of a block's words whether they are outside the story: "start", "end", "credits" or "".
Outside = Callable[[str], str]


def recognises(head: Head) -> int:
    """Anything with markup."""
    return 30 if head.is_html else 0


def describe(content: bytes) -> ParsedWork:
    """Describe an HTML file. Raises RefusedError for log-in pages, gates and empty files."""
    return describe_html(decode(content), FORMAT)


def describe_html(
    html: str,
    format_name: str,
    *,
    title: str = "",
    authors: Sequence[str] = (),
    outside: Outside | None = None,
    is_one_chapter: bool = False,
) -> ParsedWork:
    """Describe a page; what is known of it already goes before what the page says.

    Of a page of one chapter the headings in its text begin no chapters.
    """
    if len(html) > MOST_CHARACTERS:
        refused = refusals.too_long()
        raise SourceRefusedError.of(refused)
    page = parse(html)
    body = body_of(page)
    _refuse_gates(page, body)
    title = title or _title(page)
    authors = tuple(authors) or _authors(page)
    address = address_of(page)
    apply_styles(body, sheet_in(page))
    notices: list[Remark] = []
    is_office = _OFFICE.search(html[:200_000]) is not None
    # A book with markers of its own says itself where it begins, and a document is its text.
    if outside is None and not is_office:
        cleaning.make_links_absolute(body, address or None)
        body = _story_in(body, notices)
    if pictures := prepare(body, {}):
        notices.append(remark("local-pictures-left-out", pictures))
    if is_office:
        body = body_of(parse(clean_paste(inner(body))))
    blocks, footnotes = _blocks(body, outside)
    found = as_one(blocks, title) if is_one_chapter else split(blocks, title=title, authors=authors)
    chapters = attach(found.chapters, *footnotes)
    if not any(chapter.html for chapter in chapters):
        raise SourceRefusedError(
            "empty",
            gettext_noop("There is no text on this page."),
            gettext_noop("Check that you saved the right page."),
        )
    if not found.title:
        notices.append(remark("no-title"))
    return ParsedWork(
        format=format_name,
        title=found.title or titles.from_blocks(blocks),
        title_is_guess=not found.title,
        authors=authors,
        language=attribute(first(page, "html"), "lang"),
        notes=found.notes,
        chapters=chapters,
        original_url=addresses.story_address(address) if outside is None else None,
        notices=(*found.notices, *notices),
    )


def _blocks(
    body: Node, outside: Outside | None
) -> tuple[list[HtmlBlock], tuple[Notes, dict[str, int]]]:
    """The text in blocks, and its footnotes with their numbers."""
    notes = collect_notes(body)
    numbers: dict[str, int] = {}
    number_references(body, notes, numbers)
    drop_dead_links(body)
    blocks = blocks_of(body)
    return (_inside(blocks, outside) if outside is not None else blocks), (notes, numbers)


def _story_in(body: Node, notices: list[Remark]) -> Node:
    """Where the story stands on the page, and a word on what else did."""
    found = main_text(body)
    refuse_listing(found.node)
    left_out = found.left_out + without_furniture(found.node)
    if found.is_unsure:
        notices.append(remark("page-whole"))
    elif left_out:
        notices.append(remark("menus-left-out", left_out))
    return found.node


def address_of(page: LexborHTMLParser) -> str:
    """The page's own address, as it says or as the browser that saved it noted; else ""."""
    saved = _SAVED_FROM.search((page.html or "")[:3000])
    said = (
        attribute(first(page, selector), name)
        for selector, name in (
            ('link[rel="canonical"]', "href"),
            ('meta[property="og:url"]', "content"),
        )
    )
    return next(
        (each for each in (saved[1] if saved else "", *said) if addresses.canonical(each)), ""
    )


def prepare(root: Node, sheet: Sheet) -> int:
    """Make a body's markup plain. Returns how many pictures cannot be kept."""
    apply_styles(root, sheet)
    drop(root, _FURNITURE)
    local = [
        image
        for image in root.css("img")
        if not re.match(r"(?:https?:)?//", attribute(image, "src").strip(), re.IGNORECASE)
    ]
    for image in local:
        described = squeeze(attribute(image, "alt"))
        if _FILE_NAME.search(described):
            described = (
                ""  # word processors write where the picture lay: "Macintosh HD:Users:ada:…"
            )
        image.replace_with(f"[{described}]" if described else "")
    return len(local)


def _inside(blocks: list[HtmlBlock], outside: Outside) -> list[HtmlBlock]:
    """Only the blocks between the markers; transcribers' credits near the top go, too."""
    kept: list[HtmlBlock] = []
    for block in blocks:
        place = outside(block.text)
        if place == "start":
            kept.clear()
        elif place == "end":
            break
        elif place != "credits" or len(kept) > _CREDITS_WITHIN:
            kept.append(block)
    return kept


def _title(page: LexborHTMLParser) -> str:
    for selector in (
        'meta[property="og:title"]', 'meta[name="dc.title" i]', 'meta[name="DC.Title"]',
    ):  # fmt: skip
        if found := cleaning.line(attribute(first(page, selector), "content")):
            return found
    found = cleaning.line(text_of(first(page, "head title")))
    is_nothing = re.fullmatch(
        r"(?:untitled.*|document\d*|microsoft word.*|.*\.(?:docx?|html?|txt|rtf|odt))?",
        found,
        re.IGNORECASE,
    )
    return "" if is_nothing else found


def _authors(page: LexborHTMLParser) -> tuple[str, ...]:
    names = [
        cleaning.line(attribute(node, "content"))
        for node in page.css('meta[name="author" i], meta[name="dc.creator" i]')
    ]
    names = names or [cleaning.line(text_of(node)) for node in page.css("a[rel~=author]")[:3]]
    return tuple(dict.fromkeys(name for name in names if name))


def _refuse_gates(page: LexborHTMLParser, body: Node) -> None:
    """Log-in pages, gates and error pages of any site, told by having next to no words."""
    words = text_of(body)
    has_password = first(body, "input[type=password]") is not None
    if len(words.split()) > (_SHORT_PAGE * 4 if has_password else _SHORT_PAGE):
        return
    if refused := site_refusals.gate_in_words(f"{text_of(first(page, 'title'))} {words}"):
        raise SourceRefusedError(*refused)
    if has_password:
        raise SourceRefusedError(
            "log-in",
            gettext_noop("This is a log-in page."),
            gettext_noop("Log in on that site, open the story, and save its page."),
        )
    is_frame = first(page, "frameset") is not None
    if is_frame or (
        words_in(blocks_of(body)) < _FEWEST_WORDS and first(body, "script") is not None
    ):
        raise SourceRefusedError(
            "empty",
            gettext_noop("There is no text on this page; its words are loaded from elsewhere."),
            gettext_noop(
                "Copy the story in your browser and paste it, or save the page as complete."
            ),
        )


IMPORTER = Importer(FORMAT, recognises, describe)

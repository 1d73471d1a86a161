"""Any page or HTML file that is no archive's own: web pages, word processors, old home pages."""

import re
from collections.abc import Callable, Sequence

from selectolax.lexbor import LexborHTMLParser

from bookcub.core.text import clean_paste
from bookcub.core.translating import gettext_noop
from bookcub.formats.html import cleaning, site_refusals, titles
from bookcub.formats.html.blocks import HtmlBlock, blocks_of, words_in
from bookcub.formats.html.footnotes import attach, collect_notes, drop_dead_links, number_references
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
from bookcub.formats.html.splitting import split
from bookcub.formats.html.styles import Sheet, apply_styles, sheet_in
from bookcub.formats.story import refusals
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import ParsedWork, SourceRefusedError
from bookcub.formats.story.remarks import remark

FORMAT = "HTML"
_FURNITURE = (
    "script, style, noscript, template, nav, form, button, input, select, textarea, iframe, object, "
    "embed, .pagenum, .pageno, .page-number, [epub\\:type~='pagebreak'], [role='doc-pagebreak'], "
    "[aria-hidden='true'], [hidden]"
)
_OFFICE = re.compile(
    r"docs-internal-guid|urn:schemas-microsoft-com:office|class=[\"']?Mso", re.IGNORECASE
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
) -> ParsedWork:
    """Describe a page; what is known of it already goes before what the page says."""
    if len(html) > MOST_CHARACTERS:
        refused = refusals.too_long()
        raise SourceRefusedError.of(refused)
    page = parse(html)
    body = body_of(page)
    _refuse_gates(page, body)
    title = title or _title(page)
    authors = tuple(authors) or _authors(page)
    pictures = prepare(body, sheet_in(page))
    if _OFFICE.search(html[:200_000]):
        body = body_of(parse(clean_paste(inner(body))))
    notes = collect_notes(body)
    numbers: dict[str, int] = {}
    number_references(body, notes, numbers)
    drop_dead_links(body)
    blocks = blocks_of(body)
    if outside is not None:
        blocks = _inside(blocks, outside)
    found = split(blocks, title=title, authors=authors)
    chapters = attach(found.chapters, notes, numbers)
    if not any(chapter.html for chapter in chapters):
        raise SourceRefusedError(
            "empty",
            gettext_noop("There is no text on this page."),
            gettext_noop("Check that you saved the right page."),
        )
    notices = list(found.notices)
    if pictures:
        notices.append(remark("local-pictures-left-out", pictures))
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
        notices=tuple(notices),
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

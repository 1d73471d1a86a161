"""A chapter's page of Royal Road, saved in a browser.

Compared with FanFicFare's adapter and with other programs that read these pages: the text is in
`.chapter-inner.chapter-content`, the chapter is the `h1`, the fiction the `h2` above it; a paragraph against
copies is hidden by a class of its own in the page's style element.
"""

import re
from dataclasses import replace

from bookcub.formats.html import cleaning, web_page
from bookcub.formats.html.markup import attribute, first, parse, text_of
from bookcub.formats.story import addresses
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import ParsedChapter, ParsedWork

FORMAT = "Royal Road"


def recognises(head: Head) -> int:
    """The text's box, and the site's name."""
    return 93 if head.is_html and "chapter-inner" in head.text and "royalroad" in head.text else 0


def describe(content: bytes) -> ParsedWork:
    """Describe a chapter's page. Raises SourceRefusedError if it holds no text."""
    html = decode(content)
    page = parse(html)
    title = cleaning.line(text_of(first(page, "h2.font-white", "h2")))
    chapter_title = cleaning.line(text_of(first(page, "h1.font-white", "h1")), most=250)
    author = cleaning.line(
        attribute(first(page, 'meta[property="books:author"]'), "content")
        or text_of(first(page, 'h3 a[href*="/profile/"]', 'a[href*="/profile/"]'))
    )
    work = web_page.describe_html(
        html, FORMAT, title=title, authors=[author] if author else [], is_one_chapter=True
    )
    address = web_page.address_of(page)
    number = re.match(r"(?:chapter\s+)?(\d{1,5})\b", chapter_title, re.IGNORECASE)
    chapter = ParsedChapter(
        position=int(number[1]) if number and int(number[1]) else 1,
        title=re.sub(
            r"^(?:chapter\s+\d+\s*[-–—:.]?|\d+\s*[-–—:.])\s*",
            "",
            chapter_title,
            flags=re.IGNORECASE,
        ),
        html="\n".join(each.html for each in work.chapters),
        original_url=addresses.canonical(address),
    )
    return replace(
        work,
        title_is_guess=not title,
        chapters=(chapter,),
        original_url=addresses.story_address(address),
    )


IMPORTER = Importer(FORMAT, recognises, describe)

"""The text file that FanFicFare makes of a story: facts, contents, and each chapter as html2text writes it."""

import re

from markdown_it import MarkdownIt

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.html import cleaning
from bookcub.formats.html.blocks import blocks_of, joined
from bookcub.formats.html.footnotes import drop_dead_links
from bookcub.formats.html.markup import MAX_CHARACTERS, body_of, parse
from bookcub.formats.html.title_page import TitlePage, unnumbered
from bookcub.formats.html.web_page import prepare
from bookcub.formats.story import addresses, refusals
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import ParsedChapter, ParsedWork, SourceRefusedError

FORMAT = gettext_noop("FanFicFare text")
_CHAPTER = re.compile(r"^\t(\S.*)$", re.MULTILINE)
_PACKAGED = re.compile(r"^Packaged: \d{4}-\d\d-\d\d", re.MULTILINE)
_HEAD = re.compile(r"\s*(?P<title>\S.*)\n\s*by (?P<author>\S.*)\n")
_FACT = re.compile(r"([A-Z][\w /-]{2,30}): (.*(?:\n(?!\n|[A-Z][\w /-]{2,30}: ).+)*)")
_END = re.compile(r"\n\s*End file\.\s*\Z")


def recognises(head: Head) -> int:
    """A title, who it is by, and among the facts the day on which it was packed."""
    if head.is_html or head.members or not _HEAD.match(head.text):
        return 0
    return 94 if _PACKAGED.search(head.text[:20_000]) and _CHAPTER.search(head.text) else 0


def describe(content: bytes) -> ParsedWork:
    """Describe such a file. Raises SourceRefusedError if it holds no chapter."""
    text = _END.sub("", decode(content, trust_declared=False))
    if len(text) > MAX_CHARACTERS // 2:
        raise SourceRefusedError.of(refusals.too_long())
    cuts = list(_CHAPTER.finditer(text))
    named = _HEAD.match(text)
    if named is None or not cuts:
        raise SourceRefusedError.of(refusals.empty())
    above = text[named.end() : cuts[0].start()].partition("\nTABLE OF CONTENTS\n")[0]
    facts = TitlePage.of((fact[1], " ".join(fact[2].split())) for fact in _FACT.finditer(above))
    ends = [cut.start() for cut in cuts[1:]] + [len(text)]
    titles = unnumbered([cleaning.line(cut[1], most=250) for cut in cuts])
    chapters = tuple(
        ParsedChapter(position=place, title=title, html=_rendered(text[cut.end() : end]))
        for place, (title, cut, end) in enumerate(zip(titles, cuts, ends, strict=True), start=1)
    )
    if not any(chapter.html for chapter in chapters):
        raise SourceRefusedError.of(refusals.empty())
    return ParsedWork(
        format=FORMAT,
        title=cleaning.line(named["title"]),
        authors=tuple(cleaning.line(name) for name in named["author"].split(",") if name.strip()),
        original_url=addresses.story_address(facts.address),
        chapters=chapters,
        **facts.fields,
    )


def _rendered(text: str) -> str:
    """One chapter: Markdown, as html2text makes it of the page."""
    renderer = MarkdownIt("commonmark", {"html": False, "maxNesting": 60}).enable(
        ["table", "strikethrough"]
    )
    body = body_of(parse(renderer.render(text)))
    prepare(body, {})
    drop_dead_links(body)
    return cleaning.chapter(joined(blocks_of(body)))


IMPORTER = Importer(FORMAT, recognises, describe)

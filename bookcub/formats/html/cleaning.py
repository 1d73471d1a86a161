"""Every text on its way out of an importer passes one of these."""

import re
from urllib.parse import urljoin

from bookcub.core.text import clean_chapter, clean_comment, clean_notes, plain
from bookcub.formats.html.markup import Node

# White space is of one kind here, no-break spaces among it: two ways to read one character take for ever.
_EMPTY = re.compile(r"(?:\s|&nbsp;|</?(?:p|br|div|span|b|i|em|strong|center)\b[^>]*>)*")
# In what the sanitiser has written: an address without a scheme, a host or a # before it.
_PATH_LINK = re.compile(
    r'<a\b[^>]* href="(?!#|//|[a-z][a-z0-9+.-]*:)[^"]*"[^>]*>(.*?)</a>', re.IGNORECASE | re.DOTALL
)
_PATH_PICTURE = re.compile(r'<img\b[^>]* src="(?!//|[a-z][a-z0-9+.-]*:)[^"]*"[^>]*>', re.IGNORECASE)
_LEADING = re.compile(r"(?:\s|<br>|<p>(?:\s|&nbsp;|<br>)*</p>|<div>\s*</div>)*")


def chapter(html: str) -> str:
    """The text of a chapter, without empty paragraphs at its ends."""
    cleaned = _without_foreign_paths(clean_chapter(html)).strip()
    cleaned = _LEADING.sub("", cleaned, count=1)
    return "" if _EMPTY.fullmatch(cleaned) else cleaned


def notes(html: str) -> str:
    """Notes and end notes."""
    cleaned = _without_foreign_paths(clean_notes(html, classes=True)).strip()
    return "" if _EMPTY.fullmatch(cleaned) else cleaned


def summary(html: str) -> str:
    """A summary."""
    cleaned = _without_foreign_paths(clean_notes(html)).strip()
    return "" if _EMPTY.fullmatch(cleaned) else cleaned


def comment(html: str, *, by_guest: bool) -> str:
    """The words of a comment."""
    return _without_foreign_paths(clean_comment(html, by_guest=by_guest)).strip()


def _without_foreign_paths(html: str) -> str:
    """Links and pictures by a path alone belong to the site they come from; here they would lead into this archive."""
    return _PATH_LINK.sub(r"\1", _PATH_PICTURE.sub("", html))


def line(text: str, *, most: int = 1000) -> str:
    """A title or a name: plain words on one line, never markup."""
    return plain(text.replace("&", "&amp;").replace("<", "&lt;"))[:most].strip()


def make_links_absolute(root: Node, base: str | None) -> None:
    """Point links that only work on their own site to that site."""
    if base is None:
        return
    for attribute in ("href", "src"):
        for node in root.css(f"[{attribute}]"):
            target = node.attributes.get(attribute) or ""
            if target.startswith(("/", "../", "./")):
                try:
                    node.attrs[attribute] = urljoin(base, target)
                except ValueError:
                    node.attrs[attribute] = ""

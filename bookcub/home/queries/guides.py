"""The keeper's documents, as pages: what stands in docs/ comes with the archive, in links of bookcub/home/guides."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext_lazy
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bookcub.core.page_urls import reverse

if TYPE_CHECKING:
    # Only known to the stubs: a sentence, or one that is translated when it is shown.
    from django.utils.functional import _StrOrPromise as StrOrPromise

FOLDER = Path(__file__).resolve().parent.parent / "guides"
DOCUMENTS: dict[
    str, StrOrPromise
] = {  # the documents are in English, their titles are in every language
    "keepers-guide": gettext_lazy("Keeper’s guide"),
    "settings": gettext_lazy("Settings and commands"),
    "data-folder": gettext_lazy("The data folder"),
    "wrangling": gettext_lazy("Wrangling tags"),
}
EXAMPLE = "/srv/bookcub/data"  # the data folder, as the documents name it
OUTWARD = re.compile(r"[a-z]+:|#|/")
SECTIONS = "h2"


@dataclass(frozen=True, slots=True)
class Guide:
    """One document: its sections with their anchors, and its text."""

    sections: tuple[tuple[str, str], ...]
    html: SafeString


@cache
def guide(name: str) -> Guide:
    """One of DOCUMENTS. They change only with a new version."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    headings = list(_with_anchors(tokens))
    sections = tuple((anchor, words) for tag, anchor, words in headings if tag == SECTIONS)
    for token in tokens:
        token.children = list(_with_links(token.children)) if token.children else token.children
    text = markdown.renderer.render(tokens[3:], markdown.options, {})  # without its title
    return Guide(sections, mark_safe(text))  # noqa: S308  # our own documents, without HTML


def with_folder(guide: Guide, folder: Path) -> Guide:
    """The same for this archive's keeper: commands name the folder that it is in."""
    here = escape(shlex.quote(str(folder)))
    return replace(guide, html=mark_safe(guide.html.replace(EXAMPLE, here)))  # noqa: S308  # as above


def _with_anchors(tokens: list[Token]) -> Iterator[tuple[str, str, str]]:
    for token, words in pairwise(tokens):
        if token.type == "heading_open":
            anchor = slugify(words.content)
            token.attrSet("id", anchor)
            yield token.tag, anchor, "".join(part.content for part in words.children or ())


def _with_links(parts: list[Token]) -> Iterator[Token]:
    """Links between the documents lead to their pages; those to documents that are not here are only words."""
    is_dropped = False
    for part in parts:
        if part.type == "link_open":
            target = _address(str(part.attrGet("href") or ""))
            is_dropped = not target
            part.attrSet("href", target)
        if is_dropped and part.type in {"link_open", "link_close"}:
            continue
        yield part


def _address(href: str) -> str:
    if OUTWARD.match(href):
        return href
    path, _, anchor = href.partition("#")
    name = path.removesuffix(".md")
    if name not in DOCUMENTS:
        return ""
    page = reverse("home:guide_detail", args=[name])
    return f"{page}#{anchor}" if anchor else page

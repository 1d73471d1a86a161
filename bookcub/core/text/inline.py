"""Emphasis in a line or two that somebody typed into a plain field."""

from functools import cache

from markdown_it import MarkdownIt

from bookcub.core.text.characters import legible


def html_from_line(text: str) -> str:
    """Markdown of which only emphasis and line breaks count: all else is shown as it was typed. The answer is safe HTML."""
    return str(_emphasis().renderInline(legible(text).strip()))


@cache
def _emphasis() -> MarkdownIt:
    # Of the preset without any rule: no links, no pictures, no HTML.
    return MarkdownIt("zero", {"html": False, "breaks": True}).enable(
        ["emphasis", "strikethrough", "newline", "escape"]
    )

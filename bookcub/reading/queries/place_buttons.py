"""A chapter's text with a button after every paragraph that a place can be kept at."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from lxml import html as markup

from bookcub.web.components.languages import lang

OPENING = 60  # characters of a paragraph by which its button is known to who does not see it


def with_place_buttons(text: str) -> SafeString:
    """Return stored chapter HTML with `<button name="block">` after each outermost block.

    Buttons stand between blocks, never inside one, so a list or a table stays whole. They speak as the page does.
    """
    if not text.strip():
        return mark_safe("")
    parts: list[str] = []
    for element in markup.fragments_fromstring(text):
        if isinstance(element, str):
            parts.append(format_html("{}", element))
            continue
        parts.append(markup.tostring(element, encoding="unicode"))
        if ids := element.xpath("descendant-or-self::*[starts-with(@id, 'b-')]/@id"):
            parts.append(
                format_html(
                    '<p class="place-button" {}><button class="button" name="block" value="{}">'
                    '{}<span class="visually-hidden">: {}</span></button></p>',
                    lang(get_language() or ""),
                    ids[-1],
                    gettext("I have read up to here"),
                    " ".join(str(element.text_content()).split())[:OPENING],
                )
            )
    # The text was sanitised when it was saved; the buttons are escaped above.
    return mark_safe("".join(parts))  # noqa: S308

"""Django's `i18n`, in whose sentences a name that is written the other way turns nothing but itself around.

It is loaded as `i18n` (settings). Where a Hebrew name stands in an English sentence, the digits and stops
beside it would go with it; Unicode's isolates keep them, also in attributes, titles and letters.
"""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token, TokenType
from django.templatetags import i18n
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

from bookcub.core.direction import isolated

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)

# An address goes into an attribute, and markup that isolates itself needs no help.
AS_IT_IS = re.compile(r"\s*<bdi\b|[/?#]|[a-z]+:/")


class Isolated:
    """A value of a sentence."""

    def __init__(self, expression: FilterExpression) -> None:
        self.expression = expression

    def resolve(self, context: template.Context) -> Any:
        value = self.expression.resolve(context)
        if not isinstance(value, str) or AS_IT_IS.match(value):
            return value
        kept = isolated(value, in_rtl=get_language_bidi())
        return mark_safe(kept) if isinstance(value, SafeString) else kept  # noqa: S308  # it was safe before


@register.tag("blocktranslate")
@register.tag("blocktrans")
def block_translate(parser: Parser, token: Token) -> i18n.BlockTranslateNode:
    """As Django's, with each value kept apart."""
    node = i18n.do_block_translate(parser, token)
    for piece in [*node.singular, *(node.plural or [])]:
        if piece.token_type == TokenType.VAR and piece.contents != node.countervar:
            node.extra_context.setdefault(piece.contents, parser.compile_filter(piece.contents))
    values: dict[str, Any] = node.extra_context
    for name, value in values.items():
        values[name] = value if name == node.countervar else Isolated(value)
    return node

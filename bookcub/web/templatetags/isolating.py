"""Django's `i18n`, in whose sentences a name that is written the other way turns nothing but itself around.

It is loaded as `i18n` (settings). Where a Hebrew name stands in an English sentence, the digits and stops
beside it would go with it; Unicode's isolates keep them, also in attributes, titles and letters.
"""

from __future__ import annotations

import re
from decimal import Decimal

from django import template
from django.template.base import (
    FilterExpression,
    Parser,
    Token,
    TokenType,
    render_value_in_context,
)
from django.templatetags import i18n
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, npgettext, pgettext

from bookcub.core.languages.direction import is_page_from_the_right, isolated

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)

# An address goes into an attribute, and markup that isolates itself needs no help.
AS_IT_IS = re.compile(r"\s*<bdi\b|[/?#]|[a-z]+:/")


class Sentence(i18n.BlockTranslateNode):
    """A `blocktranslate` with each value kept apart. It reads its message once, where Django's does for every rendering."""

    def __init__(self, node: i18n.BlockTranslateNode, values: dict[str, FilterExpression]) -> None:
        vars(self).update(vars(node))
        self.values = values
        self.one, self.names = self.render_token_list(node.singular)
        self.many, of_many = self.render_token_list(node.plural or [])
        self.names = [*dict.fromkeys([*self.names, *of_many])]

    def render(self, context: template.Context, nested: bool = False) -> str:  # noqa: FBT001, FBT002  # Django's signature
        number = self._number(context) if self.many else None
        is_rtl = is_page_from_the_right()
        told = {name: self._told(name, context, number, is_rtl=is_rtl) for name in self.names}
        said = self._said(context, number)
        try:
            said %= told
        except (KeyError, ValueError, TypeError):
            # A translation with a placeholder that is none: better the English than no page.
            said = (self.one if number in (None, 1) else self.many) % told
        if self.asvar:
            context[self.asvar] = SafeString(said)
            return ""
        return said

    def _said(self, context: template.Context, number: int | None) -> str:
        about = self.message_context.resolve(context) if self.message_context else None
        if number is None:
            return pgettext(about, self.one) if about else gettext(self.one)
        if about:
            return npgettext(about, self.one, self.many, number)
        return ngettext(self.one, self.many, number)

    def _number(self, context: template.Context) -> int:
        number = self.counter.resolve(context) if self.counter else None
        if not isinstance(number, int | float | Decimal):
            raise TypeError(self.countervar)
        return number  # type: ignore[return-value]  # a Decimal counts as well

    def _told(
        self, name: str, context: template.Context, number: int | None, *, is_rtl: bool
    ) -> str:
        if name == self.countervar and number is not None:
            return render_value_in_context(number, context)
        value = self.values[name].resolve(context)
        if isinstance(value, str) and not AS_IT_IS.match(value):
            kept = isolated(value, in_rtl=is_rtl)
            value = mark_safe(kept) if isinstance(value, SafeString) else kept  # noqa: S308  # it was safe before
        return render_value_in_context(value, context)


class PlainWords(template.Node):
    """A `translate` of words that stand in the template, which need neither filters nor escaping."""

    def __init__(self, words: str) -> None:
        self.words = words.replace("%", "%%")

    def render(self, context: template.Context) -> str:
        return gettext(self.words).replace("%%", "%")


@register.tag("blocktranslate")
@register.tag("blocktrans")
def block_translate(parser: Parser, token: Token) -> Sentence:
    """As Django's, with each value kept apart."""
    node = i18n.do_block_translate(parser, token)
    values: dict[str, FilterExpression] = dict(node.extra_context)
    for piece in [*node.singular, *(node.plural or [])]:
        if piece.token_type == TokenType.VAR:
            values.setdefault(piece.contents, parser.compile_filter(piece.contents))
    return Sentence(node, values)


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> template.Node:
    """As Django's, quicker for what stands in the template."""
    node = i18n.do_translate(parser, token)
    expression = node.filter_expression
    words = expression.var.literal
    is_plain = isinstance(words, str) and not expression.filters
    if is_plain and not (node.noop or node.asvar or node.message_context):
        return PlainWords(words)
    return node

"""`{% kept by links name %}…{% endkept %}`: what every page repeats, drawn once for each of these values and each language."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.urls import get_script_prefix
from django.utils.functional import LazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from bookcub.web.components.drawn_once import times_forgotten

register = template.Library()

MOST = 128  # values of one part


class KeptPart(template.Node):
    """Nothing in it may depend on anything but its values, which are hashable, the language, and where the archive stands."""

    def __init__(self, values: list[FilterExpression], nodelist: NodeList) -> None:
        self.values, self.nodelist = values, nodelist
        self.drawn: OrderedDict[Hashable, SafeString] = OrderedDict()

    def render(self, context: template.Context) -> SafeString:
        values = [value.resolve(context) for value in self.values]
        if any(isinstance(value, LazyObject) for value in values):
            raise TypeError("A lazy value may hold a whole request, which would be kept as well.")
        key = (get_language(), get_script_prefix(), settings.DEBUG, times_forgotten(), *values)
        drawn = self.drawn.get(key)
        if drawn is None:
            drawn = self.drawn[key] = self.nodelist.render(context)
            if len(self.drawn) > MOST:
                self.drawn.popitem(last=False)
        return drawn


@register.tag
def kept(parser: Parser, token: Token) -> KeptPart:
    """Raises TemplateSyntaxError where `by` is missing before the values."""
    _, *words = token.split_contents()
    if words[:1] not in ([], ["by"]):
        raise template.TemplateSyntaxError(
            "{% kept by one another %} names what its part depends on."
        )
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptPart([parser.compile_filter(word) for word in words[1:]], nodelist)

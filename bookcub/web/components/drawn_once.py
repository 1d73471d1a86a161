"""Components that depend on what they are given and on nothing else: each is drawn once for each of its faces."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils import timezone
from django.utils.functional import LazyObject, Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST = 2048  # faces of one component

DrawsItself = Callable[..., SafeString]


def drawn_once(
    register: template.Library, template_name: str
) -> Callable[[Callable[..., dict[str, object]]], DrawsItself]:
    """As `register.inclusion_tag(template_name)`, for a function whose arguments are all named.

    Its template knows neither the request nor who asks, but their language and zone. What cannot be told apart from others (a list) is drawn each time.
    """

    def register_it(function: Callable[..., dict[str, object]]) -> DrawsItself:
        def draw(_here: tuple[str | None, str], **given: Any) -> SafeString:
            page: Any = get_template(template_name)
            return SafeString(page.template.render(template.Context(function(**given))))

        # Typed: markup that is safe and the same letters that are not are equal to one another.
        kept = lru_cache(MOST, typed=True)(draw)

        @wraps(function)
        def component(**given: Any) -> SafeString:
            here = get_language(), timezone.get_current_timezone_name()
            for name, value in given.items():
                if isinstance(value, Promise):
                    given[name] = str(value)
                elif isinstance(value, LazyObject):  # may hold a whole request
                    return draw(here, **given)
            try:
                return kept(here, **given)
            except TypeError:
                return draw(here, **given)

        register.simple_tag(component)
        return component

    return register_it

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

MOST = 1024  # faces of one component

DrawsItself = Callable[..., SafeString]


def drawn_once(template_name: str) -> Callable[[Callable[..., dict[str, object]]], DrawsItself]:
    """For `register.simple_tag`: as an inclusion tag, of a function whose arguments are all named.

    Its template knows neither the request nor who asks, but their language and zone. What cannot be told apart
    from others (a dictionary) is drawn each time.
    """

    def decorate(function: Callable[..., dict[str, object]]) -> DrawsItself:
        def draw(_here: tuple[str | None, str], **given: Any) -> SafeString:
            page: Any = get_template(template_name)
            return SafeString(page.template.render(template.Context(function(**given))))

        # Typed: markup that is safe and the same letters that are not are equal to one another.
        kept = lru_cache(MOST, typed=True)(draw)

        @wraps(function)
        def component(**given: Any) -> SafeString:
            here = get_language(), timezone.get_current_timezone_name()
            told = {name: _itself(value) for name, value in given.items()}
            return kept(here, **told) if all(map(_is_kept, told.values())) else draw(here, **told)

        return component

    return decorate


def _itself(value: Any) -> Any:
    """Words in the language of this page; a list as what does not change."""
    if isinstance(value, Promise):
        return str(value)
    return tuple(value) if isinstance(value, list) else value


def _is_kept(value: Any) -> bool:
    """Neither what no other equals nor what is looked up late, which may hold a whole request."""
    if isinstance(value, LazyObject):
        return False
    try:
        hash(value)
    except TypeError:
        return False
    return True

"""Components that depend on what they are given and on nothing else: each is drawn once for each of its faces."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from sys import getsizeof
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils import timezone
from django.utils.functional import LazyObject, Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST = 1024  # faces of one component
# Bytes of one that is kept: anybody may write long words, and look at them in each language and zone.
LARGEST = 32 * 1024

DrawsItself = Callable[..., SafeString]

_forgotten = 0  # times that all was forgotten: a part of each key


class _LargeError(Exception):
    """It is drawn, and not kept."""

    def __init__(self, drawn: SafeString) -> None:
        super().__init__()
        self.drawn = drawn


def drawn_once(template_name: str) -> Callable[[Callable[..., dict[str, object]]], DrawsItself]:
    """For `register.simple_tag`: as an inclusion tag, of a function whose arguments are all named.

    Its template knows neither the request nor who asks, but their language and zone. What cannot be told apart
    from others (a dictionary) is drawn each time, and so is what is large.
    """

    def decorate(function: Callable[..., dict[str, object]]) -> DrawsItself:
        def draw(_here: tuple[str | None, str, int], /, **given: Any) -> SafeString:
            page: Any = get_template(template_name)
            return SafeString(page.template.render(template.Context(function(**given))))

        # Typed: markup that is safe and the same letters that are not are equal to one another.
        @lru_cache(MOST, typed=True)
        def kept(here: tuple[str | None, str, int], /, **given: Any) -> SafeString:
            drawn = draw(here, **given)
            if getsizeof(drawn) > LARGEST:
                raise _LargeError(drawn)
            return drawn

        @wraps(function)
        def component(**given: Any) -> SafeString:
            here = get_language(), timezone.get_current_timezone_name(), _forgotten
            told = {name: _itself(value) for name, value in given.items()}
            if not all(map(_is_kept, told.values())):
                return draw(here, **told)
            try:
                return kept(here, **told)
            except _LargeError as large:
                return large.drawn

        return component

    return decorate


def forget_drawn() -> None:
    """Draw all anew the next time, what `{% kept %}` keeps as well: for tests that change what words are said."""
    global _forgotten  # noqa: PLW0603  # one for each process
    _forgotten += 1


def times_forgotten() -> int:
    return _forgotten


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

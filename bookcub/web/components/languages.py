"""What somebody wrote, in its own language on a page in another: filters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from bookcub.core.languages.direction import direction, is_page_from_the_right, isolated

register = template.Library()


class Titled(Protocol):
    """Anything with a title in a language: a work, a read, a blurb."""

    @property
    def title(self) -> str: ...

    @property
    def language(self) -> str: ...


@register.filter
@lru_cache(maxsize=256)
def lang(code: str) -> SafeString:
    """`<p {{ work.language|lang }}>`: the attributes of an element whose words are in the language with this BCP 47 code.

    Where the language is not known ("") the first letter says which way the words are written.
    """
    if not code:
        return mark_safe('dir="auto"')
    return format_html('lang="{}" dir="{}"', code, direction(code))


@register.filter
def in_language(words: str, code: str) -> SafeString:
    """`{{ place.work_title|in_language:place.language }}`: words that keep their language in a sentence of ours."""
    return format_html("<bdi {}>{}</bdi>", lang(code), words) if words else SafeString("")


@register.filter
def titled(thing: Titled | None) -> SafeString:
    """`{{ work|titled }}`: the title, in its language, or what the thing says of itself instead: a draft may have none."""
    if thing is None:
        return SafeString("")
    stand_in = getattr(thing, "untitled", "")
    return in_language(thing.title, thing.language) or conditional_escape(stand_in)


@register.filter
def naming(sentence: str, things: Titled | Sequence[Titled] | None) -> SafeString:
    """`{{ item.sentence|naming:item.about }}`: a plain sentence, in which these titles keep their language."""
    if not sentence or not things:
        return conditional_escape(sentence)
    thing, *others = things if isinstance(things, Sequence) else [things]
    # The last one: our own words come first, and may be the same.
    before, found, after = sentence.rpartition(thing.title or sentence)
    if not thing.title or not found:
        return naming(sentence, others)
    return format_html("{}{}{}", naming(before, others), titled(thing), naming(after, others))


def said(sentence: str, **told: int | str) -> SafeString:
    """A sentence of gettext with what it tells: titles that are `titled` keep their language, all else is escaped.

    Names that are written the other way turn nothing around them.
    """
    is_rtl = is_page_from_the_right()
    escaped = {
        name: value
        if isinstance(value, int | SafeString)
        else conditional_escape(isolated(value, in_rtl=is_rtl))
        for name, value in told.items()
    }
    return mark_safe(conditional_escape(sentence) % escaped)  # noqa: S308  # as above

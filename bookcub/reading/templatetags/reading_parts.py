"""`{% load reading_parts %}`: parts that only the reader's pages use."""

from __future__ import annotations

import re

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from bookcub.core.text import plain
from bookcub.people.mail import absolute
from bookcub.people.models import User
from bookcub.reading.hooks import COMPANY, READER_HEADS
from bookcub.reading.models import OpenedPage
from bookcub.reading.policies import keeps_history
from bookcub.reading.queries.blurbs import keeping, signed, square, stats, tag_groups
from bookcub.reading.queries.reader import HAS_COMPANY, IS_LATER
from bookcub.web.blurb import BlurbStats, Keeping, Link, Square, TagGroup
from bookcub.works.languages import language_name
from bookcub.works.models import Chapter, Work

register = template.Library()

OPENING = 240  # characters; more than three lines of a phone
BRIEF = 120  # characters; three lines of a phone
PRESSED = re.compile(
    r"<(?:a|audio|video|iframe|details|table)\b"
)  # no line of text can stand for it
BLOCK = re.compile(r"<(?:p|br|li|blockquote|h\d|hr|pre|td|dt|dd|img)\b")


@register.filter
def stored_html(html: str) -> SafeString:
    """Text from the database that was sanitised when it was saved."""
    return mark_safe(html)  # noqa: S308  # core.text cleans everything before it is stored


@register.filter
def on_paper(path: str) -> str:
    """The whole address of a page, for those who cannot follow a link."""
    return absolute(path)


@register.filter
def opening(html: str) -> str:
    """How a summary or a note begins, as one line of text, cut between words; “… more” follows it."""
    text = plain(html)
    if len(text) <= OPENING:
        return text
    between_words = text[:OPENING].rpartition(" ")[0].rstrip(" .,;:")
    return between_words or text[:OPENING]  # some languages write no spaces


@register.filter
def is_brief(html: str) -> bool:
    """Whether a summary is so short that nothing of it need be folded."""
    return len(plain(html)) <= BRIEF and len(BLOCK.findall(html)) <= 1


@register.filter
def is_one_line(html: str) -> bool:
    """Whether its beginning is all of it, wherever there is room for that."""
    is_whole = len(plain(html)) <= OPENING and len(BLOCK.findall(html)) <= 1
    return is_whole and not PRESSED.search(html)


@register.filter
def language(code: str) -> str:
    return language_name(code)


@register.simple_tag(takes_context=True)
def work_square(context: template.Context, work: Work) -> Square:
    """The work's four panes as this reader wants them."""
    return square(work, context["user"])


@register.simple_tag(takes_context=True)
def keeping_of(context: template.Context, work: Work) -> Keeping | None:
    """How whoever asks keeps this work."""
    return keeping(work, context["user"], is_later=getattr(work, IS_LATER, None))


@register.filter
def work_stats(work: Work) -> BlurbStats:
    return stats(work)


@register.filter
def author_links(work: Work) -> tuple[Link, ...]:
    return signed(work)


@register.simple_tag(takes_context=True)
def all_tags(context: template.Context, work: Work) -> tuple[TagGroup, ...]:
    """Every tag of a work by kind, folded as the reader asked."""
    return tag_groups(work, context["user"], fandoms=True)


@register.simple_tag(takes_context=True)
def opening_of(context: template.Context, chapter: Chapter) -> str:
    """When whoever asks opened the page that shows this chapter, signed; nothing where no place is kept."""
    user = context["user"]
    if not keeps_history(user) or not chapter.is_posted:
        return ""
    return OpenedPage.of(user, chapter, context["opened_at"]).signed()


@register.simple_tag(takes_context=True)
def company_of(context: template.Context, work: Work) -> list[Link]:
    """With whom whoever asks reads this work now. No query where it is known that there is nobody."""
    user = context["user"]
    if not isinstance(user, User) or not getattr(work, HAS_COMPANY, False):
        return []
    return [one for company in COMPANY for one in company.names(work, user)]


@register.simple_tag
def words_per_minute() -> int:
    """How fast a text that is scrolled counts as read, at most."""
    return int(settings.WORDS_PER_MINUTE)


@register.simple_tag
def reader_heads() -> list[str]:
    """Templates that packages above bring along for the head of the reader's pages."""
    return list(READER_HEADS)

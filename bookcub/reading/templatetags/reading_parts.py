"""`{% load reading_parts %}`: parts that only the reader's pages use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe

from bookcub.reading.hooks import READER_HEADS
from bookcub.reading.queries.blurbs import square, stats, tag_groups
from bookcub.web.blurb import BlurbStats, Link, Square, TagGroup
from bookcub.web.components.works import ChapterRow
from bookcub.works.languages import language_name
from bookcub.works.models import Chapter, Work

register = template.Library()


@register.filter
def stored_html(html: str) -> SafeString:
    """Text from the database that was sanitised when it was saved."""
    return mark_safe(html)  # noqa: S308  # core.text cleans everything before it is stored


@register.filter
def language(code: str) -> str:
    return language_name(code)


@register.simple_tag(takes_context=True)
def work_square(context: template.Context, work: Work) -> Square:
    """The work's four panes as this reader wants them."""
    return square(work, context["user"])


@register.filter
def work_stats(work: Work) -> BlurbStats:
    return stats(work)


@register.filter
def author_links(work: Work) -> tuple[Link, ...]:
    return tuple(Link(pseud.byline, pseud.get_absolute_url()) for pseud in work.signers)


@register.simple_tag(takes_context=True)
def all_tags(context: template.Context, work: Work) -> tuple[TagGroup, ...]:
    """Every tag of a work by kind, folded as the reader asked."""
    return tag_groups(work, context["user"], fandoms=True)


@register.simple_tag
def reader_heads() -> list[str]:
    """Templates that packages above bring along for the head of the reader's pages."""
    return list(READER_HEADS)


@register.simple_tag
def chapter_rows(
    chapters: Iterable[Chapter], *, here: int | None = None, read: Mapping[int, bool] | None = None
) -> list[ChapterRow]:
    """Rows for the `chapter_row` component."""
    read = read or {}
    return [
        ChapterRow(
            url=chapter.get_absolute_url(),
            position=chapter.position,
            title=chapter.title or chapter.heading,
            language=chapter.language if chapter.title else "",
            at=chapter.dated_at,
            words=chapter.word_count,
            is_draft=not chapter.is_posted,
            is_scheduled=chapter.scheduled_for is not None and not chapter.is_posted,
            is_read=read.get(chapter.pk, False),
            is_here=chapter.pk == here,
        )
        for chapter in chapters
    ]

"""From chapters and parts to the rows that components show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.forms import BaseForm, BoundField
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from bookcub.core.page_urls import reverse
from bookcub.web.components.forms import SortRow
from bookcub.web.components.works import ChapterRow
from bookcub.web.enumeration import enumerated
from bookcub.works import script_words
from bookcub.works.models import Chapter, DraftReader
from bookcub.works.queries.pages import SeriesRow

NAMED = 3  # at most so many names in a line
register = template.Library()


@register.simple_tag
def editor_words() -> SafeString:
    """`{% editor_words %}`: inside a `<rich-text>`, what it says."""
    return json_script(script_words.editor_words())


@register.simple_tag
def saving_words() -> SafeString:
    """`{% saving_words %}`: inside a `<self-saving>`, what it says."""
    return json_script(script_words.saving_words())


@register.filter
def wrong_fields(form: BaseForm) -> list[BoundField]:
    """`{{ form|wrong_fields }}`: what a form still wants, in its order."""
    return [form[name] for name in form.fields if name in form.errors]


@register.filter
def reader_names(readers: Sequence[DraftReader]) -> SafeString:
    """`{{ work.shown_to|reader_names }}`: “Ada, Bo and Cy”, or the first two and how many more."""
    names = [reader.user.username for reader in readers]
    if len(names) > NAMED:
        left = len(names) - NAMED + 1
        more = ngettext("%(count)s more", "%(count)s more", left) % {"count": intcomma(left)}
        names = [*names[: NAMED - 1], more]
    return enumerated(names)


@register.filter
def as_row(chapter: Chapter) -> ChapterRow:
    """`{{ chapter|as_row }}`: a chapter for its author, leading to its form."""
    return ChapterRow(
        url=reverse("works:chapter_edit", args=[chapter.work_id, chapter.pk]),
        position=chapter.position,
        title=chapter.title or chapter.heading,
        language=chapter.language if chapter.title else "",
        at=chapter.dated or chapter.scheduled_for,
        words=chapter.word_count,
        is_draft=chapter.is_draft,
        is_hidden=chapter.is_hidden,
        is_scheduled=chapter.scheduled_for is not None and not chapter.is_posted,
    )


@register.filter
def as_part_rows(parts: Iterable[SeriesRow]) -> list[SortRow]:
    """`{{ parts|as_part_rows }}`: for `{% sort_list %}`."""
    return [
        SortRow(
            value=str(part.work_id),
            name=part.title,
            language=part.language,
            note=_words(part.word_count) if part.is_posted else gettext("Draft"),
        )
        for part in parts
    ]


def _words(count: int) -> str:
    return ngettext("%(count)s word", "%(count)s words", count) % {"count": intcomma(count)}

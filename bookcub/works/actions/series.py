"""Works in an order."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from bookcub.core.text import html_from_typed, one_line
from bookcub.people.models import User
from bookcub.works.fields import TITLE_MAX, ChapterFields
from bookcub.works.models import Series, Work


@transaction.atomic
def put_in_series(*, work: Work, title: str, by: User) -> Series:
    """Make a series of this title with the work as its first part."""
    title = one_line(title)
    if not title or len(title) > TITLE_MAX:
        raise ValidationError(
            {
                "series_new": ValidationError(
                    gettext("Give the series a title of up to %(most)s characters.")
                    % {"most": TITLE_MAX},
                    code="too_long",
                )
            }
        )
    series = Series.objects.create(title=title, made_by=by)
    series.add(work)
    return series


def revise_series(
    *, series: Series, title: str, summary: str, notes: str, is_complete: bool
) -> None:
    """Say all this of the series from now on. ValidationError, by field."""
    cleaned = ChapterFields(
        title=title, summary=html_from_typed(summary), notes=html_from_typed(notes)
    ).cleaned()
    if not cleaned.title:
        raise ValidationError(
            {"title": ValidationError(gettext("Give the series a title."), code="required")}
        )
    series.title, series.summary, series.notes = cleaned.title, cleaned.summary, cleaned.notes
    series.is_complete = is_complete
    series.save(update_fields=["title", "summary", "notes", "is_complete"])

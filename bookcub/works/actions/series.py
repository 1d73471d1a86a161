"""Works in an order."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from bookcub.people.models import User
from bookcub.works.fields import TITLE_MAX
from bookcub.works.models import Series, Work


@transaction.atomic
def put_in_series(*, work: Work, title: str, by: User) -> Series:
    """Make a series of this title with the work as its first part."""
    title = " ".join(title.split())
    if not title or len(title) > TITLE_MAX:
        raise ValidationError(
            {"series_new": [f"A series has a title of 1 to {TITLE_MAX} characters."]}
        )
    series = Series.objects.create(title=title, made_by=by)
    series.add(work)
    return series

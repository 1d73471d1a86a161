"""Every row that keeps a place in a read, whichever package it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from bookcub.reads.models import Read

COLUMNS = {"upto", "at", "made_at_place"}


def kept_places(reads: Iterable[Read]) -> Iterator[tuple[models.QuerySet[Any], str]]:
    """The rows, and the column that holds their place. Tables that point to a read and have such a column: none is named here."""
    ids = [read.pk for read in reads]
    for relation in Read._meta.related_objects:  # noqa: SLF001  # Django's documented way
        model = relation.related_model
        if not isinstance(model, type):
            continue
        for column in model._meta.concrete_fields:  # noqa: SLF001  # Django's documented way
            if column.name in COLUMNS and isinstance(column, models.PositiveIntegerField):
                rows = model._default_manager.filter(**{f"{relation.field.name}__in": ids})  # noqa: SLF001  # of any model
                yield rows, column.name


def stands_behind(reads: Iterable[Read], upto: int) -> bool:
    """Whether anybody is, said, planned or guessed anything beyond a place. Seven queries at most."""
    places = kept_places(list(reads))
    return any(rows.filter(**{f"{column}__gt": upto}).exists() for rows, column in places)

"""A saved search as its page tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from bookcub.finding.models import SavedSearch
from bookcub.finding.queries.conditions import conditions_of
from bookcub.web.enumeration import enumerated_text


@dataclass(frozen=True, slots=True)
class SavedSearchCard:
    """The search, with its conditions in words."""

    search: SavedSearch
    labels: Sequence[str]

    @property
    def guess(self) -> str:
        """A name for one that has none."""
        return enumerated_text(self.labels)[: SavedSearch.NAME_LONGEST]


def told(search: SavedSearch) -> SavedSearchCard:
    """One query, where tags are among its conditions."""
    conditions = conditions_of(QueryDict(search.query), search.user)
    return SavedSearchCard(search, [one.label for one in conditions.chosen])

"""The tags that are fixed sets: ratings, archive warnings, categories. Names as readers of AO3 know them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntFlag
from typing import Self

from django.db import models


class Rating(models.TextChoices):
    NOT_RATED = "not_rated", "Not Rated"
    GENERAL = "general", "General Audiences"
    TEEN = "teen", "Teen And Up Audiences"
    MATURE = "mature", "Mature"
    EXPLICIT = "explicit", "Explicit"

    @property
    def is_adult(self) -> bool:
        """Whether readers are asked before such a work opens."""
        return self in {Rating.NOT_RATED, Rating.MATURE, Rating.EXPLICIT}


class LabelledFlag(IntFlag):
    """A set stored as one small integer, each member with the label that people see."""

    @property
    def label(self) -> str:
        return LABELS[type(self).__name__][self.value]

    @property
    def labels(self) -> list[str]:
        """The labels of all members in this set, in their fixed order."""
        return [member.label for member in type(self) if member in self]

    @property
    def codes(self) -> list[str]:
        return [(member.name or "").lower() for member in type(self) if member in self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(code, label) pairs for a form's check boxes."""
        return [((member.name or "").lower(), member.label) for member in cls]

    @classmethod
    def from_codes(cls, codes: Iterable[str]) -> Self:
        """The set of these codes; KeyError for one that does not exist."""
        found = cls(0)
        for code in codes:
            found |= cls[code.upper()]
        return found

    @classmethod
    def from_labels(cls, labels: Iterable[str]) -> Self:
        """The set of these labels; labels it does not know are left out."""
        known = {member.label.casefold(): member for member in cls}
        found = cls(0)
        for label in labels:
            found |= known.get(label.strip().casefold(), cls(0))
        return found


class ArchiveWarning(LabelledFlag):
    CHOSE_NOT_TO_WARN = 1
    NONE_APPLY = 2
    VIOLENCE = 4
    DEATH = 8
    NON_CON = 16
    UNDERAGE = 32


class Category(LabelledFlag):
    FF = 1
    FM = 2
    GEN = 4
    MM = 8
    MULTI = 16
    OTHER = 32


LABELS: dict[str, dict[int, str]] = {
    "ArchiveWarning": {
        1: "Creator Chose Not To Use Archive Warnings",
        2: "No Archive Warnings Apply",
        4: "Graphic Depictions Of Violence",
        8: "Major Character Death",
        16: "Rape/Non-Con",
        32: "Underage Sex",
    },
    "Category": {1: "F/F", 2: "F/M", 4: "Gen", 8: "M/M", 16: "Multi", 32: "Other"},
}

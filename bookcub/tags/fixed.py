"""The tags that are fixed sets: ratings, archive warnings, categories. Names as readers of AO3 know them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntFlag
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from bookcub.core.languages.untranslated import untranslated

if TYPE_CHECKING:
    # Only known to the stubs: a sentence, or one that is translated when it is shown.
    from django.utils.functional import _StrOrPromise as StrOrPromise


def _in_english(label: StrOrPromise) -> str:
    with untranslated():
        return str(label)


class Rating(models.TextChoices):
    NOT_RATED = "not_rated", pgettext_lazy("rating", "Not Rated")
    GENERAL = "general", pgettext_lazy("rating", "General Audiences")
    TEEN = "teen", pgettext_lazy("rating", "Teen And Up Audiences")
    MATURE = "mature", pgettext_lazy("rating", "Mature")
    EXPLICIT = "explicit", pgettext_lazy("rating", "Explicit")

    @property
    def standard_name(self) -> str:
        """The label as files and other archives have it, whatever language the reader speaks."""
        return _in_english(self.label)

    @property
    def is_adult(self) -> bool:
        """Whether readers are asked before such a work opens."""
        return self in {Rating.NOT_RATED, Rating.MATURE, Rating.EXPLICIT}


class LabelledFlag(IntFlag):
    """A set stored as one small integer, each member with the label that people see."""

    @property
    def label(self) -> str:
        return str(LABELS[type(self).__name__][self.value])

    @property
    def standard_name(self) -> str:
        """The label as files and other archives have it, whatever language the reader speaks."""
        return _in_english(LABELS[type(self).__name__][self.value])

    @property
    def labels(self) -> list[str]:
        """The labels of all members in this set, in their fixed order."""
        return [member.label for member in type(self) if member in self]

    @property
    def codes(self) -> list[str]:
        return [(member.name or "").lower() for member in type(self) if member in self]

    @classmethod
    def choices(cls) -> list[tuple[str, StrOrPromise]]:
        """(code, label) pairs for a form's check boxes, each label in the language of who looks."""
        labels = LABELS[cls.__name__]
        return [((member.name or "").lower(), labels[member.value]) for member in cls]

    @classmethod
    def from_codes(cls, codes: Iterable[str]) -> Self:
        """The set of these codes; KeyError for one that does not exist."""
        found = cls(0)
        for code in codes:
            found |= cls[code.upper()]
        return found

    @classmethod
    def from_labels(cls, labels: Iterable[str]) -> Self:
        """The set of these standard names; those it does not know are left out."""
        known = {member.standard_name.casefold(): member for member in cls}
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


LABELS: dict[str, dict[int, StrOrPromise]] = {
    "ArchiveWarning": {
        1: gettext_lazy("Creator Chose Not To Use Archive Warnings"),
        2: gettext_lazy("No Archive Warnings Apply"),
        4: gettext_lazy("Graphic Depictions Of Violence"),
        8: gettext_lazy("Major Character Death"),
        16: gettext_lazy("Rape/Non-Con"),
        32: gettext_lazy("Underage Sex"),
    },
    "Category": {
        1: pgettext_lazy("category", "F/F"),
        2: pgettext_lazy("category", "F/M"),
        4: pgettext_lazy("category", "Gen"),
        8: pgettext_lazy("category", "M/M"),
        16: pgettext_lazy("category", "Multi"),
        32: pgettext_lazy("category", "Other"),
    },
}

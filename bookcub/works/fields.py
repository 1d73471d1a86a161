"""What people say about a work and a chapter, as plain values, and how long it may be.

The markup in these fields has not been sanitised yet: the verbs that store them do that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError

from bookcub.core.text import clean_notes, one_line, plain
from bookcub.tags.fixed import ArchiveWarning, Category, Rating
from bookcub.tags.models import TagKind, folded, validate_tag_name
from bookcub.web.forms.refusals import refusals
from bookcub.works.choices import MayComment, Visibility

TITLE_MAX = 255
SUMMARY_MAX = 1_250
NOTES_MAX = 5_000
TAGS_MAX = 75
TEXT_MIN = 10
TEXT_MAX = 500_000
MARKUP_MAX = 510_000
CHAPTERS_MAX = 100_000
NO_CATEGORY = Category(0)
# Notes count what is shown; this only keeps somebody from hiding a book in attributes.
NOTES_MARKUP_FACTOR = 4

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}", re.ASCII)

Tags = Mapping[TagKind, Sequence[str]]
"""The names of a work's tags by kind, in their author's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFields:
    """Everything a work says of itself, apart from its tags and its people."""

    title: str
    summary: str = ""
    notes: str = ""
    end_notes: str = ""
    language: str = "en"
    rating: Rating = Rating.NOT_RATED
    warnings: ArchiveWarning = ArchiveWarning.CHOSE_NOT_TO_WARN
    categories: Category = NO_CATEGORY
    chapters_planned: int | None = None
    visibility: Visibility = Visibility.EVERYONE
    may_comment: MayComment = MayComment.MEMBERS
    moderates_comments: bool = False
    is_anonymous: bool = False
    original_url: str = ""
    # What `cleaned` gave: a form asks whether a limit is broken, and the verb for what to store. `replace` forgets it.
    _cleaned: WorkFields | None = field(default=None, init=False, repr=False, compare=False)

    def cleaned(self) -> WorkFields:
        """The same, sanitised once. ValidationError, by field, where a limit is broken."""
        if self._cleaned is not None:
            return self._cleaned
        errors: dict[str, list[str]] = {}
        surroundings = _cleaned_surroundings(self, errors)
        if not surroundings.title:
            errors["title"] = ["Give the work a title."]
        if not LANGUAGE.fullmatch(self.language):
            errors["language"] = ["Choose the language it is written in."]
        if not self.warnings:
            errors["warnings"] = ["Choose at least one archive warning."]
        if self.chapters_planned is not None and not 1 <= self.chapters_planned <= CHAPTERS_MAX:
            errors["chapters_planned"] = ["Plan at least one chapter, or leave it open."]
        if errors:
            raise ValidationError(errors)
        cleaned = replace(
            self,
            title=surroundings.title,
            summary=surroundings.summary,
            notes=surroundings.notes,
            end_notes=surroundings.end_notes,
        )
        object.__setattr__(self, "_cleaned", cleaned)
        return cleaned


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterFields:
    """What stands around a chapter's text."""

    title: str = ""
    summary: str = ""
    notes: str = ""
    end_notes: str = ""
    _cleaned: ChapterFields | None = field(default=None, init=False, repr=False, compare=False)

    def cleaned(self) -> ChapterFields:
        """The same, sanitised once. ValidationError, by field, where a limit is broken."""
        if self._cleaned is not None:
            return self._cleaned
        errors: dict[str, list[str]] = {}
        surroundings = _cleaned_surroundings(self, errors)
        if errors:
            raise ValidationError(errors)
        object.__setattr__(self, "_cleaned", surroundings)
        return surroundings


def _cleaned_surroundings(
    fields: WorkFields | ChapterFields, errors: dict[str, list[str]]
) -> ChapterFields:
    title = one_line(fields.title)
    if len(title) > TITLE_MAX:
        errors["title"] = [f"A title has at most {TITLE_MAX} characters; this has {len(title)}."]
    cleaned: dict[str, str] = {}
    for name, limit in (("summary", SUMMARY_MAX), ("notes", NOTES_MAX), ("end_notes", NOTES_MAX)):
        html = clean_notes(getattr(fields, name), classes=name != "summary")
        shown = len(plain(html))
        if shown > limit or len(html) > limit * NOTES_MARKUP_FACTOR:
            what = name.replace("_", " ").capitalize()
            errors[name] = [f"{what}: at most {limit:,} characters; this has {shown:,}."]
        cleaned[name] = html
    return ChapterFields(title=title, **cleaned)


def check_tags(tags: Tags) -> None:
    """Raise ValidationError, by field, for names and numbers that the archive refuses."""
    errors: dict[str, list[str]] = {}
    for kind, names in tags.items():
        for name in names:
            with refusals() as refused:
                validate_tag_name(name)
            if refused:
                errors.setdefault(kind.value, []).extend(refused.sentences)
    total = sum(len({folded(name) for name in names}) for names in tags.values())
    if total > TAGS_MAX:
        errors.setdefault("tags", []).append(
            f"A work has at most {TAGS_MAX} tags; these are {total}."
        )
    if errors:
        raise ValidationError(errors)


def check_text(html: str) -> None:
    """Raise ValidationError for a sanitised text that is too long to be one chapter."""
    shown = len(plain(html))
    if shown > TEXT_MAX:
        raise ValidationError(
            {
                "text": ValidationError(
                    f"A chapter has at most {TEXT_MAX:,} characters; this has {shown:,}.",
                    code="too_long",
                )
            }
        )
    if len(html) > MARKUP_MAX:
        raise ValidationError(
            {
                "text": ValidationError(
                    f"With its markup this chapter is {len(html):,} characters long; "
                    f"the most is {MARKUP_MAX:,}.",
                    code="too_long",
                )
            }
        )

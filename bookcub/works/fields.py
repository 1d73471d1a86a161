"""What people say about a work and a chapter, as plain values, and how long it may be.

The markup in these fields has not been sanitised yet: the verbs that store them do that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext, gettext_lazy, ngettext, ngettext_lazy

from bookcub.core.text import clean_notes, one_line, plain
from bookcub.tags.fixed import ArchiveWarning, Category, Rating
from bookcub.tags.models import TagKind, folded, validate_tag_name
from bookcub.web.forms.refusals import refusals
from bookcub.works.choices import MayComment, Visibility

TITLE_MAX = 255
CREDIT_MAX = 300
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

TOO_LONG = {
    "summary": ngettext_lazy(
        "A summary can have up to %(most)s character; this one has %(given)s.",
        "A summary can have up to %(most)s characters; this one has %(given)s.",
        SUMMARY_MAX,
    ),
    "notes": ngettext_lazy(
        "The notes at the beginning can have up to %(most)s character; these have %(given)s.",
        "The notes at the beginning can have up to %(most)s characters; these have %(given)s.",
        NOTES_MAX,
    ),
    "end_notes": ngettext_lazy(
        "The notes at the end can have up to %(most)s character; these have %(given)s.",
        "The notes at the end can have up to %(most)s characters; these have %(given)s.",
        NOTES_MAX,
    ),
}
TOO_LONG_TEXT = ngettext_lazy(
    "A chapter can have up to %(most)s character; this one has %(given)s. Split it into two chapters.",
    "A chapter can have up to %(most)s characters; this one has %(given)s. Split it into two chapters.",
    TEXT_MAX,
)
TOO_LONG_WITH_MARKUP = ngettext_lazy(
    "A chapter can have up to %(most)s character including its markup; this one has %(given)s. "
    "Split it into two chapters.",
    "A chapter can have up to %(most)s characters including its markup; this one has %(given)s. "
    "Split it into two chapters.",
    MARKUP_MAX,
)
TOO_MUCH_MARKUP = gettext_lazy(
    "There is too much formatting in this to lay it out. Remove some of it, or split the text in two."
)

# As long as the columns that hold one: 12 characters.
LANGUAGE = re.compile(r"(?!.{13})[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}", re.ASCII)

Tags = Mapping[TagKind, Sequence[str]]
"""The names of a work's tags by kind, in their author's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFields:
    """Everything a work says of itself, apart from its tags and its people. A draft may lack any of it."""

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
    credit: str = ""
    original_url: str = ""
    # What `cleaned` gave: a form asks whether a limit is broken, and the verb for what to store. `replace` forgets it.
    _cleaned: WorkFields | None = field(default=None, init=False, repr=False, compare=False)

    def cleaned(self) -> WorkFields:
        """The same, sanitised once. ValidationError, by field, where a limit is broken."""
        if self._cleaned is not None:
            return self._cleaned
        errors: dict[str, list[str]] = {}
        surroundings = _cleaned_surroundings(self, errors)
        if not LANGUAGE.fullmatch(self.language):
            errors["language"] = [gettext("Choose the language it is written in.")]
        if self.chapters_planned is not None and not 1 <= self.chapters_planned <= CHAPTERS_MAX:
            errors["chapters_planned"] = [
                gettext("Enter a number from 1 to %(most)s, or “?” if you don’t know yet.")
                % {"most": intcomma(CHAPTERS_MAX)}
            ]
        if errors:
            raise ValidationError(errors)
        cleaned = replace(
            self,
            title=surroundings.title,
            summary=surroundings.summary,
            notes=surroundings.notes,
            end_notes=surroundings.end_notes,
            # As pseuds and titles: it stands among them, and must not read like two of them.
            credit=one_line(self.credit.replace("·", " ")),
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
        errors["title"] = [
            ngettext(
                "A title can have up to %(most)s character; this one has %(given)s.",
                "A title can have up to %(most)s characters; this one has %(given)s.",
                TITLE_MAX,
            )
            % {"most": TITLE_MAX, "given": intcomma(len(title))}
        ]
    cleaned: dict[str, str] = {}
    for name, limit in (("summary", SUMMARY_MAX), ("notes", NOTES_MAX), ("end_notes", NOTES_MAX)):
        html = clean_notes(getattr(fields, name), classes=name != "summary")
        shown = len(plain(html))
        if shown > limit or len(html) > limit * NOTES_MARKUP_FACTOR:
            sentence = TOO_LONG[name] if shown > limit else TOO_MUCH_MARKUP
            errors[name] = [sentence % {"most": intcomma(limit), "given": intcomma(shown)}]
        cleaned[name] = html
    return ChapterFields(title=title, **cleaned)


NEEDED = {
    "title": gettext_lazy("Give the work a title before you post."),
    "fandom": gettext_lazy("Name at least one fandom before you post."),
    "warnings": gettext_lazy("Choose at least one archive warning before you post."),
}
"""What readers must be told of a work, and what is said where it is missing."""


def missing_of(told: Mapping[str, object]) -> dict[str, list[ValidationError]]:
    """What must still be told before readers may see the work, all at once, by field."""
    return {
        name: [ValidationError(sentence, code="required")]
        for name, sentence in NEEDED.items()
        if not told.get(name)
    }


def missing_text(html: str) -> list[ValidationError]:
    """Say that there is nothing to read yet."""
    if len(plain(html)) >= TEXT_MIN or "<img" in html:
        return []
    sentence = ngettext(
        "Write at least %(least)s character before you post.",
        "Write at least %(least)s characters before you post.",
        TEXT_MIN,
    )
    return [ValidationError(sentence % {"least": TEXT_MIN}, code="too_short")]


def bounded(limit: int) -> MaxLengthValidator:
    """Refuses far more markup than so many characters need, before anything lays it out."""
    return MaxLengthValidator(limit * NOTES_MARKUP_FACTOR, TOO_MUCH_MARKUP)


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
            ngettext(
                "A work can have up to %(most)s tag; this one has %(given)s.",
                "A work can have up to %(most)s tags; this one has %(given)s.",
                TAGS_MAX,
            )
            % {"most": TAGS_MAX, "given": intcomma(total)}
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
                    TOO_LONG_TEXT % {"most": intcomma(TEXT_MAX), "given": intcomma(shown)},
                    code="too_long",
                )
            }
        )
    if len(html) > MARKUP_MAX:
        raise ValidationError(
            {
                "text": ValidationError(
                    TOO_LONG_WITH_MARKUP
                    % {"most": intcomma(MARKUP_MAX), "given": intcomma(len(html))},
                    code="too_long",
                )
            }
        )

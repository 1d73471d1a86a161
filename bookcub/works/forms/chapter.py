"""A chapter's text, what stands around it, and when it is posted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bookcub.core.text import html_from_typed, is_too_costly, strip_block_ids
from bookcub.web.forms.days import DayInput
from bookcub.web.forms.moments import MomentField
from bookcub.web.forms.plain import PlainForm, with_value
from bookcub.web.forms.refusals import refusals
from bookcub.works.commands import ChapterCommand, PostingCommand
from bookcub.works.fields import (
    MARKUP_MAX,
    NOTES_MAX,
    SUMMARY_MAX,
    TITLE_MAX,
    TOO_LONG_WITH_MARKUP,
    TOO_MUCH_MARKUP,
    ChapterFields,
    bounded,
    missing_text,
)
from bookcub.works.forms.parts import check_day
from bookcub.works.forms.work import WorkForm
from bookcub.works.models import Chapter


class TextForm(PlainForm):
    """The text itself and its posting; the rest is said by the forms that build on it."""

    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 24}),
        required=False,
        strip=False,
        label=pgettext_lazy("of a chapter", "Text"),
        help_text=gettext_lazy(
            "HTML or Markdown. A blank line starts a new paragraph, a line of * * * a new scene."
        ),
    )
    note = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Note on this version"),
        help_text=gettext_lazy("For the history, which only you and your co-creators can see."),
    )
    dated = forms.DateField(
        required=False,
        widget=DayInput,
        label=gettext_lazy("Publication date"),
        help_text=gettext_lazy(
            "Leave this empty for the day you post, or choose an earlier day, back to 1950."
        ),
    )
    scheduled_for = MomentField(required=False, label=gettext_lazy("Post automatically at"))
    quietly = forms.BooleanField(required=False, label=gettext_lazy("Post without telling anyone"))

    # When it was posted: who gives that day dates nothing back.
    posted_at: datetime | None = None
    # Whether readers see the text once this is saved: then there has to be one.
    is_shown = False

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        # Twice: markup that is too long only by what the sanitiser takes away is let through.
        if len(text) > 2 * MARKUP_MAX:
            raise ValidationError(
                TOO_LONG_WITH_MARKUP % {"most": intcomma(MARKUP_MAX), "given": intcomma(len(text))},
                code="too_long",
            )
        if is_too_costly(text):
            raise ValidationError(TOO_MUCH_MARKUP, code="too_much_markup")
        return text

    def clean_dated(self) -> Any:
        return check_day(self.cleaned_data["dated"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.is_shown and "text" in cleaned and (missing := missing_text(self.html)):
            self.add_error("text", ValidationError(missing))
        return cleaned

    @cached_property
    def html(self) -> str:
        return html_from_typed(self.cleaned_data["text"])

    def posting(self, do: str) -> PostingCommand:
        given = self.cleaned_data
        return PostingCommand(
            do="post" if do == "post" else "schedule" if do == "schedule" else "save",
            dated=self._dated_back(given["dated"]),
            scheduled_for=given["scheduled_for"],
            quietly=given["quietly"],
        )

    def _dated_back(self, day: date | None) -> date | None:
        return None if day == timezone.localdate(self.posted_at) else day


class NewWorkForm(WorkForm, TextForm):
    """A new work with its first chapter."""

    chapter_title = forms.CharField(
        required=False, max_length=TITLE_MAX, label=gettext_lazy("Title of the first chapter")
    )

    @property
    def first_chapter(self) -> Chapter | None:
        """The chapter as it would be called; None where it is all of its work and means to stay so."""
        if self.cleaned_data["chapters_planned"] == 1:
            return None
        return Chapter(title=self.cleaned_data["chapter_title"], position=1)

    def chapter_command(self) -> ChapterCommand:
        fields = ChapterFields(title=self.cleaned_data["chapter_title"])
        return ChapterCommand(fields=fields, html=self.html, note=self.cleaned_data["note"])


class KeptTextForm(TextForm):
    """A text that is saved already: somebody else may have saved it meanwhile."""

    base = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def tell_missing_text(self) -> None:
        """Say of a form that is only shown that it needs a text before it can be posted."""
        if missing := missing_text(html_from_typed(str(self["text"].value() or ""))):
            self.errors["text"] = self.error_class(missing, renderer=self.renderer)

    def overtaken_by(self, newest: int) -> bool:
        """Whether a revision was saved since the form was opened; says so, and only once."""
        base = self.cleaned_data["base"]
        if base is None or base >= newest:
            return False
        self.add_error(
            None,
            gettext(
                "Revision %(number)s was saved after you opened this page. Look at it in the history first. "
                "If you save now, your version comes after it."
            )
            % {"number": newest},
        )
        self.data = with_value(self.data, "base", str(newest))
        return True


class DraftForm(NewWorkForm, KeptTextForm):
    """A draft of one chapter: the form it was begun in, filled."""

    def tell_missing(self) -> None:
        super().tell_missing()
        self.tell_missing_text()


class ChapterForm(KeptTextForm):
    """One chapter."""

    title = forms.CharField(
        required=False,
        max_length=TITLE_MAX,
        label=gettext_lazy("Chapter title"),
        widget=forms.TextInput(
            attrs={"placeholder": gettext_lazy("Chapter title"), "autocomplete": "off"}
        ),
    )
    position = forms.IntegerField(
        required=False, min_value=1, max_value=100_000, label=gettext_lazy("Place in the work")
    )
    summary = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label=gettext_lazy("Summary"),
        validators=[bounded(SUMMARY_MAX)],
    )
    notes = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label=gettext_lazy("Notes at the beginning"),
        validators=[bounded(NOTES_MAX)],
    )
    end_notes = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label=gettext_lazy("Notes at the end"),
        validators=[bounded(NOTES_MAX)],
    )
    is_last = forms.BooleanField(
        required=False, label=gettext_lazy("This is the last chapter: the work is complete with it")
    )

    def __init__(self, *args: Any, is_shown: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_shown = is_shown

    @property
    def open_notes(self) -> bool:
        """Whether summary and notes, which may be folded, show something typed or wrong."""
        around = (self[name] for name in ("summary", "notes", "end_notes"))
        return any(bound.errors or bound.value() for bound in around)

    def clean(self) -> dict[str, Any]:
        is_parsed = not self.errors
        cleaned = super().clean() or {}
        if is_parsed:
            with refusals(self):
                self.chapter_fields.cleaned()
        return cleaned

    @cached_property
    def chapter_fields(self) -> ChapterFields:
        given = self.cleaned_data
        return ChapterFields(
            title=given["title"],
            summary=html_from_typed(given["summary"]),
            notes=html_from_typed(given["notes"]),
            end_notes=html_from_typed(given["end_notes"]),
        )

    def chapter_command(self) -> ChapterCommand:
        return ChapterCommand(
            fields=self.chapter_fields,
            html=self.html,
            note=self.cleaned_data["note"],
            position=self.cleaned_data["position"],
            is_last=self.cleaned_data["is_last"],
        )


def initial_of(chapter: Chapter) -> Mapping[str, Any]:
    """What the form shows for a chapter. Times are local: the form is the author's."""
    dated = chapter.dated
    return {
        "title": chapter.title,
        "position": chapter.position,
        "summary": chapter.summary,
        "notes": chapter.notes,
        "end_notes": chapter.end_notes,
        "text": strip_block_ids(chapter.html),
        "dated": timezone.localdate(dated) if isinstance(dated, datetime) else dated,
        "scheduled_for": chapter.scheduled_for,
        "quietly": chapter.is_quiet,
    }

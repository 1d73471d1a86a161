"""What people send in a room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bookcub.core.ids import short_id
from bookcub.core.text import clean_comment, html_from_typed, legible, one_line, plain
from bookcub.meetings.actions.rooms import LONGEST_TIMER
from bookcub.meetings.models import Meeting
from bookcub.meetings.queries.lines import YES_NO_UNSURE
from bookcub.meetings.queries.near_passages import near_passages
from bookcub.meetings.queries.openable import Openable
from bookcub.meetings.queries.opened_passages import (
    OpenedPassage,
    chapters_to_open,
    furthest_to_open,
    opening_anywhere,
    opening_at,
    opening_by_words,
    outside_label,
)
from bookcub.people.models import User
from bookcub.reads.forms.place_fields import PlaceField
from bookcub.reads.planning import BookMeasure, Unit
from bookcub.reads.queries.measures import measure_of, number_words
from bookcub.web.enumeration import enumerated_titles
from bookcub.works.models import Chapter

LONGEST = 4000  # characters as typed
LONGEST_ANSWER = 60
MOST_ANSWERS = 5
KEY = 40


def new_key() -> str:
    """A key of one sending: what is sent twice with it is said once."""
    return short_id(20)


def _key_field() -> forms.CharField:
    return forms.CharField(
        required=False, max_length=KEY, widget=forms.HiddenInput, initial=new_key
    )


class LineForm(forms.Form):
    """Something said."""

    text = forms.CharField(
        label=gettext_lazy("Say something"),
        strip=False,
        widget=forms.Textarea(
            attrs={
                "rows": 2,
                "maxlength": LONGEST,
                "placeholder": gettext_lazy("Say something to everybody"),
            }
        ),
        error_messages={"required": gettext_lazy("Write something first.")},
    )
    client_key = _key_field()
    is_afterthought = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """The words as they are stored."""
        typed: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(typed) > LONGEST:
            raise forms.ValidationError(
                gettext(
                    "A line can have at most %(most)s characters. Yours has %(n)s; say it in two."
                ),
                code="too_long",
                params={
                    "most": number_format(LONGEST, force_grouping=True),
                    "n": number_format(len(typed), force_grouping=True),
                },
            )
        html = clean_comment(html_from_typed(typed), by_guest=True)
        if not plain(html):
            raise forms.ValidationError(gettext("Write something first."), code="empty")
        return html


class OpeningForm(forms.Form):
    """Where the book is to be opened."""

    chapter = forms.ModelChoiceField(
        Chapter.objects.none(),
        label=gettext_lazy("Chapter"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "This meeting does not go as far as that chapter. Choose an earlier one."
            )
        },
    )
    number = forms.IntegerField(label=gettext_lazy("Chapter"), min_value=1)
    words = forms.CharField(
        label=gettext_lazy("A few words of the passage"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "What you remember of them will do. If empty, the book opens at the beginning of the chosen chapter."
        ),
    )
    block = forms.RegexField(r"\Ab-[0-9a-z]{8}\Z", required=False, widget=forms.HiddenInput)
    client_key = _key_field()

    def __init__(self, *args: Any, meeting: Meeting, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.opening: OpenedPassage | None = None
        self.near: tuple[Openable, ...] = ()  # where words stand nowhere just so
        chapters = chapters_to_open(meeting, person)
        self.furthest = furthest_to_open(meeting)
        if self.furthest:
            self._ask_outside(measure_of(meeting.read, person) if meeting.read else None)
        else:
            self._offer(chapters)

    def _offer(self, chapters: list[Chapter]) -> None:
        del self.fields["number"]
        field = self.fields["chapter"]
        ids = [chapter.pk for chapter in chapters]
        # The posted choice is looked up among those of the meeting; the text is needed then.
        field.queryset = Chapter.objects.filter(pk__in=ids).order_by("position")  # type: ignore[attr-defined]  # it is a ModelChoiceField
        self.chapters = chapters
        anywhere = ("", gettext("Any chapter up to here"))
        field.widget.choices = [anywhere, *((each.pk, each.heading) for each in chapters)]

    def _ask_outside(self, measure: BookMeasure | None) -> None:
        del self.fields["chapter"], self.fields["block"]
        self.measure = measure or BookMeasure.of_chapters()
        labels = {
            Unit.CHAPTER: gettext("Chapter"),
            Unit.PAGE: gettext("Page"),
            Unit.SHARE: gettext("How far"),
        }
        number = PlaceField(
            label=labels[self.measure.unit],
            measure=self.measure,
            first=1,
            shown=self.furthest,
            error_messages={"max_value": self._too_far()},
        )
        self.fields["number"] = number
        words = self.fields["words"]
        words.label = gettext("Text (optional)")
        words.help_text = gettext("Copy it from your own book, if you like.")
        self.order_fields(["number", "words", "client_key"])

    def _too_far(self) -> str:
        messages = {
            Unit.CHAPTER: gettext("This meeting goes only as far as chapter %(limit_value)s."),
            Unit.PAGE: gettext("This meeting goes only as far as page %(limit_value)s."),
            Unit.SHARE: gettext("This meeting goes only as far as %(limit_value)s."),
        }
        last = number_words(self.measure, self.measure.number(self.furthest))
        return messages[self.measure.unit] % {"limit_value": last}

    def clean_number(self) -> int:
        upto: int = self.cleaned_data["number"]
        if upto > self.furthest:
            raise forms.ValidationError(self._too_far(), code="max_value")
        return upto

    def clean(self) -> dict[str, Any]:
        """Look the passage up."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        words = one_line(given.get("words", ""))
        if self.furthest:
            label = outside_label(self.meeting, given["number"])
            self.opening = OpenedPassage(label=label, quote=words)
            return given
        chapter: Chapter | None = given["chapter"]
        if chapter is None and not words:
            self.add_error(
                "words", gettext("Type a few words of the passage, or choose a chapter.")
            )
            return given
        if chapter is not None and (block := given.get("block")):
            self.opening = opening_at(chapter, block_id=block, words=words)
        if self.opening is None and chapter is not None:
            self.opening = opening_by_words(chapter, words=words)
        # Whoever knows the words need not know where they stand.
        self.opening = self.opening or opening_anywhere(self.chapters, words=words)
        if self.opening is None:
            self._look_nearby(words)
        return given

    def _look_nearby(self, words: str) -> None:
        """Offer what comes close to words that stand nowhere just so, else say which of them stand nowhere."""
        found = near_passages(self.chapters, words=words)
        self.near = found.passages
        if found.passages:
            sentence = gettext("Not in just these words. Is it one of these?")
        elif found.missing:
            sentence = gettext("In the chapters up to here you find nowhere: %(words)s.") % {
                "words": enumerated_titles(found.missing)
            }
        else:
            sentence = gettext(
                "In the chapters up to here these words don’t stand together. Leave some of them out."
            )
        self.add_error("words", sentence)


class BookClosingForm(forms.Form):
    """Which passage is to lie open no longer: the number of the line that opened it."""

    number = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class HandsForm(forms.Form):
    """A question to everybody in the room."""

    question = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write a question first.")},
    )
    options = forms.CharField(
        label=gettext_lazy("Answers to choose from"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One on each line, up to five. If empty: yes, no, unsure."),
    )

    def clean_question(self) -> str:
        return one_line(self.cleaned_data["question"])

    def clean_options(self) -> tuple[str, ...]:
        """The answers, or the usual three."""
        typed = legible(self.cleaned_data["options"])
        options = tuple(dict.fromkeys(filter(None, map(one_line, typed.splitlines()))))
        if not options:
            return YES_NO_UNSURE
        if not 2 <= len(options) <= MOST_ANSWERS:  # noqa: PLR2004  # fewer are no choice
            raise forms.ValidationError(
                gettext("Give two to five different answers, or none."), code="answers"
            )
        if any(len(option) > LONGEST_ANSWER for option in options):
            raise forms.ValidationError(
                gettext("An answer can have at most %(most)s characters."),
                code="too_long",
                params={"most": LONGEST_ANSWER},
            )
        return options


class HandForm(forms.Form):
    """One's own hand."""

    option = forms.IntegerField(min_value=0)

    def __init__(self, *args: Any, answers: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"] = forms.IntegerField(min_value=0, max_value=answers - 1)


class TimerForm(forms.Form):
    """How long the clock runs."""

    minutes = forms.IntegerField(
        label=pgettext_lazy("a length of time", "Minutes"),
        min_value=1,
        max_value=LONGEST_TIMER,
        initial=10,
        error_messages={
            "min_value": gettext_lazy("At least one minute."),
            "max_value": gettext_lazy("At most %(limit_value)s minutes."),
        },
    )

"""What members send when they choose the next read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bookcub.clubs.actions.picking_nominations import BookFields
from bookcub.clubs.isbn import isbn13
from bookcub.clubs.models import Method, Nomination, PickRules
from bookcub.core.clock import now
from bookcub.core.text import one_line
from bookcub.works.forms.parts import HourInput, RefusableForm

CHAPTERS_MAX = 1000
CHAPTER_TITLE_MAX = 255
PAGES_MAX = 20_000
DAYS_MAX = 90
NOMINATIONS_MAX = 10
SECONDS_MAX = 20


class WhyField(forms.CharField):
    """A word why."""

    def __init__(self) -> None:
        super().__init__(
            label="A word why",
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="What draws you to it? Please give nothing of it away.",
        )


class PickingForm(RefusableForm):
    """A form that an action may refuse after it was read."""

    def refuse(self, refusal: Exception) -> None:
        """Say over the form why it was not done."""
        if not isinstance(refusal, ValidationError):
            refusal = ValidationError(str(refusal))
        super().refuse(refusal)


class WorkNominationForm(PickingForm):
    """A work of this archive, with a word why."""

    why = WhyField()


class BookNominationForm(PickingForm):
    """An outside book, with a word why."""

    title = forms.CharField(label="Title", max_length=255)
    author = forms.CharField(label="Author", max_length=255, required=False)
    isbn = forms.CharField(
        label="ISBN", max_length=30, required=False, help_text="10 or 13 digits, if you know it."
    )
    url = forms.URLField(label="Link", max_length=500, required=False, assume_scheme="https")
    chapters = forms.CharField(
        label="Its chapters",
        required=False,
        max_length=CHAPTERS_MAX * (CHAPTER_TITLE_MAX + 2),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="One on each line; then the plan can say “to the end of chapter 4”.",
    )
    pages = forms.IntegerField(
        label="Or its number of pages", required=False, min_value=1, max_value=PAGES_MAX
    )
    why = WhyField()

    def clean_title(self) -> str:
        title = one_line(self.cleaned_data["title"])
        if not title:
            raise ValidationError("Give the title.")
        return title

    def clean_author(self) -> str:
        return one_line(self.cleaned_data["author"])

    def clean_isbn(self) -> str:
        typed = self.cleaned_data["isbn"].strip()
        if not typed:
            return ""
        try:
            return isbn13(typed)
        except ValueError as wrong:
            raise ValidationError(
                "This is no ISBN: 10 or 13 digits of which the last one checks the others. Look again, or leave it empty."
            ) from wrong

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not url.startswith(("http://", "https://")):
            raise ValidationError("Give an address that begins with https:// or http://.")
        return url

    def clean_chapters(self) -> list[str]:
        lines = [one_line(line) for line in self.cleaned_data["chapters"].splitlines()]
        titles = [line for line in lines if line]
        if len(titles) > CHAPTERS_MAX:
            raise ValidationError(f"At most {CHAPTERS_MAX} chapters; these are {len(titles)}.")
        if any(len(title) > CHAPTER_TITLE_MAX for title in titles):
            raise ValidationError(f"A chapter’s title has at most {CHAPTER_TITLE_MAX} characters.")
        return titles

    @property
    def book(self) -> BookFields:
        said = self.cleaned_data
        return BookFields(
            title=said["title"],
            author=said["author"],
            isbn=said["isbn"],
            url=said["url"],
            chapter_titles=said["chapters"],
            page_count=said["pages"],
        )


class FutureField(forms.DateTimeField):
    """A moment to come, typed in the reader's own time zone."""

    def __init__(self, *, label: str, required: bool = True, help_text: str = "") -> None:
        super().__init__(label=label, required=required, help_text=help_text, widget=HourInput)

    def clean(self, value: Any) -> Any:
        moment = super().clean(value)
        if moment is not None and moment <= now():
            raise ValidationError("This has passed already. Choose a time to come.")
        if moment is not None and (moment - now()).days > DAYS_MAX:
            raise ValidationError(f"At most {DAYS_MAX} days from now.")
        return moment


class PickForm(PickingForm):
    """Beginning to choose."""

    word = forms.CharField(
        label="What are you looking for?",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="A word for everybody: “something short for the holidays”. It may stay empty.",
    )
    closes_at = FutureField(
        label="Suggestions are open until",
        required=False,
        help_text="In your own time zone. Empty: as your rules say.",
    )


class DeadlineForm(PickingForm):
    """Another day for what is going on."""

    closes_at = FutureField(label="Until", help_text="In your own time zone.")


class ApprovalForm(PickingForm):
    """Ticks."""

    chosen = forms.TypedMultipleChoiceField(
        label="What would you gladly read?",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, options: Sequence[Nomination], ranking: Sequence[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"chosen": ranking}, **kwargs)
        self.fields["chosen"].choices = [(each.number, each.title) for each in options]  # type: ignore[attr-defined]  # a choice field

    @property
    def ranking(self) -> list[int]:
        return list(self.cleaned_data["chosen"])


class RankedForm(PickingForm):
    """A number for each suggestion; those without one are not on the ballot."""

    def __init__(
        self, *args: Any, options: Sequence[Nomination], ranking: Sequence[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.options = list(options)
        places = [(str(place), str(place)) for place in range(1, len(options) + 1)]
        for each in self.options:
            self.fields[_rank(each)] = forms.ChoiceField(
                label=each.title,
                required=False,
                choices=[("", "–"), *places],
                initial=ranking.index(each.number) + 1 if each.number in ranking else "",
                error_messages={"invalid_choice": "There is no such place."},
            )

    def rows(self) -> list[tuple[Nomination, forms.BoundField]]:
        """The options with their fields, those ranked first, in their order."""
        found = [(each, self[_rank(each)]) for each in self.options]
        return sorted(found, key=lambda row: _place(row[1].value()))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        places = [place for place in cleaned.values() if place]
        twice = sorted({place for place in places if places.count(place) > 1}, key=int)
        for place in twice:
            self.add_error(None, f"Two suggestions have place {place}. Give each place once.")
        return cleaned

    @property
    def ranking(self) -> list[int]:
        placed = [(self.cleaned_data[_rank(each)], each.number) for each in self.options]
        return [number for _, number in sorted((int(p), n) for p, n in placed if p)]


def _rank(nomination: Nomination) -> str:
    return f"rank-{nomination.number}"


def _place(value: object) -> int:
    typed = str(value or "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 10_000  # noqa: PLR2004  # no club has as many


class PickRulesForm(forms.ModelForm[PickRules]):
    """How a club chooses."""

    class Meta:
        model = PickRules
        fields = (
            "method",
            "nominations_each",
            "seconds_needed",
            "allows_repeats",
            "nominating_days",
            "voting_days",
            "hides_results",
            "tie_rule",
        )
        labels = {
            "method": "How do you choose?",
            "nominations_each": "Suggestions from each member",
            "seconds_needed": "Seconds that a suggestion needs",
            "allows_repeats": "What was read before may be read again",
            "nominating_days": "Days for suggestions",
            "voting_days": "Days for the vote",
            "hides_results": "Nobody sees how a vote stands before it is over",
            "tie_rule": "When suggestions are level, what decides?",
        }
        help_texts = {
            "seconds_needed": "0: every suggestion goes on.",
            "nominating_days": "For those who take turns: the days after which they are reminded, once.",
            "tie_rule": "Only for votes.",
        }
        widgets = {"method": forms.RadioSelect, "tie_rule": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = {
            "nominations_each": (1, NOMINATIONS_MAX),
            "seconds_needed": (0, SECONDS_MAX),
            "nominating_days": (1, DAYS_MAX),
            "voting_days": (1, DAYS_MAX),
        }
        for name, (least, most) in limits.items():
            kept = self.fields[name]
            self.fields[name] = forms.IntegerField(
                label=kept.label,
                help_text=kept.help_text,
                min_value=least,
                max_value=most,
            )
        self.fields["method"].choices = Method.choices  # type: ignore[attr-defined]  # a choice field; without the empty one

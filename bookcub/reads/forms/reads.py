"""What members send about a read: beginning it, ending it, and where they are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from bookcub.reads.forms.books import BookForm
from bookcub.web.forms.days import DayInput
from bookcub.web.forms.plain import PlainForm

YEARS_AHEAD = timedelta(days=5 * 366)
YEARS_BACK = timedelta(days=10 * 366)


def day_near(day: date | None, today: date) -> date | None:
    """Raise ValidationError for a day that no plan has."""
    if day is not None and not today - YEARS_BACK <= day <= today + YEARS_AHEAD:
        raise ValidationError(
            gettext("Choose a day in the last ten or the next five years."), code="out_of_range"
        )
    return day


class BeginForm(BookForm):
    """The first day of a read. Of an outside book also what it is."""

    when = forms.ChoiceField(
        label=gettext_lazy("When does it begin?"),
        required=False,
        choices=[
            ("after", gettext_lazy("After what you are reading now")),
            ("now", gettext_lazy("Today, beside what you are reading now")),
        ],
        initial="after",
        widget=forms.RadioSelect,
    )
    starts_on = forms.DateField(label=gettext_lazy("First day"), required=False, widget=DayInput())

    def __init__(
        self, *args: Any, today: date, is_book: bool, is_reading: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.is_book = is_book
        if not is_book:
            for name in ("title", "author", "isbn", "url", "chapters", "pages"):
                del self.fields[name]
        self.is_reading = is_reading
        if is_reading:
            self.fields["starts_on"].help_text = gettext(
                "Leave this empty to begin as chosen above."
            )
        else:
            del self.fields["when"]
            self.fields["starts_on"].help_text = gettext("Leave this empty to begin today.")

    @property
    def waits(self) -> bool:
        """Whether it comes after what is being read: unless a day or today was chosen."""
        given = self.cleaned_data
        return self.is_reading and not given["starts_on"] and given["when"] != "now"

    def clean_starts_on(self) -> date | None:
        return day_near(self.cleaned_data["starts_on"], self.today)

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        knows_length = given.get("chapters") or given.get("pages")
        if self.is_book and not knows_length and not {"chapters", "pages"} & self.errors.keys():
            self.add_error(
                "pages", gettext("Enter the chapters or the number of pages, so that you can plan.")
            )


class EndForm(PlainForm):
    """How a read ends."""

    how = forms.ChoiceField(
        label=gettext_lazy("How did it end?"),
        choices=[
            ("finished", gettext_lazy("We have read it")),
            ("abandoned", gettext_lazy("We are leaving it unfinished")),
        ],
        widget=forms.RadioSelect,
    )
    word = forms.CharField(
        label=gettext_lazy("Why? (optional)"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("If you leave it unfinished. All members can read this."),
    )


class CompanyForm(forms.Form):
    """What a member chooses for themselves in one read; each button sends one of these."""

    shows = forms.ChoiceField(required=False, choices=[("yes", ""), ("no", "")])
    sits_out = forms.ChoiceField(required=False, choices=[("yes", ""), ("no", "")])

    def clean(self) -> None:
        if not (self.cleaned_data.get("shows") or self.cleaned_data.get("sits_out")):
            raise ValidationError(gettext("Press one of the buttons."), code="required")

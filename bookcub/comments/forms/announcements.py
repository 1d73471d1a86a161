"""Whether what a host says stands on top of the club's page, and until when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from bookcub.clubs.models import Club
from bookcub.core.clock import now
from bookcub.core.zones import zone_named
from bookcub.web.dates import as_weekday
from bookcub.web.forms.days import DayInput
from bookcub.web.forms.plain import PlainForm

TWO_WEEKS = timedelta(days=14)
LONGEST = timedelta(days=366)
WEEKS, MEETING, DAY = "weeks", "meeting", "day"


class AnnouncementForm(PlainForm):
    """An announcement stands until the end of a day where the club meets."""

    announce = forms.BooleanField(
        label=gettext_lazy("As an announcement"),
        required=False,
        help_text=gettext_lazy(
            "It stands on top of the club’s page, in every inbox and on the printed handout. Everybody sees it, "
            "wherever they are in a book: give nothing away."
        ),
    )
    stands = forms.ChoiceField(label=gettext_lazy("How long it stands there"), required=False)
    until = forms.DateField(label=gettext_lazy("Its last day"), required=False, widget=DayInput())

    def __init__(self, *args: Any, club: Club, meets_at: datetime | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone_named(club.time_zone)
        self.club, self.today = club, now().astimezone(self.zone).date()
        self.meets_on = meets_at.astimezone(self.zone).date() if meets_at else None
        choices = [(WEEKS, gettext("For two weeks")), (DAY, gettext("Until the day below"))]
        if self.meets_on:
            words = gettext("Until the next meeting, %(day)s")
            day = as_weekday(self.meets_on, today=self.today)
            choices.insert(1, (MEETING, words % {"day": day}))
        self.fields["stands"] = forms.ChoiceField(
            label=self.fields["stands"].label,
            required=False,
            choices=choices,
            error_messages={
                "invalid_choice": gettext("There is no next meeting now. Choose again.")
            },
        )
        self.order_fields(["announce", "stands", "until"])

    def clean(self) -> None:
        given = self.cleaned_data
        if not given.get("announce"):
            self.errors.clear()  # what is not announced needs no day
            return
        if given.get("stands") != DAY or "until" in self.errors:
            return
        day: date | None = given.get("until")
        if day is None or not self.today <= day <= self.today + LONGEST:
            words = gettext("Choose a day from today on, within a year.")
            self.add_error("until", forms.ValidationError(words, code="out_of_range"))

    @property
    def until_moment(self) -> datetime | None:
        """When it comes down again, of a valid form; None for what is no announcement."""
        if not self.cleaned_data.get("announce"):
            return None
        chosen = {MEETING: self.meets_on, DAY: self.cleaned_data.get("until")}
        last: date = chosen.get(self.cleaned_data["stands"]) or self.today + TWO_WEEKS
        morning_after = datetime.combine(last + timedelta(days=1), time(), tzinfo=self.zone)
        return morning_after.astimezone(UTC)

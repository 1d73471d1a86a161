"""When a meeting could be: one time, several, or all that a rule means."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from bookcub.core.clock import now
from bookcub.core.zones import current_zone
from bookcub.meetings.actions.meetings import MOST_SLOTS
from bookcub.meetings.availability import LONGEST_SEARCH, SlotRule, Span, slots_of
from bookcub.meetings.models import Repeats
from bookcub.web.forms.days import ClockInput, DayInput
from bookcub.web.forms.moments import FORMAT, MomentField

SHORTEST, LONGEST = 10, 12 * 60  # minutes
USUAL = 90
ROWS = 6  # times that can be typed at once; painted, as many as a meeting can have
ENOUGH_LEFT = timedelta(days=7)  # of this month, to offer it

PARTS = {
    "morning": (gettext_lazy("Morning, 9 to 12"), time(9), time(12)),
    "noon": (gettext_lazy("Around noon, 11:30 to 14:30"), time(11, 30), time(14, 30)),
    "afternoon": (gettext_lazy("Afternoon, 14 to 18"), time(14), time(18)),
    "evening": (gettext_lazy("Evening, 18 to 22"), time(18), time(22)),
}
OWN_HOURS = "hours"
STEPS = {
    "0": gettext_lazy("Once, at the beginning"),
    "30": gettext_lazy("Every half hour"),
    "60": gettext_lazy("Every hour"),
}


class LengthForm(forms.Form):
    minutes_long = forms.IntegerField(
        label=gettext_lazy("Length in minutes"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=USUAL,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 5}),
    )

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.cleaned_data["minutes_long"])


class TimeForm(LengthForm):
    """One time that is settled."""

    starts_at = MomentField(label=gettext_lazy("Day and time"))
    field_order = ["starts_at", "minutes_long"]

    @property
    def span(self) -> Span:
        starts = self.cleaned_data["starts_at"]
        return Span(starts, starts + self.length)

    def clean_starts_at(self) -> datetime:
        """Refuse the past, unless the meeting has stood there before."""
        at: datetime = self.cleaned_data["starts_at"]
        if at <= now() and at != self.initial.get("starts_at"):
            raise ValidationError(
                gettext("That time has passed. Choose one that is still to come."), code="past"
            )
        return at


class AppointmentForm(TimeForm):
    """One time that is settled, and whether there are more."""

    repeats = forms.ChoiceField(
        label=gettext_lazy("Repeat"),
        choices=[("", gettext_lazy("It does not repeat")), *Repeats.choices],
        required=False,
        help_text=gettext_lazy(
            "When a meeting is over, everybody is invited to the next. Each can be moved or cancelled alone."
        ),
    )


class TimesForm(LengthForm):
    """Several times, typed one by one, or painted: then there may be more of them than were on the page."""

    most = MOST_SLOTS

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.names = [f"time_{row}" for row in range(1, self._rows() + 1)]
        for row, name in enumerate(self.names, 1):
            label = gettext("Time %(n)s") % {"n": row}
            self.fields[name] = MomentField(label=label, required=False)

    @property
    def rows(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    @property
    def wall_clock(self) -> str:
        """What the clock on the wall shows, as the fields write it."""
        return now().astimezone(current_zone()).strftime(FORMAT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        moments = [name for name in self.names if cleaned.get(name)]
        for name in moments:
            if cleaned[name] <= now():
                self.add_error(
                    name, gettext("That time has passed. Choose one that is still to come.")
                )
        if not moments and not any(name in self.errors for name in self.names):
            self.add_error("time_1", gettext("Propose at least one time."))
        return cleaned

    @property
    def spans(self) -> list[Span]:
        typed = (self.cleaned_data.get(name) for name in self.names)
        return sorted(Span(at, at + self.length) for at in {at for at in typed if at})

    def _rows(self) -> int:
        """As many as were sent, and no fewer than usual."""
        sent = range(MOST_SLOTS, ROWS, -1)
        return next((row for row in sent if self.add_prefix(f"time_{row}") in self.data), ROWS)


class RuleForm(LengthForm):
    """A rule such as "any Friday evening this month"."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Weekdays"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Part of the day"),
        choices=[
            *((key, words) for key, (words, *_) in PARTS.items()),
            (OWN_HOURS, gettext_lazy("Other hours")),
        ],
        initial="evening",
    )
    earliest = forms.TimeField(
        label=gettext_lazy("Earliest start"), required=False, widget=ClockInput
    )
    latest = forms.TimeField(
        label=gettext_lazy("Latest end"),
        required=False,
        widget=ClockInput,
        help_text=gettext_lazy("Can be after midnight."),
    )
    step = forms.ChoiceField(
        label=pgettext_lazy("when each time starts", "Start"),
        choices=list(STEPS.items()),
        initial="60",
    )
    since = forms.DateField(label=gettext_lazy("First day"), widget=DayInput)
    until = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput)
    field_order = [
        "weekdays", "part", "earliest", "latest", "step", "since", "until", "minutes_long",
    ]  # fmt: skip

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["since"].initial, self.fields["until"].initial = this_month()
        self.spans: list[Span] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        earliest, latest = self._hours(cleaned)
        if self.errors:
            return cleaned
        if trouble := _trouble_with_days(cleaned["since"], cleaned["until"]):
            self.add_error("until", trouble)
            return cleaned
        step = int(cleaned["step"])
        rule = SlotRule(
            weekdays=frozenset(cleaned["weekdays"]),
            since=cleaned["since"],
            until=cleaned["until"],
            earliest=earliest,
            latest=latest,
            length=self.length,
            step=timedelta(minutes=step) if step else timedelta(days=1),
        )
        self.spans = list(slots_of(rule, current_zone(), after=now()))
        if not self.spans:
            self.add_error(
                None, gettext("No time still to come fits. Try longer hours, or more days.")
            )
        elif len(self.spans) > MOST_SLOTS:
            many = ngettext(
                "That would be %(n)s time, more than the %(most)s that fit. Choose fewer days, or fewer starts a day.",
                "That would be %(n)s times, more than the %(most)s that fit. Choose fewer days, or fewer starts a day.",
                len(self.spans),
            )
            self.add_error(None, many % {"n": len(self.spans), "most": MOST_SLOTS})
        return cleaned

    def _hours(self, cleaned: dict[str, Any]) -> tuple[time, time]:
        part = cleaned.get("part")
        if part in PARTS:
            return PARTS[part][1:]
        earliest, latest = cleaned.get("earliest"), cleaned.get("latest")
        if part == OWN_HOURS and (earliest is None or latest is None):
            name = "earliest" if earliest is None else "latest"
            if name not in self.errors:
                self.add_error(name, gettext("Say from when to when."))
        return earliest or time(0), latest or time(0)


def _trouble_with_days(since: date, until: date) -> str:
    if until < since:
        return gettext("The last day is before the first. Choose a later one.")
    if until - since > LONGEST_SEARCH:
        return gettext("These days are more than a year apart. Choose an earlier last day.")
    return ""


def this_month() -> tuple[date, date]:
    """From today to the end of the month; to the end of the next one when this one is nearly over."""
    today = now().astimezone(current_zone()).date()
    end = _month_end(today)
    return today, end if end - today >= ENOUGH_LEFT else _month_end(end + timedelta(days=1))


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])

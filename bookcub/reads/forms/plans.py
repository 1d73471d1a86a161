"""A pace, and milestones line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bookcub.core.text import one_line
from bookcub.reads.forms.place_fields import PlaceField
from bookcub.reads.forms.reads import day_near
from bookcub.reads.models import Milestone, PaceKind, Read
from bookcub.reads.planning import BookMeasure, MeasureKind, Unit
from bookcub.reads.queries.plans import PaceWish, RowWish
from bookcub.web.forms.days import DayInput
from bookcub.web.forms.plain import PlainForm

AMOUNT_MAX = 2000
NEW_LINES = 3


class PaceForm(PlainForm):
    """How fast a club reads."""

    pace = forms.ChoiceField()
    per_week = forms.IntegerField(
        label=gettext_lazy("How many a week"), required=False, min_value=1, max_value=AMOUNT_MAX
    )
    done_by = forms.DateField(label=gettext_lazy("Done by"), required=False, widget=DayInput())
    weekday = forms.TypedChoiceField(
        label=pgettext_lazy("a weekday", "Due on"), coerce=int, choices=list(WEEKDAYS.items())
    )
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=DayInput())
    lets_go = forms.BooleanField(
        label=gettext_lazy("Also reset the dates you set yourself, from today on"), required=False
    )

    def __init__(
        self, *args: Any, read: Read, today: date, measure: BookMeasure, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _initial(read, today))
        super().__init__(*args, **kwargs)
        self.today = today
        # A story may go on beyond what is written.
        open_ended = replace(measure, length=0)
        self.plan = read.measure if read.is_by_share else open_ended
        self.fields["pace"] = forms.ChoiceField(
            label=gettext("How do you want to read?"),
            widget=forms.RadioSelect,
            choices=_paces(read),
        )
        after = read.measure.upto(int(read.seen.get("after", 0)))
        self.fields["after"] = PlaceField(
            measure=measure if read.is_by_share else open_ended,
            shown=after,
            required=False,
            label=_after_label(measure),
            help_text=gettext("0 is the beginning of the book."),
        )
        self.fields["per_week"].help_text = gettext(
            "If you read a number of chapters or pages a week."
        )
        self.fields["done_by"].help_text = gettext("If you want to be done by a day.")

    def clean_starts_on(self) -> date | None:
        return day_near(self.cleaned_data["starts_on"], self.today)

    def clean_done_by(self) -> date | None:
        return day_near(self.cleaned_data["done_by"], self.today)

    def clean_after(self) -> int:
        return self.plan.number(self.cleaned_data["after"] or 0)

    def clean(self) -> None:
        given = self.cleaned_data
        pace = given.get("pace")
        if pace in {PaceKind.PER_WEEK, PaceKind.PAGES} and not given.get("per_week"):
            if "per_week" not in self.errors:
                self.add_error("per_week", gettext("Enter how many a week."))
        elif pace == PaceKind.DONE_BY and "done_by" not in self.errors:
            done_by, start = given.get("done_by"), given.get("starts_on")
            if done_by is None:
                self.add_error("done_by", gettext("Choose the day by which you want to be done."))
            elif done_by <= self.today or (start and done_by <= start):
                self.add_error(
                    "done_by", gettext("Choose a day after today and after the first day.")
                )

    @property
    def wish(self) -> PaceWish:
        given = self.cleaned_data
        pace = PaceKind(given["pace"])
        counts = pace in {PaceKind.PER_WEEK, PaceKind.PAGES}
        return PaceWish(
            pace=pace,
            per_week=given["per_week"] if counts else None,
            done_by=given["done_by"] if pace == PaceKind.DONE_BY else None,
            weekday=given["weekday"],
            starts_on=given["starts_on"],
            after=given["after"],
            lets_go=given["lets_go"],
        )


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """The fields of one milestone."""

    name: str
    row: Milestone | None
    upto: BoundField
    due_on: BoundField
    label: BoundField
    is_fixed: BoundField | None
    is_removed: BoundField | None


class MilestonesForm(PlainForm):
    """All milestones of a plan, and a few empty lines for more."""

    as_of = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,
        rows: Sequence[Milestone],
        as_of: int,
        plan: BookMeasure,
        measure: BookMeasure,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"as_of": as_of}
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.plan = plan
        # A story may go on beyond what is written.
        by_chapter = replace(measure, length=0)
        self.measure = measure if measure.is_by_share else by_chapter
        for number, row in enumerate(rows, start=1):
            self._add(f"{row.pk}", _milestone_name(number), row)
        for number in range(1, NEW_LINES + 1):
            self._add(f"new{number}", _new_milestone_name(number), None)

    def lines(self) -> Iterator[MilestoneLine]:
        for number, row in enumerate(self.rows, start=1):
            yield self._line(f"{row.pk}", _milestone_name(number), row)

    def new_lines(self) -> Iterator[MilestoneLine]:
        for number in range(1, NEW_LINES + 1):
            yield self._line(f"new{number}", _new_milestone_name(number), None)

    def clean(self) -> None:
        for key in self._keys():
            upto, due = self.cleaned_data.get(f"upto-{key}"), self.cleaned_data.get(f"due-{key}")
            is_new = key.startswith("new")
            is_given = upto is not None or f"upto-{key}" in self.errors
            if not is_new and not is_given and not self.cleaned_data.get(f"remove-{key}"):
                self.add_error(f"upto-{key}", gettext("Enter how far, or remove the milestone."))
            if is_new and not is_given and (due or self.cleaned_data.get(f"label-{key}")):
                self.add_error(f"upto-{key}", gettext("Enter how far."))

    @property
    def wishes(self) -> list[RowWish]:
        given = self.cleaned_data
        rows = {f"{row.pk}": row for row in self.rows}
        return [
            RowWish(
                row=rows[key].pk if key in rows else None,
                upto=self.plan.number(given[f"upto-{key}"] or rows[key].upto),
                due_on=given[f"due-{key}"],
                label=one_line(given[f"label-{key}"]),
                is_fixed=bool(given.get(f"fixed-{key}")),
                is_removed=bool(given.get(f"remove-{key}")),
            )
            for key in self._keys()
            if key in rows or given.get(f"upto-{key}")
        ]

    def _keys(self) -> list[str]:
        return [name.removeprefix("upto-") for name in self.fields if name.startswith("upto-")]

    def _add(self, key: str, name: str, row: Milestone | None) -> None:
        self.fields[f"upto-{key}"] = PlaceField(
            label=_upto_label(name, self.measure),
            required=False,
            measure=self.measure,
            first=1,
            shown=row.upto if row else None,
        )
        self.fields[f"due-{key}"] = forms.DateField(
            label=gettext("%(milestone)s: due on") % {"milestone": name},
            required=False,
            widget=DayInput(),
            initial=row.due_on if row else None,
        )
        self.fields[f"label-{key}"] = forms.CharField(
            label=gettext("%(milestone)s: message") % {"milestone": name},
            required=False,
            max_length=120,
            initial=row.label if row else "",
        )
        if row:
            self.fields[f"fixed-{key}"] = forms.BooleanField(
                label=gettext("Stays here"), required=False, initial=row.is_fixed
            )
            self.fields[f"remove-{key}"] = forms.BooleanField(
                label=gettext("Remove"), required=False
            )

    def _line(self, key: str, name: str, row: Milestone | None) -> MilestoneLine:
        return MilestoneLine(
            name=name,
            row=row,
            upto=self[f"upto-{key}"],
            due_on=self[f"due-{key}"],
            label=self[f"label-{key}"],
            is_fixed=self[f"fixed-{key}"] if row else None,
            is_removed=self[f"remove-{key}"] if row else None,
        )


def _milestone_name(number: int) -> str:
    return gettext("Milestone %(number)d") % {"number": number}


def _new_milestone_name(number: int) -> str:
    return gettext("New milestone %(number)d") % {"number": number}


def _upto_label(name: str, measure: BookMeasure) -> str:
    labels = {
        Unit.CHAPTER: gettext("%(milestone)s: last chapter"),
        Unit.PAGE: gettext("%(milestone)s: last page"),
        Unit.SHARE: gettext("%(milestone)s: how far"),
    }
    return labels[measure.unit] % {"milestone": name}


def _after_label(measure: BookMeasure) -> str:
    labels = {
        Unit.CHAPTER: gettext("Begin after chapter"),
        Unit.PAGE: gettext("Begin after page"),
        Unit.SHARE: gettext("Begin after"),
    }
    return labels[measure.unit]


def _paces(read: Read) -> list[tuple[str, str]]:
    """The paces at which a book can be read, as its plan counts it."""
    names = {kind: str(name) for kind, name in PaceKind.choices}
    if read.measure.kind is MeasureKind.PERCENT:
        names[PaceKind.PAGES] = gettext("Some percent of the book a week")
    return [(kind, names[kind]) for kind in PaceKind.values if kind in paces_for(read)]


def paces_for(read: Read) -> set[str]:
    """The paces at which a book can be read: pages need words or numbers of pages."""
    if read.is_by_share:
        return {PaceKind.AS_WE_GO, PaceKind.PAGES, PaceKind.DONE_BY}
    if read.work_id is None:
        return {PaceKind.AS_WE_GO, PaceKind.PER_WEEK, PaceKind.DONE_BY}
    return {*PaceKind}


def _initial(read: Read, today: date) -> dict[str, Any]:
    pace = read.pace
    if pace == PaceKind.PER_WEEK and read.is_by_share:
        pace = PaceKind.PAGES
    return {
        "pace": pace,
        "per_week": read.per_week,
        "done_by": read.done_by,
        "weekday": read.weekday,
        "starts_on": read.starts_on or today,
    }

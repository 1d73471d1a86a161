"""The hour at which a chapter posts itself."""

from __future__ import annotations

from django import forms

from bookcub.works.forms.parts import HourInput, RefusableForm


class ScheduleForm(RefusableForm):
    """An hour in the author's own zone."""

    scheduled_for = forms.DateTimeField(widget=HourInput, label="Post it by itself at")
    quietly = forms.BooleanField(required=False, label="Without telling anyone")

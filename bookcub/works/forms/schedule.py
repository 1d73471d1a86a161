"""The hour at which a chapter posts itself."""

from __future__ import annotations

from django import forms

from bookcub.web.forms.days import HourInput
from bookcub.web.forms.plain import PlainForm


class ScheduleForm(PlainForm):
    """An hour in the author's own zone."""

    scheduled_for = forms.DateTimeField(widget=HourInput, label="Post it by itself at")
    quietly = forms.BooleanField(required=False, label="Without telling anyone")

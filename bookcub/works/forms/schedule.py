"""How chapters are posted: by themselves at an hour, or all at once."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from bookcub.web.forms.moments import MomentField
from bookcub.web.forms.plain import PlainForm


class ScheduleForm(PlainForm):
    """An hour in the author's own zone."""

    scheduled_for = MomentField(label=gettext_lazy("Post automatically at"))
    quietly = forms.BooleanField(required=False, label=gettext_lazy("Without telling anyone"))


class PostAllForm(PlainForm):
    """All drafts of a work."""

    quietly = forms.BooleanField(required=False, label=gettext_lazy("Post without telling anyone"))

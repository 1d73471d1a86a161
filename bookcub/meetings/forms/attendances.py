"""Who was there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from bookcub.clubs.models import Membership


class SheetForm(forms.Form):
    """The sign-in sheet, ticked off. `ticked` says how it was when the page was opened: only what differs is said anew."""

    there = forms.MultipleChoiceField(
        label=gettext_lazy("Who was there?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy(
                "Somebody has left the club, or has said it themselves meanwhile. Look once more, then save."
            )
        },
    )
    ticked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, members: Sequence[Membership], **more: Any) -> None:
        super().__init__(*given, **more)
        self._names = {str(each.pk): each.name for each in members}
        field: Any = self.fields["there"]
        field.choices = list(self._names.items())

    @property
    def came(self) -> set[int]:
        """Those who are ticked now and were not."""
        return self._now - self._before

    @property
    def stayed_away(self) -> set[int]:
        """Those who were ticked and are no longer."""
        return self._before - self._now

    @property
    def _now(self) -> set[int]:
        return {int(each) for each in self.cleaned_data["there"]}

    @property
    def _before(self) -> set[int]:
        return {int(each) for each in self.cleaned_data["ticked"].split() if each in self._names}


class OwnAttendanceForm(forms.Form):
    """Whether one was there oneself."""

    was_there = forms.ChoiceField(choices=[("yes", ""), ("no", "")])

"""Whom to keep away, and whom not to hear."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from bookcub.core.text import one_line
from bookcub.people.models import User, UserMute


class WhomForm(forms.Form):
    """The name of somebody else's account."""

    name = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
    )

    def __init__(self, *given: Any, person: User, **more: Any) -> None:
        super().__init__(*given, **more)
        self.person = person

    def clean_name(self) -> User:
        name = self.cleaned_data["name"].strip()
        found = User.objects.visible_to(self.person).named(name).first()
        if found is None:
            raise forms.ValidationError(
                gettext("Nobody here goes by the user name “%(name)s”. Check it for a typo.")
                % {"name": name}
            )
        if found.pk == self.person.pk:
            raise forms.ValidationError(gettext("This is you. Choose somebody else."))
        return found


class MuteForm(WhomForm):
    """With why, for oneself."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=UserMute.REASON_LONGEST,
        help_text=gettext_lazy("For you alone, to remember."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_reason(self) -> str:
        return one_line(self.cleaned_data["reason"])

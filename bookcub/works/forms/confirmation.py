"""Confirming what cannot be undone: by the name of a thing, or by the choice of what stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bookcub.web.forms.plain import PlainForm


def _alike(text: str) -> str:
    return " ".join(text.split()).casefold()


class NamedForm(PlainForm):
    """Something is deleted by typing its name."""

    typed = forms.CharField(
        label="Type its title",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Type the title to delete it."},
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name

    def clean_typed(self) -> str:
        typed = str(self.cleaned_data["typed"])
        if _alike(typed) != _alike(self.name):
            raise ValidationError(
                f"That is not its title. It is “{self.name}”.", code="not_the_title"
            )
        return typed


class OrphanForm(PlainForm):
    """How much of a name stays on an orphaned work."""

    keep_name = forms.ChoiceField(
        choices=[
            ("no", "Take my name off it"),
            ("yes", "Leave my pseud’s name on it, without any link to me"),
        ],
        widget=forms.RadioSelect,
        initial="no",
        label="Your name",
    )
    sure = forms.BooleanField(
        label="I know that this cannot be taken back.",
        error_messages={"required": "Tick this to go on: it cannot be taken back."},
    )

    @property
    def keeps_name(self) -> bool:
        return bool(self.cleaned_data["keep_name"] == "yes")

"""Deleting for good what lies in the trash."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from bookcub.web.forms.plain import PlainForm


def _alike(text: str) -> str:
    return " ".join(text.split()).casefold()


class NamedForm(PlainForm):
    """Something is deleted for good by typing its name."""

    typed = forms.CharField(
        label=gettext_lazy("Type its title"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the title to delete it.")},
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name

    def clean_typed(self) -> str:
        typed = str(self.cleaned_data["typed"])
        if _alike(typed) != _alike(self.name):
            raise ValidationError(
                gettext("That is not its title. Type “%(title)s” to delete it.")
                % {"title": self.name},
                code="not_the_title",
            )
        return typed

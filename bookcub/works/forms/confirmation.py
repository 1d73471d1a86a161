"""Confirming what cannot be undone: by the name of a thing, or by the choice of what stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from bookcub.web.forms.plain import PlainForm


def _alike(text: str) -> str:
    return " ".join(text.split()).casefold()


class NamedForm(PlainForm):
    """Something is deleted by typing its name."""

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


class RevisionDeletionForm(PlainForm):
    """One state of a chapter, or all up to it, goes for good."""

    earlier = forms.BooleanField(
        required=False, label=gettext_lazy("Also delete all revisions before it")
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I understand that this cannot be undone."),
        error_messages={
            "required": gettext_lazy("Tick this box to delete it: it cannot be undone.")
        },
    )


class OrphanForm(PlainForm):
    """How much of a name stays on an orphaned work."""

    keep_name = forms.ChoiceField(
        choices=[
            ("no", gettext_lazy("Take my name off it")),
            ("yes", gettext_lazy("Keep my pseud’s name on it, without any link to me")),
        ],
        widget=forms.RadioSelect,
        initial="no",
        label=gettext_lazy("Your name"),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I understand that this cannot be undone."),
        error_messages={
            "required": gettext_lazy("Tick this box to orphan the work: it cannot be undone.")
        },
    )

    @property
    def keeps_name(self) -> bool:
        return bool(self.cleaned_data["keep_name"] == "yes")

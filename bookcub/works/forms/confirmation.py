"""Confirming what cannot be undone, and the choice of what stays."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from bookcub.web.forms.plain import PlainForm


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

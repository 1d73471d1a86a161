"""One fandom for all works of an import that name none."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from bookcub.tags.models import TagKind
from bookcub.works.fields import check_tags


class FandomForm(forms.Form):
    """The name of one fandom, or nothing."""

    fandom = forms.CharField(
        required=False,
        max_length=150,
        label=gettext_lazy("Fandom for all that have none"),
        help_text=gettext_lazy("Use “Original Work” for a world of your own."),
    )

    def clean_fandom(self) -> str:
        """One name that a tag can have."""
        name = " ".join(str(self.cleaned_data["fandom"]).strip(" ,").split())
        if "," in name:
            raise ValidationError(gettext("Name one fandom here."), code="several")
        if name:
            check_tags({TagKind.FANDOM: [name]})
        return name

"""One fandom for all works of an import that name none."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from bookcub.tags.models import TAG_MAX, validate_tag_name
from bookcub.works.forms.fandoms import NewFandomMixin, asked_about_fandom


class FandomForm(NewFandomMixin, forms.Form):
    """The name of one fandom, or nothing."""

    fandom = forms.CharField(
        required=False,
        max_length=TAG_MAX,
        label=gettext_lazy("Fandom for all that have none"),
        help_text=gettext_lazy("Use “Original Work” for a world of your own."),
    )

    def clean_fandom(self) -> str:
        """One name that a tag can have."""
        name = " ".join(str(self.cleaned_data["fandom"]).strip(" ,").split())
        if "," in name:
            raise ValidationError(gettext("Name one fandom here."), code="several")
        if name:
            validate_tag_name(name)
        return name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        name = given.get("fandom")
        if name and not given.get("fandom_new") and (question := asked_about_fandom(name)):
            self.add_error("fandom", question)
        return given

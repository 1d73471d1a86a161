"""The order of things, as numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext

from bookcub.web.forms.plain import PlainForm


class OrderForm(PlainForm):
    """A number for each key, in fields called `<name>-<key>`. Equal numbers keep their old order."""

    def __init__(self, *args: Any, name: str, keys: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {key: f"{name}-{key}" for key in keys}
        self.fields["was"] = forms.CharField(
            required=False,
            initial=",".join(map(str, keys)),
            widget=forms.HiddenInput,
        )
        for place, field_name in enumerate(self.names.values(), start=1):
            self.fields[field_name] = forms.IntegerField(
                min_value=1,
                max_value=100_000,
                initial=place,
                label=gettext("New position of number %(place)s") % {"place": place},
            )

    @property
    def was(self) -> list[int] | None:
        """The keys as they stood when the page was opened; None where a form does not say."""
        said = str(self.cleaned_data["was"])
        return [int(key) for key in said.split(",") if key.isdecimal()] if said else None

    @property
    def order(self) -> list[int]:
        """The keys in the order asked for."""
        return sorted(self.names, key=lambda key: self.cleaned_data[self.names[key]])

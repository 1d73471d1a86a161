from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from bookcub.memory.queries.memory import star_words


def star_choices() -> Sequence[tuple[str, str]]:
    """What one can give, the best first after nothing at all."""
    return [("", gettext("No stars")), *((str(n), star_words(n)) for n in range(5, 0, -1))]


class RatingForm(forms.Form):
    """What one says of a read as a whole: in stars, in words, both or neither."""

    stars = forms.TypedChoiceField(
        choices=star_choices,
        required=False,
        coerce=int,
        empty_value=None,
        label=gettext_lazy("Stars"),
    )
    verdict = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("In words"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_verdict(self) -> str:
        verdict: Any = self.cleaned_data["verdict"]
        return str(verdict).strip()

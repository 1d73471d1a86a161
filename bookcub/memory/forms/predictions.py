"""What a guess is sealed with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from bookcub.core.text import legible
from bookcub.memory.models import PredictionOutcome

LONGEST = 2000


class PredictionForm(forms.Form):
    """A guess, and the place at which it opens."""

    text = forms.CharField(
        label=gettext_lazy("What will happen?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write your prediction first.")},
    )
    upto = forms.TypedChoiceField(
        label=gettext_lazy("Where it opens"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Choose the place at which it opens."),
            "invalid_choice": gettext_lazy("Choose a place that you have not reached yet."),
        },
    )

    def __init__(
        self, *args: Any, places: Sequence[tuple[int, str]], likely: int | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["upto"]
        field.choices = places  # type: ignore[attr-defined]  # it is a ChoiceField
        if places:
            field.initial = likely or places[-1][0]

    def clean_text(self) -> str:
        """The words, as typed; they are no markup."""
        text = legible(self.cleaned_data["text"]).replace("\r\n", "\n").strip()
        if not text:
            raise forms.ValidationError(gettext("Write your prediction first."), code="empty")
        return text


class VerdictForm(forms.Form):
    """How it came out."""

    outcome = forms.ChoiceField(choices=PredictionOutcome)

"""How a club chooses, as hosts set it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.utils.translation import gettext_lazy

from bookcub.picks.forms.picks import DAYS_MAX
from bookcub.picks.models import Method, PickRules

NOMINATIONS_MAX = 10
SECONDS_MAX = 20
TICKS_MAX = 20


class PickRulesForm(forms.ModelForm[PickRules]):
    """How a club chooses."""

    class Meta:
        model = PickRules
        fields = (
            "method",
            "nominations_each",
            "seconds_needed",
            "allows_repeats",
            "nominating_days",
            "voting_days",
            "ticks_each",
            "hides_results",
            "tie_rule",
        )
        labels = {
            "method": gettext_lazy("How do you choose?"),
            "nominations_each": gettext_lazy("Suggestions from each member"),
            "seconds_needed": gettext_lazy("How many others must second a suggestion?"),
            "allows_repeats": gettext_lazy("Books you have read before can be suggested again"),
            "nominating_days": gettext_lazy("Days for suggestions"),
            "voting_days": gettext_lazy("Days for the vote"),
            "ticks_each": gettext_lazy("Votes for each member, if you tick"),
            "hides_results": gettext_lazy("Keep the result of a vote secret until it is over"),
            "tie_rule": gettext_lazy("If a vote ends in a tie, what wins?"),
        }
        help_texts = {
            "ticks_each": gettext_lazy("With 0, everybody ticks as many books as they like."),
            "seconds_needed": gettext_lazy("With 0, every suggestion goes on."),
            "nominating_days": gettext_lazy(
                "If you take turns: after so many days, whoever’s turn it is gets one reminder."
            ),
        }
        widgets = {"method": forms.RadioSelect, "tie_rule": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = {
            "nominations_each": (1, NOMINATIONS_MAX),
            "seconds_needed": (0, SECONDS_MAX),
            "nominating_days": (1, DAYS_MAX),
            "voting_days": (1, DAYS_MAX),
            "ticks_each": (0, TICKS_MAX),
        }
        for name, (least, most) in limits.items():
            kept = self.fields[name]
            self.fields[name] = forms.IntegerField(
                label=kept.label,
                help_text=kept.help_text,
                min_value=least,
                max_value=most,
            )
        self.fields["ticks_each"].required = False
        self.fields["method"].choices = Method.choices  # type: ignore[attr-defined]  # a choice field; without the empty one

    def clean_ticks_each(self) -> int:
        """Nothing is as many as they like."""
        return self.cleaned_data["ticks_each"] or 0


class BeginningRulesForm(PickRulesForm):
    """How to choose this time, and perhaps from now on."""

    for_good = forms.BooleanField(label=gettext_lazy("From now on, always"), required=False)
    drawn = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["drawn"] = urlencode({name: self.initial[name] for name in self.Meta.fields})

    @property
    def is_open(self) -> bool:
        """Whether there is anything to see in it: something was changed, or is wrong."""
        return self.is_bound and (bool(self.errors) or self.has_changed())

    @property
    def rules(self) -> dict[str, Any]:
        """The fields of PickRules: what was changed on the page as it was drawn, and else what the club has by now."""
        drawn = dict(parse_qsl(self.cleaned_data["drawn"]))
        chosen = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {
            name: self.initial[name] if drawn.get(name) == str(value) else value
            for name, value in chosen.items()
        }

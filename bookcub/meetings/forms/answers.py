"""What members answer, and what they want to talk about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from bookcub.clubs.models import Membership
from bookcub.core.text import legible, one_line
from bookcub.meetings.forms.details import whole_word
from bookcub.meetings.models import Availability, Coming, Slot


class AvailabilityForm(forms.Form):
    """Yes, if need be, or no, for each slot; nothing for those one cannot tell yet."""

    def __init__(self, *given: Any, slots: Iterable[Slot], **more: Any) -> None:
        super().__init__(*given, **more)
        for slot in slots:
            self.fields[f"slot-{slot.pk}"] = forms.ChoiceField(
                choices=[("", "—"), *Availability.choices], required=False
            )

    @property
    def answers(self) -> dict[int, Availability | None]:
        return {
            int(name.removeprefix("slot-")): Availability(answer) if answer else None
            for name, answer in self.cleaned_data.items()
        }


class RsvpForm(forms.Form):
    """Whether one comes."""

    coming = forms.ChoiceField(
        label=gettext_lazy("Are you coming?"), choices=Coming, widget=forms.RadioSelect
    )
    word = forms.CharField(
        label=gettext_lazy("Message (optional)"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Shown to those who have read as far as the meeting goes."),
    )

    def clean_word(self) -> str:
        return one_line(self.cleaned_data["word"])


class NamesRsvpForm(forms.Form):
    """Whether somebody without an account comes."""

    whose = forms.ModelChoiceField(
        Membership.objects.none(),
        label=gettext_lazy("Who?"),
        empty_label=None,
        error_messages={
            "invalid_choice": gettext_lazy("They are no longer in the club. Choose somebody else.")
        },
    )
    coming = forms.ChoiceField(
        label=gettext_lazy("Are they coming?"),
        choices=[
            (Coming.YES.value, gettext_lazy("Yes")),
            (Coming.MAYBE.value, pgettext_lazy("an answer", "Maybe")),
            (Coming.NO.value, gettext_lazy("No")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *given: Any, names: QuerySet[Membership], **more: Any) -> None:
        super().__init__(*given, **more)
        field: Any = self.fields["whose"]
        field.queryset = names
        field.label_from_instance = lambda member: member.name


class QuestionForm(forms.Form):
    """Something to talk about."""

    text = forms.CharField(
        label=gettext_lazy("What would you like to talk about?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write something first.")},
    )
    is_sealed = forms.BooleanField(
        label=gettext_lazy("Seal it until the meeting begins"),
        required=False,
        help_text=gettext_lazy("Until then nobody but you can read it, not even hosts."),
    )

    def clean_text(self) -> str:
        text = legible(self.cleaned_data["text"])
        whole_word(text)
        return text


class CancellationForm(forms.Form):
    """Why a meeting is cancelled."""

    because = forms.CharField(
        label=gettext_lazy("Reason (optional)"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Everybody in the club can read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    for_good = forms.BooleanField(label=gettext_lazy("Do not repeat it either"), required=False)

    def clean_because(self) -> str:
        return one_line(self.cleaned_data["because"])

"""Answers, questions, links and leaving."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookcub.clubs.actions.joining import WORD_MAX
from bookcub.clubs.forms.clubs import INVITED_MAX, JoinForm
from bookcub.clubs.models import Involvement, LeftNotes, Membership
from bookcub.web.forms.comma_names import NamesField
from bookcub.web.forms.days import DayInput
from bookcub.web.forms.plain import PlainForm

LATEST_BACK = timedelta(days=366)
LASTS: dict[str, timedelta | None] = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "never": None,
}


class InviteForm(PlainForm):
    """People to ask in, with a word."""

    people = NamesField(
        most=INVITED_MAX,
        of="people",
        label="Whom do you invite?",
        max_length=2_000,
        help_text="User names or “Pseud (user name)”, with commas between them.",
    )
    word = forms.CharField(
        label="A word to them",
        required=False,
        max_length=WORD_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskForm(JoinForm):
    """A word to the hosts."""

    word = forms.CharField(
        label="A word to the hosts",
        required=False,
        max_length=WORD_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LinkForm(forms.Form):
    """How long a link lasts."""

    lasts = forms.ChoiceField(
        label="It lasts",
        choices=[("day", "a day"), ("week", "a week"), ("month", "a month"), ("never", "for ever")],
        initial="week",
    )

    def time(self) -> timedelta | None:
        return LASTS[self.cleaned_data["lasts"]]


class AnswerForm(PlainForm):
    """What the one who asked is told, if anything."""

    tells = forms.BooleanField(label="Let them know", required=False)
    word = forms.CharField(
        label="A word to them",
        required=False,
        max_length=WORD_MAX,
        help_text="Written, it is sent. Left empty and unticked, to them it looks as if nobody had answered yet.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ("tells", "word")

    def clean(self) -> dict[str, Any]:
        """A word is told by being written."""
        given = super().clean() or {}
        given["tells"] = bool(given.get("tells") or given.get("word"))
        return given


class DeclineForm(AnswerForm):
    """No, perhaps for good."""

    for_good = forms.BooleanField(
        label="Do not ask me again",
        required=False,
        help_text="Further questions are declined by themselves, and nobody is told that.",
    )


class PostponeForm(AnswerForm):
    """Not yet, perhaps until a day."""

    back_on = forms.DateField(
        label="Remind me on",
        required=False,
        widget=DayInput(),
        help_text="Until then it is out of your way. Left empty, it stays where it is.",
    )

    def clean_back_on(self) -> date | None:
        """Refuse the past and what is more than a year off."""
        day: date | None = self.cleaned_data["back_on"]
        today = timezone.localdate()
        if day is not None and not today < day <= today + LATEST_BACK:
            raise ValidationError("Choose a day after today, within a year.", code="out_of_range")
        return day


class MembershipForm(JoinForm):
    """How one takes part in one club."""

    involvement = forms.ChoiceField(
        label="What do you want to hear of?", choices=Involvement, widget=forms.RadioSelect
    )
    hides_progress = forms.BooleanField(
        label="Nobody sees how far I am, in any read of this club",
        required=False,
        help_text="For one read alone you can say otherwise on its page.",
    )

    def __init__(self, *given: Any, membership: Membership, **more: Any) -> None:
        super().__init__(*given, **more)
        self.initial.setdefault("pseud", membership.pseud_id)


class LeaveForm(PlainForm):
    """What becomes of one's notes, and who hosts from now on."""

    notes = forms.ChoiceField(
        label="What becomes of what you have said here?",
        choices=LeftNotes,
        initial=LeftNotes.KEEP,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *given: Any, heirs: list[Membership], is_last: bool = False, **more: Any
    ) -> None:
        super().__init__(*given, **more)
        if is_last:
            self.fields["notes"] = forms.ChoiceField(
                label="What becomes of what you have said here?",
                choices=[
                    (LeftNotes.KEEP, "It goes with the club"),
                    (LeftNotes.TAKE, "I take it with me; only I can read it then"),
                ],
                initial=LeftNotes.TAKE,
                widget=forms.RadioSelect,
            )
            self.fields["sure"] = forms.BooleanField(
                label="Yes, close the club and delete everything in it",
                error_messages={"required": "Tick this to close the club."},
            )
        if heirs:
            self.fields["heir"] = forms.TypedChoiceField(
                label="Who hosts the club from now on?",
                choices=[("", "Choose a member"), *[(heir.pk, heir.name) for heir in heirs]],
                coerce=int,
            )

"""Answers, questions, links and leaving."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from bookcub.clubs.actions.joining import WORD_MAX
from bookcub.clubs.forms.clubs import INVITED_MAX, JoinForm
from bookcub.clubs.models import Involvement, LeftNotes, Membership
from bookcub.core.text import one_line
from bookcub.web.forms.comma_names import NamesField
from bookcub.web.forms.days import DayInput
from bookcub.web.forms.plain import PlainForm

NAME_MAX = 60
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
        label=gettext_lazy("Who would you like to invite?"),
        max_length=2_000,
        help_text=gettext_lazy("User names, or “Pseud (user name)”. Separate them with commas."),
    )
    word = forms.CharField(
        label=gettext_lazy("Message (optional)"),
        required=False,
        max_length=WORD_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskForm(JoinForm):
    """A word to the hosts."""

    word = forms.CharField(
        label=gettext_lazy("Message to the hosts (optional)"),
        required=False,
        max_length=WORD_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MemberNameForm(PlainForm):
    """Somebody who has no account."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_MAX,
        help_text=gettext_lazy(
            "Ask them whether they agree: everybody in the club sees the name. Hosts answer and vote for them."
        ),
    )

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise ValidationError(gettext("Write the name."), code="required")
        return name


class LinkForm(forms.Form):
    """How long a link lasts."""

    lasts = forms.ChoiceField(
        label=gettext_lazy("How long should it work?"),
        choices=[
            ("day", gettext_lazy("For a day")),
            ("week", gettext_lazy("For a week")),
            ("month", gettext_lazy("For a month")),
            ("never", gettext_lazy("Until somebody switches it off")),
        ],
        initial="week",
    )

    def time(self) -> timedelta | None:
        return LASTS[self.cleaned_data["lasts"]]


class AnswerForm(PlainForm):
    """What the one who asked is told, if anything."""

    tells = forms.BooleanField(label=gettext_lazy("Let them know"), required=False)
    word = forms.CharField(
        label=gettext_lazy("Message (optional)"),
        required=False,
        max_length=WORD_MAX,
        help_text=gettext_lazy(
            "Whatever you write here is sent. If you write nothing and tick nothing, it looks to them as if nobody has answered yet."
        ),
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
        label=gettext_lazy(
            "Decline future invitations from this club or this person automatically"
        ),
        required=False,
        help_text=gettext_lazy("They won’t be told."),
    )


class PostponeForm(AnswerForm):
    """Not yet, perhaps until a day."""

    back_on = forms.DateField(
        label=gettext_lazy("Remind me on"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy(
            "Until then it is out of your way. Leave this empty to keep it where it is."
        ),
    )

    def clean_back_on(self) -> date | None:
        """Refuse the past and what is more than a year off."""
        day: date | None = self.cleaned_data["back_on"]
        today = timezone.localdate()
        if day is not None and not today < day <= today + LATEST_BACK:
            raise ValidationError(
                gettext("Choose a day after today, within a year."), code="out_of_range"
            )
        return day


class MembershipForm(JoinForm):
    """How one takes part in one club."""

    involvement = forms.ChoiceField(
        label=gettext_lazy("What do you want to hear about?"),
        choices=Involvement,
        widget=forms.RadioSelect,
    )
    hides_progress = forms.BooleanField(
        label=gettext_lazy("Hide how far I have read, in every read of this club"),
        required=False,
        help_text=gettext_lazy("You can choose differently for one read, on its page."),
    )

    def __init__(self, *given: Any, membership: Membership, **more: Any) -> None:
        super().__init__(*given, **more)
        self.initial.setdefault("pseud", membership.pseud_id)


class LeaveForm(PlainForm):
    """What becomes of one's notes, and who hosts from now on."""

    notes = forms.ChoiceField(
        label=gettext_lazy("What should happen to what you wrote here?"),
        choices=LeftNotes,
        initial=LeftNotes.KEEP,
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *given: Any,
        heirs: list[Membership],
        is_last: bool = False,
        decides_together: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        if decides_together and not is_last:
            del self.fields["notes"]  # the others keep what was said to them
        if is_last:
            self.fields["notes"] = forms.ChoiceField(
                label=gettext_lazy("What should happen to what you wrote here?"),
                choices=[
                    (LeftNotes.KEEP, gettext_lazy("It is deleted with the club")),
                    (LeftNotes.TAKE, gettext_lazy("I take it with me, and only I can read it")),
                ],
                initial=LeftNotes.TAKE,
                widget=forms.RadioSelect,
            )
            self.fields["sure"] = forms.BooleanField(
                label=gettext_lazy("Yes, delete the club"),
                error_messages={"required": gettext_lazy("Tick this box to delete the club.")},
            )
        if heirs:
            self.fields["heir"] = forms.TypedChoiceField(
                label=gettext_lazy("Who will host the club from now on?"),
                choices=[
                    ("", gettext_lazy("Choose a member")),
                    *[(heir.pk, heir.name) for heir in heirs],
                ],
                coerce=int,
            )

"""A new club, and one of two from a work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from bookcub.clubs.actions.clubs import NAME_MAX
from bookcub.clubs.actions.joining import WORD_MAX
from bookcub.clubs.forms.clubs import INVITED_MAX, ClubForm, JoinForm
from bookcub.web.forms.comma_names import NamesField


class ReadWithForm(JoinForm):
    """A friend's name, or a link for them."""

    by_link = forms.ChoiceField(
        label=gettext_lazy("How would you like to invite them?"),
        choices=[
            ("no", gettext_lazy("By name: they get an invitation here")),
            ("yes", gettext_lazy("By link: you get one to send to them")),
        ],
        initial="no",
        widget=forms.RadioSelect,
    )
    friend = forms.CharField(
        label=gettext_lazy("With whom?"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("A user name, or “Pseud (user name)”."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    word = forms.CharField(
        label=gettext_lazy("Message (optional)"),
        required=False,
        max_length=WORD_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    name = forms.CharField(
        label=gettext_lazy("A name for the two of you"),
        required=False,
        max_length=NAME_MAX,
        help_text=gettext_lazy("If you leave this empty, it is your two names."),
    )
    field_order = ("by_link", "friend", "word", "name", "pseud")

    def clean(self) -> dict[str, Any]:
        """Refuse to ask nobody."""
        given = super().clean() or {}
        if given.get("by_link") == "no" and not given.get("friend") and "friend" not in self.errors:
            self.add_error("friend", gettext("Say with whom, or choose the link."))
        return given


class NewClubForm(ClubForm):
    """A club with the people to ask at once."""

    people = NamesField(
        most=INVITED_MAX,
        of="people",
        label=gettext_lazy("Whom would you like to invite?"),
        required=False,
        max_length=2_000,
        help_text=gettext_lazy(
            "User names or “Pseud (user name)”. Separate them with commas. You can also share a link later."
        ),
    )
    word = forms.CharField(
        label=gettext_lazy("Message (optional)"),
        required=False,
        max_length=WORD_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

"""A new club, and one of two from a work."""

from __future__ import annotations

from typing import Any

from django import forms

from bookcub.clubs.actions.clubs import NAME_MAX
from bookcub.clubs.actions.joining import WORD_MAX
from bookcub.clubs.forms.clubs import INVITED_MAX, ClubForm, JoinForm
from bookcub.web.forms.comma_names import NamesField


class ReadWithForm(JoinForm):
    """A friend's name, or a link for them."""

    by_link = forms.ChoiceField(
        label="How do they come in?",
        choices=[
            ("no", "I name them, and they are asked"),
            ("yes", "I get a link to send them"),
        ],
        initial="no",
        widget=forms.RadioSelect,
    )
    friend = forms.CharField(
        label="With whom?",
        required=False,
        max_length=100,
        help_text="A user name, or “Pseud (user name)”.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    word = forms.CharField(
        label="A word to them",
        required=False,
        max_length=WORD_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    name = forms.CharField(
        label="A name for the two of you",
        required=False,
        max_length=NAME_MAX,
        help_text="Left empty, it is your two names.",
    )
    field_order = ("by_link", "friend", "word", "name", "pseud")

    def clean(self) -> dict[str, Any]:
        """Refuse to ask nobody."""
        given = super().clean() or {}
        if given.get("by_link") == "no" and not given.get("friend") and "friend" not in self.errors:
            self.add_error("friend", "Say with whom, or choose the link.")
        return given


class NewClubForm(ClubForm):
    """A club with the people to ask at once."""

    people = NamesField(
        most=INVITED_MAX,
        of="people",
        label="Whom do you invite?",
        required=False,
        max_length=2_000,
        help_text="User names or “Pseud (user name)”, with commas between them. You can also pass on a link later.",
    )
    word = forms.CharField(
        label="A word to them",
        required=False,
        max_length=WORD_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

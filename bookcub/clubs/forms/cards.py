"""Making a card, using one, and the account of whoever comes by one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from bookcub.clubs.forms.members import NAME_MAX
from bookcub.core.text import one_line
from bookcub.people.forms.accounts import SignUpForm
from bookcub.web.forms.plain import PlainForm

TYPED_MAX = 60  # characters, with all that people put between them


class CardForm(PlainForm):
    """For whom a new card is: somebody who is a name in the club already, or somebody new."""

    member = forms.IntegerField(required=False, widget=forms.HiddenInput)
    card_name = forms.CharField(
        label=gettext_lazy("For whom"),
        required=False,
        max_length=NAME_MAX,
        help_text=gettext_lazy(
            "It stands on the card and in the list of cards here. You can leave it empty."
        ),
    )

    def clean_card_name(self) -> str:
        return one_line(self.cleaned_data["card_name"])


class CodeForm(PlainForm):
    """The code on a card."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=TYPED_MAX,
        help_text=gettext_lazy(
            "Twelve letters and digits, as they stand on the card. Capitals or not is all the same."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Type the code that stands on your card.")},
    )


class SignUpByCardForm(SignUpForm):
    """An account without an e-mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"]

"""Logging in and asking for a way back in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from bookcub.people.models import User

LONGEST_PASSWORD = 128
PASSWORD_HELP = gettext_lazy(
    "At least 8 characters. A few words that nobody would guess are better than one with symbols."
)

# In place of Django's, by its codes.
WEAKNESSES = {
    "password_too_short": gettext_lazy("This password is too short. Use at least 8 characters."),
    "password_too_common": gettext_lazy(
        "Many people use this password, so it is guessed first. Choose another, such as four words that do not belong"
        " together."
    ),
    "password_too_similar": gettext_lazy(
        "This password is too much like your name or e-mail address. Choose one that has nothing to do with you."
    ),
}


class AddressField(forms.EmailField):
    """An e-mail address, as long as the tables take one; one mistake, one sentence."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"max_length": 254, **more})

    def run_validators(self, value: str) -> None:
        """Say the first thing that is wrong with it."""
        try:
            super().run_validators(value)
        except ValidationError as wrong:
            raise wrong.error_list[0] from wrong


class LogInForm(forms.Form):
    """A name or address, and the password."""

    name = forms.CharField(
        label=gettext_lazy("User name or e-mail address"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    remember = forms.BooleanField(
        label=gettext_lazy("Stay logged in on this device for three months"), required=False
    )


class ResetForm(forms.Form):
    """The address that a reset link goes to."""

    email = AddressField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def check_strength(password: str, user: User) -> None:
    """Raise ValidationError for a weak password: one sentence, however many things are wrong with it."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        found = {str(each.code): each for each in weak.error_list}
        first = next((code for code in WEAKNESSES if code in found), "")
        raise (ValidationError(WEAKNESSES[first], code=first) if first else weak) from weak


class NewPasswordForm(forms.Form):
    """A new password for an account that is known."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *given: object, user: User, **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]  # passed on as they came
        self.user = user

    def clean_password(self) -> str:
        """Refuse passwords that are short, common, or like the name."""
        password: str = self.cleaned_data["password"]
        check_strength(password, self.user)
        return password


class OldPasswordMixin(forms.Form):
    """A form that asks for the password once more; the view checks it, as a check may have to wait."""

    old_password = forms.CharField(
        label=gettext_lazy("Your password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordChangeForm(OldPasswordMixin, NewPasswordForm):
    """The old password and a new one."""

    field_order = ("old_password", "password")


class AddressForm(OldPasswordMixin):
    """A new e-mail address."""

    email = AddressField(
        label=gettext_lazy("New e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("email", "old_password")


def ensure_good_password(password: str, user: User) -> None:
    """Raise ValidationError under the field `password` for a weak one."""
    try:
        check_strength(password, user)
    except ValidationError as weak:
        raise ValidationError({"password": weak}) from weak

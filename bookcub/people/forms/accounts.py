"""Making, renaming and deleting an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from bookcub.people.context import current_archive
from bookcub.people.forms.sessions import (
    LONGEST_PASSWORD,
    PASSWORD_HELP,
    AddressField,
    OldPasswordMixin,
    ensure_good_password,
)
from bookcub.people.models import USERNAME_LONGEST, USERNAME_SHORTEST, User
from bookcub.people.owned_content import ClosingQuestion
from bookcub.people.usernames import ensure_free, ensure_possible
from bookcub.web.forms.zones import known_zones

NAME_HELP = gettext_lazy(
    "3 to 40 letters (a to z), digits and underscores. Everybody sees your user name. You can change it later."
)


class UsernameField(forms.CharField):
    """A user name by the rules; whether it is free depends on who asks."""

    def __init__(self, **more: Any) -> None:
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        more.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=USERNAME_LONGEST, min_length=USERNAME_SHORTEST, **more)

    def run_validators(self, value: str) -> None:
        """One mistake, one sentence: what is asked first and not met."""
        if value:
            ensure_possible(value)


class BrowserZoneField(forms.CharField):
    """The browser's time zone, in a `<time-zone-field>`; a courtesy, never an error: the archive's where we do not know it."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=60, widget=forms.HiddenInput)

    def clean(self, value: Any) -> str:
        return value if value in known_zones() else current_archive().time_zone


class AccountForm(forms.Form):
    """What the commands of whoever has the machine itself need for an account."""

    username = UsernameField()
    email = AddressField(required=False)

    def clean_username(self) -> str:
        """Refuse a name that is not free."""
        username: str = self.cleaned_data["username"]
        ensure_free(username)
        return username


def ensure_account(username: str, email: str) -> None:
    """Raise ValidationError, by field, for a name or an address that an account cannot have."""
    form = AccountForm({"username": username, "email": email})
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())


class SignUpForm(forms.Form):
    """Everything a new account needs, with the three things to agree to."""

    marks_required = True

    username = UsernameField(label=gettext_lazy("User name"), help_text=NAME_HELP)
    email = AddressField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy(
            "For a forgotten password and the letters you ask for. Only the keepers of this archive see it."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    is_of_age = forms.BooleanField(
        label=gettext_lazy(
            "I am at least 13 years old, or older where the law of my country says so"
        ),
        error_messages={"required": gettext_lazy("Only people of this age can join.")},
    )
    data_agreed = forms.BooleanField(
        label=gettext_lazy(
            "This archive may keep and process what I give it, as its terms describe"
        ),
        error_messages={
            "required": gettext_lazy("Without this the archive cannot keep an account for you.")
        },
    )
    terms_agreed = forms.BooleanField(
        label=gettext_lazy("I have read the terms and agree to them"),
        error_messages={"required": gettext_lazy("Everybody who joins agrees to the terms.")},
    )
    time_zone = BrowserZoneField()

    @property
    def consents(self) -> list[forms.BoundField]:
        return [self["is_of_age"], self["data_agreed"], self["terms_agreed"]]

    def clean_username(self) -> str:
        """Refuse a name that is not free."""
        username: str = self.cleaned_data["username"]
        ensure_free(username)
        return username

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is weak or like the name or the address."""
        given = self.cleaned_data
        if "password" in given:
            user = User(username=given.get("username", ""), email=given.get("email", ""))
            ensure_good_password(given["password"], user)
        return given


class RenameForm(OldPasswordMixin):
    """A new user name."""

    username = UsernameField(label=gettext_lazy("New user name"), help_text=NAME_HELP)
    field_order = ("username", "old_password")

    def __init__(self, *given: Any, user: User, **more: Any) -> None:
        super().__init__(*given, **more)
        self.user = user

    def clean_username(self) -> str:
        """Refuse a name that is not free, and a second change within a week."""
        username: str = self.cleaned_data["username"]
        if username == self.user.username:
            raise ValidationError(
                gettext("This is already your user name. Choose another."), code="same"
            )
        if username.lower() != self.user.username.lower():
            ensure_free(username, by_others_than=self.user)
        return username


class ClosingForm(forms.Form):
    """What becomes of what a leaving person leaves: one question for each kind of thing they have."""

    def __init__(
        self, *given: Any, questions: list[tuple[ClosingQuestion, int]], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        for question, number in questions:
            if not question.is_open:
                continue
            self.fields[question.key] = forms.ChoiceField(
                label=gettext("%(question)s (%(counted)s)")
                % {"question": question.question, "counted": question.counted(number)},
                choices=[(choice.value, choice.label) for choice in question.choices],
                widget=forms.RadioSelect,
            )


class DeletionForm(OldPasswordMixin):
    """The last question before an account goes."""

    username = forms.CharField(
        label=gettext_lazy("Type your user name, to be sure"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    field_order = ("username", "old_password")

    def __init__(self, *given: Any, user: User, **more: Any) -> None:
        super().__init__(*given, **more)
        self.user = user

    def clean_username(self) -> str:
        """Refuse anything but the account's own name."""
        username: str = self.cleaned_data["username"].strip()
        if username.lower() != self.user.username.lower():
            raise ValidationError(
                gettext("To delete this account, type %(name)s."),
                code="other",
                params={"name": self.user.username},
            )
        return username

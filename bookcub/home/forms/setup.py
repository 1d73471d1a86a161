"""What somebody who sets an archive up is asked, one form a step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy

from bookcub.people.forms.accounts import (
    NAME_HELP,
    UsernameField,
)
from bookcub.people.forms.sessions import (
    LONGEST_PASSWORD,
    PASSWORD_HELP,
    AddressField,
    ensure_good_password,
)
from bookcub.people.models import Archive, SignUp, User
from bookcub.people.usernames import ensure_free
from bookcub.web.forms.zones import TimeZoneField

UTC = "UTC"

# As they are asked for, and as they are shown once more at the end.
WHO_MAY_JOIN = [
    (SignUp.OPEN.value, pgettext_lazy("who may join", "Everybody")),
    (SignUp.INVITATION.value, gettext_lazy("People invited by you or by another member")),
    (SignUp.CLOSED.value, gettext_lazy("Nobody: you make each account yourself")),
]


class NameForm(forms.ModelForm[Archive]):
    """What the archive is called, and which language it speaks."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        initial=get_language,
        error_messages={"required": gettext_lazy("Choose a language.")},
        help_text=gettext_lazy(
            "For letters and pages where neither the person nor the browser asks for another one."
        ),
    )

    class Meta:
        model = Archive
        fields = ("name", "description", "language")
        labels = {
            "name": gettext_lazy("Name"),
            "description": gettext_lazy("A sentence or two about it"),
        }
        error_messages = {"name": {"required": gettext_lazy("Give the archive a name.")}}
        help_texts = {
            "name": gettext_lazy("Shown at the top of every page."),
            "description": gettext_lazy(
                "Whose stories are these, and who is welcome? Shown on the front page."
            ),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "description": forms.Textarea(attrs={"rows": 3}),
        }


class KeeperForm(forms.Form):
    """The account of whoever keeps the archive."""

    username = UsernameField(
        label=gettext_lazy("User name"),
        error_messages={"required": gettext_lazy("Choose a user name.")},
        help_text=NAME_HELP,
    )
    email = AddressField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy(
            "In case you forget your password. Only the keepers of this archive see it."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        help_text=PASSWORD_HELP,
        error_messages={"required": gettext_lazy("Choose a password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    time_zone = TimeZoneField(
        help_text=gettext_lazy("You and guests see times as on a clock there. Start typing a city.")
    )

    def __init__(self, *given: Any, has_password: bool = False, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["time_zone"].initial = UTC  # a script knows better
        if has_password:
            self.fields["password"].required = False
            self.fields["password"].help_text = gettext(
                "Leave this empty to keep the password you have chosen."
            )

    def clean_username(self) -> str:
        """Refuse a name that is not free."""
        username: str = self.cleaned_data["username"]
        ensure_free(username)
        return username

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is weak or like the name or the address."""
        given = self.cleaned_data
        if given.get("password"):
            user = User(username=given.get("username", ""), email=given.get("email", ""))
            ensure_good_password(given["password"], user)
        return given


class WhoMayJoinForm(forms.Form):
    """Who may join."""

    sign_up = forms.ChoiceField(
        label=gettext_lazy("Who may make an account?"),
        error_messages={"required": gettext_lazy("Choose who may make an account.")},
        widget=forms.RadioSelect,
        initial=SignUp.INVITATION,
        choices=WHO_MAY_JOIN,
    )


class StoriesForm(forms.Form):
    """With what the archive begins."""

    fill = forms.ChoiceField(
        label=gettext_lazy("What should be on the shelves?"),
        error_messages={"required": gettext_lazy("Choose what to start with.")},
        widget=forms.RadioSelect,
        initial="no",
        choices=[
            (
                "yes",
                gettext_lazy("The demo stories: fourteen works with their readers, to look around"),
            ),
            ("no", gettext_lazy("Nothing yet: the first story will be yours")),
        ],
    )

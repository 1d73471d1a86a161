"""What somebody who sets an archive up is asked, one form a step."""

from __future__ import annotations

from typing import Any

from django import forms

from bookcub.people.forms.accounts import UsernameField, ensure_free
from bookcub.people.forms.sessions import LONGEST_PASSWORD, ensure_good_password
from bookcub.people.models import Archive, SignUp, User


class NameForm(forms.ModelForm[Archive]):
    """What the archive is called."""

    class Meta:
        model = Archive
        fields = ("name", "description")
        labels = {"name": "Name", "description": "A sentence or two about it"}
        error_messages = {"name": {"required": "Give the archive a name."}}
        help_texts = {
            "name": "It stands at the top of every page. You can change it later.",
            "description": "Whose stories are these, and who is welcome? It stands on the front page.",
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "description": forms.Textarea(attrs={"rows": 3}),
        }


class KeeperForm(forms.Form):
    """The account of whoever keeps the archive."""

    username = UsernameField(
        label="User name",
        help_text="3 to 40 letters (a to z), digits and underscores. Everybody sees it.",
    )
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        help_text="For a forgotten password. Nobody else sees it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        max_length=LONGEST_PASSWORD,
        strip=False,
        help_text="At least 8 characters. A few words that nobody would guess are good.",
        error_messages={"required": "Choose a password."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *given: Any, has_password: bool = False, **more: Any) -> None:
        super().__init__(*given, **more)
        if has_password:
            self.fields["password"].required = False
            self.fields["password"].help_text = "Leave it empty to keep the one you have chosen."

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
        label="Who may make an account?",
        widget=forms.RadioSelect,
        initial=SignUp.INVITATION,
        choices=[
            (SignUp.OPEN, "Everybody"),
            (SignUp.INVITATION, "Whoever is invited by you or by a member"),
            (SignUp.CLOSED, "Nobody; you make each account yourself"),
        ],
    )


class StoriesForm(forms.Form):
    """With what the archive begins."""

    fill = forms.ChoiceField(
        label="What should stand on the shelves?",
        widget=forms.RadioSelect,
        initial="no",
        choices=[
            ("yes", "The demo stories: fourteen works with their readers, to look around in"),
            ("no", "Nothing yet: the first story will be ours"),
        ],
    )

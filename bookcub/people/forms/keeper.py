"""Invitations and the keeper's forms."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext, gettext_lazy

from bookcub.people.forms.sessions import AddressField
from bookcub.people.models import Archive, SignUp
from bookcub.web.forms.zones import TimeZoneField


class InvitationForm(forms.Form):
    """One seat for somebody."""

    email = AddressField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("Leave it empty to pass the link on yourself."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Message (optional)"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class TrialForm(forms.Form):
    """Where a test letter goes, for a keeper whose account has no address."""

    email = AddressField(
        label=gettext_lazy("Where the letter goes"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class HostField(forms.URLField):
    """Where an archive is: `shelf.example` and `shelf.local:8000` are enough, and mean http."""

    # A browser takes neither for an address.
    widget = forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "off"})
    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {  # Django's own way
        "invalid": gettext_lazy(
            "Write a name or a number that others can reach, as in http://shelf.local:8000 or https://shelf.example."
        )
    }

    def to_python(self, value: Any) -> str:
        typed = str(value or "").strip()
        # Else the name before a port would be taken for the scheme.
        return str(super().to_python(f"http://{typed}" if typed and "//" not in typed else typed))


class ArchiveForm(forms.ModelForm[Archive]):
    """The archive's name and who may join."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy(
            "For letters and pages where neither the person nor the browser asks for another one."
        ),
    )
    time_zone = TimeZoneField(
        help_text=gettext_lazy("Guests see times as on a clock there, and accounts begin with it.")
    )
    address = HostField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=200,
        assume_scheme="http",
        help_text=gettext_lazy(
            "Links in letters lead here, such as http://shelf.local:8000. Leave it empty if you read them on the"
            " machine that the archive runs on."
        ),
    )
    sign_up = forms.ChoiceField(
        label=gettext_lazy("Joining"), choices=SignUp, widget=forms.RadioSelect
    )

    class Meta:
        model = Archive
        fields = [
            "name", "description", "address", "language", "time_zone", "sign_up", "members_invite",
            "works_a_day", "chapters_a_day", "comments_a_day", "clubs_a_day",
        ]  # fmt: skip
        labels = {
            "name": gettext_lazy("Name"),
            "description": gettext_lazy("Description"),
            "members_invite": gettext_lazy("Members may invite others"),
            "works_a_day": gettext_lazy("Works a day"),
            "chapters_a_day": gettext_lazy("Chapters a day"),
            "comments_a_day": gettext_lazy("Comments a day"),
            "clubs_a_day": gettext_lazy("Clubs a day"),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        if settings.PUBLIC_URL:  # the setting counts
            del self.fields["address"]

    def clean_address(self) -> str:
        """Keep scheme, host and port: pages begin right behind them."""
        parts = urlsplit(self.cleaned_data["address"])
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise ValidationError(
                gettext("Leave out everything behind the host, as in http://shelf.local:8000."),
                code="path",
            )
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def rations(self) -> list[forms.BoundField]:
        """How much a new account may post."""
        return [self[f"{kind}_a_day"] for kind in ("works", "chapters", "comments", "clubs")]


class DeactivationForm(forms.Form):
    """Why an account is switched off."""

    reason = forms.CharField(
        label=gettext_lazy("Reason (shown to the person)"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

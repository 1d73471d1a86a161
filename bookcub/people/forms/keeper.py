"""Invitations and the keeper's forms."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from bookcub.people.forms.sessions import NO_ADDRESS
from bookcub.people.models import Archive, SignUp


class InvitationForm(forms.Form):
    """One seat for somebody."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        error_messages={"invalid": NO_ADDRESS},
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


class ArchiveForm(forms.ModelForm[Archive]):
    """The archive's name and who may join."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy(
            "For letters and pages where neither the person nor the browser asks for another one."
        ),
    )
    sign_up = forms.ChoiceField(
        label=gettext_lazy("Joining"), choices=SignUp, widget=forms.RadioSelect
    )

    class Meta:
        model = Archive
        fields = ["name", "description", "language", "sign_up", "members_invite"]
        labels = {
            "name": gettext_lazy("Name"),
            "description": gettext_lazy("Description"),
            "members_invite": gettext_lazy("Members may invite others"),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class DeactivationForm(forms.Form):
    """Why an account is switched off."""

    reason = forms.CharField(
        label=gettext_lazy("Reason (shown to the person)"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

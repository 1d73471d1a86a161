"""Invitations and the keeper's forms."""

from __future__ import annotations

from django import forms

from bookcub.people.models import Archive, SignUp


class InvitationForm(forms.Form):
    """One seat for somebody."""

    email = forms.EmailField(
        label="E-mail address",
        required=False,
        help_text="Leave it empty to pass the link on yourself.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        label="A word to them",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ArchiveForm(forms.ModelForm[Archive]):
    """The archive's name and who may join."""

    sign_up = forms.ChoiceField(label="Joining", choices=SignUp, widget=forms.RadioSelect)

    class Meta:
        model = Archive
        fields = ["name", "description", "sign_up", "members_invite"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class DeactivationForm(forms.Form):
    """Why an account is switched off."""

    reason = forms.CharField(
        label="Reason (shown to the person)",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

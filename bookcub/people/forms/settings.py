"""Profile, pseuds, preferences."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from bookcub.core.text import one_line
from bookcub.people import icon_images
from bookcub.people.models import PSEUD_RULES, CoCreatorInvites, Preferences, Pseud, User
from bookcub.web.forms.zones import TimeZoneField


class ProfileForm(forms.Form):
    """What a person says of themselves."""

    title = forms.CharField(
        required=False, max_length=255, help_text="A line above what you say of yourself."
    )
    about = forms.CharField(
        label="About me",
        required=False,
        max_length=2000,
        help_text="HTML as in works; a blank line begins a new paragraph.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class PseudForm(forms.Form):
    """One pseud."""

    name = forms.CharField(
        max_length=40,
        validators=PSEUD_RULES,
        help_text="Letters, digits, spaces, underscores and hyphens.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    description = forms.CharField(
        required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    icon = forms.FileField(
        required=False,
        help_text="GIF, JPEG, PNG or WebP, 500 KB at most. It is cut to a square; what else the file says is thrown away.",
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/gif,image/jpeg,image/png,image/webp"}
        ),
    )
    icon_alt = forms.CharField(
        label="What the icon shows",
        required=False,
        max_length=250,
        help_text="Read aloud to people who do not see it.",
    )
    icon_comment = forms.CharField(
        label="Credit or remark",
        required=False,
        max_length=50,
        help_text="Who drew it, for example.",
    )
    is_default = forms.BooleanField(
        label="Sign with this pseud unless I choose another", required=False
    )
    without_icon = forms.BooleanField(label="Take the icon away", required=False)

    def __init__(self, *given: Any, user: User, pseud: Pseud | None = None, **more: Any) -> None:
        super().__init__(*given, **more)
        self.user, self.pseud = user, pseud
        # The file field shows neither the stored file's name nor a box of its own.
        self.fields["icon"].widget = forms.FileInput(attrs=self.fields["icon"].widget.attrs)
        if pseud is None or not pseud.icon:
            del self.fields["without_icon"]
        if pseud is not None and pseud.is_default:
            del self.fields["is_default"]

    def clean_name(self) -> str:
        """Refuse a name that this account has already."""
        name = one_line(unicodedata.normalize("NFC", self.cleaned_data["name"]))
        if not name:
            raise ValidationError("Use letters that can be seen.", code="invisible")
        others = self.user.pseuds.filter(name__iexact=name)
        if self.pseud is not None:
            others = others.exclude(pk=self.pseud.pk)
        if others.exists():
            raise ValidationError("You have a pseud of this name.", code="taken")
        return name

    def clean_icon(self) -> ContentFile[bytes] | None:
        """Return the picture drawn anew."""
        upload: UploadedFile | None = self.cleaned_data.get("icon")
        if upload is None or upload.file is None:
            return None
        return icon_images.redraw(upload.file, size=upload.size or 0)


class PreferencesForm(forms.ModelForm[Preferences]):
    """How the archive behaves for one person."""

    time_zone = TimeZoneField(help_text="Begin with a continent or a city.")
    co_creator_invites = forms.ChoiceField(
        label="Who may invite me as co-creator", choices=CoCreatorInvites, widget=forms.RadioSelect
    )

    class Meta:
        model = Preferences
        fields = [
            "shows_adult", "entire_work", "hides_warnings", "hides_freeforms", "keeps_history", "unlisted",
            "time_zone", "co_creator_invites", "mails_comments", "mails_kudos", "guest_replies",
        ]  # fmt: skip

    GROUPS = (
        (
            "Reading",
            ("shows_adult", "entire_work", "hides_warnings", "hides_freeforms", "keeps_history"),
        ),
        ("Privacy", ("unlisted", "co_creator_invites", "guest_replies")),
        ("Mail", ("mails_comments", "mails_kudos")),
        ("Time", ("time_zone",)),
    )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]


class PseudDeletionForm(forms.Form):
    """Where what was written under a pseud goes."""

    to = forms.ModelChoiceField(
        label="Give them to", queryset=Pseud.objects.none(), empty_label=None
    )

    def __init__(self, *given: Any, pseud: Pseud, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["to"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Pseud.objects.filter(user=pseud.user_id).exclude(pk=pseud.pk)

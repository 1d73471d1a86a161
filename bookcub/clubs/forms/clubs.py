"""What a club says of itself, and the first lines of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy, pgettext_lazy

from bookcub.clubs.actions.clubs import DESCRIPTION_MAX, NAME_MAX, ClubFields
from bookcub.clubs.models import Club, ClubVisibility, Joining
from bookcub.people import icon_images
from bookcub.people.models import Pseud, User
from bookcub.web.forms.plain import PlainForm
from bookcub.web.forms.zones import TimeZoneField

INVITED_MAX = 20  # at once
PICTURES = "image/gif,image/jpeg,image/png,image/webp"


class PseudField(forms.ModelChoiceField[Pseud]):
    """Under which of one's names; not shown to who has only one."""

    def __init__(self, user: User) -> None:
        own = Pseud.objects.filter(user=user)
        super().__init__(
            own,
            label=gettext_lazy("Your name in this club"),
            empty_label=None,
            required=False,
            initial=user.default_pseud,
        )
        self.default = user.default_pseud
        if own.count() == 1:
            self.widget = forms.HiddenInput()

    def clean(self, value: Any) -> Pseud:
        """Return the pseud; the default one where none was sent."""
        chosen: Pseud | None = super().clean(value)
        return chosen or self.default


class JoinForm(PlainForm):
    """Coming in: under which name."""

    def __init__(self, *given: Any, user: User, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["pseud"] = PseudField(user)


class ClubForm(JoinForm):
    """Everything a club says of itself."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    description = forms.CharField(
        label=gettext_lazy("What is it for?"),
        required=False,
        max_length=DESCRIPTION_MAX * 4,
        help_text=gettext_lazy(
            "You can use HTML, as in works. A blank line begins a new paragraph."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who can find it?"),
        choices=ClubVisibility,
        initial=ClubVisibility.PRIVATE,
        widget=forms.RadioSelect,
    )
    joining = forms.ChoiceField(
        label=gettext_lazy("How do people join?"),
        choices=Joining,
        initial=Joining.INVITATION,
        help_text=gettext_lazy(
            "A private club is by invitation only, because nobody else can find it."
        ),
        widget=forms.RadioSelect,
    )
    members_invite = forms.BooleanField(
        label=gettext_lazy("Members can invite people too, not only hosts"), required=False
    )
    decides_together = forms.BooleanField(
        label=gettext_lazy("We decide together"),
        required=False,
        help_text=gettext_lazy(
            "For friends: nobody can delete, freeze or hide what somebody else has said, not even hosts. Of two, both"
            " are hosts."
        ),
    )
    time_zone = TimeZoneField(
        help_text=gettext_lazy("Where the club meets. Start typing a continent or a city.")
    )
    picture = forms.FileField(
        label=pgettext_lazy("of a club", "Picture"),
        required=False,
        help_text=gettext_lazy(
            "GIF, JPEG, PNG or WebP, 500 KB at most. It is cropped to a square, and hidden details such as where it was taken are removed."
        ),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )
    picture_alt = forms.CharField(
        label=gettext_lazy("What the picture shows"),
        required=False,
        max_length=250,
        help_text=gettext_lazy("Read aloud to people who cannot see it."),
    )
    without_picture = forms.BooleanField(label=gettext_lazy("Remove the picture"), required=False)
    rates_reads = forms.BooleanField(
        label=gettext_lazy("At the end of a read, ask everybody what they thought of it"),
        required=False,
        initial=True,
    )

    def __init__(self, *given: Any, club: Club | None = None, **more: Any) -> None:
        super().__init__(*given, **more)
        if club is not None:
            del self.fields["pseud"]
        else:
            del self.fields["decides_together"]
        if club is None or not club.picture:
            del self.fields["without_picture"]

    def clean_picture(self) -> ContentFile[bytes] | None:
        """Return the picture drawn anew."""
        upload: UploadedFile | None = self.cleaned_data.get("picture")
        if upload is None or upload.file is None:
            return None
        return icon_images.redraw(upload.file, size=upload.size or 0)

    def club_fields(self) -> ClubFields:
        """What was typed, as the club takes it."""
        given = self.cleaned_data
        return ClubFields(
            name=given["name"],
            description=given["description"],
            visibility=ClubVisibility(given["visibility"]),
            joining=Joining(given["joining"]),
            time_zone=given["time_zone"],
            members_invite=given["members_invite"],
            decides_together=given.get("decides_together", False),
            rates_reads=given["rates_reads"],
            picture=given["picture"],
            without_picture=given.get("without_picture", False),
            picture_alt=given["picture_alt"],
        )

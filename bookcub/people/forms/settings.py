"""Profile, pseuds, preferences."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bookcub.core.text import one_line
from bookcub.people import icon_images
from bookcub.people.models import PSEUD_RULES, CoCreatorInvites, Preferences, Pseud, User
from bookcub.web.forms.zones import TimeZoneField

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise


class ProfileForm(forms.Form):
    """What a person says of themselves."""

    title = forms.CharField(
        label=pgettext_lazy("profile", "Title"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("A line that stands above what you say about yourself."),
    )
    about = forms.CharField(
        label=gettext_lazy("About me"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy(
            "You can use HTML, as in works. A blank line begins a new paragraph."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class PseudForm(forms.Form):
    """One pseud."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=40,
        validators=PSEUD_RULES,
        help_text=gettext_lazy("Letters, digits, spaces, underscores and hyphens."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    icon = forms.FileField(
        label=gettext_lazy("Icon"),
        required=False,
        help_text=gettext_lazy(
            "GIF, JPEG, PNG or WebP, at most 500 KB. It is cut to a square, and anything hidden in the file,"
            " such as where the picture was taken, is removed."
        ),
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/gif,image/jpeg,image/png,image/webp"}
        ),
    )
    icon_alt = forms.CharField(
        label=gettext_lazy("What the icon shows"),
        required=False,
        max_length=250,
        help_text=gettext_lazy("Screen readers read this to people who cannot see the icon."),
    )
    icon_comment = forms.CharField(
        label=gettext_lazy("Credit or remark"),
        required=False,
        max_length=50,
        help_text=gettext_lazy("Who drew it, for example."),
    )
    is_default = forms.BooleanField(
        label=gettext_lazy("Sign with this pseud unless I choose another"), required=False
    )
    without_icon = forms.BooleanField(label=gettext_lazy("Remove the icon"), required=False)

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
            raise ValidationError(gettext("Use at least one visible letter."), code="invisible")
        others = self.user.pseuds.named(name)
        if self.pseud is not None:
            others = others.exclude(pk=self.pseud.pk)
        if others.exists():
            raise ValidationError(
                gettext("You already have a pseud of this name. Choose another."), code="taken"
            )
        return name

    def clean_icon(self) -> ContentFile[bytes] | None:
        """Return the picture drawn anew."""
        upload: UploadedFile | None = self.cleaned_data.get("icon")
        if upload is None or upload.file is None:
            return None
        return icon_images.redraw(upload.file, size=upload.size or 0)


def language_choices() -> list[tuple[str, StrOrPromise]]:
    """Every language the archive speaks, by the name its own speakers use, after the browser's."""
    return [("", pgettext_lazy("language", "As my browser says")), *settings.LANGUAGES]


class LanguageForm(forms.Form):
    """Which language somebody wants to be spoken to in."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, choices=language_choices
    )


class PreferencesForm(forms.ModelForm[Preferences]):
    """How the archive behaves for one person."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=language_choices,
        help_text=gettext_lazy("Of pages and letters. Stories stay as they were written."),
    )
    time_zone = TimeZoneField(help_text=gettext_lazy("Start typing a continent or a city."))
    co_creator_invites = forms.ChoiceField(
        label=gettext_lazy("Who may invite me as a co-creator"),
        choices=CoCreatorInvites,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Preferences
        fields = [
            "shows_adult", "entire_work", "newest_first", "hides_warnings", "hides_freeforms", "keeps_history",
            "findable", "unlisted", "language", "time_zone", "co_creator_invites", "mails_comments", "mails_invitations",
            "mails_kudos", "guest_replies",
        ]  # fmt: skip
        labels = {
            "shows_adult": gettext_lazy("Show adult works without asking"),
            "entire_work": gettext_lazy("Show whole works, not one chapter at a time"),
            "newest_first": gettext_lazy("Show the newest comments first"),
            "hides_warnings": gettext_lazy("Hide archive warnings until I ask"),
            "hides_freeforms": gettext_lazy("Hide additional tags until I ask"),
            "keeps_history": gettext_lazy("Keep my reading history and places"),
            "findable": gettext_lazy("Let others find me by my names"),
            "unlisted": gettext_lazy("Ask search engines not to list my pages"),
            "time_zone": gettext_lazy("Time zone"),
            "mails_comments": gettext_lazy("Mail me new comments and replies"),
            "mails_invitations": gettext_lazy(
                "Mail me invitations to clubs, answers when I ask to join one, and drafts shown to me"
            ),
            "mails_kudos": gettext_lazy("Mail me kudos, once a day"),
            "guest_replies": gettext_lazy("Guests may reply to my comments"),
        }
        help_texts = {
            "findable": gettext_lazy(
                "In the search, and where names are suggested: for invitations, for co-creators. Whoever knows your user"
                " name can still type it."
            ),
        }

    GROUPS = (
        (
            pgettext_lazy("preferences", "Reading"),
            (
                "shows_adult",
                "entire_work",
                "newest_first",
                "hides_warnings",
                "hides_freeforms",
                "keeps_history",
            ),
        ),
        (
            pgettext_lazy("preferences", "Privacy"),
            ("findable", "unlisted", "co_creator_invites", "guest_replies"),
        ),
        (
            pgettext_lazy("preferences", "Mail"),
            ("mails_comments", "mails_invitations", "mails_kudos"),
        ),
        (pgettext_lazy("preferences", "Language and time"), ("language", "time_zone")),
    )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(str(title), [self[name] for name in names]) for title, names in self.GROUPS]


class PseudDeletionForm(forms.Form):
    """Where what was written under a pseud goes."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("From now on signed with"),
        queryset=Pseud.objects.none(),
        empty_label=None,
    )

    def __init__(self, *given: Any, pseud: Pseud, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["to"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Pseud.objects.filter(user=pseud.user_id).exclude(pk=pseud.pk)

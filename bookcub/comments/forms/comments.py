"""What people send when they talk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_lazy, pgettext, pgettext_lazy

from bookcub.comments.actions import Guest
from bookcub.core.text import clean_comment, html_from_typed, one_line, plain, typed_from_html
from bookcub.people.models import Pseud, User
from bookcub.works.languages import language_name

LONGEST = 10_000  # characters as typed
MARKUP_OF_OURS = ' rel="nofollow ugc noopener"'


EVERYONE = "everyone"


def value_of(club_id: int) -> str:
    """How a form names a club as hearers."""
    return f"club-{club_id}"


def club_of(value: str) -> int | None:
    return int(value.removeprefix("club-")) if value.startswith("club-") else None


class CommentForm(forms.Form):
    """A comment: its words, and who says it."""

    text = forms.CharField(
        label=gettext_lazy("Comment"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": " "}),
        error_messages={"required": gettext_lazy("Write something first.")},
    )

    def __init__(
        self,
        *args: Any,
        member: User | None,
        answers: bool = False,
        hearers: Sequence[tuple[str, str]] = (),
        languages: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        """`hearers`: whom one may speak to here, as values and labels; without any it is everyone.

        `languages`: those in which one may be writing, as BCP 47 codes, the likeliest first.
        """
        super().__init__(*args, **kwargs)
        self.member = member
        self.only_hearers = ""  # the name of a club
        self.languages = list(languages)
        self.answers = answers
        if answers:
            self.fields["text"].label = gettext("Your reply")
            # Whoever has just pressed “Reply” wants to type.
            self.fields["text"].widget.attrs["autofocus"] = True
        self.by_guest = member is None
        if member is None:
            self._ask_who()
        else:
            self._offer_pseuds(member)
        if hearers:
            self._offer_hearers(hearers)
        if len(languages) > 1:
            self._offer_languages()

    def _offer_hearers(self, hearers: Sequence[tuple[str, str]]) -> None:
        self.fields["to"] = forms.ChoiceField(
            label=gettext("Who hears it"),
            choices=hearers,
            initial=hearers[0][0],
            error_messages={
                "required": gettext("Choose who hears this."),
                "invalid_choice": gettext(
                    "You cannot speak to that club here. Choose again who hears this."
                ),
            },
        )
        self.order_fields(["as_member", "text", "pseud", "to"])

    def _offer_languages(self) -> None:
        choices = [(code, language_name(code)) for code in self.languages]
        self.fields["language"] = forms.CharField(
            label=gettext("Language of your comment"),
            required=False,
            initial=self.languages[0],
            widget=forms.Select(choices=choices),
        )

    def say_to_the_only_ones(self) -> None:
        """Where there is nobody else to say it to, do not ask."""
        ((_, self.only_hearers),) = self.fields["to"].choices  # type: ignore[attr-defined]  # it is a ChoiceField
        self.fields["to"].widget = forms.HiddenInput()
        self.fields["text"].label = gettext("Say something")

    def _ask_who(self) -> None:
        self.fields["name"] = forms.CharField(
            label=gettext("Your name"),
            max_length=100,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            error_messages={"required": gettext("Enter a name to sign your comment with.")},
        )
        self.fields["email"] = forms.EmailField(
            label=gettext("Your e-mail address"),
            help_text=gettext("Never shown. You get a letter there when somebody replies to you."),
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            error_messages={
                "required": gettext("Write your e-mail address. Nobody here will see it.")
            },
        )
        # Nobody sees this field; programs that fill in every field give themselves away.
        self.fields["website"] = forms.CharField(
            label=gettext("Leave this empty"),
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )
        self.order_fields(["text", "name", "email", "website"])

    def _offer_pseuds(self, member: User) -> None:
        pseuds = member.pseuds.all()
        self.fields["as_member"] = forms.CharField(
            required=False, initial="yes", widget=forms.HiddenInput
        )
        self.fields["pseud"] = forms.ModelChoiceField(
            pseuds,
            label=pgettext("pseud", "As"),
            empty_label=None,
            initial=member.default_pseud,
            widget=forms.Select if len(pseuds) > 1 else forms.HiddenInput,
        )
        self.order_fields(["as_member", "text", "pseud"])

    def clean_text(self) -> str:
        """The words as they are stored."""
        typed: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(typed) > LONGEST:
            raise forms.ValidationError(
                gettext(
                    "Shorten your comment: it has %(length)s characters, and at most %(most)s fit."
                ),
                code="too_long",
                params={"length": counted(len(typed)), "most": counted(LONGEST)},
            )
        html = clean_comment(html_from_typed(typed), by_guest=self.by_guest)
        if not plain(html) and "<img" not in html:
            raise forms.ValidationError(gettext("Write something first."), code="empty")
        return html

    def clean_name(self) -> str:
        name = one_line(str(self.cleaned_data["name"]))
        if not any(character.isalnum() for character in name):
            raise forms.ValidationError(
                gettext("Use at least one letter or digit in your name."), code="name_empty"
            )
        return name

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                gettext("This field is a trap for programs. If you are a person, leave it empty."),
                code="trap",
            )
        return ""

    @property
    def marks(self) -> str:
        """What can be typed besides words."""
        if self.by_guest:
            return gettext("HTML or Markdown, without images. ||Two bars|| cover a spoiler.")
        return gettext("HTML or Markdown. ||Two bars|| cover a spoiler.")

    @property
    def html(self) -> str:
        """The cleaned words of a valid form."""
        return str(self.cleaned_data["text"])

    @property
    def written_in(self) -> str:
        """In which language it is, of a valid form; nothing where nobody knows.

        What is no longer asked, because the page has another language meanwhile, is not insisted on.
        """
        given = str(self.cleaned_data.get("language", ""))
        return given if given in self.languages else next(iter(self.languages), "")

    @property
    def said_to(self) -> int | None:
        """The club it is for, of a valid form; None for everyone."""
        return club_of(str(self.cleaned_data.get("to", EVERYONE)))

    def said_by(self, guest_key: str) -> Pseud | Guest:
        """Who says it, of a valid form."""
        if self.member is None:
            return Guest(self.cleaned_data["name"], self.cleaned_data["email"], guest_key)
        pseud: Pseud = self.cleaned_data["pseud"]
        return pseud


class ClaimForm(forms.Form):
    """Under which name one said it."""

    pseud = forms.ModelChoiceField(
        Pseud.objects.none(), label=pgettext_lazy("pseud", "As"), empty_label=None
    )

    def __init__(self, *args: Any, member: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pseud"]
        field.queryset = member.pseuds.all()  # type: ignore[attr-defined]  # it is a ModelChoiceField
        field.initial = member.default_pseud


def counted(number: int) -> str:
    """A number of thousands, as the reader's language groups its digits."""
    return number_format(number, force_grouping=True)


def typed_again(html: str) -> str:
    """Stored words as they go back into the box: as one types them, else as HTML."""
    markup = html.replace(MARKUP_OF_OURS, "")
    typed = typed_from_html(markup)
    is_same = typed is not None and clean_comment(html_from_typed(typed)) == clean_comment(markup)
    return typed if typed is not None and is_same else markup

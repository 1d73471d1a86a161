"""What readers send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from bookcub.core.text import clean_notes, html_from_typed, one_line, plain, typed_from_html
from bookcub.people.models import Pseud
from bookcub.reading.actions.bookmarks import BookmarkFields, External
from bookcub.reading.models import ReadingList, ShelfKind
from bookcub.reading.queries.mutes import Mutable
from bookcub.tags.models import validate_tag_name
from bookcub.works.models import ContentMute

BLOCK_ID = r"^b-[0-9a-z]{8}$"


class PlaceForm(forms.Form):
    """Where a reader says to be: at a block, or at the end of the chapter.

    `quietly` the script tells where the page is scrolled to (`block`, and `furthest`, the last one seen), or that one
    goes `on` to the next chapter; and for how many milliseconds the text has been `in_front`.
    """

    block = forms.RegexField(BLOCK_ID, required=False)
    furthest = forms.RegexField(BLOCK_ID, required=False)
    end = forms.BooleanField(required=False)
    on = forms.BooleanField(required=False)
    quietly = forms.BooleanField(required=False)
    opened = forms.CharField(required=False, max_length=200)  # models.OpenedPage
    in_front = forms.IntegerField(required=False, min_value=0, max_value=10**12)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(said) for said in ("block", "end", "on")):
            self.add_error("block", gettext("Say which paragraph you have reached."))
        return cleaned


NOTES_MAX = 5000
TAGS_MAX = 40


class BookmarkForm(forms.Form):
    """A word why, own tags, and who sees it."""

    pseud = forms.ModelChoiceField(
        Pseud.objects.none(), label=gettext_lazy("Signed as"), empty_label=None
    )
    notes = forms.CharField(
        label=pgettext_lazy("of a bookmark", "Notes"),
        required=False,
        max_length=NOTES_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("HTML or Markdown. Others see them unless the bookmark is private."),
    )
    own_tags = forms.CharField(
        label=gettext_lazy("Your tags"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Your own words for it. Separate them with commas."),
    )
    is_rec = forms.BooleanField(label=gettext_lazy("I recommend it"), required=False)
    is_private = forms.BooleanField(
        label=gettext_lazy("Private: only I see this bookmark"), required=False
    )

    def __init__(self, *args: Any, pseuds: QuerySet[Pseud], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pseud"].queryset = pseuds  # type: ignore[attr-defined]  # it is a ModelChoiceField

    def clean_own_tags(self) -> list[str]:
        names = [one_line(name) for name in self.cleaned_data["own_tags"].split(",")]
        names = [name for name in names if name]
        if len(names) > TAGS_MAX:
            sentence = ngettext(
                "At most %(most)s tag fits here, and you entered %(count)s. Take some out.",
                "At most %(most)s tags fit here, and you entered %(count)s. Take some out.",
                TAGS_MAX,
            )
            counted = {"most": TAGS_MAX, "count": len(names)}
            raise forms.ValidationError(sentence, code="too_many", params=counted)
        for name in names:
            validate_tag_name(name)
        return names

    def clean_notes(self) -> str:
        return clean_notes(html_from_typed(self.cleaned_data["notes"]))

    @property
    def bookmark_fields(self) -> BookmarkFields:
        cleaned = self.cleaned_data
        return BookmarkFields(
            notes=cleaned["notes"],
            own_tags=cleaned["own_tags"],
            is_private=cleaned["is_private"],
            is_rec=cleaned["is_rec"],
        )


def notes_as_typed(html: str) -> str:
    """Stored notes as they go back into the field: as one types them, else as HTML."""
    typed = typed_from_html(html)
    is_same = typed is not None and clean_notes(html_from_typed(typed)) == html
    return typed if typed is not None and is_same else html


class ExternalBookmarkForm(BookmarkForm):
    """A bookmark of something that is not in this archive."""

    url = forms.URLField(label=gettext_lazy("Address"), max_length=500, assume_scheme="https")
    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    author = forms.CharField(label=gettext_lazy("Author"), max_length=500, required=False)
    fandoms = forms.CharField(label=gettext_lazy("Fandoms"), max_length=300)
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        max_length=1250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ("url", "title", "author", "fandoms", "summary", "pseud")

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if not url.startswith(("http://", "https://")):
            raise forms.ValidationError(
                gettext("Enter an address that begins with https:// or http://."), code="invalid"
            )
        return url

    @property
    def external(self) -> External:
        cleaned = self.cleaned_data
        return External(
            url=cleaned["url"],
            title=plain(cleaned["title"]),
            author=plain(cleaned["author"]),
            fandoms=plain(cleaned["fandoms"]),
            summary=plain(cleaned["summary"]),
        )


SHELVES = tuple(kind for kind in ShelfKind if kind != ShelfKind.OWN)
LONGEST_ID = 18  # digits


class OwnListsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # the stubs' generic has no run-time form
    """Lists by their ids; a number that no row can have is no choice, and breaks nothing."""

    def clean(self, value: Any) -> Any:
        for given in value or ():
            if not str(given).isdecimal() or len(str(given)) > LONGEST_ID:
                raise forms.ValidationError(gettext("Choose among your own lists."), code="not_own")
        return super().clean(value)


def ensure_own_name(name: str) -> None:
    """Raise ValidationError for the name of a shelf: everybody has those four already."""
    taken = {one.casefold() for kind in SHELVES for one in (kind.kept_name, str(kind.label))}
    if name.casefold() in taken:
        sentence = gettext("Everybody has a list called “%(name)s” already. Choose another name.")
        raise forms.ValidationError(sentence, code="reserved", params={"name": name})


class ReadingListForm(forms.ModelForm[ReadingList]):
    """A list of one's own."""

    class Meta:
        model = ReadingList
        fields = ("name", "description", "is_public")
        labels = {
            "name": gettext_lazy("Name"),
            "description": gettext_lazy("Description"),
            "is_public": gettext_lazy("Public: everybody can see this list"),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.initial["name"] = self.instance.shown_name

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(gettext("Give the list a name."), code="empty")
        kind = ShelfKind(self.instance.kind)
        if kind == ShelfKind.OWN:
            ensure_own_name(name)
        elif name == str(kind.label):
            name = kind.kept_name
        lists = ReadingList.objects.standing().filter(user=self.instance.user_id)
        others = lists.filter(name__folded=name)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(
                gettext("You already have a list with that name. Choose another name."),
                code="taken",
            )
        return name


class WorkListsForm(forms.Form):
    """On which lists a work stands."""

    shelf = forms.ChoiceField(
        label=gettext_lazy("Reading status"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", gettext_lazy("On none of these")),
            *[(kind.value, kind.label) for kind in SHELVES],
        ],
    )
    lists = OwnListsField(
        ReadingList.objects.none(),
        label=gettext_lazy("Your own lists"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new_list = forms.CharField(
        label=gettext_lazy("Add to a new list"), required=False, max_length=80
    )

    def __init__(self, *args: Any, own: QuerySet[ReadingList], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lists"].queryset = own  # type: ignore[attr-defined]  # it is a ModelMultipleChoiceField
        self._own = own

    def clean_new_list(self) -> str:
        name = one_line(self.cleaned_data["new_list"])
        ensure_own_name(name)
        if name and self._own.filter(name__folded=name).exists():
            raise forms.ValidationError(
                gettext("You already have a list with that name. Tick it above."), code="taken"
            )
        return name


class ContentMuteForm(forms.Form):
    """Why something is muted, for oneself."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=ContentMute.REASON_LONGEST,
        help_text=gettext_lazy("For you alone, to remember."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_reason(self) -> str:
        return one_line(self.cleaned_data["reason"])


class MutedWordsForm(ContentMuteForm):
    """Words that one wants to see in no list."""

    field_order = ("words",)

    words = forms.CharField(
        label=pgettext_lazy("search", "Words"),
        max_length=ContentMute.WORDS_LONGEST,
        help_text=gettext_lazy(
            "Works with these words side by side in title, summary or tags are left out."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_words(self) -> str:
        words = one_line(self.cleaned_data["words"])
        if not any(sign.isalnum() for sign in words):
            raise forms.ValidationError(
                gettext("Type a word: this has neither letters nor digits.")
            )
        return words


class WorkMuteForm(ContentMuteForm):
    """What of a work one wants to see no more."""

    field_order = ("what",)

    what = forms.MultipleChoiceField(
        label=gettext_lazy("Leave out"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what you want to see no more.")},
    )

    def __init__(self, *given: Any, mutable: Sequence[Mutable], **more: Any) -> None:
        super().__init__(*given, **more)
        self._mutable = {one.value: one for one in mutable}
        what: forms.MultipleChoiceField = self.fields["what"]  # type: ignore[assignment]  # as it stands above
        what.choices = [(one.value, one.label) for one in mutable]

    @property
    def chosen(self) -> list[Mutable]:
        return [self._mutable[value] for value in self.cleaned_data["what"]]

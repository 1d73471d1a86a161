"""Forms of a single decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bookcub.web.forms.comma_names import NamesField
from bookcub.web.forms.plain import PlainForm
from bookcub.works.languages import language_choices
from bookcub.works.models import MayComment, Visibility


def _alike(text: str) -> str:
    return " ".join(text.split()).casefold()


class NamedForm(PlainForm):
    """Something is deleted by typing its name."""

    typed = forms.CharField(
        label="Type its title",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Type the title to delete it."},
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name

    def clean_typed(self) -> str:
        typed = str(self.cleaned_data["typed"])
        if _alike(typed) != _alike(self.name):
            raise ValidationError(f"That is not its title. It is “{self.name}”.")
        return typed


class OrphanForm(PlainForm):
    """How much of a name stays on an orphaned work."""

    keep_name = forms.ChoiceField(
        choices=[
            ("no", "Take my name off it"),
            ("yes", "Leave my pseud’s name on it, without any link to me"),
        ],
        widget=forms.RadioSelect,
        initial="no",
        label="Your name",
    )
    sure = forms.BooleanField(
        label="I know that this cannot be taken back.",
        error_messages={"required": "Tick this to go on: it cannot be taken back."},
    )

    @property
    def keeps_name(self) -> bool:
        return bool(self.cleaned_data["keep_name"] == "yes")


class EditManyForm(PlainForm):
    """One change for several works."""

    LEAVE = ("", "leave as it is")

    works = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": "Choose at least one work."}
    )
    visibility = forms.ChoiceField(
        choices=[LEAVE, *Visibility.choices], required=False, label="Who may read them"
    )
    may_comment = forms.ChoiceField(
        choices=[LEAVE, *MayComment.choices], required=False, label="Who may comment"
    )
    moderates_comments = forms.ChoiceField(
        choices=[LEAVE, ("yes", "when I have approved them"), ("no", "at once")],
        required=False,
        label="Comments appear",
    )
    language = forms.ChoiceField(required=False, label="Language")
    co_creators = NamesField(
        required=False,
        label="Invite co-creators",
        help_text="User names, with commas between them. Each is asked for every work and may decline.",
    )

    def __init__(self, *args: Any, works: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("works", [(str(pk), title) for pk, title in works])
        self._offer("language", [self.LEAVE, *language_choices()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def is_empty(self) -> bool:
        """Whether everything is left as it is."""
        return not self.changes and not self.cleaned_data["co_creators"]

    @property
    def changes(self) -> dict[str, object]:
        """The fields to set; none if everything is left as it is."""
        given = self.cleaned_data
        changes: dict[str, object] = {
            name: given[name] for name in ("language", "visibility", "may_comment") if given[name]
        }
        if given["moderates_comments"]:
            changes["moderates_comments"] = given["moderates_comments"] == "yes"
        return changes


class DeleteManyForm(PlainForm):
    """Several works go by typing how many they are."""

    works = forms.TypedMultipleChoiceField(coerce=int)
    count = forms.IntegerField(label="Type how many works you delete")

    def __init__(self, *args: Any, works: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["works"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(pk), title) for pk, title in works]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("works", [])
        if "count" in cleaned and cleaned["count"] != len(chosen):
            self.add_error("count", f"You chose {len(chosen)}.")
        return cleaned


class SeriesForm(PlainForm):
    """What a series says of itself."""

    title = forms.CharField(max_length=255, label="Title")
    summary = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}), required=False, label="Summary"
    )
    notes = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False, label="Notes")
    is_complete = forms.BooleanField(required=False, label="The series is complete")

"""Many works at once: changed or deleted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, ngettext

from bookcub.web.forms.comma_names import NamesField
from bookcub.web.forms.plain import PlainForm
from bookcub.works.languages import language_choices
from bookcub.works.models import MayComment, Visibility


class EditManyForm(PlainForm):
    """One change for several works."""

    LEAVE = ("", gettext_lazy("no change"))

    works = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": gettext_lazy("Select at least one work.")}
    )
    visibility = forms.ChoiceField(
        choices=[LEAVE, *Visibility.choices],
        required=False,
        label=gettext_lazy("Who can read them"),
    )
    may_comment = forms.ChoiceField(
        choices=[LEAVE, *MayComment.choices], required=False, label=gettext_lazy("Who can comment")
    )
    moderates_comments = forms.ChoiceField(
        choices=[
            LEAVE,
            ("yes", gettext_lazy("Wait until I approve them")),
            ("no", gettext_lazy("Appear at once")),
        ],
        required=False,
        label=gettext_lazy("New comments"),
    )
    language = forms.ChoiceField(required=False, label=gettext_lazy("Language"))
    co_creators = NamesField(
        required=False,
        label=gettext_lazy("Invite co-creators"),
        help_text=gettext_lazy(
            "Separate user names with commas. Each person is invited to every work and can decline."
        ),
    )

    def __init__(self, *args: Any, works: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("works", [(str(pk), title) for pk, title in works])
        self._offer("language", [("", gettext("no change")), *language_choices()])

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
    count = forms.IntegerField(label=gettext_lazy("Type how many works you are deleting"))

    def __init__(self, *args: Any, works: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["works"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(pk), title) for pk, title in works]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("works", [])
        if "count" in cleaned and cleaned["count"] != len(chosen):
            self.add_error(
                "count",
                ngettext(
                    "You selected %(count)s work. Type that number to delete it.",
                    "You selected %(count)s works. Type that number to delete them.",
                    len(chosen),
                )
                % {"count": len(chosen)},
            )
        return cleaned

"""Bringing a club in: its file, and who one is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy

from bookcub.formats.club_file.reading import MisfitError
from bookcub.importing.sandbox import club_in_child
from bookcub.people.models import Pseud
from bookcub.web.sizes import as_size


class ClubUploadForm(forms.Form):
    """The file of a club, read and checked where it can do no harm; gives its name and its text, written anew."""

    file = forms.FileField(
        label=gettext_lazy("The club’s file"),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Choose another one."),
        },
        widget=forms.FileInput,
    )

    def __init__(self, *args: Any, most_bytes: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.most_bytes = most_bytes

    def clean_file(self) -> tuple[str, str]:
        given = self.cleaned_data["file"]
        assert isinstance(given, UploadedFile)  # noqa: S101  # what a FileField gives
        if (given.size or 0) > self.most_bytes:
            most = as_size(self.most_bytes)
            raise ValidationError(
                gettext("This file is too large. This archive takes at most %(size)s at once."),
                code="too_large",
                params={"size": most},
            )
        try:
            return club_in_child(given.read())
        except MisfitError as error:
            raise ValidationError(
                gettext(
                    "This file cannot be imported as a club. Use the file from “Export this club” unchanged. "
                    "The problem: %(problem)s"
                ),
                code="unreadable",
                params={"problem": _sentence(error)},
            ) from error

    @property
    def is_too_large(self) -> bool:
        """Whether that is what is wrong: then the answer is 413."""
        return self.has_error("file", "too_large")


class ClubKeepForm(forms.Form):
    """Who one is among the people of the file, and under which name one goes on."""

    me = forms.ChoiceField(label=gettext_lazy("Which one is you?"), required=False)
    pseud = forms.ModelChoiceField(
        Pseud.objects.none(), label=gettext_lazy("Your name here"), empty_label=None
    )

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str]], pseuds: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        me = self.fields["me"]
        assert isinstance(me, forms.ChoiceField)  # noqa: S101  # declared above
        me.choices = [("", gettext("None of them")), *people]
        pseud = self.fields["pseud"]
        assert isinstance(pseud, forms.ModelChoiceField)  # noqa: S101  # as above
        pseud.queryset = pseuds


def _sentence(error: MisfitError) -> str:
    """What is wrong with the whole file is a sentence for people; with a place in it, a hint for whoever made it."""
    return f"{error.place}: {error.why}." if error.place else gettext(error.why)

"""Choosing what to bring in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy, ngettext

from bookcub.importing.models import FILES_MAX
from bookcub.web.forms.plain import PlainForm
from bookcub.web.sizes import as_size
from bookcub.works.fields import TITLE_MAX
from bookcub.works.forms.parts import picked


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """One file or several; gives a list of them."""

    def __init__(self, *, most_bytes: int, **kwargs: Any) -> None:
        super().__init__(widget=FilesInput, **kwargs)
        self.most_bytes = most_bytes

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(given) > FILES_MAX:
            raise ValidationError(
                ngettext(
                    "This is %(n)s file. Import at most %(most)s at a time, or put them into a ZIP.",
                    "These are %(n)s files. Import at most %(most)s at a time, or put them into a ZIP.",
                    len(given),
                ),
                code="too_many",
                params={"n": len(given), "most": FILES_MAX},
            )
        total = sum(file.size or 0 for file in given)
        if total > self.most_bytes:
            raise ValidationError(
                gettext(
                    "These files are %(total)s together; this archive takes at most %(most)s at once. "
                    "Import them one after the other."
                ),
                code="too_large",
                params={
                    "total": as_size(total),
                    "most": as_size(self.most_bytes),
                },
            )
        return list(given)


class UploadForm(PlainForm):
    """Files, under which name, and whether they are one work."""

    pseud = forms.TypedChoiceField(coerce=int, label=gettext_lazy("Sign as"))
    joins = forms.BooleanField(
        required=False,
        label=gettext_lazy("These files are the chapters of one work"),
        help_text=gettext_lazy("They are ordered by their names: 9 comes before 10."),
    )
    title = forms.CharField(
        required=False,
        max_length=TITLE_MAX,
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Only if the file has none, or you want another one."),
    )

    def __init__(
        self, *args: Any, pseuds: Sequence[tuple[int, str]], most_bytes: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["pseud"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = picked(pseuds)
        self.fields["files"] = FilesField(
            label=gettext_lazy("Files"),
            most_bytes=most_bytes,
            error_messages={"required": gettext_lazy("Choose at least one file.")},
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        several = len(cleaned.get("files", [])) > 1 and not cleaned.get("joins")
        if several and cleaned.get("title", "").strip():
            self.add_error(
                "title",
                gettext("Several works cannot share one title. Leave it empty, or join the files."),
            )
        return cleaned

    @property
    def is_too_large(self) -> bool:
        """Whether that is what is wrong: then the answer is 413."""
        return self.has_error("files", "too_large")

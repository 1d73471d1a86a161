"""What an action refuses, told where the person looks: beside the fields, over the form, or on the next page."""

from __future__ import annotations

from types import TracebackType

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest


class Refusals:
    """False as long as nothing was refused; `by` is the exception that says what was."""

    def __init__(
        self, told: forms.BaseForm | HttpRequest | None, kinds: tuple[type[Exception], ...]
    ) -> None:
        self.told = told
        self.kinds: tuple[type[Exception], ...] = (ValidationError, *kinds)
        self.by: Exception | None = None

    def __enter__(self) -> Refusals:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        refusal: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if not isinstance(refusal, self.kinds):
            return False
        self.by = refusal
        if isinstance(self.told, forms.BaseForm):
            refuse(self.told, refusal)
        elif self.told is not None:
            messages.error(self.told, " ".join(self.sentences))
        return True

    def __bool__(self) -> bool:
        return self.by is not None

    @property
    def errors(self) -> list[ValidationError]:
        """The sentences with their codes, to be raised again together with others."""
        return self.by.error_list if isinstance(self.by, ValidationError) else []

    @property
    def sentences(self) -> list[str]:
        if isinstance(self.by, ValidationError):
            return self.by.messages
        return [str(self.by)] if self.by else []


def refusals(told: forms.BaseForm | HttpRequest | None = None, *kinds: type[Exception]) -> Refusals:
    """Catch a ValidationError, or one of these kinds, and tell it in a form or, given a request, as a message.

    What belongs to no field of the form stands above it. Without either, whoever asked tells `sentences` themselves.
    """
    return Refusals(told, kinds)


def refuse(form: forms.BaseForm, refusal: Exception) -> None:
    """Say in a form why it was not done."""
    if not isinstance(refusal, ValidationError):
        form.add_error(None, str(refusal))
    elif not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
    else:
        for name, errors in refusal.error_dict.items():
            # As they are, for a sentence alone would have lost its code.
            form.add_error(name if name in form.fields else None, ValidationError(errors))

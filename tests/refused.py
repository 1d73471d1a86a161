"""What was refused, by field and code: the sentences that tell it are nobody's promise and may be said better any day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BaseForm, BaseFormSet


def refused(answer: Any) -> set[str]:
    """What the forms of a page refuse: "title too_long", "title" where it has no code, " empty" above the fields."""
    return {
        f"{'' if name == '__all__' else name} {error.code or ''}".rstrip()
        for form in forms_of(answer)
        if form.is_bound
        for name, errors in form.errors.as_data().items()
        for error in errors
    }


def forms_of(answer: Any) -> list[BaseForm]:
    """The forms that a page was made of, each once, in its dataclass or beside it."""
    found: dict[int, BaseForm] = {}
    for context in answer.context or []:
        for layer in getattr(context, "dicts", [context]):
            for held in layer.values():
                found |= {id(form): form for form in _forms_in(held, deep=2)}
    return list(found.values())


def _forms_in(held: Any, *, deep: int) -> Iterator[BaseForm]:
    if isinstance(held, BaseForm):
        yield held
    elif deep:
        for part in _parts_of(held):
            yield from _forms_in(part, deep=deep - 1)


def _parts_of(held: Any) -> Iterable[Any]:
    if isinstance(held, dict):
        return held.values()
    if isinstance(held, BaseFormSet | list | tuple):
        return held
    if is_dataclass(held):
        return [getattr(held, field.name) for field in fields(held)]
    is_ours = type(held).__module__.startswith("bookcub.") and not isinstance(held, Model)
    return vars(held).values() if is_ours and hasattr(held, "__dict__") else ()


def told(answer: Any) -> list[str]:
    """How the messages of a page sound: "success", "error"."""
    return [each.level_tag for each in get_messages(answer.wsgi_request)]


@contextmanager
def refuses(code: str, kind: type[Exception] = ValidationError) -> Iterator[None]:
    """What is done within is refused, and for this reason: a code, or the field's name where it has none."""
    with pytest.raises(kind) as caught:
        yield
    assert code in _reasons(caught.value), caught.value


def _reasons(refusal: Any) -> set[str]:
    if not isinstance(refusal, ValidationError):
        return {refusal.code}
    by_field = getattr(refusal, "error_dict", {})
    found = [each for errors in by_field.values() for each in errors] or refusal.error_list
    return {*by_field, *(each.code for each in found if each.code)}

from __future__ import annotations

from typing import Any

from django import forms


class PlainForm(forms.Form):
    """A form whose labels end without a colon."""

    def __init__(self, *given: Any, **more: Any) -> None:
        more.setdefault("label_suffix", "")
        super().__init__(*given, **more)


def with_value(sent: Any, name: str, value: str) -> Any:
    """What was sent, with another value of one field.

    Of the same kind: unpacked into a plain dictionary, what a browser sends is lists, which a form shows as such.
    """
    changed = sent.copy()
    changed[name] = value
    return changed

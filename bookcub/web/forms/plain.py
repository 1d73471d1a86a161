from __future__ import annotations

from typing import Any

from django import forms


class PlainForm(forms.Form):
    """A form whose labels end without a colon."""

    def __init__(self, *given: Any, **more: Any) -> None:
        more.setdefault("label_suffix", "")
        super().__init__(*given, **more)

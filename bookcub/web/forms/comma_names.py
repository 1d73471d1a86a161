"""Names that are typed in one line."""

from __future__ import annotations

import re
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import ngettext_lazy

COMMAS = re.compile(r"[,，、\n]")
NAMES_MAX = 200  # each is looked up
TOO_MANY = {
    "names": ngettext_lazy(
        "At most %(most)s name fits here, and you entered %(count)s. Take some out.",
        "At most %(most)s names fit here, and you entered %(count)s. Take some out.",
        "most",
    ),
    "people": ngettext_lazy(
        "You can name at most %(most)s person, and you named %(count)s. Take some out.",
        "You can name at most %(most)s people, and you named %(count)s. Take some out.",
        "most",
    ),
}


class NamesField(forms.CharField):
    """Names with commas between them; gives a tuple of them, each once, in their order."""

    def __init__(
        self, *, most: int = NAMES_MAX, of: Literal["names", "people"] = "names", **more: Any
    ) -> None:
        super().__init__(**more)
        self.most, self.of = most, of

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value) or ""
        # Here and not as a validator: those see the names only, as a tuple.
        ProhibitNullCharactersValidator()(typed)
        names = [" ".join(part.split()) for part in COMMAS.split(typed)]
        return tuple(dict.fromkeys(name for name in names if name))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > self.most:
            counted = {"most": self.most, "count": len(value)}
            raise ValidationError(TOO_MANY[self.of], code="too_many", params=counted)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else ", ".join(value)

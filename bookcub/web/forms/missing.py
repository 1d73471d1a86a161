"""What a form says of a field that was left empty, or filled too full, by the kind of field: the nearest kind counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy, ngettext_lazy

if TYPE_CHECKING:
    # Only known to the stubs: a sentence, or one that is translated when it is shown.
    from django.utils.functional import _StrOrPromise as StrOrPromise

MISSING: Mapping[type[forms.Field], StrOrPromise] = {
    forms.Field: gettext_lazy("Fill this in."),
    forms.ChoiceField: gettext_lazy("Choose one of these."),
    forms.MultipleChoiceField: gettext_lazy("Choose at least one."),
    forms.ModelMultipleChoiceField: gettext_lazy("Choose at least one."),
    forms.BooleanField: gettext_lazy("Tick this to go on."),
    forms.FileField: gettext_lazy("Choose a file."),
}

# The same of what does not fit, by the code of the refusal.
UNFIT: Mapping[type[forms.Field], Mapping[str, StrOrPromise]] = {
    forms.CharField: {
        "max_length": ngettext_lazy(
            "Keep to %(limit_value)d character. This has %(show_value)d.",
            "Keep to %(limit_value)d characters. This has %(show_value)d.",
            "limit_value",
        ),
        "null_characters_not_allowed": gettext_lazy(
            "This holds a character that cannot be stored. Delete it, or type the text anew."
        ),
    },
    forms.EmailField: {
        "invalid": gettext_lazy("This does not look like an e-mail address. Check it for a typo."),
    },
}

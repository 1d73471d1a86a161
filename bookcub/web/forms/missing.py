"""What a form says of a field that was left empty, by the kind of field: the nearest kind it is of counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

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

"""What a form says of a field that was left empty, by the kind of field: the nearest kind it is of counts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

MISSING = {
    forms.Field: gettext_lazy("Fill this in."),
    forms.ChoiceField: gettext_lazy("Choose one of these."),
    forms.MultipleChoiceField: gettext_lazy("Choose at least one."),
    forms.ModelMultipleChoiceField: gettext_lazy("Choose at least one."),
    forms.BooleanField: gettext_lazy("Tick this to go on."),
    forms.FileField: gettext_lazy("Choose a file."),
}

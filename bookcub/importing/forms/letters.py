"""In which letters a file is to be read."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from bookcub.importing.queries.letters import choices


class LettersForm(forms.Form):
    """One of the encodings that are known."""

    letters = forms.ChoiceField(choices=choices, label=gettext_lazy("How its letters are written"))

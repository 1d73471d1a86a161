"""The form behind a reader's look."""

from __future__ import annotations

from dataclasses import fields as fields_of

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from bookcub.web.look import Look


class LookForm(forms.Form):
    """Every choice of a Look, as radio buttons."""

    theme = forms.ChoiceField(
        label=gettext_lazy("Paper"),
        widget=forms.RadioSelect,
        choices=[
            ("system", gettext_lazy("Same as my device")),
            ("light", pgettext_lazy("paper", "Light")),
            ("sepia", pgettext_lazy("paper", "Sepia")),
            ("dark", pgettext_lazy("paper", "Dark")),
        ],
    )
    face = forms.ChoiceField(
        label=gettext_lazy("Typeface"),
        widget=forms.RadioSelect,
        choices=[
            ("literata", "Literata"),
            ("atkinson", "Atkinson Hyperlegible"),
            ("system", gettext_lazy("My device’s serif")),
        ],
    )
    size = forms.ChoiceField(
        label=gettext_lazy("Text size"),
        widget=forms.RadioSelect,
        choices=[(str(step), str(step)) for step in range(1, 8)],
    )
    measure = forms.ChoiceField(
        label=gettext_lazy("Line length"),
        widget=forms.RadioSelect,
        choices=[
            ("narrow", pgettext_lazy("line length", "Short")),
            ("medium", pgettext_lazy("line length", "Medium")),
            ("wide", pgettext_lazy("line length", "Long")),
        ],
    )
    leading = forms.ChoiceField(
        label=gettext_lazy("Space between lines"),
        widget=forms.RadioSelect,
        choices=[
            ("tight", pgettext_lazy("line height", "Little")),
            ("medium", pgettext_lazy("line height", "Medium")),
            ("airy", pgettext_lazy("line height", "Much")),
        ],
    )
    justify = forms.ChoiceField(
        label=gettext_lazy("Right edge of the text"),
        widget=forms.RadioSelect,
        choices=[
            ("no", pgettext_lazy("right edge", "Uneven")),
            ("yes", pgettext_lazy("right edge", "Straight")),
        ],
    )

    taps = forms.ChoiceField(
        label=gettext_lazy("A tap on the edge of the screen"),
        widget=forms.RadioSelect,
        # A page that was open before there was this choice posts without it.
        required=False,
        choices=[
            ("no", pgettext_lazy("tap on the edge", "Does nothing")),
            ("yes", pgettext_lazy("tap on the edge", "Turns the page")),
        ],
    )

    @staticmethod
    def initial_of(look: Look) -> dict[str, str]:
        """Return what the form shows for a look."""
        return {f.name: str(getattr(look, f.name)) for f in fields_of(look)}

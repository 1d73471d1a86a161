"""The form behind a reader's look."""

from __future__ import annotations

from dataclasses import fields as fields_of

from django import forms

from bookcub.web.look import Look


class LookForm(forms.Form):
    """Every choice of a Look, as radio buttons."""

    theme = forms.ChoiceField(
        label="Paper",
        widget=forms.RadioSelect,
        choices=[
            ("system", "As my device"),
            ("light", "Light"),
            ("sepia", "Sepia"),
            ("dark", "Dark"),
        ],
    )
    face = forms.ChoiceField(
        label="Typeface",
        widget=forms.RadioSelect,
        choices=[
            ("literata", "Literata"),
            ("atkinson", "Atkinson Hyperlegible"),
            ("system", "My device’s serif"),
        ],
    )
    size = forms.ChoiceField(
        label="Size",
        widget=forms.RadioSelect,
        choices=[(str(step), str(step)) for step in range(1, 8)],
    )
    measure = forms.ChoiceField(
        label="Lines",
        widget=forms.RadioSelect,
        choices=[("narrow", "Short"), ("medium", "Medium"), ("wide", "Long")],
    )
    leading = forms.ChoiceField(
        label="Line height",
        widget=forms.RadioSelect,
        choices=[("tight", "Close"), ("medium", "Medium"), ("airy", "Airy")],
    )
    justify = forms.ChoiceField(
        label="Right edge",
        widget=forms.RadioSelect,
        choices=[("no", "Ragged"), ("yes", "Flush")],
    )

    @staticmethod
    def initial_of(look: Look) -> dict[str, str]:
        """Return what the form shows for a look."""
        return {f.name: str(getattr(look, f.name)) for f in fields_of(look)}

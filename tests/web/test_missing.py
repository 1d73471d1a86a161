"""What was left empty is asked for in our own words, in every form."""

from __future__ import annotations

import pytest
from django import forms


@pytest.mark.parametrize(
    ("field", "asks"),
    [
        (forms.CharField(), "Fill this in."),
        (forms.EmailField(), "Fill this in."),
        (forms.DateField(), "Fill this in."),
        (forms.ChoiceField(choices=[("a", "A")]), "Choose one of these."),
        (forms.MultipleChoiceField(choices=[("a", "A")]), "Choose at least one."),
        (forms.BooleanField(), "Tick this to go on."),
        (forms.ImageField(), "Choose a file."),
    ],
)
def test_a_field_asks_for_what_is_missing(field: forms.Field, asks: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(None)

    assert refused.value.messages == [asks]

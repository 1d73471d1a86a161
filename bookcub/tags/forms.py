"""What is asked of tags."""

from django import forms

from bookcub.tags.models import TAG_MAX, TagKind


class AutocompleteForm(forms.Form):
    """A kind and the beginning of a name, which `q` may hold as well."""

    kind = forms.ChoiceField(choices=TagKind)
    term = forms.CharField(max_length=TAG_MAX, required=False)
    q = forms.CharField(max_length=TAG_MAX, required=False)

    @property
    def beginning(self) -> str:
        return str(self.cleaned_data["term"] or self.cleaned_data["q"])

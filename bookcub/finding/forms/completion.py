"""What is asked for while somebody types the name of a tag."""

from __future__ import annotations

from django import forms

from bookcub.tags.models import TAG_MAX, TagKind

ANY = "any"


class CompletionForm(forms.Form):
    """A kind, or any, and the part of a name, which `q` may hold as well as `term`."""

    kind = forms.ChoiceField(choices=[*TagKind.choices, (ANY, ANY)])
    term = forms.CharField(max_length=TAG_MAX, required=False)
    q = forms.CharField(max_length=TAG_MAX, required=False)

    @property
    def typed(self) -> str:
        return str(self.cleaned_data["term"] or self.cleaned_data["q"])

    @property
    def wanted_kind(self) -> TagKind | None:
        kind = self.cleaned_data["kind"]
        return None if kind == ANY else TagKind(kind)

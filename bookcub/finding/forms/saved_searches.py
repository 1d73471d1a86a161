"""What readers send who keep a search, and what is asked while they type a name."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext, gettext_lazy

from bookcub.core.text import one_line
from bookcub.finding.models import SavedSearch
from bookcub.finding.queries.conditions import conditions_of
from bookcub.people.models import User

# The lists that have filters.
LISTS = {
    "finding:search_index",
    "reading:work_index",
    "reading:tag_detail",
    "reading:person_work_index",
    "reading:pseud_work_index",
}


class SavedSearchForm(forms.ModelForm):  # type: ignore[type-arg]  # the stubs' generic has no run-time form
    """A name for a list with its conditions. Who already has one of that name is told; the default is one alone."""

    class Meta:
        model = SavedSearch
        fields = ("name", "is_default")
        labels = {
            "name": gettext_lazy("Name"),
            "is_default": gettext_lazy("Let its conditions hold in all my lists"),
        }
        help_texts = {
            "is_default": gettext_lazy(
                "In every list with filters. Each says so, and shows all with one press."
            ),
        }
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off"})}

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        others = SavedSearch.objects.filter(user=self.instance.user, name=name)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(
                gettext("You already have a search with that name. Choose another name.")
            )
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        own = SavedSearch.objects.filter(user=self.instance.user)
        if self.instance.pk is None and own.count() >= SavedSearch.MOST:
            raise forms.ValidationError(
                gettext("Your list is full. Delete a search that you need no more.")
            )
        return cleaned

    def keep(self) -> SavedSearch | None:
        """Save it; None, and the form says so, where the same form sent at once was quicker."""
        try:
            with transaction.atomic():
                if self.cleaned_data["is_default"]:
                    own = SavedSearch.objects.filter(user=self.instance.user, is_default=True)
                    own.exclude(pk=self.instance.pk).update(is_default=False)
                saved: SavedSearch = self.save()
        except IntegrityError:
            self.add_error(
                "name", gettext("You already have a search with that name. Choose another name.")
            )
            return None
        return saved


def list_of(address: str, person: User) -> tuple[str, str] | None:
    """Path and query of a list with filters, its conditions as they are read; None for any other address."""
    split = urlsplit(address[:2500])
    if split.scheme or split.netloc:
        return None
    try:
        match = resolve(split.path)
    except Resolver404:
        return None
    if match.view_name not in LISTS:
        return None
    asked = QueryDict(split.query)
    sort = asked.get("sort", "")
    query = conditions_of(asked, person).address(sort=sort if sort.isalpha() else "")
    return split.path[:600], query[:2000]

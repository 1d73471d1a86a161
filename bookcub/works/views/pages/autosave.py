"""Forms that save themselves: the copy behind the form, and what is sent back once it is saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from bookcub.core.http import SignedInRequest, form_status, posted, saves
from bookcub.core.ids import short_id
from bookcub.works.models import Chapter, Work, WorkingCopy
from bookcub.works.queries.forms import copy_of

NEW_KEY = re.compile(r"new-work-[0-9a-z]{10}")
SENT_COOKIE = "bookcub_sent"
DOINGS = frozenset({"save", "post", "schedule", "preview"})


class AutosavedForm:
    """One showing of a form that saves itself: what was posted, or typed before, or stored."""

    def __init__(
        self,
        request: SignedInRequest,
        key: str,
        *,
        work: Work | None = None,
        chapter: Chapter | None = None,
    ) -> None:
        self.request = request
        self.key = key
        self.work = work
        self.chapter = chapter
        self.copy = copy_of(request.user, key)

    @property
    def data(self) -> QueryDict | None:
        return posted(self.request)

    @property
    def do(self) -> str:
        asked = self.request.POST.get("do", "save")
        return asked if asked in DOINGS else "save"

    def initial(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """What the form begins with: the unsaved copy, where there is one, over what is stored."""
        if self.copy is None or saves(self.request):
            return dict(stored)
        return {**stored, **typed(self.copy.fields, stored)}

    def render(self, template: str, form: forms.Form, extra: Mapping[str, object]) -> HttpResponse:
        context = {
            "form": form,
            "form_key": self.key,
            "copy": self.copy,
            "window": short_id(12),
            **extra,
        }
        response = render(self.request, template, context, status=form_status(form))
        # What was typed must not come back from a cache after it was sent or thrown away.
        response["Cache-Control"] = "no-store"
        return response

    def discard_copy(self) -> None:
        """The form has been saved: its copy has done its work."""
        WorkingCopy.objects.of_person(self.request.user).filter(form_key=self.key).delete()


def typed(fields: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """A copy's lists of values in the shape that a form begins with.

    A list in `stored` says that the field takes several values. Ticked boxes send nothing when
    they are empty, so a field that the copy lacks was left without any.
    """
    begun: dict[str, Any] = {}
    for name in {*fields, *stored}:
        values = fields.get(name, [])
        if isinstance(stored.get(name), bool):
            begun[name] = bool(values)
        elif name in SEVERAL:
            begun[name] = values
        elif values:
            begun[name] = values[-1]
    return begun


SEVERAL = frozenset({"warnings", "categories", "series", "parents_kept"})


def sent(response: HttpResponse, key: str) -> HttpResponse:
    """Tell the browser that its own copy of this form may go."""
    response.set_cookie(SENT_COOKIE, key, max_age=30 * 24 * 3600, samesite="Lax")
    return response

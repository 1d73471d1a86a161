"""Forms that save themselves: the copy behind the form, and what is sent back once it is saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, form_status, posted, saves
from bookcub.core.ids import short_id
from bookcub.web.forms.refusals import refusals
from bookcub.works.actions.working_copies import address_made, keep_copy
from bookcub.works.forms.autosave import CopyForm
from bookcub.works.forms.fandoms import MEANT, with_what_was_meant
from bookcub.works.models import Chapter, ClosedFormError, NewerCopy, Work, WorkingCopy
from bookcub.works.queries.forms import copy_of, tags_to_copy

NEW_WORK = re.compile(r"new-work-[0-9a-z]{10}")
NEW_CHAPTER = re.compile(r"new-chapter-(\d{1,18})(?:-[0-9a-z]{10})?")
SENT_COOKIE = "bookcub_sent"
DOINGS = frozenset({"save", "post", "schedule", "preview", "tags"})


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
        self.window = short_id(12)
        self._is_kept = False

    @property
    def data(self) -> QueryDict | None:
        """What was posted; where tags were asked for, with those of the work that was chosen, or the fandom that is meant."""
        sent = posted(self.request)
        if sent is not None and MEANT in sent:
            return with_what_was_meant(sent)
        chosen = self.request.POST.get("tags_from", "")
        if sent is None or self.do != "tags" or not chosen.isdecimal():
            return sent
        sent = sent.copy()
        for name, value in tags_to_copy(self.request.user, int(chosen[:18])).items():
            is_several = name in SEVERAL
            sent.setlist(name, value if is_several else [_as_typed(value)])
        sent.pop("tags_from", None)
        return sent

    @property
    def do(self) -> str:
        if MEANT in self.request.POST:
            return "tags"
        asked = self.request.POST.get("do", "save")
        return asked if asked in DOINGS else "save"

    def is_saved(self, form: forms.Form) -> bool:
        """Whether a form was sent as it is stored."""
        return self.chapter is not None and _is_untouched(form)

    @property
    def is_shown(self) -> bool:
        """Whether readers are to see it once it is saved."""
        return self.do in {"post", "schedule"}

    def initial(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """What the form begins with: the unsaved copy, where there is one, over what is stored."""
        if self.copy is None or saves(self.request):
            return dict(stored)
        return {**stored, **typed(self.copy.fields, stored)}

    def render(self, template: str, form: forms.Form, extra: Mapping[str, object]) -> HttpResponse:
        if saves(self.request):
            self._keep_what_was_sent(form)
        context = {
            "form": form,
            "form_key": self.key,
            "copy": self.copy,
            "window": self.window,
            **extra,
        }
        response = render(self.request, template, context, status=form_status(form))
        # What was typed must not come back from a cache after it was sent or thrown away.
        response["Cache-Control"] = "no-store"
        return sent(response, self.key) if self._is_kept else response

    def _keep_what_was_sent(self, sent: forms.Form) -> None:
        """A preview, and what was refused, is kept like anything typed: also without JavaScript."""
        if self.copy is None and _is_untouched(sent):
            return
        form = CopyForm(self._as_copy())
        if not form.is_valid():
            return
        # What the form made already, what another window kept meanwhile, or too many: then the page itself holds it.
        with refusals(None, ClosedFormError, NewerCopy) as refused:
            self.copy = keep_copy(
                by=self.request.user,
                key=self.key,
                fields=form.typed,
                window=self.window,
                seen=self.copy.version if self.copy else 0,
            )
        self._is_kept = not refused

    def _as_copy(self) -> QueryDict:
        sent = with_what_was_meant(self.request.POST).copy()
        version = str(self.copy.version if self.copy else 0)
        for name, value in (("form_key", self.key), ("window", self.window), ("version", version)):
            sent[name] = value
        return sent

    def discard_copy(self) -> None:
        """The form has been saved: its copy has done its work."""
        WorkingCopy.objects.of_person(self.request.user).filter(form_key=self.key).delete()


def _is_untouched(form: forms.Form) -> bool:
    """Whether a form was sent as it began."""
    changed = (form[name] for name in form.changed_data)
    return all(_as_typed(bound.data or "") == _as_typed(bound.initial or "") for bound in changed)


def _as_typed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def made_before(request: SignedInRequest, key: str) -> HttpResponse | None:
    """On to what a form has made already, for whoever opens it again; None while it has made nothing."""
    if saves(request) or (address := address_made(request.user, key)) is None:
        return None
    messages.info(request, gettext("You have saved this already. Here it is."))
    return redirect(address)


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

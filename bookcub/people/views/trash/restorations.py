"""Bringing something back from the trash."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.people.trash import line_of
from bookcub.people.views.trash.lookups import kind_named, thing_in_trash
from bookcub.web.components.languages import in_language, said
from bookcub.web.forms.refusals import refusals


@login_required
@require_POST
def create(request: SignedInRequest, kind: str, thing_id: int) -> HttpResponse:
    thing = thing_in_trash(request, kind, thing_id)
    line = line_of(kind, thing)

    with refusals() as refused:
        kind_named(kind).restore(thing)
    if refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
        return redirect("people:trash_detail", kind, thing_id)

    title = in_language(line.title, line.language)
    messages.success(request, said(gettext("“%(title)s” is back, as it was."), title=title))
    return redirect(thing)

"""What somebody has deleted: listed, one thing of it, and its end for good."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.people.forms.trash import NamedForm
from bookcub.people.trash import line_of, trash_of
from bookcub.people.views.trash.lookups import kind_named, thing_in_trash
from bookcub.web.components.languages import in_language, said
from bookcub.web.forms.refusals import refusals
from bookcub.web.pages import page_number

MOST_PAGES = 1000


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    number = page_number(request.GET.get("page"))
    number = number if number <= MOST_PAGES else 1
    return render(request, "people/trash/index.html", {"page": trash_of(request.user, number)})


@login_required
@require_safe
def detail(request: SignedInRequest, kind: str, thing_id: int) -> HttpResponse:
    line = line_of(kind, thing_in_trash(request, kind, thing_id))
    return render(request, "people/trash/detail.html", {"line": line})


@login_required
@shows_and_saves
def delete(request: SignedInRequest, kind: str, thing_id: int) -> HttpResponse:
    thing = thing_in_trash(request, kind, thing_id)
    why_it_stays = kind_named(kind).why_it_stays(thing, request.user)
    ensure(not why_it_stays, why_it_stays)

    line = line_of(kind, thing)
    form = NamedForm(posted(request), name=line.title)
    if form.is_valid():
        with refusals(form) as refused:
            kind_named(kind).delete(thing, request.user)
        if not refused:
            sentence = gettext("“%(title)s” is deleted for good.")
            title = in_language(line.title, line.language)
            messages.success(request, said(sentence, title=title))
            return redirect("people:trash_index")

    context = {"line": line, "form": form}
    return render(request, "people/trash/delete.html", context, status=form_status(form))

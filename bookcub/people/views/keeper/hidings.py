"""What keepers have hidden: all of it, one more thing, and shown again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest, posted, shows_and_saves
from bookcub.people.forms.hiding import HidingForm
from bookcub.people.hiding import (
    HIDEABLE,
    HiddenLine,
    HideableKind,
    hidden_page,
    hide,
    line_of,
    show_again,
)
from bookcub.people.models import Hiding
from bookcub.people.views.form_pages import show
from bookcub.people.views.keeper.access import ensure_keeper
from bookcub.web.components.languages import in_language, said
from bookcub.web.forms.refusals import refusals


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    ensure_keeper(request)

    page = hidden_page(request.GET.get("page", 1))
    return render(request, "people/keeper/hidden.html", {"page": page})


@login_required
@shows_and_saves
def new(request: SignedInRequest, kind: str, thing_id: int) -> HttpResponse:
    """Why something is to be hidden; a POST hides it."""
    ensure_keeper(request)
    of_kind = _kind_named(kind)
    # From the one thing, and not a list of all that a keeper knows.
    known = of_kind.known_to(request.user).filter(pk=thing_id).values("pk")
    thing = get_object_or_404(of_kind.rows().filter(pk__in=known))
    line = line_of(of_kind, thing)
    if thing.is_hidden:
        messages.info(request, said(gettext("“%(title)s” is hidden already."), title=_title(line)))
        return redirect("people:hiding_index")

    form = HidingForm(posted(request))
    if form.is_valid():
        with refusals(form) as refused:
            hidden = hide(of_kind, thing, by=request.user, why=form.cleaned_data["why"])
        if not refused:
            sentence = (
                gettext("“%(title)s” is hidden.")
                if hidden
                else gettext("“%(title)s” is hidden already.")
            )
            messages.success(request, said(sentence, title=_title(line)))
            return redirect("people:hiding_index")

    return show(request, "people/keeper/hide.html", {"line": line}, form=form)


@login_required
@require_POST
def delete(request: SignedInRequest, hiding_id: int) -> HttpResponse:
    ensure_keeper(request)
    hiding = get_object_or_404(Hiding, pk=hiding_id)

    line = show_again(hiding)

    if line is None:
        raise Http404
    sentence = gettext("“%(title)s” is shown again, as it was.")
    messages.success(request, said(sentence, title=_title(line)))
    return redirect(line.url or "people:hiding_index")


def _kind_named(name: str) -> HideableKind[Any]:
    if name not in HIDEABLE.names():
        raise Http404
    return HIDEABLE[name]


def _title(line: HiddenLine) -> str:
    return in_language(line.title, line.language)

"""One decision for several works."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, form_status
from bookcub.web.forms.refusals import refusals
from bookcub.works.actions.batches import invite_to_works, revise_works
from bookcub.works.actions.trash import discard_works
from bookcub.works.forms.batches import DeleteManyForm, EditManyForm
from bookcub.works.models import Work
from bookcub.works.queries.bylines import pseuds_named


@login_required
@require_POST
def edit(request: SignedInRequest) -> HttpResponse:
    """First the chosen works with the changes on offer, then the changes."""
    works = list(Work.objects.by_person(request.user))
    choices = [(work.pk, str(work)) for work in works]
    form = EditManyForm(request.POST, works=choices)
    is_asked = "confirmed" in request.POST
    chosen = _chosen(works, request.POST.getlist("works"))
    if not chosen:
        messages.error(request, gettext("Select at least one work."))
        return redirect("works:work_index")
    if not is_asked:
        return _ask(request, chosen, EditManyForm(works=choices))
    if form.is_valid():
        _change(request, chosen, form)
    if form.errors:
        return _ask(request, chosen, form)

    messages.success(
        request,
        ngettext("%(count)s work is changed.", "%(count)s works are changed.", len(chosen))
        % {"count": len(chosen)},
    )
    return redirect("works:work_index")


def _ask(request: SignedInRequest, works: list[Work], form: EditManyForm) -> HttpResponse:
    context = {"works": works, "form": form, "is_asked": form.is_bound}
    return render(request, "works/batches/edit.html", context, status=form_status(form))


def _change(request: SignedInRequest, works: list[Work], form: EditManyForm) -> None:
    """Carry a valid form out whole; or put what is refused into the form, and nothing is changed."""
    if form.is_empty:
        form.add_error(
            None, gettext("Nothing is set to change yet. Choose at least one new setting.")
        )
        return
    with refusals(form), transaction.atomic():
        pseuds = pseuds_named(form.cleaned_data["co_creators"], field="co_creators")
        invite_to_works(works=works, pseuds=pseuds, by=request.user)
        revise_works(works=works, changes=form.changes)


@login_required
@require_POST
def delete(request: SignedInRequest) -> HttpResponse:
    """First the chosen works by name, then their end."""
    works = list(Work.objects.by_person(request.user))
    chosen = _chosen(works, request.POST.getlist("works"))
    if not chosen:
        messages.error(request, gettext("Select at least one work."))
        return redirect("works:work_index")
    is_asked = "confirmed" in request.POST
    if len(chosen) == 1 and not is_asked:
        return redirect("works:work_delete", chosen[0].pk)  # one work is asked about as anywhere
    choices = [(work.pk, str(work)) for work in works]
    form = DeleteManyForm(request.POST if is_asked else None, works=choices)
    if not is_asked or not form.is_valid():
        context = {"works": chosen, "form": form}
        return render(request, "works/batches/delete.html", context, status=form_status(form))

    discard_works(works=chosen, by=request.user)

    messages.success(
        request,
        ngettext(
            "%(count)s work is in the trash for 30 days.",
            "%(count)s works are in the trash for 30 days.",
            len(chosen),
        )
        % {"count": len(chosen)},
    )
    return redirect("people:trash_index")


def _chosen(works: list[Work], asked: list[str]) -> list[Work]:
    return [work for work in works if str(work.pk) in asked]

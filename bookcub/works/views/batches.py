"""One decision for several works."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.works.actions.batches import delete_works, revise_works
from bookcub.works.forms.confirming import DeleteManyForm, EditManyForm
from bookcub.works.models import Work


@login_required
@require_POST
def edit(request: SignedInRequest) -> HttpResponse:
    """First the chosen works with the changes on offer, then the changes."""
    works = list(Work.objects.by_person(request.user))
    choices = [(work.pk, work.title) for work in works]
    form = EditManyForm(request.POST, works=choices)
    is_asked = "confirmed" in request.POST
    chosen = _chosen(works, request.POST.getlist("works"))
    if not chosen:
        messages.error(request, "Choose at least one work.")
        return redirect("works:work_mine")
    if not is_asked or not form.is_valid() or not form.changes:
        if is_asked and form.is_valid():
            form.add_error(None, "Choose what should change.")
        context = {
            "works": chosen,
            "form": form if is_asked else EditManyForm(works=choices),
            "is_asked": is_asked,
        }
        return render(request, "works/batch_edit.html", context, status=422 if is_asked else 200)

    revise_works(works=chosen, changes=form.changes)

    messages.success(request, f"{len(chosen)} works are changed.")
    return redirect("works:work_mine")


@login_required
@require_POST
def delete(request: SignedInRequest) -> HttpResponse:
    """First the chosen works by name, then their end."""
    works = list(Work.objects.by_person(request.user))
    chosen = _chosen(works, request.POST.getlist("works"))
    if not chosen:
        messages.error(request, "Choose at least one work.")
        return redirect("works:work_mine")
    choices = [(work.pk, work.title) for work in works]
    is_asked = "confirmed" in request.POST
    form = DeleteManyForm(request.POST if is_asked else None, works=choices)
    if not is_asked or not form.is_valid():
        context = {"works": chosen, "form": form}
        return render(request, "works/batch_delete.html", context, status=422 if is_asked else 200)

    delete_works(works=chosen, by=request.user)

    messages.success(request, f"{len(chosen)} works are deleted.")
    return redirect("works:work_mine")


def _chosen(works: list[Work], asked: list[str]) -> list[Work]:
    return [work for work in works if str(work.pk) in asked]

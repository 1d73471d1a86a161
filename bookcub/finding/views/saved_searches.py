"""Searches under a name: all of them, a new one, and what becomes of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, form_status, posted, saves, shows_and_saves
from bookcub.finding.forms.saved_searches import SavedSearchForm, list_of
from bookcub.finding.models import SavedSearch
from bookcub.finding.queries.saved import told


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    searches = [told(one) for one in SavedSearch.objects.filter(user=request.user)]
    return render(request, "finding/saved/index.html", {"searches": searches})


@login_required
@require_safe
def detail(request: SignedInRequest, search_id: int) -> HttpResponse:
    """Its list, as it is today."""
    return redirect(_own(request, search_id).address)


@shows_and_saves
@login_required
def new(request: SignedInRequest) -> HttpResponse:
    """Give the list from which one comes a name."""
    found = list_of(request.POST.get("list") or request.GET.get("list") or "", request.user)
    if found is None:
        messages.error(request, gettext("Only lists of works can be saved. Filter one first."))
        return redirect("reading:work_index")
    path, query = found
    search = SavedSearch(user=request.user, path=path, query=query)

    form = SavedSearchForm(posted(request), instance=search, initial={"name": told(search).guess})
    if form.is_valid() and (saved := form.keep()):
        messages.success(request, gettext("Saved as “%(name)s”.") % {"name": saved.name})
        return redirect(saved.address)

    context = {"form": form, "search": told(search)}
    return render(request, "finding/saved/edit.html", context, status=form_status(form))


@shows_and_saves
@login_required
def edit(request: SignedInRequest, search_id: int) -> HttpResponse:
    search = _own(request, search_id)

    form = SavedSearchForm(posted(request), instance=search)
    if form.is_valid() and form.keep():
        messages.success(request, gettext("The search is saved."))
        return redirect("finding:saved_search_index")

    context = {"form": form, "search": told(search)}
    return render(request, "finding/saved/edit.html", context, status=form_status(form))


@shows_and_saves
@login_required
def delete(request: SignedInRequest, search_id: int) -> HttpResponse:
    search = _own(request, search_id)

    if not saves(request):
        return render(request, "finding/saved/delete.html", {"search": told(search)})

    search.delete()

    messages.info(request, gettext("“%(name)s” is deleted.") % {"name": search.name})
    return redirect("finding:saved_search_index")


def _own(request: SignedInRequest, search_id: int) -> SavedSearch:
    return get_object_or_404(SavedSearch, user=request.user, pk=search_id)

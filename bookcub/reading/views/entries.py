"""What stands on reading lists."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, form_status, onward, posted, shows_and_saves
from bookcub.reading.actions.lists import own_list, put_on_lists, put_on_shelf
from bookcub.reading.forms import WorkListsForm
from bookcub.reading.models import ListEntry, ReadingList, ShelfKind
from bookcub.reading.queries.lists import lists_with
from bookcub.reading.views.lookups import list_to_edit, wants_part
from bookcub.web.components.languages import said, titled
from bookcub.works.models import Work


@shows_and_saves
@login_required
def new(request: SignedInRequest, work_id: int) -> HttpResponse:
    """Say where a work stands: later, reading, finished, dropped, and on which own lists."""
    work = get_object_or_404(Work.objects.visible_to(request.user).posted(), pk=work_id)
    own = ReadingList.objects.standing().filter(user=request.user, kind=ShelfKind.OWN)
    own = own.order_by("name")
    holding = lists_with(work, request.user)

    initial = {"shelf": holding.shelf, "lists": list(holding.own)}
    form = WorkListsForm(posted(request), own=own, initial=initial)
    if not form.is_valid():
        in_place = wants_part(request)
        context = {
            "form": form,
            "work": work,
            "has_lists": own.exists(),
            "next": onward(request, ""),
            "url": request.path,
            "in_place": in_place,
        }
        page = "reading/lists/_entry_form.html" if in_place else "reading/lists/entry_new.html"
        return render(request, page, context, status=form_status(form))

    chosen = list(form.cleaned_data["lists"])
    if form.cleaned_data["new_list"]:
        chosen.append(own_list(user=request.user, name=form.cleaned_data["new_list"]))
    shelf = form.cleaned_data["shelf"]
    put_on_shelf(user=request.user, work=work, kind=ShelfKind(shelf) if shelf else None)
    put_on_lists(user=request.user, work=work, lists=chosen)

    sentence = gettext("Your lists with “%(title)s” are saved.")
    told = said(sentence, title=titled(work))
    if wants_part(request):
        context = {"text": told, "tone": "success", "icon_name": "check"}
        return render(request, "web/components/_message.html", context)
    messages.success(request, told)
    return redirect(onward(request, work.get_absolute_url()))


@login_required
@require_POST
def delete(request: SignedInRequest, list_id: int, entry_id: int) -> HttpResponse:
    """Take a work off a list."""
    found = list_to_edit(request, list_id)
    entry = get_object_or_404(ListEntry, reading_list=found, pk=entry_id)

    entry.delete()

    sentence = gettext("“%(title)s” is no longer on the list.")
    messages.success(request, sentence % {"title": entry.work_title})
    return redirect("reading:list_detail", found.pk)

"""Reading lists."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import (
    Request,
    SignedInRequest,
    form_status,
    posted,
    saves,
    shows_and_saves,
)
from bookcub.core.page_urls import reverse
from bookcub.people.models import User
from bookcub.reading.actions.lists import discard_list
from bookcub.reading.forms import ReadingListForm
from bookcub.reading.models import ReadingList
from bookcub.reading.policies import may_edit_list
from bookcub.reading.queries.lists import listed, lists_of, readable_entries
from bookcub.reading.queries.profile_tabs import profile_tabs
from bookcub.reading.views.lookups import list_to_edit
from bookcub.web.messages import offer_undo
from bookcub.web.pages import page_of


@require_safe
def index(request: Request, username: str) -> HttpResponse:
    """A person's lists: all of them for themselves, the public ones for others."""
    owner = get_object_or_404(User.objects.named(username), is_active=True)

    address = owner.get_absolute_url()
    context = {
        "owner": owner,
        "address": address,
        "is_own": request.user == owner,
        "lists": lists_of(owner, request.user),
        "tabs": profile_tabs(owner),
        "current": request.path,
    }
    return render(request, "reading/lists/index.html", context)


@require_safe
def detail(request: Request, list_id: int) -> HttpResponse:
    found = get_object_or_404(
        ReadingList.objects.visible_to(request.user).select_related("user"), pk=list_id
    )

    page = page_of(readable_entries(found, request.user), request)
    context = {
        "list": found,
        "page": page,
        "entries": listed(page.object_list, request.user),
        "is_own": may_edit_list(request.user, found),
    }
    return render(request, "reading/lists/detail.html", context)


@shows_and_saves
@login_required
def new(request: SignedInRequest) -> HttpResponse:
    form = ReadingListForm(posted(request), instance=ReadingList(user=request.user))
    if form.is_valid() and _kept(form):
        return redirect("reading:list_detail", form.instance.pk)

    context = {"form": form, "list": None}
    return render(request, "reading/lists/edit.html", context, status=form_status(form))


@shows_and_saves
@login_required
def edit(request: SignedInRequest, list_id: int) -> HttpResponse:
    found = list_to_edit(request, list_id)

    form = ReadingListForm(posted(request), instance=found)
    if form.is_valid() and _kept(form):
        messages.success(request, gettext("The list is saved."))
        return redirect("reading:list_detail", found.pk)

    context = {"form": form, "list": found}
    return render(request, "reading/lists/edit.html", context, status=form_status(form))


@shows_and_saves
@login_required
def delete(request: SignedInRequest, list_id: int) -> HttpResponse:
    found = list_to_edit(request, list_id)

    if not saves(request):
        context = {"list": found, "length": found.entries.count()}
        return render(request, "reading/lists/delete.html", context)

    discard_list(reading_list=found)

    sentence = gettext("The list “%(name)s” is in the trash for 30 days.")
    undo = reverse("people:trash_restoration_create", args=["list", found.pk])
    offer_undo(request, sentence % {"name": found.shown_name}, url=undo)
    return redirect("reading:list_index", request.user.username)


def _kept(form: ReadingListForm) -> bool:
    """Save the list; False, and the form says so, if the same form sent at once was quicker."""
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.add_error(
            "name", gettext("You already have a list with that name. Choose another name.")
        )
        return False
    return True

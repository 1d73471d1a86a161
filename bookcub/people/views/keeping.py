"""The keeper's room: the archive's name and rules, the people, the outbox."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest, ensure, posted, saves, shows_and_saves
from bookcub.core.outbox import letters
from bookcub.people import mail
from bookcub.people.actions import accounts
from bookcub.people.forms.keeping import ArchiveForm, DeactivationForm
from bookcub.people.models import Archive, User
from bookcub.people.policies import may_change_keeping, may_keep, may_switch_off
from bookcub.people.queries import keeper_page, people_page
from bookcub.people.views.forms_of import show

ONLY_KEEPERS = "Only the keepers of this archive come in here."
NEWEST_LETTERS = 500  # older ones stay in the data folder
LETTERS_PER_PAGE = 20


@login_required
@shows_and_saves
def edit(request: SignedInRequest) -> HttpResponse:
    ensure(may_keep(request.user), ONLY_KEEPERS)

    form = ArchiveForm(posted(request), instance=Archive.current())
    if not form.is_valid():
        context = {"page": keeper_page(), "leaves_the_house": mail.leaves_the_house()}
        return show(request, "people/keeper_edit.html", context, form=form)

    form.save()

    messages.success(request, "The archive is as you wish.")
    return redirect("people:keeper_edit")


@login_required
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    ensure(may_keep(request.user), ONLY_KEEPERS)

    search = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    page = people_page(search, request.GET.get("page", 1))
    return render(request, "people/keeper_people.html", {"page": page, "search": search})


@login_required
@shows_and_saves
def person(request: SignedInRequest, username: str) -> HttpResponse:
    """One account; a POST switches it off with a reason."""
    ensure(may_keep(request.user), ONLY_KEEPERS)
    somebody = get_object_or_404(User.objects.named(username))

    if saves(request):
        ensure(may_switch_off(request.user, somebody), "You cannot switch yourself off.")

    form = DeactivationForm(posted(request))
    if not form.is_valid():
        context = {
            "person": somebody,
            "pseuds": somebody.pseuds.all(),
            "deactivations": somebody.deactivations.select_related("made_by"),
            "may_switch_off": may_switch_off(request.user, somebody),
            "may_change_keeping": may_change_keeping(request.user, somebody),
        }
        return show(request, "people/keeper_person.html", context, form=form)

    accounts.switch_off(somebody, by=request.user, reason=form.cleaned_data["reason"])

    messages.success(request, f"{somebody.username} is switched off and signed out everywhere.")
    return redirect("people:keeper_person", username=somebody.username)


@login_required
@require_POST
def switch_on(request: SignedInRequest, username: str) -> HttpResponse:
    ensure(may_keep(request.user), ONLY_KEEPERS)
    somebody = get_object_or_404(User.objects.named(username))

    accounts.switch_on(somebody)

    messages.success(request, f"{somebody.username} may log in again.")
    return redirect("people:keeper_person", username=somebody.username)


@login_required
@require_POST
def change_keeping(request: SignedInRequest, username: str) -> HttpResponse:
    """Make a member a keeper, or a keeper a member again."""
    ensure(may_keep(request.user), ONLY_KEEPERS)
    somebody = get_object_or_404(User.objects.named(username))
    ensure(may_change_keeping(request.user, somebody), "You cannot change this about yourself.")

    accounts.change_keeping(somebody, by=request.user, now=request.POST.get("keeper") == "yes")

    said = "is a keeper now" if somebody.is_staff else "is no longer a keeper"
    messages.success(request, f"{somebody.username} {said}.")
    return redirect("people:keeper_person", username=somebody.username)


@login_required
@require_safe
def outbox(request: SignedInRequest) -> HttpResponse:
    ensure(may_keep(request.user), ONLY_KEEPERS)

    newest = list(islice(letters(Path(settings.OUTBOX)), NEWEST_LETTERS))
    page = Paginator(newest, LETTERS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "leaves_the_house": mail.leaves_the_house()}
    return render(request, "people/outbox.html", context)

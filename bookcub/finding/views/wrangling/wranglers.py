"""Who puts tags in order: one of the keeper's pages."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, form_status, posted, shows_and_saves
from bookcub.finding.actions.wranglers import appoint, dismiss
from bookcub.finding.forms.wrangling import WranglerForm
from bookcub.finding.queries.wrangling.wranglers import wranglers
from bookcub.people.models import ArchiveRole
from bookcub.people.views.keeper.access import ensure_keeper


@login_required
@shows_and_saves
def new(request: SignedInRequest) -> HttpResponse:
    """All wranglers; a POST adds one."""
    ensure_keeper(request)

    form = WranglerForm(posted(request))
    if form.is_valid():
        somebody, fandom = form.cleaned_data["username"], form.cleaned_data["fandom"]
        appoint(somebody, fandom=fandom, by=request.user)
        messages.success(
            request, gettext("%(name)s is a wrangler now.") % {"name": somebody.username}
        )
        return redirect("finding:wrangler_new")

    context = {"form": form, "wranglers": wranglers()}
    return render(request, "finding/wrangling/wranglers.html", context, status=form_status(form))


@login_required
@require_POST
def delete(request: SignedInRequest, role_id: int) -> HttpResponse:
    ensure_keeper(request)
    roles = ArchiveRole.objects.of_wranglers().select_related("person")
    role = get_object_or_404(roles, pk=role_id)

    dismiss(role, by=request.user)

    messages.success(
        request,
        gettext("%(name)s no longer wrangles these tags.") % {"name": role.person.username},
    )
    return redirect("finding:wrangler_new")

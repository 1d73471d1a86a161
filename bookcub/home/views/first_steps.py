"""What a keeper does first."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, ensure, is_of_this_machine
from bookcub.core.page_urls import reverse
from bookcub.home.queries.demo_progress import demo_progress
from bookcub.home.queries.first_steps import first_steps
from bookcub.people.context import current_archive
from bookcub.people.forms.keeper import InvitationForm, TrialForm
from bookcub.people.mail import absolute, leaves_the_house
from bookcub.people.models import Archive, Invitation, SignUp
from bookcub.people.policies import may_keep

MOST_INVITED = 5


@never_cache
@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Show a keeper what to do first; for htmx only how far the demo stories are."""
    ensure(
        may_keep(request.user),
        gettext("This page is for the archive’s keepers. Ask one of them if something is missing."),
    )

    if request.htmx:
        part = {"progress": demo_progress(), "came_to": True}
        return render(request, "home/demo/_progress.html", part)
    guide = reverse("home:guide_detail", args=["keepers-guide"])
    context = {
        "steps": first_steps(request.user),
        "progress": demo_progress(),
        "mail_leaves": leaves_the_house(),
        "invitation_form": InvitationForm(),
        "invited": _invited(request),
        "is_only_here": is_of_this_machine(absolute("/")),
        "letter_has_left": Archive.objects.exclude(trial_letter_at=None).exists(),
        "trial_form": TrialForm(auto_id="trial_%s"),
        "data_folder": settings.DATA,
        "keepers_guide": guide,
        "backup_guide": f"{guide}#backup-and-restore",
    }
    return render(request, "home/first_steps.html", context)


def _invited(request: SignedInRequest) -> list[tuple[Invitation, str]]:
    """The keeper's newest invitations that nobody has used, each with its address to pass on."""
    if current_archive().sign_up == SignUp.CLOSED:
        return []
    own = Invitation.objects.open().filter(made_by=request.user)[:MOST_INVITED]
    return [(each, absolute(each.get_absolute_url())) for each in own]

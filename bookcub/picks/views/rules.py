"""How a club chooses: in plain sentences for all members, as a form for hosts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.clubs.models import Club
from bookcub.clubs.policies import may_host
from bookcub.core.http import SignedInRequest, ensure, form_status, posted, saves, shows_and_saves
from bookcub.picks.forms.rules import PickRulesForm
from bookcub.picks.models import Pick, PickRules
from bookcub.picks.queries.rules import older_rules, rules_of, sentences
from bookcub.picks.views.lookups import member_context


@login_required
@shows_and_saves
def edit(request: SignedInRequest, club_id: int) -> HttpResponse:
    here = member_context(request, club_id)
    if saves(request):
        ensure(may_host(here.me), gettext("Only hosts can change the rules. Talk to one of them."))

    rules = rules_of(here.club)
    stored = sentences(rules.method, rules.terms(), members=here.members)
    form = PickRulesForm(posted(request), instance=rules)
    if form.is_valid():
        with transaction.atomic():
            here.club.lock()
            PickRules.objects.update_or_create(club=here.club, defaults=form.cleaned_data)
        messages.success(request, _saved(here.club))
        return redirect("picks:pick_rules_edit", here.club.pk)

    context = {
        "club": here.club,
        "me": here.me,
        "form": form if may_host(here.me) else None,
        "rules": stored,
        "older": older_rules(_under_way(here.club)),
    }
    return render(request, "picks/rules/edit.html", context, status=form_status(form))


def _saved(club: Club) -> str:
    """What has come of it; of a pick under way the page itself tells."""
    if _under_way(club):
        return gettext("The rules are saved.")
    return gettext("The rules are saved. They apply from the next time you choose.")


def _under_way(club: Club) -> Pick | None:
    return Pick.objects.filter(club=club).under_way().select_related("club").first()

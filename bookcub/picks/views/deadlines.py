"""Until when one may suggest or vote."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.picks.actions.closing import reopen_vote
from bookcub.picks.actions.picks import move_deadline
from bookcub.picks.forms.picks import PickDeadlineForm
from bookcub.picks.views.lookups import done_or_shown, member_context, pick_in, show


@login_required
@require_POST
def update(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    """Set another day for what is going on; for a vote in which nobody voted, open it again."""
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)
    ensure(here.may_steer, gettext("Only a host can move the deadline. Ask one of them."))

    form = PickDeadlineForm(request.POST)
    if not form.is_valid():
        return show(request, here, pick, deadline=form)

    until = form.cleaned_data["closes_at"]
    act = (
        partial(reopen_vote, pick=pick, by=here.me, closes_at=until)
        if pick.waits_for_host
        else partial(move_deadline, pick=pick, closes_at=until)
    )
    return done_or_shown(request, here, pick, act, message=gettext("The new deadline is set."))

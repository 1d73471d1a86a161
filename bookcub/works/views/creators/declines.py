"""Saying no to a byline."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.web.answers import answered
from bookcub.works.policies import may_answer
from bookcub.works.views.lookups import invitation_to


@login_required
@require_POST
def create(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    creatorship = invitation_to(request, invitation_id)
    ensure(may_answer(request.user, creatorship))

    says = gettext("You declined the invitation.")
    return answered(request, creatorship.decline, says=says, to="works:invitation_index")

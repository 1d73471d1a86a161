"""Saying yes to a byline."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.web.answers import answered
from bookcub.web.components.languages import said, titled
from bookcub.works.policies import may_answer
from bookcub.works.views.lookups import invitation_to


@login_required
@require_POST
def create(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    creatorship = invitation_to(request, invitation_id)
    ensure(may_answer(request.user, creatorship))

    says = said(gettext("You are now a creator of “%(title)s”."), title=titled(creatorship.work))
    return answered(request, creatorship.accept, says=says, to=creatorship.work)

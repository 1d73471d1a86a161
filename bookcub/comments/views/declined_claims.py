"""No: an imported comment does not belong to whoever claims it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.comments.views.accepted_claims import answer_claim, claim_for
from bookcub.core.http import SignedInRequest


@login_required
@require_POST
def create(request: SignedInRequest, claim_id: int) -> HttpResponse:
    claim = claim_for(request, claim_id)

    says = gettext("The claim is declined. The comment stays as it was.")
    return answer_claim(request, claim, believed=False, says=says)

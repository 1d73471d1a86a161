"""Yes: an imported comment belongs to whoever claims it."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.comments import actions
from bookcub.comments.models import CommentClaim
from bookcub.comments.policies import Visitor, may_answer_claim
from bookcub.comments.queries.moderation import open_claim
from bookcub.core.http import SignedInRequest, ensure, found_or_404, onward
from bookcub.core.page_urls import reverse
from bookcub.web.answers import answered


@login_required
@require_POST
def create(request: SignedInRequest, claim_id: int) -> HttpResponse:
    claim = claim_for(request, claim_id)

    says = gettext("The comment now carries the name of %(name)s.") % {"name": claim.pseud.byline}
    return answer_claim(request, claim, believed=True, says=says)


def answer_claim(
    request: SignedInRequest, claim: CommentClaim, *, believed: bool, says: str
) -> HttpResponse:
    answer = partial(actions.answer_claim, made=claim, believed=believed, by=request.user)
    return answered(request, answer, says=says, to=onward(request, reverse("comments:claim_index")))


def claim_for(request: SignedInRequest, claim_id: int) -> CommentClaim:
    claim = found_or_404(open_claim(request.user, claim_id))
    ensure(may_answer_claim(Visitor.of(request.user, claim.comment.its_work), claim))
    return claim

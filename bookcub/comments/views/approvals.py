"""A comment, let through."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.comments import actions
from bookcub.comments.policies import may_approve
from bookcub.comments.views.lookups import comment_for, not_yours, visitor_of
from bookcub.core.http import SignedInRequest, ensure, onward
from bookcub.web.answers import answered


@login_required
@require_POST
def create(request: SignedInRequest, comment_id: int) -> HttpResponse:
    comment = comment_for(request, comment_id)
    ensure(may_approve(visitor_of(request, comment)), not_yours())

    answer = partial(actions.approve, comment=comment, by=request.user)
    to = onward(request, comment.get_absolute_url())
    return answered(request, answer, says=gettext("The comment is approved."), to=to)

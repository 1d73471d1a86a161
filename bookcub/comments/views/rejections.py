"""A comment, refused."""

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
from bookcub.core.page_urls import reverse
from bookcub.web.answers import answered


@login_required
@require_POST
def create(request: SignedInRequest, comment_id: int) -> HttpResponse:
    """Refuse what waits for approval."""
    comment = comment_for(request, comment_id)
    ensure(may_approve(visitor_of(request, comment)), not_yours())
    ensure(
        not comment.is_approved,
        gettext("This comment has already been approved. You can delete it instead."),
    )

    answer = partial(actions.delete, comment=comment, by=request.user)
    to = onward(request, reverse("comments:unreviewed_comment_index", args=[comment.work_id]))
    undo = reverse("comments:restoration_create", args=[comment.pk])
    return answered(request, answer, says=gettext("The comment is rejected."), to=to, undo=undo)

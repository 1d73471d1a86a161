"""A thread that nobody can answer any more."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.comments import actions
from bookcub.comments.policies import may_freeze
from bookcub.comments.views.lookups import comment_for, not_yours_to_keep, visitor_of
from bookcub.core.http import SignedInRequest, ensure, onward


@login_required
@require_POST
def create(request: SignedInRequest, comment_id: int) -> HttpResponse:
    comment = comment_for(request, comment_id)
    ensure(may_freeze(visitor_of(request, comment), comment), not_yours_to_keep())

    actions.freeze(comment=comment)

    messages.success(request, gettext("The thread is frozen: nobody can reply below this comment."))
    return redirect(onward(request, comment.get_absolute_url()))


@login_required
@require_POST
def delete(request: SignedInRequest, comment_id: int) -> HttpResponse:
    comment = comment_for(request, comment_id)
    ensure(may_freeze(visitor_of(request, comment), comment), not_yours_to_keep())

    actions.thaw(comment=comment)

    messages.success(request, gettext("The thread is open again."))
    return redirect(onward(request, comment.get_absolute_url()))

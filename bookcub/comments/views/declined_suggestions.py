"""No: a draft keeps its words."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.comments.actions.suggestions import decline_suggestion
from bookcub.comments.views.accepted_suggestions import answer_suggestion, suggestion_for
from bookcub.core.http import SignedInRequest


@login_required
@require_POST
def create(request: SignedInRequest, comment_id: int) -> HttpResponse:
    suggestion = suggestion_for(request, comment_id)

    answer = partial(decline_suggestion, suggestion=suggestion, by=request.user)
    says = gettext("The suggestion is declined. The text stays as it is.")
    return answer_suggestion(request, suggestion, answer, says=says)

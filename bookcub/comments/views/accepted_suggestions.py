"""Yes: the words that somebody suggested for a draft come into its text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.comments.actions.suggestions import accept_suggestion
from bookcub.comments.models import SuggestedWords
from bookcub.comments.policies import Visitor
from bookcub.core.http import SignedInRequest, ensure, onward
from bookcub.core.page_urls import reverse
from bookcub.web.answers import answered
from bookcub.works.queries.forms import pseud_in


@login_required
@require_POST
def create(request: SignedInRequest, comment_id: int) -> HttpResponse:
    suggestion = suggestion_for(request, comment_id)
    by = pseud_in(suggestion.comment.its_work, request.user) or request.user.default_pseud

    answer = partial(accept_suggestion, suggestion=suggestion, by=by)
    says = gettext("The suggested words are in the text now, as a new revision.")
    return answer_suggestion(request, suggestion, answer, says=says)


def suggestion_for(request: SignedInRequest, comment_id: int) -> SuggestedWords:
    """What a creator of the work decides; answered ones too, for a press that comes too late is told so."""
    seen = SuggestedWords.objects.visible_to(request.user).select_related(
        "comment__work", "comment__pseud__user", "comment__passage"
    )
    suggestion = get_object_or_404(seen, comment=comment_id)
    visitor = Visitor.of(request.user, suggestion.comment.its_work)
    ensure(visitor.creates, gettext("Only the creators of this work decide that. Ask one of them."))
    return suggestion


def answer_suggestion(
    request: SignedInRequest, suggestion: SuggestedWords, answer: Callable[[], object], *, says: str
) -> HttpResponse:
    comment = suggestion.comment
    notes = reverse("comments:note_index", args=[comment.work_id, comment.passage.chapter_id])
    return answered(request, answer, says=says, to=onward(request, f"{notes}#note_{comment.pk}"))

"""What one has just deleted, brought back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.comments import actions
from bookcub.comments.actions import AlreadySaidError
from bookcub.comments.models import Comment
from bookcub.comments.policies import may_restore
from bookcub.comments.queries.subjects import subject_of
from bookcub.comments.views.lookups import comment_for, place_of, show_changed, visitor_of
from bookcub.core.http import SignedInRequest, ensure
from bookcub.people.models import User


@login_required
@require_POST
def create(request: SignedInRequest, comment_id: int) -> HttpResponse:
    """Bring back what one has just deleted. Its row is no longer visible, so the policy alone decides."""
    deleted = Comment.objects.heard_by(request.user).filter(deleted_by=request.user)
    comment = get_object_or_404(deleted.with_people().select_related("work"), pk=comment_id)
    ensure(
        may_restore(visitor_of(request, comment), comment),
        gettext(
            "A deleted comment can be brought back only within a day, and only by whoever deleted it."
        ),
    )

    try:
        actions.restore(comment=comment)
    except AlreadySaidError:
        words = gettext("You have said the same here again, so the old comment stays deleted.")
        ensure(not request.htmx, words)
        messages.warning(request, words)
        return redirect(subject_of(comment).talk_url or comment.get_absolute_url())

    words = _words_of_return(comment, request.user)
    if request.htmx:
        return show_changed(request, comment_for(request, comment.pk), words=words)
    messages.success(request, words)
    return redirect(place_of(request, comment))


def _words_of_return(comment: Comment, person: User) -> str:
    if comment.pseud is None or comment.pseud.user_id != person.pk:
        return gettext("The comment is back.")
    if comment.is_note:
        return gettext("Your note is back.")
    if comment.parent_id is not None:
        return gettext("Your reply is back.")
    return gettext("Your comment is back.")

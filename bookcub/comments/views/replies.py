"""Answering."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.comments.forms.comments import LONGEST, CommentForm
from bookcub.comments.models import Comment, Hearers
from bookcub.comments.policies import Visitor, may_reply
from bookcub.comments.queries.cards import card_of, row_in_place
from bookcub.comments.queries.subjects import subject_of
from bookcub.comments.queries.threads import numbers_with
from bookcub.comments.views.lookups import (
    asks_to_look_ahead,
    comment_for,
    form_for,
    has_lost_log_in,
    here_of,
    hold,
    is_closed,
    notes_with,
    place_of,
    visitor_of,
    wants_part,
)
from bookcub.comments.views.posting import say_with
from bookcub.core.http import UNPROCESSABLE, Request, ensure, onward, saves, shows_and_saves
from bookcub.core.page_urls import reverse


@shows_and_saves
@asks_to_look_ahead
def create(request: Request, comment_id: int) -> HttpResponse:
    """The box to answer in, and the answer."""
    if is_closed(request):
        return HttpResponse()

    comment = comment_for(request, comment_id)
    visitor = visitor_of(request, comment)
    kept_as = f"comment-reply-{comment.pk}"
    if saves(request) and has_lost_log_in(request):
        return hold(
            request, kept_as=kept_as, back=reverse("comments:reply_create", args=[comment.pk])
        )
    ensure(may_reply(visitor, comment), _why_not(visitor, comment))

    form = form_for(
        request, kept_as=kept_as, auto_id=f"reply_{comment.pk}_%s", answers=True, work=comment.work
    )
    if not saves(request):
        return _form(request, form, comment, visitor, status=200)

    made = say_with(
        request,
        form,
        work=comment.work,
        chapter=comment.chapter,
        read=comment.read,
        parent=comment,
        kept_as=kept_as,
    )

    if isinstance(made, int):
        return _form(
            request, form, comment, visitor, status=UNPROCESSABLE if request.htmx else made
        )
    if request.htmx:
        notes = notes_with(request, made)
        context = {
            "row": row_in_place(made, visitor, in_margin=bool(comment.block_id)),
            "notes": notes,
            "group": notes.group_of(made) if notes else None,
            "made": made,
            "made_words": _words(made),
            "kept_as": kept_as,
            "numbers": numbers_with(made),
            "here": here_of(request),
        }
        return render(request, "comments/_answered.html", context)
    messages.success(request, _words(made))
    return redirect(place_of(request, made))


def _form(
    request: Request, form: CommentForm, comment: Comment, visitor: Visitor, *, status: int
) -> HttpResponse:
    context = {
        "form": form,
        "comment": comment,
        "subject": subject_of(comment),
        "card": card_of(comment, visitor, anchored=True),
        "kept_as": f"comment-reply-{comment.pk}",
        "longest": LONGEST,
        "next": onward(request, ""),
        "back": place_of(request, comment),
        "in_place": request.htmx or wants_part(request),
    }
    part = "comments/replies/_form.html" if context["in_place"] else "comments/replies/new.html"
    return render(request, part, context, status=status)


def _why_not(visitor: Visitor, comment: Comment) -> str:
    if visitor.is_gone(comment):
        return gettext("This comment has been deleted, so nobody can reply to it any longer.")
    if comment.is_frozen:
        return gettext(
            "This thread is frozen: nobody can reply in it. Whoever froze it can open it again."
        )
    if not comment.is_approved:
        return gettext("This comment is waiting for approval. You can reply to it after that.")
    return gettext("You cannot reply here. If you are not logged in, log in and try again.")


def _words(made: Comment) -> str:
    if made.hearers == Hearers.SELF:
        return gettext("Your reply is saved. Only you can see it.")
    if made.hearers == Hearers.AUTHORS:
        return gettext("Your reply is saved. Only you and the authors can see it.")
    if made.club is not None:
        return gettext("Your reply is posted for %(club)s.") % {"club": made.club.name}
    if made.is_approved:
        return gettext("Your reply is posted.")
    return gettext(
        "Your reply is saved. Others will see it once a creator of the work has approved it."
    )

"""What several views look up, and where they lead."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bookcub.comments.forms import CommentForm
from bookcub.comments.models import Comment, guest_key
from bookcub.comments.policies import Standing
from bookcub.core.http import Request
from bookcub.people.models import User
from bookcub.works.models import Chapter, Work

HELD = "held_comment"  # in the session of somebody whose log-in ran out while they typed
HOLDS = 30_000  # characters


def work_for(request: HttpRequest, work_id: int) -> Work:
    return get_object_or_404(Work.objects.visible_to(request.user), pk=work_id)


def chapter_for(request: HttpRequest, work: Work, given: str | None) -> Chapter | None:
    """The chapter that an address names; 404 for one that is not there."""
    if not given:
        return None
    if not re.fullmatch(r"[0-9]{1,18}", given):
        raise Http404("There is no such chapter in this work.")
    chapters = Chapter.objects.visible_to(request.user).filter(work=work).defer("html")
    return get_object_or_404(chapters, pk=int(given))


def comment_for(request: HttpRequest, comment_id: int) -> Comment:
    """A comment that this person may see, with its people."""
    comments = Comment.objects.visible_to(request.user).with_people().select_related("work")
    return get_object_or_404(comments, pk=comment_id)


def standing(request: HttpRequest, comment: Comment) -> Standing:
    return Standing.of(request.user, comment.work)


def address_key(request: HttpRequest, *, of: str) -> str:
    return guest_key(request.META.get("REMOTE_ADDR", ""), of=of)


def wants_part(request: HttpRequest) -> bool:
    return request.GET.get("part") == "true"


def form_for(  # all are keyword-only
    request: HttpRequest,
    *,
    kept_as: str,
    auto_id: str = "id_%s",
    text: str = "",
    is_new: bool = False,
    answers: bool = False,
) -> CommentForm:
    """The form to say something with: as sent, or with what was held back for this place, or a new one."""
    member = request.user if isinstance(request.user, User) else None
    if request.method == "POST" and not is_new:
        return CommentForm(request.POST, member=member, auto_id=auto_id, answers=answers)
    held = request.session.get(HELD) if member else None
    if isinstance(held, dict) and held.get("kept_as") == kept_as:
        text = str(held.get("text", ""))
    initial = {"text": text}
    return CommentForm(member=member, auto_id=auto_id, initial=initial, answers=answers)


def has_lost_log_in(request: HttpRequest) -> bool:
    """Whether the form was opened by a member who is no longer logged in."""
    return not request.user.is_authenticated and bool(request.POST.get("as_member"))


def hold(request: Request, *, kept_as: str, back: str) -> HttpResponse:
    """Keep the words until their writer has logged in again; they also stay in the box on the page."""
    text = request.POST.get("text", "")[:HOLDS]
    request.session[HELD] = {"kept_as": kept_as, "text": text}
    context = {"text": text, "back": back, "kept_as": kept_as}
    if request.htmx:
        # htmx shows the body of a 422 and of no other refusal.
        return render(request, "comments/_held.html", context, status=422)
    return render(request, "comments/held.html", context, status=401)


def let_go(request: HttpRequest, kept_as: str) -> None:
    """What was held back has been said."""
    if request.user.is_authenticated:
        held = request.session.get(HELD)
        if isinstance(held, dict) and held.get("kept_as") == kept_as:
            del request.session[HELD]

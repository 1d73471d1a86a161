"""What creators decide: let through, refuse, freeze, bring back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bookcub.comments import actions
from bookcub.comments.actions import AlreadySaidError
from bookcub.comments.models import Comment
from bookcub.comments.policies import Standing, may_approve, may_freeze, may_restore
from bookcub.comments.queries.moderation import shown, waiting_on
from bookcub.comments.views.finding import comment_for, standing, work_for
from bookcub.core.http import SignedInRequest, ensure, onward
from bookcub.web.messages import offer_undo
from bookcub.web.pages import page_of
from bookcub.works.models import Work

NOT_YOURS = "Only the work’s creators decide that."
HIGHEST = 2**62


@login_required
@require_safe
def unreviewed(request: SignedInRequest, work_id: int) -> HttpResponse:
    """What waits for a yes or a no."""
    work = work_for(request, work_id)
    stand = Standing.of(request.user, work)
    ensure(may_approve(stand), NOT_YOURS)

    page: Page[Comment] = page_of(waiting_on(stand), request, 25)
    waiting = shown(list(page.object_list), stand)
    newest = work.comments.unreviewed().order_by("-pk").values_list("pk", flat=True).first()
    context = {"work": work, "page": page, "waiting": waiting, "newest": newest}
    return render(request, "comments/unreviewed.html", context)


@login_required
@require_POST
def approve_all(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = _own_work(request, work_id)

    number = actions.approve_all(work=work, up_to=_up_to(request), by=request.user)

    messages.success(request, f"{_so_many(number)} approved.")
    return redirect("comments:unreviewed", work_id)


@login_required
@require_POST
def reject_all(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = _own_work(request, work_id)

    number = actions.reject_all(work=work, up_to=_up_to(request), by=request.user)

    messages.success(request, f"{_so_many(number)} rejected.")
    return redirect("comments:unreviewed", work_id)


@login_required
@require_POST
def approve(request: SignedInRequest, comment_id: int) -> HttpResponse:
    comment = comment_for(request, comment_id)
    ensure(may_approve(standing(request, comment)), NOT_YOURS)

    actions.approve(comment=comment, by=request.user)

    messages.success(request, "The comment is approved.")
    return redirect(onward(request, comment.get_absolute_url()))


@login_required
@require_POST
def reject(request: SignedInRequest, comment_id: int) -> HttpResponse:
    """Refuse what waits for approval."""
    comment = comment_for(request, comment_id)
    ensure(may_approve(standing(request, comment)), NOT_YOURS)
    ensure(not comment.is_approved, "This comment is approved already; it can be deleted.")

    actions.delete(comment=comment, by=request.user)

    offer_undo(
        request,
        "The comment is rejected.",
        url=reverse("comments:restoration_create", args=[comment.pk]),
    )
    return redirect(onward(request, reverse("comments:unreviewed", args=[comment.work_id])))


@login_required
@require_POST
def freeze(request: SignedInRequest, comment_id: int) -> HttpResponse:
    comment = comment_for(request, comment_id)
    ensure(may_freeze(standing(request, comment), comment), NOT_YOURS)

    actions.freeze(comment=comment)

    messages.success(request, "The thread is frozen: nobody can answer below this comment.")
    return redirect(onward(request, comment.get_absolute_url()))


@login_required
@require_POST
def thaw(request: SignedInRequest, comment_id: int) -> HttpResponse:
    comment = comment_for(request, comment_id)
    ensure(may_freeze(standing(request, comment), comment), NOT_YOURS)

    actions.thaw(comment=comment)

    messages.success(request, "The thread is open again.")
    return redirect(onward(request, comment.get_absolute_url()))


@login_required
@require_POST
def restore(request: SignedInRequest, comment_id: int) -> HttpResponse:
    """Bring back what one has just deleted. Its row is no longer visible, so the policy alone decides."""
    deleted = Comment.objects.heard_by(request.user).filter(deleted_by=request.user)
    comment = get_object_or_404(deleted.with_people().select_related("work"), pk=comment_id)
    ensure(may_restore(standing(request, comment), comment), "This can no longer be undone.")

    try:
        actions.restore(comment=comment)
    except AlreadySaidError:
        messages.warning(
            request, "You have said the same here again, so the old one stays deleted."
        )
        return redirect("comments:work_comments", comment.work_id)

    messages.success(request, "The comment is back.")
    return redirect(comment)


def _own_work(request: SignedInRequest, work_id: int) -> Work:
    work = work_for(request, work_id)
    ensure(may_approve(Standing.of(request.user, work)), NOT_YOURS)
    return work


def _up_to(request: SignedInRequest) -> int:
    """The newest comment that the page showed; what came later was not looked at."""
    given = request.POST.get("up_to", "")
    return min(int(given), HIGHEST) if given.isdecimal() and len(given) < 20 else 0  # noqa: PLR2004  # digits


def _so_many(number: int) -> str:
    return "1 comment" if number == 1 else f"{number} comments"

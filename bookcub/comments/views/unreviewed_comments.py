"""What waits for a yes or a no, one by one and all at once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from bookcub.comments import actions
from bookcub.comments.models import Comment
from bookcub.comments.policies import Visitor, may_approve
from bookcub.comments.queries.moderation import shown, waiting_on
from bookcub.comments.views.lookups import not_yours, work_for
from bookcub.core.http import SignedInRequest, ensure
from bookcub.web.pages import page_of
from bookcub.works.models import Work

HIGHEST = 2**62


@login_required
@require_safe
def index(request: SignedInRequest, work_id: int) -> HttpResponse:
    """What waits for a yes or a no."""
    work = work_for(request, work_id)
    visitor = Visitor.of(request.user, work)
    ensure(may_approve(visitor), not_yours())

    page: Page[Comment] = page_of(waiting_on(visitor), request, 25)
    waiting = shown(list(page.object_list), visitor)
    newest = waiting_on(visitor).order_by("-pk").values_list("pk", flat=True).first()
    context = {"work": work, "page": page, "waiting": waiting, "newest": newest}
    return render(request, "comments/comments/unreviewed.html", context)


@login_required
@require_POST
def update(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = _own_work(request, work_id)

    number = actions.approve_all(work=work, up_to=_up_to(request), by=request.user)

    said = ngettext("%(number)s comment approved.", "%(number)s comments approved.", number)
    messages.success(request, said % {"number": number})
    return redirect("comments:unreviewed_comment_index", work_id)


@login_required
@require_POST
def delete(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = _own_work(request, work_id)

    number = actions.reject_all(work=work, up_to=_up_to(request), by=request.user)

    said = ngettext("%(number)s comment rejected.", "%(number)s comments rejected.", number)
    messages.success(request, said % {"number": number})
    return redirect("comments:unreviewed_comment_index", work_id)


def _own_work(request: SignedInRequest, work_id: int) -> Work:
    work = work_for(request, work_id)
    ensure(may_approve(Visitor.of(request.user, work)), not_yours())
    return work


def _up_to(request: SignedInRequest) -> int:
    """The newest comment that the page showed; what came later was not looked at."""
    given = request.POST.get("up_to", "")
    return min(int(given), HIGHEST) if given.isdecimal() and len(given) < 20 else 0  # noqa: PLR2004  # digits

"""“This was me”: imported comments find their people."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.comments import actions
from bookcub.comments.forms.comments import ClaimForm
from bookcub.comments.models import CommentClaim
from bookcub.comments.policies import Visitor, may_claim
from bookcub.comments.queries.cards import card_of
from bookcub.comments.queries.moderation import claims_for
from bookcub.comments.views.lookups import comment_for, visitor_of
from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.web.components.languages import titled
from bookcub.web.pages import page_of


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Claims that wait for this person's answer."""
    page: Page[CommentClaim] = page_of(claims_for(request.user), request)
    rows = []
    for claim in page.object_list:
        visitor = Visitor(request.user, claim.comment.work, frozenset())
        rows.append((claim, card_of(claim.comment, visitor, about=titled(claim.comment.work))))
    return render(request, "comments/claims/index.html", {"page": page, "rows": rows})


@shows_and_saves
@login_required
def new(request: SignedInRequest, comment_id: int) -> HttpResponse:
    """Say that an imported comment was one's own."""
    comment = comment_for(request, comment_id)
    visitor = visitor_of(request, comment)
    ensure(
        may_claim(visitor, comment),
        gettext("You cannot claim this comment. Ask a keeper if it should be yours."),
    )

    form = ClaimForm(posted(request), member=request.user)
    if form.is_valid():
        actions.claim(comment=comment, pseud=form.cleaned_data["pseud"])
        messages.success(
            request, gettext("Sent. One of the work’s creators or a keeper will answer.")
        )
        return redirect(comment)

    context = {"form": form, "comment": comment, "card": card_of(comment, visitor, anchored=True)}
    return render(request, "comments/claims/new.html", context, status=form_status(form))

"""Whether a related work stands on the page of one's own."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.web.answers import answered
from bookcub.web.components.languages import said, titled
from bookcub.works.actions import approve
from bookcub.works.models import RelatedWork
from bookcub.works.policies import may_approve

PAGE = "works:related_index"


@login_required
@require_POST
def create(request: SignedInRequest, related_id: int) -> HttpResponse:
    related = _related(request, related_id)

    says = said(
        gettext("“%(work)s” is now shown on the page of “%(parent)s”."),
        work=titled(related.work),
        parent=titled(related.parent),
    )
    return answered(request, partial(approve, related=related), says=says, to=PAGE)


@login_required
@require_POST
def delete(request: SignedInRequest, related_id: int) -> HttpResponse:
    related = _related(request, related_id)

    says = said(
        gettext("“%(work)s” is no longer shown on the page of “%(parent)s”."),
        work=titled(related.work),
        parent=titled(related.parent),
    )
    return answered(request, related.hide, says=says, to=PAGE)


def _related(request: SignedInRequest, related_id: int) -> RelatedWork:
    own = RelatedWork.objects.to_works_of(request.user).select_related("work", "parent")
    related = get_object_or_404(own, pk=related_id)
    ensure(may_approve(request.user, related))
    return related

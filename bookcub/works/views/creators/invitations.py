"""Being asked onto a byline, and taking the question back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest, ensure
from bookcub.works.models import Creatorship
from bookcub.works.policies import may_edit
from bookcub.works.queries.pages import invitations
from bookcub.works.views.lookups import NOT_YOURS


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    return render(
        request, "works/invitations/index.html", {"invitations": invitations(request.user)}
    )


@login_required
@require_POST
def delete(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    """Take back an invitation that was not answered yet."""
    open_ones = Creatorship.objects.filter(accepted_at=None).select_related("work")
    creatorship = get_object_or_404(open_ones, pk=invitation_id)
    ensure(may_edit(request.user, creatorship.work), str(NOT_YOURS))

    creatorship.decline()

    messages.success(request, gettext("The invitation is withdrawn."))
    return redirect("works:work_edit", work_id=creatorship.work_id)

"""Suggesting a work from its page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from bookcub.clubs.models import Membership
from bookcub.core.http import SignedInRequest
from bookcub.core.page_urls import reverse
from bookcub.works.models import Work


@login_required
@require_safe
def new(request: SignedInRequest, work_id: int) -> HttpResponse:
    """From a work's page: which of my clubs shall it be suggested to? With one club there is nothing to ask."""
    work = get_object_or_404(Work.objects.visible_to(request.user).posted(), pk=work_id)

    mine = Membership.objects.current().filter(user=request.user).select_related("club")
    memberships = list(mine.order_by("club__name", "pk"))
    if len(memberships) == 1:
        there = reverse("picks:nomination_new", args=[memberships[0].club_id])
        return redirect(f"{there}?work={work.pk}")
    context = {"work": work, "memberships": memberships}
    return render(request, "picks/work_nominations/new.html", context)

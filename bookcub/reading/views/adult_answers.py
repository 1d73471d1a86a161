"""“Do not ask me again”: a member's standing answer at the adult gate."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, onward
from bookcub.works.models import Work


@login_required
@require_POST
def create(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = get_object_or_404(Work.objects.visible_to(request.user), pk=work_id)

    request.user.preferences.stop_asking_about_adult()

    messages.success(
        request, gettext("You won’t be asked again. You can change that in your preferences.")
    )
    return redirect(onward(request, work.get_absolute_url()))

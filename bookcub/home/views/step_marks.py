"""What a keeper says of a first step: that it is done, or left out on purpose."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.home.models import FirstStep, StepMark
from bookcub.people.policies import may_keep


@login_required
@require_POST
def create(request: SignedInRequest, step: str) -> HttpResponse:
    """Put a step away, or say that backups are made: no program can see those."""
    meant = _step(step)
    ensure(may_keep(request.user))

    is_put_away = meant != FirstStep.BACKUPS or "done" not in request.POST
    StepMark.objects.update_or_create(step=meant, defaults={"is_put_away": is_put_away})

    if is_put_away:
        sentence = gettext("“%(step)s” is put away. It can be brought back below.")
        messages.success(request, sentence % {"step": meant.label})
    return redirect("home:first_step_index")


@login_required
@require_POST
def delete(request: SignedInRequest, step: str) -> HttpResponse:
    """Take back what was said of a step; there it is again."""
    meant = _step(step)
    ensure(may_keep(request.user))

    StepMark.objects.filter(step=meant).delete()

    return redirect("home:first_step_index")


def _step(name: str) -> FirstStep:
    if name not in FirstStep:
        raise Http404
    return FirstStep(name)

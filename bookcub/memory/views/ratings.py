"""What one says of a whole read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.clubs.models import Membership
from bookcub.core.http import SignedInRequest, ensure
from bookcub.memory.actions.ratings import rate
from bookcub.memory.forms.ratings import RatingForm
from bookcub.memory.views.memory import read_for, show


@require_POST
@login_required
def update(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Say what one thinks of it as a whole, or something else than before."""
    read = read_for(request, club_id, read_id)
    ensure(
        read.club.rates_reads,
        gettext("This club does not ask for ratings. A host can change that in its settings."),
    )
    own = get_object_or_404(Membership.objects.current(), club=read.club, user=request.user)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return show(request, read, form)

    reader = rate(read=read, by=own, **form.cleaned_data)

    saved = gettext("Your verdict is saved.")
    messages.success(
        request, saved if reader.rated_at else gettext("You have taken your verdict back.")
    )
    return redirect("memory:memory_detail", club_id, read_id)

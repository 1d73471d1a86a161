"""What one says of a whole read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from bookcub.clubs.models import Membership
from bookcub.core.http import SignedInRequest, ensure
from bookcub.memory.actions.ratings import rate
from bookcub.memory.forms.ratings import RatingForm
from bookcub.memory.views.memory import read_for, show

NOT_ASKED = "This club does not ask for ratings."


@require_POST
@login_required
def update(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Say what one thinks of it as a whole, or something else than before."""
    read = read_for(request, club_id, read_id)
    ensure(read.club.rates_reads, NOT_ASKED)
    own = get_object_or_404(Membership.objects.current(), club=read.club, user=request.user)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return show(request, read, form)

    reader = rate(read=read, by=own, **form.cleaned_data)

    kept = "Your word is kept." if reader.rated_at else "Your word is taken back."
    messages.success(request, kept)
    return redirect("memory:memory_detail", club_id, read_id)

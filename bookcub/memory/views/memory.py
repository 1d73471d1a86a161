"""What stays of a read: a page, a keepsake, and what each says of it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookcub.clubs.models import Club
from bookcub.core.http import SignedInRequest, form_status
from bookcub.memory.forms.ratings import RatingForm
from bookcub.memory.queries.memory import memory_of
from bookcub.reads.models import Read


@require_safe
@never_cache
@login_required
def detail(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """What stays of it, as far as one has read."""
    return show(request, read_for(request, club_id, read_id))


def read_for(request: SignedInRequest, club_id: int, read_id: int) -> Read:
    club = get_object_or_404(Club.objects.visible_to(request.user), pk=club_id)
    reads = Read.objects.visible_to(request.user).filter(club=club)
    related = ("club", "work", "book", "brought_by__pseud")
    return get_object_or_404(reads.select_related(*related), pk=read_id)


def show(request: SignedInRequest, read: Read, form: RatingForm | None = None) -> HttpResponse:
    memory = memory_of(read, request.user)
    own = memory.ratings.own
    initial = {"stars": own.stars, "verdict": own.verdict} if own else {}
    context = {"memory": memory, "form": form or RatingForm(initial=initial)}
    return render(request, "memory/memory_detail.html", context, status=form_status(form))

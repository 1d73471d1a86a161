"""What stays of a read: a page, a keepsake, and what each says of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookcub.clubs.models import Club, Membership
from bookcub.core import clock
from bookcub.core.http import SignedInRequest, ensure
from bookcub.formats.epub.writer import MEDIA_TYPE
from bookcub.memory.actions.ratings import rate
from bookcub.memory.forms.ratings import RatingForm
from bookcub.memory.queries.keepsake import as_epub, as_html, title_of
from bookcub.memory.queries.memory import memory_of
from bookcub.reads.models import Read

NOT_ACCEPTED = 422
NOT_ASKED = "This club does not ask for ratings."


@require_safe
@never_cache
@login_required
def detail(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """What stays of it, as far as one has read."""
    return _page(request, _read(request, club_id, read_id))


@require_POST
@login_required
def rating(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Say what one thinks of it as a whole, or something else than before."""
    read = _read(request, club_id, read_id)
    ensure(read.club.rates_reads, NOT_ASKED)
    own = get_object_or_404(Membership.objects.current(), club=read.club, user=request.user)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _page(request, read, form, NOT_ACCEPTED)

    reader = rate(read=read, by=own, **form.cleaned_data)

    kept = "Your word is kept." if reader.rated_at else "Your word is taken back."
    messages.success(request, kept)
    return redirect("memory:memory_detail", club_id, read_id)


@require_safe
@never_cache
@login_required
def keepsake(request: SignedInRequest, club_id: int, read_id: int, kind: str) -> HttpResponse:
    """The same to take along: one HTML file, or an e-book."""
    memory = memory_of(_read(request, club_id, read_id), request.user)
    at = clock.now()

    if kind == "epub":
        answer = HttpResponse(as_epub(memory, at=at), content_type=MEDIA_TYPE)
    else:
        answer = HttpResponse(as_html(memory, at=at), content_type="text/html; charset=utf-8")
    name = slugify(title_of(memory))[:80] or "keepsake"
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _read(request: SignedInRequest, club_id: int, read_id: int) -> Read:
    club = get_object_or_404(Club.objects.visible_to(request.user), pk=club_id)
    reads = Read.objects.visible_to(request.user).filter(club=club)
    related = ("club", "work", "book", "brought_by__pseud")
    return get_object_or_404(reads.select_related(*related), pk=read_id)


def _page(
    request: SignedInRequest, read: Read, form: RatingForm | None = None, status: int = 200
) -> HttpResponse:
    memory = memory_of(read, request.user)
    own = memory.ratings.own
    initial = {"stars": own.stars, "verdict": own.verdict} if own else {}
    context = {"memory": memory, "form": form or RatingForm(initial=initial)}
    return render(request, "memory/memory_detail.html", context, status=status)

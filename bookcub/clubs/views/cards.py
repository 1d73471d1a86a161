"""Cards that a host prints: made, shown once, taken back."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bookcub.clubs.actions.cards import make_card
from bookcub.clubs.forms.cards import CardForm
from bookcub.clubs.models import MemberCard, Membership
from bookcub.clubs.views.lookups import hosting_membership
from bookcub.clubs.views.members import show_members
from bookcub.core.http import SignedInRequest
from bookcub.core.page_urls import reverse
from bookcub.people import mail
from bookcub.web.forms.refusals import refusals


@never_cache
@login_required
@require_POST
def create(request: SignedInRequest, club_id: int) -> HttpResponse:
    """The card itself, at once: its code is kept nowhere, so no other page can show it."""
    host = hosting_membership(request, club_id)

    form = CardForm(request.POST)
    if form.is_valid():
        wanted = form.cleaned_data["member"]
        names = Membership.objects.by_name().filter(club=host.club)
        member = get_object_or_404(names, pk=wanted) if wanted else None
        with refusals(form) as refused:
            name = form.cleaned_data["card_name"]
            card, code = make_card(club=host.club, by=host, member=member, name=name)
        if not refused:
            return _sheet(request, host, card, code)
    return show_members(request, host, card=form)


@login_required
@require_POST
def delete(request: SignedInRequest, club_id: int, card_id: int) -> HttpResponse:
    host = hosting_membership(request, club_id)
    card = get_object_or_404(MemberCard.objects.filter(club=host.club), pk=card_id)

    card.delete()

    messages.success(request, gettext("The card is taken back: its code no longer works."))
    return redirect("clubs:member_index", club_id=club_id)


def _sheet(request: SignedInRequest, host: Membership, card: MemberCard, code: str) -> HttpResponse:
    address = mail.absolute(reverse("clubs:card_use_new"))
    context = {
        "club": host.club,
        "membership": host,
        "card": card,
        "code": code,
        "address": address.partition("://")[2],
        "square": square_of(f"{address}#{code}"),
    }
    return render(request, "clubs/cards/sheet.html", context)


def square_of(address: str) -> SafeString:
    """A QR code as an SVG to stand in a page. The code is behind the "#", which no browser sends: it is in no log."""
    drawn = segno.make(address, error="m", micro=False)
    svg: str = drawn.svg_inline(scale=4, omitsize=True, svgclass=None, lineclass=None)
    return mark_safe(svg)  # noqa: S308  # of numbers alone

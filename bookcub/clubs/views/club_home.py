"""A club's home for its members."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from bookcub.clubs.models import Membership
from bookcub.clubs.queries.club_home import club_home
from bookcub.core.http import SignedInRequest


def members_home(request: SignedInRequest, me: Membership) -> HttpResponse:
    """What the club reads, what is next, who is here. The caller knows that `me` is whoever asks."""
    page = club_home(me, request.user)
    return render(request, "clubs/club_detail.html", {"page": page, "club": me.club})

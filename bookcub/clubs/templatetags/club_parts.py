"""`{% load club_parts %}`: what stands at the head of every page of a club."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext

from bookcub.clubs.models import Club, ClubInvitation, Membership
from bookcub.clubs.policies import may_invite, size_of
from bookcub.clubs.queries.ways import tabs_of
from bookcub.core.page_urls import reverse

register = template.Library()

NAMED = 5


@register.inclusion_tag("clubs/_club_head.html", takes_context=True)
def club_head(
    context: RequestContext, *, club: Club, membership: Membership, here: str = ""
) -> dict[str, Any]:
    """{% club_head club=club membership=membership here="clubs:member_index" %} : name, picture, pages. One query."""
    links, rest = tabs_of(membership, members=size_of(membership.club_id))
    current = reverse(here, args=[club.pk]) if here else context["request"].path
    # Whoever is there sees where that is.
    links += [link for link in rest if link.url == current]
    return {"club": club, "links": links, "current": current}


@register.inclusion_tag("clubs/_picture.html")
def club_picture(*, club: Club, size: str = "medium") -> dict[str, Any]:
    """{% club_picture club=club size="large" %} : its picture, or its first letter."""
    url = reverse("clubs:picture_detail", args=[club.pk]) if club.picture else ""
    return {"club": club, "url": url, "size": size}


@register.inclusion_tag("clubs/_asked_in.html")
def asked_in(*, membership: Membership) -> dict[str, Any]:
    """{% asked_in membership=me %} : who is asked and looks as if they had not answered. One query."""
    asked = ClubInvitation.objects.filter(club=membership.club_id).unanswered_as_told()
    shown = asked.select_related("user") if may_invite(membership) else asked.none()
    return {"asked": shown[:NAMED], "club": membership.club}

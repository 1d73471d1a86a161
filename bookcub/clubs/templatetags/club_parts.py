"""`{% load club_parts %}`: what stands at the head of every page of a club."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext
from django.urls import NoReverseMatch, reverse

from bookcub.clubs.models import Club, ClubInvitation, Membership
from bookcub.clubs.policies import may_host, may_invite
from bookcub.web.blurb import Link

register = template.Library()

# Rooms of a club, in their order; one that no package offers is left out.
ROOMS = (
    ("Club", "home:club_detail"),
    ("Reads", "reads:read_index"),
    ("Choosing", "picks:pick_index"),
    ("Meetings", "meetings:meeting_index"),
    ("Members", "clubs:member_index"),
    ("My part", "clubs:membership_edit"),
)
NAMED = 5
FOR_HOSTS = (("Settings", "clubs:club_edit"),)


@register.inclusion_tag("clubs/_club_head.html", takes_context=True)
def club_head(
    context: RequestContext, *, club: Club, membership: Membership, here: str = ""
) -> dict[str, Any]:
    """{% club_head club=club membership=membership here="clubs:member_index" %} : name, picture, rooms."""
    rooms = (*ROOMS, *FOR_HOSTS) if may_host(membership) else ROOMS
    links = [link for name, view in rooms if (link := _link(name, view, club)) is not None]
    return {
        "club": club,
        "links": links,
        "current": (_url(here, club) if here else "") or context["request"].path,
    }


def _link(name: str, view: str, club: Club) -> Link | None:
    url = _url(view, club)
    return Link(name, url) if url else None


def _url(view: str, club: Club) -> str:
    try:
        return reverse(view, args=[club.pk])
    except NoReverseMatch:
        return ""


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

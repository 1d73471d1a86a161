"""The club's link: making and ending it for those inside, who invites for everybody."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookcub.clubs.actions.doors import renew_link, switch_off_link
from bookcub.clubs.forms.clubs import JoinForm
from bookcub.clubs.forms.members import LinkForm
from bookcub.clubs.models import InvitationLink
from bookcub.clubs.policies import may_invite
from bookcub.clubs.queries.invitations import LinkPage, link_page
from bookcub.clubs.queries.members import live_link
from bookcub.clubs.views.lookups import link_of_key, own_membership, show
from bookcub.core.http import Request, SignedInRequest, ensure, posted, shows_and_saves
from bookcub.core.page_urls import reverse


@login_required
@shows_and_saves
def edit(request: SignedInRequest, club_id: int) -> HttpResponse:
    """The link to send on, and a new one in its place."""
    membership = own_membership(request, club_id)
    ensure(
        may_invite(membership),
        gettext("Only hosts can invite people to this club. Ask a host to do it."),
    )

    form = LinkForm(posted(request))
    if not form.is_valid():
        link = live_link(membership.club)
        context = {
            "club": membership.club,
            "membership": membership,
            "link": link,
            "address": _address(request, link) if link is not None else "",
        }
        return show(request, "clubs/links/edit.html", context, form=form)

    renew_link(club=membership.club, by=request.user, lasts=form.time())

    messages.success(
        request, gettext("Here is your new link. Any earlier one has stopped working.")
    )
    return redirect("clubs:link_edit", club_id=club_id)


@login_required
@require_POST
def delete(request: SignedInRequest, club_id: int) -> HttpResponse:
    membership = own_membership(request, club_id)
    ensure(
        may_invite(membership),
        gettext("Only hosts can invite people to this club. Ask a host to do it."),
    )

    switch_off_link(club=membership.club)

    messages.success(request, gettext("The link is switched off."))
    return redirect("clubs:link_edit", club_id=club_id)


@never_cache
@require_safe
def detail(request: Request, key: str) -> HttpResponse:
    """Who invites, and into what."""
    link = link_of_key(key)
    page = link_page(link, request.user)
    if page.is_member:
        return redirect(page.club)

    return _page(request, page)


def _address(request: Request, link: InvitationLink) -> str:
    return request.build_absolute_uri(reverse("clubs:link_detail", args=[link.key]))


def _page(request: Request, page: LinkPage) -> HttpResponse:
    door = JoinForm(user=request.user) if request.user.is_authenticated else None
    response = render(request, "clubs/links/detail.html", {"page": page, "door": door})
    # The address is the key. No search engine keeps it; that no other site is told is the policy of all pages.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response

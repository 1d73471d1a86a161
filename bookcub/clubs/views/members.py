"""Members: who they are, and removing one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.clubs.actions.leaving import remove
from bookcub.clubs.forms.cards import CardForm
from bookcub.clubs.forms.members import LinkForm, MemberNameForm
from bookcub.clubs.models import Membership
from bookcub.clubs.queries.members import members_page
from bookcub.clubs.views.lookups import hosting_membership, member_of, own_membership
from bookcub.core.http import SignedInRequest, ensure, form_status, saves, shows_and_saves


@login_required
@require_safe
def index(request: SignedInRequest, club_id: int) -> HttpResponse:
    membership = own_membership(request, club_id)

    return show_members(request, membership)


def show_members(
    request: SignedInRequest,
    membership: Membership,
    *,
    name: MemberNameForm | None = None,
    card: CardForm | None = None,
) -> HttpResponse:
    """The page, also when a name could not be added or a card not be made: then with what was typed."""
    page = members_page(membership)
    context = {
        "page": page,
        "club": page.club,
        "membership": membership,
        "link_form": LinkForm(),
        "name_form": name or MemberNameForm(),
        "card_form": card or CardForm(),
    }
    return render(request, "clubs/members/index.html", context, status=form_status(name or card))


@login_required
@shows_and_saves
def delete(request: SignedInRequest, club_id: int, membership_id: int) -> HttpResponse:
    host = hosting_membership(request, club_id)
    member = member_of(host.club, membership_id)
    ensure(
        not member.is_host,
        gettext("A host cannot be removed. End their hosting first: press “Make a member again”."),
    )

    if not saves(request):
        context = {"club": host.club, "membership": host, "member": member}
        return render(request, "clubs/members/delete.html", context)
    remove(membership=member, by=host)

    messages.success(
        request, gettext("%(name)s is no longer a member of the club.") % {"name": member.name}
    )
    return redirect("clubs:member_index", club_id=club_id)

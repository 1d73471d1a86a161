"""One's own part in a club: coming in by the open door, how one takes part, and leaving."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.clubs.actions.doors import enter_openly
from bookcub.clubs.actions.leaving import leave
from bookcub.clubs.forms.clubs import JoinForm
from bookcub.clubs.forms.members import LeaveForm, MembershipForm
from bookcub.clubs.models import LeftNotes, Membership
from bookcub.clubs.policies import may_enter_openly
from bookcub.clubs.views.lookups import own_membership, show, visible_club
from bookcub.core.http import SignedInRequest, ensure, posted, shows_and_saves
from bookcub.people.models import Pseud
from bookcub.people.views.trash.offers import offer_to_restore
from bookcub.web.forms.refusals import refusals, refuse


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int) -> HttpResponse:
    club = visible_club(request, club_id)

    ensure(
        may_enter_openly(request.user, club),
        gettext("This club is not open to everybody. Its page says how to join."),
    )

    form = JoinForm(posted(request), user=request.user)
    pseud: Pseud = form.cleaned_data["pseud"] if form.is_valid() else request.user.default_pseud
    with refusals(request) as refused:
        enter_openly(club=club, pseud=pseud)
    if refused:
        return redirect(club)

    messages.success(request, gettext("Welcome to “%(club)s”.") % {"club": club.name})
    return redirect(club)


@login_required
@shows_and_saves
def edit(request: SignedInRequest, club_id: int) -> HttpResponse:
    membership = own_membership(request, club_id)

    form = MembershipForm(
        posted(request),
        user=request.user,
        membership=membership,
        initial={
            "involvement": membership.involvement,
            "hides_progress": membership.hides_progress,
        },
    )
    context = {"club": membership.club, "membership": membership}
    if not form.is_valid():
        return show(request, "clubs/memberships/edit.html", context, form=form)

    given = form.cleaned_data
    membership.take_part(
        pseud=given["pseud"],
        involvement=given["involvement"],
        hides_progress=given["hides_progress"],
    )

    messages.success(request, gettext("Your choices for this club are saved."))
    return redirect("clubs:membership_edit", club_id=club_id)


@login_required
@shows_and_saves
def delete(request: SignedInRequest, club_id: int) -> HttpResponse:
    """Leave, after saying what becomes of one's notes; the last one deletes the club."""
    membership = own_membership(request, club_id)
    club = membership.club

    there = _others(membership)
    form = _leave_form(posted(request), membership, there)
    context = {"club": club, "membership": membership, "others": there}
    if not form.is_valid():
        return show(request, "clubs/memberships/delete.html", context, form=form)

    given = form.cleaned_data
    heir = next((one for one in there if one.pk == given.get("heir")), None)
    with refusals() as refused:
        leave(
            membership=membership,
            notes=LeftNotes(given.get("notes", LeftNotes.KEEP)),
            heir=heir,
            goes="sure" in form.fields,
        )
    if refused.by:
        # Others left while this page was open: ask who comes after, or whether to delete the club.
        there = _others(membership)
        again = _leave_form(posted(request), membership, there)
        again.full_clean()
        refuse(again, refused.by)
        context = {"club": club, "membership": membership, "others": there}
        return show(request, "clubs/memberships/delete.html", context, form=again)

    if there:
        messages.success(request, gettext("You have left “%(club)s”.") % {"club": club.name})
    else:
        offer_to_restore(request, gettext("“%(title)s” is in the trash for 30 days."), "club", club)
    return redirect("home:club_index")


def _leave_form(
    data: QueryDict | None, membership: Membership, others: list[Membership]
) -> LeaveForm:
    return LeaveForm(
        data,
        heirs=_heirs(membership, others),
        is_last=not others,
        decides_together=membership.club.decides_together,
    )


def _others(membership: Membership) -> list[Membership]:
    there = Membership.objects.current().filter(club=membership.club_id)
    return list(there.exclude(pk=membership.pk).select_related("pseud"))


def _heirs(membership: Membership, others: list[Membership]) -> list[Membership]:
    """Among whom the last host has to choose; of two, the other one hosts by itself."""
    needs_heir = membership.is_host and not any(one.is_host for one in others)
    return others if needs_heir and len(others) > 1 else []

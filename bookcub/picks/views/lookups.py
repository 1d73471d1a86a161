"""What the views about choosing share: the club one belongs to, a pick of it, its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from bookcub.clubs.models import Club, Membership
from bookcub.clubs.policies import size_of
from bookcub.clubs.views.lookups import own_membership
from bookcub.core.http import SignedInRequest, form_status
from bookcub.picks.actions.picks import NotNowError
from bookcub.picks.forms.picks import ApprovalForm, BookNominationForm, PickDeadlineForm, RankedForm
from bookcub.picks.models import Method, Nomination, Pick
from bookcub.picks.policies import may_steer_pick
from bookcub.picks.queries.offered import offered_works
from bookcub.picks.queries.picks import PickPage, pick_page
from bookcub.picks.queries.turns import members_of
from bookcub.web.components.languages import Titled, said, titled
from bookcub.web.forms.plain import PlainForm
from bookcub.web.forms.refusals import refusals

LONGEST_ID = 19  # digits; no row has one as long


@dataclass(frozen=True, slots=True)
class MemberContext:
    """A club and the membership of whoever asks."""

    club: Club
    me: Membership

    @property
    def members(self) -> int:
        return size_of(self.club.pk)

    @property
    def may_steer(self) -> bool:
        return may_steer_pick(self.me, members=self.members)


def member_context(request: SignedInRequest, club_id: int) -> MemberContext:
    """404 for who may not know of the club, 403 for who does not belong to it."""
    me = own_membership(request, club_id)
    return MemberContext(me.club, me)


def pick_in(request: SignedInRequest, here: MemberContext, pick_id: int) -> Pick:
    picks = Pick.objects.visible_to(request.user).filter(club=here.club).select_related("club")
    return get_object_or_404(picks, pk=pick_id)


def nomination_in(request: SignedInRequest, pick: Pick, number: int) -> Nomination:
    nominations = Nomination.objects.visible_to(request.user).filter(pick=pick)
    return get_object_or_404(nominations.select_related("pick__club"), number=number)


def id_named(typed: str) -> int:
    """The id that a form or an address names; 0, which no row has, where it is none."""
    is_id = typed.isascii() and typed.isdecimal() and len(typed) < LONGEST_ID
    return int(typed) if is_id else 0


def ballot_form(page: PickPage, data: object = None) -> PlainForm | None:
    """The ballot of a vote under way."""
    if not page.pick.is_voting:
        return None
    form = ApprovalForm if page.pick.method == Method.APPROVAL else RankedForm
    return form(data, options=page.votable, ranking=page.ballot)


def made_for_other_rules(request: SignedInRequest, pick: Pick) -> NotNowError | None:
    """Why a ballot does not count that was filled in when the vote went another way."""
    if request.POST.get("method", pick.method) == pick.method:
        return None
    sentence = gettext("In the meantime, a host has changed how you vote. Please vote again.")
    return NotNowError(sentence, code="other_rules")


def show(  # a page with any one of its forms
    request: SignedInRequest,
    here: MemberContext,
    pick: Pick,
    *,
    too_late: bool = False,
    ballot: PlainForm | None = None,
    deadline: PickDeadlineForm | None = None,
) -> HttpResponse:
    """The page of a pick, perhaps with a form that was refused; its status is the form's unless it came too late."""
    page = pick_page(pick, here.me, request.user)
    context = {
        "club": here.club,
        "me": here.me,
        "page": page,
        "pick": pick,
        "ballot": ballot or ballot_form(page),
        "deadline": deadline or PickDeadlineForm(),
        "book_form": BookNominationForm(),
        "offered": offered_works(request.user, here.club, pick) if page.is_my_turn else [],
        "may_steer": may_steer_pick(here.me, members=page.voters),
    }
    status = form_status(ballot, deadline, too_late=too_late)
    return render(request, "picks/picks/detail.html", context, status=status)


def done_or_shown(
    request: SignedInRequest,
    here: MemberContext,
    pick: Pick,
    act: Callable[[], object],
    *,
    message: str,
    back_to: Nomination | None = None,
) -> HttpResponse:
    """Do something with a pick and go back to it, or to one suggestion of it; where it cannot be done any more, its page says why (409)."""
    with refusals(request, NotNowError) as refusal:
        act()
    if refusal:
        return show(request, here, pick_in(request, here, pick.pk), too_late=True)
    messages.success(request, message)
    return redirect(back_to or pick)


def refused(
    request: SignedInRequest, here: MemberContext, pick: Pick, refusal: Exception
) -> HttpResponse:
    """The page of a pick as it is now, with why something was not done."""
    messages.error(request, words_of(refusal))
    fresh = pick_in(request, here, pick.pk)
    return show(request, here, fresh, too_late=True)


def next_read(here: MemberContext, thing: Titled) -> SafeString:
    """That this is the next read, and who has been told, for whoever has chosen it just now."""
    others = [one.name for one in members_of(here.club) if one != here.me]
    if len(others) == 1:
        sentence = gettext("“%(title)s” is your next read. %(name)s has been told.")
        return said(sentence, title=titled(thing), name=others[0])
    if others:
        sentence = gettext("“%(title)s” is your next read. The others have been told.")
    else:
        sentence = gettext("“%(title)s” is your next read.")
    return said(sentence, title=titled(thing))


def words_of(refusal: Exception) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)

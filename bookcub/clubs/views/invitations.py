"""Being asked in, and asking somebody in."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bookcub.clubs.actions import joining
from bookcub.clubs.forms.clubs import DoorForm
from bookcub.clubs.forms.members import DeclineForm, InviteForm, PostponeForm
from bookcub.clubs.models import Answer, ClubInvitation, Membership
from bookcub.clubs.policies import may_invite, may_take_back
from bookcub.clubs.queries.invitations import InvitationPage, invitation_page
from bookcub.clubs.views.finding import own_membership, show
from bookcub.core.http import SignedInRequest, ensure, posted, shows_and_saves
from bookcub.people.models import Pseud
from bookcub.web.answers import answered
from bookcub.web.forms.refusals import refusals
from bookcub.works.queries.bylines import pseuds_named

PAGE = "clubs/invitation_detail.html"
CLUBS = "home:club_index"


@login_required
@shows_and_saves
def new(request: SignedInRequest, club_id: int) -> HttpResponse:
    membership = own_membership(request, club_id)
    ensure(may_invite(membership), "The hosts of this club invite.")

    form = InviteForm(posted(request))
    context = {"club": membership.club, "membership": membership}
    if not form.is_valid():
        return show(request, "clubs/invitation_new.html", context, form=form)

    with refusals(form) as refused:
        pseuds = pseuds_named(form.cleaned_data["people"], field="people")
        _invite_all(membership, pseuds, form.cleaned_data["word"])
    if refused:
        return show(request, "clubs/invitation_new.html", context, form=form)

    names = ", ".join(pseud.byline for pseud in pseuds)
    messages.success(request, f"Asked: {names}.")
    return redirect("clubs:member_index", club_id=club_id)


def _invite_all(membership: Membership, pseuds: list[Pseud], word: str) -> None:
    """All or nobody: what is corrected is then sent once to each."""
    sentences: list[str] = []
    with transaction.atomic():
        for pseud in {pseud.user_id: pseud for pseud in pseuds}.values():
            with refusals() as refused:
                joining.invite(membership=membership, pseud=pseud, word=word)
            sentences += refused.sentences
        if sentences:
            raise ValidationError({"people": sentences})


@login_required
@require_safe
def detail(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    invitation = _to_me(request, invitation_id)
    if _is_member(request, invitation):
        return redirect(invitation.club)

    return _page(request, invitation_page(invitation))


@login_required
@require_POST
def accept(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    invitation = _to_me(request, invitation_id)

    form = DoorForm(posted(request), user=request.user)
    pseud: Pseud = form.cleaned_data["pseud"] if form.is_valid() else request.user.default_pseud
    answer = partial(joining.accept_invitation, invitation=invitation, pseud=pseud)
    says = f"Welcome to “{invitation.club.name}”."
    return answered(request, answer, says=says, to=invitation.club, back=CLUBS)


@login_required
@require_POST
def decline(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    invitation = _to_me(request, invitation_id)

    form = DeclineForm(posted(request), prefix="decline")
    if not form.is_valid():
        return _page(request, invitation_page(invitation), decline=form)
    told = "They are told." if form.cleaned_data["tells"] else "Nobody is told."
    answer = partial(joining.decline, asking=invitation, **form.cleaned_data)
    return answered(request, answer, says=f"You have declined. {told}", to=CLUBS)


@login_required
@require_POST
def postpone(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    invitation = _to_me(request, invitation_id)

    form = PostponeForm(posted(request), prefix="postpone")
    if not form.is_valid():
        return _page(request, invitation_page(invitation), postpone=form)
    told = "They are told “not yet”." if form.cleaned_data["tells"] else "Nobody is told."
    answer = partial(joining.postpone, asking=invitation, **form.cleaned_data)
    return answered(request, answer, says=f"It waits for you. {told}", to=CLUBS)


@login_required
@require_POST
def delete(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    """Take back what one's club has asked."""
    clubs = Membership.objects.current().filter(user=request.user).values("club")
    sent = ClubInvitation.objects.filter(club__in=clubs).exclude(answer=Answer.WITHDRAWN)
    invitation = get_object_or_404(sent.select_related("club", "user"), pk=invitation_id)
    membership = own_membership(request, invitation.club_id)
    ensure(may_take_back(membership, invited_by=invitation.by_id), "Somebody else has asked that.")

    answer = partial(joining.take_back, asking=invitation)
    says = f"{invitation.user.username} is asked no longer."
    members = reverse("clubs:member_index", args=[invitation.club_id])
    return answered(request, answer, says=says, to=members)


def _to_me(request: SignedInRequest, invitation_id: int) -> ClubInvitation:
    mine = ClubInvitation.objects.to(request.user).select_related("club", "by")
    return get_object_or_404(mine, pk=invitation_id)


def _is_member(request: SignedInRequest, invitation: ClubInvitation) -> bool:
    there = Membership.objects.current().filter(club=invitation.club_id, user=request.user)
    return there.exists()


def _page(
    request: SignedInRequest,
    page: InvitationPage,
    *,
    decline: DeclineForm | None = None,
    postpone: PostponeForm | None = None,
) -> HttpResponse:
    context = {
        "page": page,
        "door": DoorForm(user=request.user),
        "decline": decline or DeclineForm(prefix="decline"),
        "postpone": postpone or PostponeForm(prefix="postpone"),
    }
    status = 422 if decline is not None or postpone is not None else 200
    return render(request, PAGE, context, status=status)

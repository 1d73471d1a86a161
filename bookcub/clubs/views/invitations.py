"""Being asked in, and asking somebody in."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from bookcub.clubs.actions import joining
from bookcub.clubs.actions.asking import pseuds_to_ask
from bookcub.clubs.forms.clubs import JoinForm
from bookcub.clubs.forms.members import DeclineForm, InviteForm, PostponeForm
from bookcub.clubs.models import AdmissionAnswer, ClubInvitation, Membership
from bookcub.clubs.policies import may_invite, may_take_back
from bookcub.clubs.queries.invitations import invitation_page
from bookcub.clubs.views.lookups import invitation_to_me, own_membership, show
from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.people.models import Pseud
from bookcub.web.answers import answered
from bookcub.web.forms.refusals import refusals

PAGE = "clubs/invitations/detail.html"


@login_required
@shows_and_saves
def new(request: SignedInRequest, club_id: int) -> HttpResponse:
    membership = own_membership(request, club_id)
    ensure(
        may_invite(membership),
        gettext("Only hosts can invite people to this club. Ask a host to do it."),
    )

    form = InviteForm(posted(request))
    context = {"club": membership.club, "membership": membership}
    if not form.is_valid():
        return show(request, "clubs/invitations/new.html", context, form=form)

    with refusals(form) as refused:
        pseuds = pseuds_to_ask(
            form.cleaned_data["people"], by=request.user, field="people", into=membership.club
        )
        _invite_all(membership, pseuds, form.cleaned_data["word"])
    if refused:
        return show(request, "clubs/invitations/new.html", context, form=form)

    names = ", ".join(pseud.byline for pseud in pseuds)
    messages.success(request, gettext("Invited: %(names)s.") % {"names": names})
    return redirect("clubs:member_index", club_id=club_id)


def _invite_all(membership: Membership, pseuds: list[Pseud], word: str) -> None:
    """All or nobody: what is corrected is then sent once to each."""
    errors: list[ValidationError] = []
    with transaction.atomic():
        for pseud in {pseud.user_id: pseud for pseud in pseuds}.values():
            with refusals() as refused:
                joining.invite(membership=membership, pseud=pseud, word=word)
            errors += refused.errors
        if errors:
            raise ValidationError({"people": errors})


@login_required
@require_safe
def detail(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    invitation = invitation_to_me(request, invitation_id)
    if _is_member(request, invitation):
        return redirect(invitation.club)

    return render_invitation(request, invitation)


@login_required
@require_POST
def delete(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    """Take back what one's club has asked."""
    clubs = Membership.objects.current().filter(user=request.user).values("club")
    sent = ClubInvitation.objects.filter(club__in=clubs).exclude(answer=AdmissionAnswer.WITHDRAWN)
    invitation = get_object_or_404(sent.select_related("club", "user"), pk=invitation_id)
    membership = own_membership(request, invitation.club_id)
    ensure(
        may_take_back(membership, invited_by=invitation.by_id),
        gettext("Somebody else sent this invitation. Only they or a host can withdraw it."),
    )

    answer = partial(joining.take_back, admission=invitation)
    says = gettext("The invitation to %(name)s is withdrawn.") % {"name": invitation.user.username}
    members = reverse("clubs:member_index", args=[invitation.club_id])
    return answered(request, answer, says=says, to=members)


def _is_member(request: SignedInRequest, invitation: ClubInvitation) -> bool:
    there = Membership.objects.current().filter(club=invitation.club_id, user=request.user)
    return there.exists()


def render_invitation(
    request: SignedInRequest,
    invitation: ClubInvitation,
    *,
    decline: DeclineForm | None = None,
    postpone: PostponeForm | None = None,
) -> HttpResponse:
    """The page of an invitation, perhaps with an answer's form that came back."""
    context = {
        "page": invitation_page(invitation),
        "door": JoinForm(user=request.user),
        "decline": decline or DeclineForm(prefix="decline"),
        "postpone": postpone or PostponeForm(prefix="postpone"),
    }
    status = form_status(decline, postpone)
    return render(request, PAGE, context, status=status)

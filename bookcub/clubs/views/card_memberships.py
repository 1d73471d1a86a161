"""Becoming a member by a card."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from bookcub.clubs.actions.cards import DeadCardError, use_card
from bookcub.clubs.forms.cards import SignUpByCardForm
from bookcub.clubs.forms.clubs import JoinForm
from bookcub.clubs.models import MemberCard, Membership
from bookcub.clubs.views.card_uses import HELD, ask_again, held_card
from bookcub.core.http import Request, SignedInRequest, form_status, posted, saves, shows_and_saves
from bookcub.people.actions import accounts
from bookcub.people.actions.sessions import sign_in
from bookcub.people.context import current_archive
from bookcub.people.limits import log_ins as login_throttle
from bookcub.people.policies import may_sign_up
from bookcub.web.forms.refusals import refusals

PAGE = "clubs/cards/enter.html"


@sensitive_post_parameters("password")
@never_cache
@shows_and_saves
def new(request: Request) -> HttpResponse:
    """Whose card it is; with an account one comes in, without one makes it here, where the archive takes new ones."""
    card = held_card(request)
    if card is None:
        return ask_again(request)
    if request.user.is_authenticated:
        return _come_in(cast("SignedInRequest", request), card)
    if not may_sign_up(current_archive(), None):
        return render(request, PAGE, {"card": card}, status=403 if saves(request) else 200)
    return _make_account(request, card)


def _come_in(request: SignedInRequest, card: MemberCard) -> HttpResponse:
    form = JoinForm(posted(request), user=request.user)
    if form.is_valid():
        try:
            with refusals(form) as refused:
                member = use_card(code_hash=card.code_hash, pseud=form.cleaned_data["pseud"])
        except DeadCardError:
            return ask_again(request)
        if not refused:
            return _welcome(request, member)
    return render(request, PAGE, {"card": card, "door": form}, status=form_status(form))


def _make_account(request: Request, card: MemberCard) -> HttpResponse:
    form = SignUpByCardForm(posted(request))
    context = {"card": card}
    if form.is_valid():
        # Not counted among sign-ups: a card makes one account, its code was a counted try, and a library's readers share an address.
        try:
            with refusals(form) as refused:
                member = _with_account(form, card)
        except DeadCardError:
            return ask_again(request)
        except IntegrityError:
            taken = gettext("Somebody has just taken this name. Choose another.")
            form.add_error("username", taken)
            return render(request, PAGE, {**context, "form": form}, status=form_status(form))
        if not refused:
            return _signed_in(request, member)
    return render(request, PAGE, {**context, "form": form}, status=form_status(form))


@transaction.atomic
def _with_account(form: SignUpByCardForm, card: MemberCard) -> Membership:
    """Both or neither: a card that somebody else used meanwhile leaves no account behind."""
    given = form.cleaned_data
    user = accounts.sign_up(
        username=given["username"], password=given["password"], time_zone=given["time_zone"]
    )
    return use_card(code_hash=card.code_hash, pseud=user.default_pseud)


def _signed_in(request: Request, member: Membership) -> HttpResponse:
    user = member.user
    assert user is not None  # noqa: S101  # it has just come in
    sign_in(request, user, remember=True)
    response = _welcome(request, member)
    login_throttle.remember_device(request, response, user)
    return response


def _welcome(request: Request, member: Membership) -> HttpResponse:
    request.session.pop(HELD, None)
    words = gettext("Welcome to “%(club)s”.") % {"club": member.club.name}
    messages.success(request, words)
    return redirect(member.club)

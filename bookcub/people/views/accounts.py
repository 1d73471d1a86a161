"""Signing up: new and create."""

from __future__ import annotations

from allauth.account import app_settings
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from bookcub.core.http import Request, onward, posted, saves, shows_and_saves
from bookcub.people import mail
from bookcub.people.actions import accounts, addresses
from bookcub.people.actions.sessions import sign_in
from bookcub.people.adapter import ONWARD
from bookcub.people.context import current_archive
from bookcub.people.forms.accounts import SignUpForm
from bookcub.people.limits import log_ins as login_throttle
from bookcub.people.models import Invitation, User
from bookcub.people.policies import may_sign_up
from bookcub.people.views.confirmations import CLAIMANT
from bookcub.people.views.form_pages import only_guests, show, too_soon

PAGE = "people/accounts/new.html"


@sensitive_post_parameters("password")
@never_cache
@shows_and_saves
@only_guests
def create(request: Request, code: str = "") -> HttpResponse:
    invitation = (
        get_object_or_404(Invitation.objects.select_related("made_by"), code=code) if code else None
    )

    if not may_sign_up(current_archive(), invitation):
        return _closed(request, invitation)

    form = SignUpForm(posted(request))
    initial = {"email": invitation.email} if invitation is not None else {}
    if not form.is_bound:
        form = SignUpForm(initial=initial)
    context = {"invitation": invitation, "next": onward(request, "")}
    if not form.is_valid():
        return show(request, PAGE, context, form=form)

    try:
        user = _make(request, form, invitation)
    except login_throttle.TooSoonError as error:
        return too_soon(request, PAGE, context, form=form, error=error)
    except accounts.InvitationUsedError:
        return _closed(request, invitation)
    if user is None:
        return show(request, PAGE, context, form=form)
    return _welcome(request, user)


def _make(request: Request, form: SignUpForm, invitation: Invitation | None) -> User | None:
    """The new account; nothing, and a word in the form, if somebody was quicker with the name."""
    login_throttle.ensure_within(
        login_throttle.SIGN_UPS, login_throttle.address_key(request.META.get("REMOTE_ADDR", ""))
    )
    given = form.cleaned_data
    try:
        with transaction.atomic():
            user = accounts.sign_up(
                username=given["username"],
                password=given["password"],
                time_zone=given["time_zone"],
                invitation=invitation,
            )
            addresses.claim(request, user, email=given["email"], is_new=True)
    except IntegrityError:
        form.add_error("username", gettext("Somebody has just taken this name. Choose another."))
        return None
    return user


def _welcome(request: Request, user: User) -> HttpResponse:
    if app_settings.EMAIL_VERIFICATION == "mandatory":
        request.session[CLAIMANT] = user.pk
        request.session[ONWARD] = onward(request, "")
        return redirect("account_email_verification_sent")

    sign_in(request, user, remember=True)

    if mail.leaves_the_house():
        welcome = gettext(
            "Welcome, %(name)s. To confirm your address, open the link in the letter we sent you."
        )
    else:
        welcome = gettext(
            "Welcome, %(name)s. This archive sends no mail yet: to confirm your address, ask a keeper for the link."
        )
    messages.success(request, welcome % {"name": user.username})
    response = redirect(onward(request, settings.LOGIN_REDIRECT_URL))
    login_throttle.remember_device(request, response, user)
    return response


def _closed(request: Request, invitation: Invitation | None) -> HttpResponse:
    """Why nobody can join this way now; 403 for those who try."""
    context = {"is_spent": invitation is not None and not invitation.is_open}
    status = 403 if saves(request) else 200
    return render(request, "people/accounts/closed.html", context, status=status)

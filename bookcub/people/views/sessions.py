"""Log in: create; log out: delete."""

from __future__ import annotations

from contextlib import suppress

from allauth.account import app_settings
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db.utils import Error as DatabaseError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from bookcub.core.http import Request, onward, posted, shows_and_saves
from bookcub.people.actions.passwords import has_unconfirmed_address
from bookcub.people.actions.sessions import find_account, sign_in
from bookcub.people.adapter import ONWARD
from bookcub.people.forms.sessions import LogInForm
from bookcub.people.limits import log_ins as login_throttle
from bookcub.people.models import User
from bookcub.people.views.confirmations import CLAIMANT
from bookcub.people.views.form_pages import only_guests, show, too_soon

PAGE = "people/sessions/new.html"


@sensitive_post_parameters("password")
@never_cache
@shows_and_saves
@only_guests
def create(request: Request) -> HttpResponse:
    form = LogInForm(posted(request))
    context = {"next": onward(request, "")}
    if not form.is_valid():
        return show(request, PAGE, context, form=form)

    given = form.cleaned_data
    try:
        user = find_account(request, name=given["name"], password=given["password"])
    except login_throttle.TooSoonError as error:
        return too_soon(request, PAGE, context, form=form, error=error)
    if user is None:
        form.add_error(
            None,
            gettext(
                "No account has this name (or e-mail address) and this password. Check both, or set a new password."
                " If you have not confirmed your address yet, log in with your user name."
            ),
        )
        return show(request, PAGE, context, form=form)
    if not user.is_active:
        form.add_error(None, _why_switched_off(user))
        return show(request, PAGE, context, form=form)
    return _let_in(request, user, remember=given["remember"])


def _let_in(request: Request, user: User, *, remember: bool) -> HttpResponse:
    must_confirm = app_settings.EMAIL_VERIFICATION == "mandatory"
    if must_confirm and has_unconfirmed_address(user):
        request.session[CLAIMANT] = user.pk
        request.session[ONWARD] = onward(request, "")
        return redirect("account_email_verification_sent")

    sign_in(request, user, remember=remember)

    response = redirect(onward(request, settings.LOGIN_REDIRECT_URL))
    login_throttle.remember_device(request, response, user)
    return response


def _why_switched_off(user: User) -> str:
    current = user.deactivations.filter(ended_at=None).first()
    if current is None or not current.reason:
        return gettext(
            "A keeper of this archive has switched this account off."
            " If you think that is a mistake, ask a keeper."
        )
    return gettext(
        "A keeper of this archive has switched this account off."
        " If you think that is a mistake, ask a keeper. The reason they gave: “%(reason)s”"
    ) % {"reason": current.reason}


@require_POST
def delete(request: Request) -> HttpResponse:
    key = request.session.session_key or ""
    # Whatever the database says: who leaves a shared machine has left.
    logout(request)
    with suppress(DatabaseError):
        UserSession.objects.filter(session_key=key).delete()

    messages.info(request, gettext("You are logged out."))
    return redirect(settings.LOGOUT_REDIRECT_URL or "/")

"""A forgotten password: ask for a letter (create), then set a new one by its link (update)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from bookcub.core.http import Request, posted, shows_and_saves
from bookcub.people import mail
from bookcub.people.actions import passwords
from bookcub.people.forms.sessions import NewPasswordForm, ResetForm
from bookcub.people.limits import log_ins as login_throttle
from bookcub.people.views.form_pages import show, too_soon

ASK_PAGE = "people/passwords/reset.html"


@never_cache
@shows_and_saves
def create(request: Request) -> HttpResponse:
    form = ResetForm(posted(request))
    if not form.is_valid():
        return show(request, ASK_PAGE, {}, form=form)

    try:
        who = login_throttle.address_key(request.META.get("REMOTE_ADDR", ""))
        login_throttle.ensure_within(login_throttle.RESETS_FROM_AN_ADDRESS, who)
    except login_throttle.TooSoonError as error:
        return too_soon(request, ASK_PAGE, {}, form=form, error=error)
    passwords.ask_for_reset(email=form.cleaned_data["email"])

    # The same for every address: this page must not tell who has an account.
    return redirect("account_reset_password_done")


@require_safe
def detail(request: Request) -> HttpResponse:
    return render(
        request, "people/passwords/reset_sent.html", {"leaves_the_house": mail.leaves_the_house()}
    )


@sensitive_post_parameters("password")
@never_cache
@shows_and_saves
def update(request: Request, key: str) -> HttpResponse:
    user = passwords.account_of_key(key)
    if user is None:
        return render(request, "people/passwords/reset_spent.html", status=410)

    form = NewPasswordForm(posted(request), user=user)
    if not form.is_valid():
        return show(request, "people/passwords/reset_edit.html", {"person": user}, form=form)

    passwords.reset(user, password=form.cleaned_data["password"])

    messages.success(request, gettext("Your new password is set. Log in with it."))
    response = redirect("account_login")
    # Whoever holds the link is the owner: this browser is theirs.
    login_throttle.remember_device(request, response, user)
    return response

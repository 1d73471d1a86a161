"""The account's password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from bookcub.core.http import SignedInRequest, posted, shows_and_saves
from bookcub.people.actions import passwords
from bookcub.people.forms.sessions import PasswordChangeForm
from bookcub.people.limits import log_ins as login_throttle
from bookcub.people.views.form_pages import check_old_password, show, too_soon


@sensitive_post_parameters("old_password", "password")
@login_required
@shows_and_saves
def edit(request: SignedInRequest) -> HttpResponse:
    page = "people/passwords/edit.html"
    form = PasswordChangeForm(posted(request), user=request.user)
    try:
        if not form.is_valid() or not check_old_password(request, form, request.user):
            return show(request, page, {}, form=form)
    except login_throttle.TooSoonError as error:
        return too_soon(request, page, {}, form=form, error=error)

    passwords.change(request, request.user, password=form.cleaned_data["password"])
    update_session_auth_hash(request, request.user)
    messages.success(
        request, gettext("Your password is changed. All other devices are logged out.")
    )
    return redirect("people:account_detail")

"""The account's e-mail address, and the one it may become."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from bookcub.core.http import SignedInRequest, posted, shows_and_saves
from bookcub.people import mail
from bookcub.people.actions import addresses
from bookcub.people.forms.sessions import AddressForm
from bookcub.people.limits import log_ins as login_throttle
from bookcub.people.queries import pending_claim
from bookcub.people.views.form_pages import check_old_password, show, too_soon
from bookcub.people.views.waiting_letters import where_it_waits


@sensitive_post_parameters("old_password")
@login_required
@shows_and_saves
def edit(request: SignedInRequest) -> HttpResponse:
    page, context = "people/settings/address.html", {"claim": pending_claim(request.user)}
    form = AddressForm(posted(request))
    try:
        if not form.is_valid() or not check_old_password(request, form, request.user):
            return show(request, page, context, form=form)
        login_throttle.ensure_within(
            login_throttle.CONFIRMATIONS, login_throttle.account_key(request.user)
        )
    except login_throttle.TooSoonError as error:
        return too_soon(request, page, context, form=form, error=error)

    claim = addresses.claim(request, request.user, email=form.cleaned_data["email"])

    if mail.leaves_the_house():
        sent = gettext(
            "We have written to %(email)s. Open the link in that letter to confirm the change."
        )
        messages.success(request, sent % {"email": claim.email})
    else:
        messages.info(request, where_it_waits(request.user, to=claim.email))
    return redirect("people:account_detail")

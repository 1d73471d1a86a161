"""A letter to oneself, to see whether mail works."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core import clock
from bookcub.core.http import SignedInRequest, onward
from bookcub.core.page_urls import reverse
from bookcub.people import letters, mail
from bookcub.people.forms.keeper import TrialForm
from bookcub.people.models import Archive
from bookcub.people.views.keeper.access import ensure_keeper

LONGEST_REASON = 300  # of what a mail server answers


@login_required
@require_POST
def create(request: SignedInRequest) -> HttpResponse:
    """Send a letter to whoever asks, now, and say how it went."""
    ensure_keeper(request)

    back = redirect(onward(request, "people:outbox_index"))
    form = TrialForm(request.POST)
    to = request.user.email or (form.cleaned_data["email"] if form.is_valid() else "")
    if not to:
        messages.error(
            request,
            format_html(
                gettext(
                    'Say where the letter goes, such as ada@example.org, or <a href="{url}">give your account an address</a>.'
                ),
                url=reverse("people:email_address_edit"),
            ),
        )
        return back
    try:
        mail.send_now(partial(letters.trial, request.user), to=to, reader=request.user)
    except OSError as refused:  # as smtplib says everything that goes wrong
        messages.error(
            request,
            gettext(
                "The letter could not be sent. The mail server says: %(reason)s. Check its address and password in"
                " BOOKCUB_SMTP_URL, start the archive again, and try once more."
            )
            % {"reason": str(refused)[:LONGEST_REASON]},
        )
        return back
    sent = (
        gettext("The letter is on its way to %(address)s. If it does not come, look in the spam.")
        if mail.leaves_the_house()
        else gettext("No mail server is set, so the letter to %(address)s waits in the outbox.")
    )
    if mail.leaves_the_house():
        Archive.objects.update(trial_letter_at=clock.now())
    # A tick is for a letter that has gone.
    level = messages.SUCCESS if mail.leaves_the_house() else messages.INFO
    messages.add_message(request, level, sent % {"address": to})
    return back

"""E-mail addresses say yes: the page a letter leads to, and the page that waits for it."""

from __future__ import annotations

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from bookcub.core.http import Request, onward, saves, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.people import mail
from bookcub.people.actions import addresses
from bookcub.people.adapter import ONWARD
from bookcub.people.limits import log_ins as login_throttle
from bookcub.people.models import User
from bookcub.people.policies import may_keep
from bookcub.people.queries import pending_claim
from bookcub.people.views.waiting_letters import where_it_waits

CLAIMANT = "claimant"  # session: who has proved their password and waits for their letter


@never_cache
@shows_and_saves
def create(request: Request, key: str) -> HttpResponse:
    confirmation = EmailConfirmationHMAC.from_key(key)
    if confirmation is None:
        return render(request, "people/confirmations/spent.html", status=410)

    claim: EmailAddress = confirmation.email_address
    if not saves(request):
        # A button, as programs that look through mails open every link.
        return render(request, "people/confirmations/new.html", {"claim": claim})

    try:
        user = addresses.confirm(claim)
    except addresses.AddressTakenError:
        return render(request, "people/confirmations/spent.html", {"is_taken": True}, status=410)

    request.session.pop(CLAIMANT, None)
    messages.success(request, gettext("%(email)s is confirmed.") % {"email": user.email})
    request.session.pop(ONWARD, None)
    if request.user.is_authenticated:
        return redirect(onward(request, reverse("people:account_detail")))
    return redirect_to_login(onward(request, reverse(settings.LOGIN_REDIRECT_URL)))


@never_cache
@shows_and_saves
def detail(request: Request) -> HttpResponse:
    """“We have written to you”: says what to do, and sends the letter again."""
    claim = _claim(request)
    if claim is None:
        return redirect(settings.LOGIN_URL)

    if saves(request):
        try:
            login_throttle.ensure_within(
                login_throttle.CONFIRMATIONS, login_throttle.account_key(claim.user)
            )
        except login_throttle.TooSoonError as error:
            messages.error(request, str(error))
        else:
            addresses.ask(request, claim, is_new=not claim.user.email)
            _say_so(request, claim)
        return redirect("account_email_verification_sent")

    page = {"claim": claim, "leaves_the_house": mail.leaves_the_house()}
    return render(request, "people/confirmations/waiting.html", page)


def _say_so(request: Request, claim: EmailAddress) -> None:
    if mail.leaves_the_house():
        messages.success(request, gettext("The letter is on its way again."))
    elif may_keep(request.user):
        messages.info(request, where_it_waits(request.user, to=claim.email))
    else:
        again = gettext(
            "The letter is written again. This archive sends no mail yet; ask a keeper for it."
        )
        messages.info(request, again)


def _claim(request: Request) -> EmailAddress | None:
    if request.user.is_authenticated:
        return pending_claim(request.user)
    waiting_for = int(request.session.get(CLAIMANT, 0))
    user = User.objects.filter(pk=waiting_for, is_active=True).first()
    return pending_claim(user) if user is not None else None

"""Coming in by a card: its code, then an account, then the club."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from bookcub.clubs.actions.cards import DeadCardError
from bookcub.clubs.forms.cards import CodeForm
from bookcub.clubs.models import MemberCard
from bookcub.clubs.models.card import hash_of_code
from bookcub.core.http import Request, form_status, posted, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.people.limits import log_ins as login_throttle
from bookcub.people.views.form_pages import too_soon

PAGE = "clubs/cards/use.html"
HELD = "card"  # in the session: the hash of the code that was typed


@never_cache
@shows_and_saves
def new(request: Request) -> HttpResponse:
    """Ask for the code. It is used only when somebody with an account says yes."""
    form = CodeForm(posted(request))
    if form.is_valid():
        visitor = login_throttle.address_key(request.META.get("REMOTE_ADDR", ""))
        try:
            login_throttle.ensure_within(login_throttle.CARDS, visitor)
        except login_throttle.TooSoonError as error:
            return too_soon(request, PAGE, {}, form=form, error=error)
        code_hash = hash_of_code(form.cleaned_data["code"])
        if MemberCard.objects.of_code(code_hash).exists():
            request.session[HELD] = code_hash
            # Browsers carry what stands behind "#" along: without a script the code would stay in the address.
            return redirect(f"{reverse('clubs:card_membership_new')}#main")
        form.add_error("code", str(DeadCardError()))

    return render(request, PAGE, {"form": form}, status=form_status(form))


def held_card(request: Request) -> MemberCard | None:
    """The card whose code was typed in this browser, while it is good."""
    cards = MemberCard.objects.of_code(str(request.session.get(HELD, "")))
    return cards.select_related("club", "membership", "made_by").first()


def ask_again(request: Request) -> HttpResponse:
    """To the code, with the one sentence that all dead cards have."""
    if request.session.pop(HELD, None):
        messages.error(request, str(DeadCardError()))
    return redirect("clubs:card_use_new")

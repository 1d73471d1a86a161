"""Coming in by a club's link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bookcub.clubs.actions.doors import enter_by_link
from bookcub.clubs.forms.clubs import JoinForm
from bookcub.clubs.views.lookups import first_page, link_of_key
from bookcub.core.http import SignedInRequest, posted
from bookcub.people.models import Pseud
from bookcub.web.forms.refusals import refusals


@never_cache
@login_required
@require_POST
def create(request: SignedInRequest, key: str) -> HttpResponse:
    link = link_of_key(key)

    form = JoinForm(posted(request), user=request.user)
    pseud: Pseud = form.cleaned_data["pseud"] if form.is_valid() else request.user.default_pseud
    with refusals(request) as refused:
        enter_by_link(link=link, pseud=pseud)
    if refused:
        return redirect("home:club_index")

    messages.success(request, gettext("Welcome to “%(club)s”.") % {"club": link.club.name})
    return redirect(first_page(request, link.club))

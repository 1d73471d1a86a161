"""No more letters, by a link that needs no log-in."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from bookcub.core.http import saves, shows_and_saves
from bookcub.notifications import actions
from bookcub.notifications.letters import OF_CLUB, WayOut

QUESTIONS = {
    "mails_comments": gettext_lazy("No more letters about comments and replies?"),
    "mails_invitations": gettext_lazy(
        "No more letters about invitations to clubs, answers to your requests, and drafts shown to you?"
    ),
    "mails_kudos": gettext_lazy("No more letters about kudos?"),
}


@csrf_exempt  # mail programs post here with one click (RFC 8058); the signed link is the permission
@shows_and_saves
def create(request: HttpRequest, token: str) -> HttpResponse:
    try:
        out = WayOut.read(token)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Http404(
            gettext("This link is incomplete. Copy the whole link from the letter.")
        ) from error

    if saves(request):
        actions.send_no_more(user_id=out.user_id, kind=out.kind, email=out.email)

    question = QUESTIONS.get(out.kind, gettext_lazy("No more letters about replies?"))
    is_of_club = out.kind.startswith(OF_CLUB)
    if is_of_club:
        question = gettext_lazy("No more letters from this club?")
    context = {"question": str(question), "is_guest": bool(out.email), "is_of_club": is_of_club}
    page = "unsubscribed" if saves(request) else "unsubscribe"
    return render(request, f"notifications/{page}.html", context)

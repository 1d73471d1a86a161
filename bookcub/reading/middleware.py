"""The look a member chose follows them: from their account to each browser, and back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from bookcub.core.http import Handler
from bookcub.web.look import COOKIE, COOKIE_AGE


def remembered_look(get_response: Handler) -> Handler:
    """Give a signed-in browser without a look the account's, and the account what is chosen."""

    def answer(request: HttpRequest) -> HttpResponse:
        brought = request.COOKIES.get(COOKIE)
        lent = ""
        if brought is None and request.user.is_authenticated:
            lent = request.user.preferences.look
            if lent:
                request.COOKIES[COOKIE] = lent
        response = get_response(request)
        chosen = response.cookies.get(COOKIE)
        if chosen is not None and request.method == "POST" and request.user.is_authenticated:
            request.user.preferences.keep_look(chosen.value)
        elif lent and chosen is None:
            response.set_cookie(COOKIE, lent, max_age=COOKIE_AGE, samesite="Lax")
        return response

    return answer

"""The link from the terminal, by which the set-up begins."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.home.actions.setting_up import Answers
from bookcub.home.middleware import being_set_up_page, is_set_up

WRONG_LINK = gettext_lazy(
    "This is not the link that the terminal shows. Copy the whole link from there once more."
)


@never_cache
@require_safe
def detail(request: Request, token: str) -> HttpResponse:
    """Take the link from the terminal, and let its address go no further than this."""
    if is_set_up():
        raise Http404
    if not Answers(request.session).allow(token):
        return being_set_up_page(request, status=403, message=str(WRONG_LINK))
    return redirect("home:setup_step_index")

"""The set-up is there only while the archive is empty."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse

from bookcub.core.http import Request
from bookcub.home.actions.setting_up import Answers
from bookcub.home.middleware import being_set_up_page, is_set_up

View = Callable[..., HttpResponse]


def only_while_empty(view: View) -> View:
    """404 for ever once the archive is set up; a friendly page for whoever did not come by the link."""

    @wraps(view)
    def guarded(request: Request, **given: str) -> HttpResponse:
        if is_set_up():
            raise Http404
        answers = Answers(request.session)
        if not answers.are_allowed:
            return being_set_up_page(request)
        return view(request, answers, **given)

    return guarded

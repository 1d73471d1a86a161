"""The works of a person."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.reading.hooks import ListScope
from bookcub.reading.queries.listings import works_signed
from bookcub.reading.views.listing import list_answer, listing
from bookcub.reading.views.people.frame import owner_context


@require_safe
def index(request: Request, username: str, pseud_name: str | None = None) -> HttpResponse:
    context = owner_context(request, username, pseud_name)

    # Whoever opens the page of somebody they mute wants to see it.
    signed = ListScope("pseud_id", [str(key) for key in context["pseuds"]], shows_people=True)
    context |= listing(request, works_signed(context["pseuds"], request.user), signed)
    return list_answer(request, "reading/people/works.html", context)

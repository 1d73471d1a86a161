"""Letters that wait because no mail server is set."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.files.outbox import letters
from bookcub.core.http import SignedInRequest
from bookcub.people import mail
from bookcub.people.views.keeper.access import ensure_keeper

NEWEST_LETTERS = 500  # older ones stay in the data folder
LETTERS_PER_PAGE = 20


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    ensure_keeper(request)

    newest = list(islice(letters(Path(settings.OUTBOX)), NEWEST_LETTERS))
    page = Paginator(newest, LETTERS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "leaves_the_house": mail.leaves_the_house()}
    return render(request, "people/keeper/outbox.html", context)

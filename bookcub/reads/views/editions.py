"""The edition that a member holds of an outside book."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.reads.actions.progress import say_edition
from bookcub.reads.forms.editions import EditionForm
from bookcub.reads.queries.measures import measure_of
from bookcub.reads.views.progress import page_with_refusal
from bookcub.reads.views.reads import read_in


@login_required
@require_POST
def update(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Say which edition one reads; one's place stays the same share of the book."""
    read, me = read_in(request, club_id, read_id)

    form = EditionForm(request.POST, mine=measure_of(read, request.user))
    if not form.is_valid():
        return page_with_refusal(request, read, me, edition=form)
    if form.edition is not None and not say_edition(read=read, by=me, edition=form.edition):
        return page_with_refusal(
            request,
            read,
            me,
            gettext("This book is counted in chapters, whichever edition you read."),
        )

    messages.success(request, gettext("Places are shown in your edition now."))
    return redirect(read)

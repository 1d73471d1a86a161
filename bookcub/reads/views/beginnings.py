"""A read that waits begins at once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.reads.actions.reads import begin_waiting
from bookcub.reads.policies import may_plan
from bookcub.reads.queries.pages import members_of
from bookcub.reads.views.reads import HOSTS_BEGIN, READING_IT, read_in
from bookcub.web.components.languages import said, titled


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    read, me = read_in(request, club_id, read_id)
    ensure(may_plan(me, members=members_of(me)), str(HOSTS_BEGIN))

    if begin_waiting(read=read, by=me):
        messages.success(request, said(str(READING_IT), title=titled(read)))
    return redirect(read)

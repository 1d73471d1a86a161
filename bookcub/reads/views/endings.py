"""A read comes to its end, or goes on after all."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from bookcub.clubs.views.lookups import show
from bookcub.core.http import SignedInRequest, ensure, posted, shows_and_saves
from bookcub.core.text import one_line
from bookcub.reads.actions.reads import abandon_read, finish_read, reopen_read
from bookcub.reads.forms.reads import EndForm
from bookcub.reads.policies import may_plan
from bookcub.reads.queries.pages import members_of
from bookcub.reads.queries.waiting import following
from bookcub.reads.views.reads import read_in
from bookcub.web.components.languages import said, titled

HOSTS_DO = gettext_lazy("Only hosts can end and reopen reads in this club. Ask one of them.")


@login_required
@shows_and_saves
def create(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    read, me = read_in(request, club_id, read_id)
    ensure(may_plan(me, members=members_of(me)), str(HOSTS_DO))

    form = EndForm(posted(request), initial={"how": "finished"})
    if not form.is_valid():
        context = {"read": read, "club": me.club, "following": following(read)}
        return show(request, "reads/ending_create.html", context, form=form)

    if form.cleaned_data["how"] == "finished":
        finish_read(read=read, by=me)
        messages.success(request, said(gettext("“%(title)s” is finished."), title=titled(read)))
    else:
        abandon_read(read=read, by=me, word=one_line(form.cleaned_data["word"]))
        messages.success(
            request,
            said(
                gettext("“%(title)s” is left unfinished. You can take it up again any time."),
                title=titled(read),
            ),
        )
    return redirect(read)


@login_required
@require_POST
def delete(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Take a read up again."""
    read, me = read_in(request, club_id, read_id)
    ensure(may_plan(me, members=members_of(me)), str(HOSTS_DO))

    reopen_read(read=read, by=me)

    messages.success(
        request, said(gettext("You are reading “%(title)s” again."), title=titled(read))
    )
    return redirect(read)

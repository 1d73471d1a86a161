"""Choosing the next read: the history, one pick, beginning."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.clubs.views.discarding import ask_and_discard
from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.picks.actions.leftovers import leftovers_of
from bookcub.picks.actions.picks import NotNowError, open_pick
from bookcub.picks.actions.trash import discard_pick
from bookcub.picks.forms.picks import BookNominationForm, PickForm
from bookcub.picks.models import Method, Pick
from bookcub.picks.policies import may_begin_pick
from bookcub.picks.queries.picks import past_picks, picks_page, told
from bookcub.picks.queries.rules import rules_of, sentences
from bookcub.picks.views.lookups import MemberContext, member_context, pick_in, show
from bookcub.web.forms.refusals import refusals
from bookcub.web.pages import page_of


@login_required
@require_safe
def index(request: SignedInRequest, club_id: int) -> HttpResponse:
    """What goes on, and the whole history."""
    here = member_context(request, club_id)

    return render_index(request, here)


def render_index(
    request: SignedInRequest, here: MemberContext, *, too_late: bool = False
) -> HttpResponse:
    """The page of all picks, also when something could not be done from there."""
    page = page_of(past_picks(here.club), request)
    top = picks_page(here.club, here.me, request.user)
    context = {
        "club": here.club,
        "me": here.me,
        "top": top,
        "page": page,
        "past": told(list(page.object_list)),
        "book_form": BookNominationForm(),
        "may_begin": _may_begin(here, by_turns=top.is_by_turns),
    }
    return render(request, "picks/picks/index.html", context, status=form_status(too_late=too_late))


@login_required
@shows_and_saves
def new(request: SignedInRequest, club_id: int) -> HttpResponse:
    here = member_context(request, club_id)
    rules = rules_of(here.club)
    ensure(
        _may_begin(here, by_turns=rules.method == Method.TURNS),
        gettext("Only a host can start choosing the next read. Ask one of them."),
    )

    left = leftovers_of(here.club, allows_repeats=rules.terms().allows_repeats)
    form = PickForm(posted(request), leftovers=left)
    too_late = False
    if form.is_valid():
        given = form.cleaned_data
        with refusals(form, NotNowError) as refused:
            pick = open_pick(
                club=here.club,
                by=here.me,
                word=given["word"].strip(),
                nominations_close_at=given["closes_at"],
                keeping=given.get("keeping", []),
            )
        if not refused:
            messages.success(
                request, gettext("You are choosing. All members are asked for suggestions.")
            )
            return redirect(pick)
        too_late = True

    context = {
        "club": here.club,
        "me": here.me,
        "form": form,
        "current": Pick.objects.filter(club=here.club).under_way().first(),
        "rules": sentences(rules.method, rules.terms(), members=here.members),
    }
    status = form_status(form, too_late=too_late)
    return render(request, "picks/picks/new.html", context, status=status)


@login_required
@require_safe
def detail(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)

    return show(request, here, pick)


def _may_begin(here: MemberContext, *, by_turns: bool) -> bool:
    return may_begin_pick(here.me, members=here.members, by_turns=by_turns)


@login_required
@shows_and_saves
def delete(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    """Put a pick into the trash."""
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)

    what = gettext("Its suggestions, seconds and ballots go with it. A read that it led to stays.")
    return ask_and_discard(
        request,
        "pick",
        pick,
        me=here.me,
        what=what,
        act=partial(discard_pick, pick=pick, by=request.user),
        leads_to=reverse("picks:pick_index", args=[here.club.pk]),
    )

"""Choosing the next read: the history, one pick, beginning, closing, giving up."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest, ensure, form_status, posted, saves, shows_and_saves
from bookcub.picks.actions.closing import close, reopen_vote
from bookcub.picks.actions.picks import NotNowError, cancel_pick, move_deadline, open_pick
from bookcub.picks.forms.picks import BookNominationForm, DeadlineForm, PickForm
from bookcub.picks.models import Method, Pick
from bookcub.picks.policies import may_begin_pick
from bookcub.picks.queries.counts import count_page
from bookcub.picks.queries.nomination_cards import cards_of
from bookcub.picks.queries.picks import past_picks, picks_page, told
from bookcub.picks.queries.rules import rules_of, sentences
from bookcub.picks.views.finding import CONFLICT, Here, come_in, done_or_shown, pick_in, show
from bookcub.web.forms.refusals import refusals
from bookcub.web.pages import page_of


@login_required
@require_safe
def index(request: SignedInRequest, club_id: int) -> HttpResponse:
    """What goes on, and the whole history."""
    here = come_in(request, club_id)

    return render_index(request, here)


def render_index(request: SignedInRequest, here: Here, *, status: int = 200) -> HttpResponse:
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
    return render(request, "picks/pick_index.html", context, status=status)


@login_required
@shows_and_saves
def new(request: SignedInRequest, club_id: int) -> HttpResponse:
    here = come_in(request, club_id)
    rules = rules_of(here.club)
    ensure(_may_begin(here, by_turns=rules.method == Method.TURNS), "A host begins a pick here.")

    form = PickForm(posted(request))
    status = None
    if form.is_valid():
        said = form.cleaned_data
        with refusals(form, NotNowError) as refused:
            pick = open_pick(
                club=here.club,
                by=here.me,
                word=said["word"].strip(),
                nominations_close_at=said["closes_at"],
            )
        if refused:
            status = CONFLICT
        else:
            messages.success(request, "You are choosing. Everybody is told.")
            return redirect(pick)

    context = {
        "club": here.club,
        "me": here.me,
        "form": form,
        "current": Pick.objects.filter(club=here.club).under_way().first(),
        "rules": sentences(rules.method, rules.terms(), members=here.members),
    }
    return render(request, "picks/pick_new.html", context, status=status or form_status(form))


@login_required
@require_safe
def detail(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    here = come_in(request, club_id)
    pick = pick_in(request, here, pick_id)

    return show(request, here, pick)


@login_required
@require_safe
def count(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    """How it was counted or drawn, so that everybody can check it."""
    here = come_in(request, club_id)
    pick = pick_in(request, here, pick_id)

    cards = cards_of(pick, here.me, request.user)
    is_open = not pick.is_under_way or pick.waits_for_host
    context = {
        "club": here.club,
        "me": here.me,
        "pick": pick,
        "cards": cards,
        "count": count_page(pick, [card.nomination for card in cards]) if is_open else None,
    }
    return render(request, "picks/pick_count.html", context)


@login_required
@require_POST
def close_now(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    """End what is going on before its time."""
    here = come_in(request, club_id)
    pick = pick_in(request, here, pick_id)
    ensure(here.may_steer, "A host closes this early.")

    said = "Suggestions are closed." if pick.is_nominating else "The vote is closed."
    return done_or_shown(request, here, pick, partial(close, pick=pick, by=here.me), said=said)


@login_required
@require_POST
def deadline(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    """Set another day for what is going on; for a vote in which nobody voted, open it again."""
    here = come_in(request, club_id)
    pick = pick_in(request, here, pick_id)
    ensure(here.may_steer, "A host sets the day.")

    form = DeadlineForm(request.POST)
    if not form.is_valid():
        return show(request, here, pick, status=422, deadline=form)

    until = form.cleaned_data["closes_at"]
    act = (
        partial(reopen_vote, pick=pick, by=here.me, closes_at=until)
        if pick.waits_for_host
        else partial(move_deadline, pick=pick, closes_at=until)
    )
    return done_or_shown(request, here, pick, act, said="The day is set.")


@login_required
@shows_and_saves
def cancel(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    """Give up choosing, after a question."""
    here = come_in(request, club_id)
    pick = pick_in(request, here, pick_id)
    ensure(here.may_steer, "A host gives this up.")

    if saves(request):
        act = partial(cancel_pick, pick=pick, by=here.me)
        return done_or_shown(request, here, pick, act, said="Given up. What was suggested stays.")
    context = {"club": here.club, "me": here.me, "pick": pick}
    return render(request, "picks/pick_cancel.html", context)


def _may_begin(here: Here, *, by_turns: bool) -> bool:
    return may_begin_pick(here.me, members=here.members, by_turns=by_turns)

"""Choosing the next read: the history, one pick, beginning."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.clubs.models import Club
from bookcub.clubs.policies import may_host
from bookcub.clubs.queries.heard import unheard_in
from bookcub.clubs.views.discarding import ask_and_discard
from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.picks.actions.leftovers import leftovers_of
from bookcub.picks.actions.picks import NotNowError, open_pick
from bookcub.picks.actions.rules import choose_by
from bookcub.picks.actions.trash import discard_pick
from bookcub.picks.forms.picks import BookNominationForm, PickForm
from bookcub.picks.forms.rules import BeginningRulesForm
from bookcub.picks.models import Method, Pick, PickRules
from bookcub.picks.policies import may_begin_pick
from bookcub.picks.queries.offered import offered_works
from bookcub.picks.queries.picks import CHOICE, last_word, past_picks, picks_page, told
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
    top = picks_page(here.club, here.me, request.user)
    page = page_of(past_picks(here.club, besides=top.chosen if top.is_by_turns else None), request)
    context = {
        "club": here.club,
        "me": here.me,
        "top": top,
        "page": page,
        "past": told(list(page.object_list), request.user),
        "book_form": BookNominationForm(),
        "offered": offered_works(request.user, here.club, top.current)
        if top.asks_for == CHOICE
        else [],
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
    unheard = unheard_in(here.club.pk, request.user) if left else frozenset()
    form = PickForm(posted(request), leftovers=left, unheard=unheard, word=last_word(here.club))
    said = sentences(rules.method, rules.terms(), members=here.members)  # before a form fills them
    choosing = _rules_form(request, here, rules)
    too_late = False
    if form.is_valid() and (choosing is None or not choosing.is_bound or choosing.is_valid()):
        given = form.cleaned_data
        with refusals(form, NotNowError) as refused, transaction.atomic():
            pick = open_pick(
                club=here.club,
                by=here.me,
                word=given["word"].strip(),
                nominations_close_at=given["closes_at"],
                keeping=given.get("keeping", []),
                rules=_rules_chosen(here.club, choosing),
            )
        if not refused:
            begun = (
                gettext("You are choosing. The page shows whose turn it is.")
                if pick.is_by_turns
                else gettext("You are choosing. All members are asked for suggestions.")
            )
            messages.success(request, begun)
            return redirect(pick)
        too_late = True

    context = {
        "club": here.club,
        "me": here.me,
        "form": form,
        "choosing": choosing,
        "current": Pick.objects.filter(club=here.club).under_way().first(),
        "rules": said,
    }
    status = form_status(form, choosing, too_late=too_late)
    return render(request, "picks/picks/new.html", context, status=status)


def _rules_form(
    request: SignedInRequest, here: MemberContext, rules: PickRules
) -> BeginningRulesForm | None:
    """How to choose this time, for hosts; filled in where it was sent along."""
    if not may_host(here.me):
        return None
    sent = posted(request)
    return BeginningRulesForm(sent if sent and "method" in sent else None, instance=rules)


def _rules_chosen(club: Club, choosing: BeginningRulesForm | None) -> PickRules | None:
    """What to go by: kept for good where a host said so. Wants a transaction."""
    if choosing is None or not choosing.is_bound:
        return None
    if choosing.cleaned_data["for_good"]:
        club.lock()
        return choose_by(club=club, **choosing.rules)
    return PickRules(club=club, **choosing.rules)


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

"""Suggesting: find a work, or describe a book."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, form_status, posted, saves, shows_and_saves
from bookcub.core.text import one_line
from bookcub.picks.actions.nominations import nominate
from bookcub.picks.actions.picks import NotNowError, open_or_current
from bookcub.picks.actions.turns import bring
from bookcub.picks.forms.picks import BookNominationForm, WorkNominationForm
from bookcub.picks.models import Pick
from bookcub.picks.queries.known_books import book_known_to
from bookcub.picks.queries.offered import offered_works
from bookcub.picks.queries.picks import CHOICE, SUGGESTION, WISH, PicksPage, picks_page
from bookcub.picks.queries.work_search import found_works
from bookcub.picks.views.lookups import (
    MemberContext,
    id_named,
    member_context,
    next_read,
)
from bookcub.reading.queries.blurbs import blurbs, for_blurbs
from bookcub.reads.actions.books import BookFields
from bookcub.web.components.languages import said, titled
from bookcub.web.forms.refusals import refusals
from bookcub.works.models import Work

SEARCH_MAX = 200


@login_required
@shows_and_saves
def new(request: SignedInRequest, club_id: int) -> HttpResponse:
    """Look for a work (`q`), suggest one (`work`), or describe an outside book."""
    here = member_context(request, club_id)
    top = picks_page(here.club, here.me, request.user)
    work = _work(request)

    form: WorkNominationForm | BookNominationForm
    if work:
        form = WorkNominationForm(posted(request))
    else:
        form = BookNominationForm(posted(request), known=partial(book_known_to, request.user))
    too_late = False
    if form.is_valid():
        what = form.book if isinstance(form, BookNominationForm) else work
        assert what is not None  # noqa: S101  # without a work it is the form of a book
        with refusals(form, NotNowError) as refused:
            _ensure_meant(request, top)
            begun = _bring(request, here, top, what, form.cleaned_data["why"].strip())
        if not refused:
            if isinstance(form, BookNominationForm) and form.left_out:
                messages.info(request, form.left_out)
            return redirect(begun)
        too_late = isinstance(refused.by, NotNowError)

    context = _context(request, here, top, work) | {"form": form}
    status = form_status(form, too_late=too_late)
    return render(request, "picks/nominations/new.html", context, status=status)


def _ensure_meant(request: SignedInRequest, top: PicksPage) -> None:
    """Raise NotNowError where the form was for something else: a suggestion must not become the next read."""
    meant = request.POST.get("meant", top.asks_for)
    if meant != top.asks_for:
        raise NotNowError(
            {
                CHOICE: gettext(
                    "By now it is your turn to choose. If you send this again, it is your next read."
                ),
                WISH: gettext(
                    "By now it is somebody else’s turn to choose. If you send this again, it is a wish."
                ),
                SUGGESTION: gettext(
                    "By now you do not take turns any more. If you send this again, it is a suggestion."
                ),
            }[top.asks_for],
            code="meant_otherwise",
        )


def _bring(
    request: SignedInRequest, here: MemberContext, top: PicksPage, what: Work | BookFields, why: str
) -> Pick:
    """In one's own turn it is the next read at once; else it is a suggestion. Raises as the actions do."""
    if top.asks_for == CHOICE:
        begun = bring(club=here.club, by=here.me, what=what, why=why)
        messages.success(request, next_read(here, begun))
        return begun.pick
    pick = _open_pick(here, top)
    nomination = nominate(pick=pick, by=here.me, what=what, why=why)
    sentence = (
        gettext("You wished for “%(title)s”.")
        if top.asks_for == WISH
        else gettext("You suggested “%(title)s”.")
    )
    messages.success(request, said(sentence, title=titled(nomination)))
    return pick


def _open_pick(here: MemberContext, top: PicksPage) -> Pick:
    if top.is_by_turns:
        return open_or_current(club=here.club, by=here.me)
    if top.current is None:
        raise NotNowError(
            gettext(
                "Suggestions are not open. They will be when a host starts choosing the next read."
            ),
            code="no_pick",
        )
    return top.current


def _work(request: SignedInRequest) -> Work | None:
    """The work that the page or the form names, if this person can read it. Else 404: it may be a private one."""
    named = (request.POST if saves(request) else request.GET).get("work", "")
    if not named:
        return None
    works = Work.objects.visible_to(request.user).posted()
    return get_object_or_404(works, pk=id_named(named))


def _context(
    request: SignedInRequest, here: MemberContext, top: PicksPage, work: Work | None
) -> dict[str, object]:
    asked = one_line(request.GET.get("q", ""))[:SEARCH_MAX]
    shown = for_blurbs(Work.objects.filter(pk=work.pk)) if work else []
    return {
        "club": here.club,
        "me": here.me,
        "top": top,
        "work": work,
        "blurb": next(iter(blurbs(shown, request.user)), None),
        "asked": asked,
        "found": found_works(
            request.user,
            asked,
            here.club,
            top.current,
            allows_repeats=top.allows_repeats,
        )
        if asked
        else [],
        "offered": [] if asked or work else offered_works(request.user, here.club, top.current),
        "is_outside": "outside" in request.GET or (saves(request) and not work),
    }

"""Ask one's clubs what was said."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookcub.clubs.models import Club, Membership, clubs_of
from bookcub.core.http import SignedInRequest, form_status
from bookcub.memory.forms.recall import RecallForm, chapter_words, stretch_words
from bookcub.memory.queries.examples import examples_for
from bookcub.memory.queries.recall import RecallAnswer, recall
from bookcub.memory.recall.kinds import SaidAs

NEWEST, ANYBODY, ANYTHING, ANY = "newest", "anybody", "anything", "any"


@require_safe
@login_required
def index(request: SignedInRequest) -> HttpResponse:
    """What was said in the clubs of whoever asks, as far as they may see it."""
    form = RecallForm(request.GET or None, person=request.user)
    is_asked = bool(request.GET)
    context: dict[str, Any] = {"form": form, "club": form.asked_club, "membership": None}
    context["has_clubs"] = Club.objects.of(request.user).exists()
    if form.asked_club:
        own = Membership.objects.current().filter(club=form.asked_club, user=request.user)
        context["membership"] = own.select_related("club", "pseud").first()
    if is_asked and not form.is_valid():
        return render(request, "memory/recall_index.html", context, status=form_status(form))
    typed = form.cleaned_data["q"] if is_asked else ""
    asked = typed.strip()
    newest_first = request.GET.get("order") == NEWEST
    answer = None
    if asked or (is_asked and form.narrowing().asks_for_something):
        answer = recall(
            request.user,
            asked,
            form.narrowing(),
            page=_page(request),
            newest_first=newest_first,
            of_anybody=request.GET.get("by") == ANYBODY,
            of_anything=request.GET.get("about") == ANYTHING,
            of_any_day=request.GET.get("day") == ANY,
            of_any_kind=request.GET.get("as") == ANY,
            of_any_chapter=request.GET.get("chapter") == ANY,
        )
        form.tell(answer)
        context |= _told(request.GET, form, answer)

    context |= {"answer": answer, "asked": asked, "newest_first": newest_first}
    context |= _ways(request.GET)
    if answer is None:
        clubs = [form.asked_club.pk] if form.asked_club else clubs_of(request.user)
        context["examples"] = examples_for(request.user, list(clubs))
    chosen = form.chosen() if is_asked else []
    context["chips"] = [(words, _with(request.GET, **{name: ""})) for name, words in chosen]
    return render(request, "memory/recall_index.html", context)


def _told(asked: QueryDict, form: RecallForm, answer: RecallAnswer) -> dict[str, Any]:
    """What the question was taken for, and what else may be meant where nothing was found, in words."""
    told: dict[str, Any] = {}
    if answer.kind:
        told["kind"] = SaidAs(answer.kind)
    if answer.days:
        told["days"] = stretch_words(answer.days.since, answer.days.until, timezone.localdate())
    if answer.chapters:
        told["chapters"] = chapter_words(answer.chapters.first, answer.chapters.last)
    if answer.meant:
        told["meant_query"] = _with(asked, q=answer.meant)
    if answer.question and not answer.hits:
        told["characters"] = [
            (name, _with(asked, q="", character=str(pk)))
            for pk, name in form.characters_named(asked.get("q", ""))
        ]
    return told


def _ways(asked: QueryDict) -> dict[str, str]:
    """The same question in other ways: in the other order, and without what it was taken to be narrowed to."""
    return {
        "query": _with(asked),
        "best_query": _with(asked, order=""),
        "newest_query": _with(asked, order=NEWEST),
        "anybody_query": _with(asked, by=ANYBODY),
        "by_name_query": _with(asked, by=""),
        "anything_query": _with(asked, about=ANYTHING),
        "any_day_query": _with(asked, day=ANY),
        "any_chapter_query": _with(asked, chapter=ANY),
        "any_kind_query": _with(asked, **{"as": ANY}),
    }


def _with(asked: QueryDict, **changed: str) -> str:
    """The same question from its first page, with something set or (empty) taken out."""
    query = asked.copy()
    query.pop("page", None)
    for name, value in changed.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return query.urlencode()


def _page(request: SignedInRequest) -> int:
    number = request.GET.get("page", "1")
    return int(number) if number.isdecimal() and len(number) < 4 else 1  # noqa: PLR2004  # deeper than any answer

"""Where a reader is: kept while scrolling, or by the button under a chapter; and forgotten."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import UNPROCESSABLE, SignedInRequest, onward
from bookcub.core.page_urls import reverse
from bookcub.reading.actions.dwelling import dwell, pass_on
from bookcub.reading.actions.places import forget_place, keep_place, read_up_to_end
from bookcub.reading.forms import PlaceForm
from bookcub.reading.models import OpenedPage, Place, moment
from bookcub.reading.queries.place_buttons import with_place_buttons
from bookcub.reading.views import gate
from bookcub.reading.views.lookups import posted_chapter
from bookcub.web.messages import offer_undo
from bookcub.works.models import Chapter

# What the script is told: the last block that is reached, and an opening from which the time counts anew.
REACHED, OPENED = "X-Bookcub-Reached", "X-Bookcub-Opened"


@login_required
@require_POST
def create(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    """Keep the block one says to have reached, or with `end` the whole chapter; or where the script says one is."""
    chapter = posted_chapter(request, work_id, chapter_id)

    form = PlaceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=UNPROCESSABLE)

    at = moment()
    try:
        if form.cleaned_data["quietly"]:
            return _told_by_script(request, chapter, form)
        place = _said(request, chapter, form, at)
    except ValueError:
        sentence = gettext("The text has changed since you opened this page. Reload it.")
        return JsonResponse({"errors": {"block": [sentence]}}, status=UNPROCESSABLE)

    goes_to = onward(request, _back_to(chapter, form))
    if place is None:
        sentence = gettext(
            "Your history is switched off, so your place was not kept."
            " You can switch it on in your preferences."
        )
        messages.info(request, sentence)
    else:
        undo = reverse("reading:glance_create", args=[chapter.work_id, chapter.pk])
        said_at = OpenedPage.of(request.user, chapter, at).signed()
        query = urlencode({"opened": said_at, "next": goes_to})
        offer_undo(request, gettext("Your place is kept."), url=f"{undo}?{query}")
    return redirect(goes_to)


def _said(
    request: SignedInRequest, chapter: Chapter, form: PlaceForm, at: datetime
) -> Place | None:
    """What somebody says counts at once. It is a visit of its own, so that it alone is taken back."""
    if form.cleaned_data["end"]:
        return read_up_to_end(user=request.user, chapter=chapter, at=at)
    block_id = form.cleaned_data["block"]
    return keep_place(user=request.user, chapter=chapter, block_id=block_id, at=at)


def _told_by_script(request: SignedInRequest, chapter: Chapter, form: PlaceForm) -> HttpResponse:
    """Where the page is scrolled to, or that one goes on to the next chapter."""
    told = form.cleaned_data
    opening = OpenedPage.read(told["opened"], user=request.user, chapter=chapter)
    response = HttpResponse(status=204)
    if told["on"]:
        if opening:
            pass_on(user=request.user, chapter=chapter, opening=opening, in_front=told["in_front"])
        return response
    response[REACHED] = dwell(
        user=request.user,
        chapter=chapter,
        block_id=told["block"],
        furthest_id=told["furthest"],
        opening=opening,
        in_front=told["in_front"],
    )
    if opening is None or opening.has_ended:
        response[OPENED] = OpenedPage.of(request.user, chapter).signed()
    return response


@require_safe
@login_required
@gate.asks_first
def new(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    """The chapter with a button after every paragraph, for readers without JavaScript."""
    chapter = posted_chapter(request, work_id, chapter_id)

    gate.ensure_asked(request, chapter.work)

    context = {"chapter": chapter, "work": chapter.work, "text": with_place_buttons(chapter.html)}
    return render(request, "reading/places/new.html", context)


@login_required
@require_POST
def delete(request: SignedInRequest, place_id: int) -> HttpResponse:
    """Forget one work: it leaves the history, with its place and how far one had read."""
    place = get_object_or_404(Place.objects.visible_to(request.user), pk=place_id)

    forget_place(place)

    sentence = gettext("“%(title)s” is no longer in your history.")
    messages.success(request, sentence % {"title": place.work_title})
    return redirect("reading:history_index")


def _back_to(chapter: Chapter, form: PlaceForm) -> str:
    """To the paragraph, or to what stands after the text: nobody is led on who has not asked for it."""
    where = form.cleaned_data["block"] or "after"
    return f"{chapter.get_absolute_url()}#{where}"

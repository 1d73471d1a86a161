"""Where a reader is: kept while scrolling, or by the button under a chapter; and forgotten."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import UNPROCESSABLE, SignedInRequest, onward
from bookcub.reading.actions.places import forget_place, keep_place, read_up_to_end
from bookcub.reading.forms import PlaceForm
from bookcub.reading.models import Place
from bookcub.reading.queries.place_buttons import with_place_buttons
from bookcub.reading.views import gate
from bookcub.works.models import Chapter


@login_required
@require_POST
def create(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    """Keep the block one is at (and the furthest one seen), or with `end` the whole chapter."""
    chapter = _chapter(request, work_id, chapter_id)

    form = PlaceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=UNPROCESSABLE)

    if form.cleaned_data["end"]:
        place = read_up_to_end(user=request.user, chapter=chapter)
    else:
        try:
            place = keep_place(
                user=request.user,
                chapter=chapter,
                block_id=form.cleaned_data["block"],
                furthest_id=form.cleaned_data["furthest"],
            )
        except ValueError:
            sentence = gettext("The text has changed since you opened this page. Reload it.")
            return JsonResponse({"errors": {"block": [sentence]}}, status=UNPROCESSABLE)

    if form.cleaned_data["quietly"]:
        return HttpResponse(status=204)
    if place is None:
        sentence = gettext(
            "Your history is switched off, so your place was not kept."
            " You can switch it on in your preferences."
        )
        messages.info(request, sentence)
    else:
        messages.success(request, gettext("Your place is kept."))
    return redirect(onward(request, _onward(chapter, form)))


@require_safe
@login_required
@gate.asks_first
def new(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    """The chapter with a button after every paragraph, for readers without JavaScript."""
    chapter = _chapter(request, work_id, chapter_id)

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


def _chapter(request: SignedInRequest, work_id: int, chapter_id: int) -> Chapter:
    chapters = Chapter.objects.visible_to(request.user).posted().select_related("work")
    return get_object_or_404(chapters, work=work_id, pk=chapter_id)


def _onward(chapter: Chapter, form: PlaceForm) -> str:
    """After the end of a chapter the next one, after a paragraph that paragraph."""
    if not form.cleaned_data["end"]:
        return f"{chapter.get_absolute_url()}#{form.cleaned_data['block']}"
    following = (
        chapter.work.posted_chapters()
        .filter(position__gt=chapter.position)
        .order_by("position")
        .first()
    )
    return (following or chapter.work).get_absolute_url()

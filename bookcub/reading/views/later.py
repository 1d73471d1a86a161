"""What is kept for later: one tap keeps a work, another lets it go."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest, onward
from bookcub.core.page_urls import reverse
from bookcub.reading.actions.lists import put_on_shelf, take_off_shelf
from bookcub.reading.models import ReadingList, ShelfKind
from bookcub.reading.queries.blurbs import keeping
from bookcub.web.components.languages import said, titled
from bookcub.works.models import Work


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Lead to the list for later; to all lists, as long as there is none."""
    own = ReadingList.objects.standing().filter(user=request.user, kind=ShelfKind.LATER).first()
    return redirect(own or reverse("reading:list_index", args=[request.user.get_username()]))


@login_required
@require_POST
def create(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = get_object_or_404(Work.objects.visible_to(request.user).posted(), pk=work_id)

    put_on_shelf(user=request.user, work=work, kind=ShelfKind.LATER)

    return _answer(request, work, gettext("“%(title)s” is kept for later."))


@login_required
@require_POST
def delete(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = get_object_or_404(Work.objects.visible_to(request.user).posted(), pk=work_id)

    take_off_shelf(user=request.user, work=work, kind=ShelfKind.LATER)

    return _answer(request, work, gettext("“%(title)s” is no longer on your list for later."))


def _answer(request: SignedInRequest, work: Work, sentence: str) -> HttpResponse:
    if request.htmx:
        apart = request.POST.get("apart", "")
        context = {
            "apart": apart,
            "keeping": keeping(work, request.user),
            "here": onward(request, work.get_absolute_url()),
            "answered": True,
        }
        part = "_later_form.html" if apart else "_keeping.html"
        return render(request, f"web/components/{part}", context)
    messages.success(request, said(sentence, title=titled(work)))
    return redirect(onward(request, work.get_absolute_url()))

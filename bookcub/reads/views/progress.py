"""How far a member has read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.clubs.models import Membership
from bookcub.core.http import UNPROCESSABLE, SignedInRequest, onward
from bookcub.reads.actions.progress import say_place
from bookcub.reads.forms.editions import ReachedForm
from bookcub.reads.models import Read
from bookcub.reads.planning import MeasureKind
from bookcub.reads.queries.measures import measure_of
from bookcub.reads.queries.places import place_of
from bookcub.reads.queries.reads import read_page, readable_work
from bookcub.reads.views.reads import page_context, read_in
from bookcub.web.forms.mistakes import tells_mistakes
from bookcub.web.forms.plain import PlainForm


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Say how far one has read."""
    read, me = read_in(request, club_id, read_id)

    measure = measure_of(read, request.user)
    form = ReachedForm(request.POST, measure=measure, at=place_of(request.user, read))
    if not form.is_valid() or form.cleaned_data["upto"] is None:
        # A length of another edition would make an audiobook of as many hours.
        typed_of = "" if form.is_of_other_edition else request.POST.get("of", "")[:20]
        return page_with_refusal(request, read, me, _what_is_wrong(form), typed_of=typed_of)
    if read.work_id and readable_work(read, request.user) is None:
        return page_with_refusal(
            request,
            read,
            me,
            gettext("You cannot open this work just now, so your place in it stays as it was."),
        )
    if not say_place(read=read, by=me, upto=form.cleaned_data["upto"], edition=form.edition):
        return page_with_refusal(
            request, read, me, gettext("The book does not go that far. Enter a smaller number.")
        )

    messages.success(request, gettext("Your place is saved."))
    return redirect(onward(request, read.get_absolute_url()))


def _what_is_wrong(form: ReachedForm) -> str:
    for name, errors in form.errors.items():
        for error in errors.as_data():
            if name != "upto" or error.code not in {"invalid", "required"}:
                return str(error.messages[0])
    if form.measure.kind is MeasureKind.MINUTES:
        return gettext("Enter how far you have listened, like 3:20.")
    return gettext("Enter how far you have read, as a number.")


def page_with_refusal(
    request: SignedInRequest,
    read: Read,
    me: Membership,
    because: str = "",
    *,
    typed_of: str = "",
    **sent: PlainForm,
) -> HttpResponse:
    """The page again, with what was wrong and what was typed: a sentence, or one of its forms by its name there."""
    context = {
        **page_context(read_page(read, me, request.user)),
        **sent,
        "refusal": because,
        "typed": request.POST.get("upto", "")[:20],
        "typed_of": typed_of,
    }
    template = "reads/read_detail.html"
    response = render(request, template, context, status=UNPROCESSABLE)
    if not tells_mistakes(response):  # the page asks for it no more
        context["too_late"] = because or gettext(
            "That was not saved: this read no longer asks for it."
        )
        response = render(request, template, context, status=UNPROCESSABLE)
    return response

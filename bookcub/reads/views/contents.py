"""The chapters of a book that is kept by share: a page of their own, for their titles tell what is ahead."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from bookcub.clubs.models import Membership
from bookcub.core.http import UNPROCESSABLE, SignedInRequest, form_status, posted, shows_and_saves
from bookcub.reads.actions.contents import change_contents, take_back_contents
from bookcub.reads.forms.contents import ContentsForm
from bookcub.reads.models import OutsideBook, Read
from bookcub.reads.planning import ContentsChapter
from bookcub.reads.queries.contents import lines_of, may_take_back, stamp_of, takes_contents
from bookcub.reads.queries.measures import measure_of
from bookcub.reads.views.reads import read_in


@login_required
@shows_and_saves
def edit(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Type, change and add chapters."""
    read, me = _book_by_share(request, club_id, read_id)

    form = _form(request, read)
    if not form.is_valid():
        return _page(request, read, me, form)
    chapters = form.cleaned_data["chapters"]
    if not change_contents(read=read, chapters=chapters, as_of=form.cleaned_data["as_of"]):
        return _refused(request, read, me, form)

    messages.success(request, _saved(chapters))
    return redirect(read)


@login_required
@require_POST
def delete(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Take the last change of the chapters back."""
    read, me = _book_by_share(request, club_id, read_id)

    if not take_back_contents(read=read, as_of=request.POST.get("as_of", "")[:16]):
        form = ContentsForm(contents=read.contents, measure=measure_of(read, request.user))
        because = gettext(
            "That cannot be taken back any more: it was more than an hour ago, or somebody has changed the chapters since."
        )
        return _page(request, read, me, form, because)

    messages.success(request, gettext("The chapters are as they were before."))
    return redirect("reads:contents_edit", club_id, read_id)


def _saved(chapters: Sequence[ContentsChapter]) -> str:
    if not chapters:
        return gettext("This book has no chapters now.")
    unknown = sum(each.begins is None for each in chapters)
    if not unknown:
        return gettext("The chapters are saved.")
    words = ngettext(
        "The chapters are saved. It is not known yet where %(n)s of them begins.",
        "The chapters are saved. It is not known yet where %(n)s of them begin.",
        unknown,
    )
    return words % {"n": unknown}


def _book_by_share(request: SignedInRequest, club_id: int, read_id: int) -> tuple[Read, Membership]:
    read, me = read_in(request, club_id, read_id)
    if not read.is_by_share:
        raise Http404
    return read, me


def _form(request: SignedInRequest, read: Read) -> ContentsForm:
    measure = measure_of(read, request.user)
    return ContentsForm(posted(request), contents=read.contents, measure=measure)


def _refused(
    request: SignedInRequest, read: Read, me: Membership, form: ContentsForm
) -> HttpResponse:
    """What was typed stays; what stands there now is beside it."""
    read.book = OutsideBook.objects.get(reads=read)
    if takes_contents(read):
        form.as_it_is_now(read.contents)
        words = gettext(
            "Somebody has changed the chapters meanwhile. How they are now stands below. Bring yours in line with them, and"
            " save again."
        )
        form.add_error(None, words)
        now = lines_of(read.contents, form.measure)
        return _page(request, read, me, form, now=now)
    form.add_error(None, gettext("This book is not read now, so its chapters stay as they are."))
    return _page(request, read, me, form)


def _page(
    request: SignedInRequest,
    read: Read,
    me: Membership,
    form: ContentsForm,
    because: str = "",
    *,
    now: str = "",
) -> HttpResponse:
    """Of a book that is not read now only its chapters, but what was typed meanwhile stays in the form."""
    takes = takes_contents(read) or form.is_bound
    context = {
        "read": read,
        "club": me.club,
        "me": me,
        "refusal": because,
        "takes": takes,
        "now": now if takes else lines_of(read.contents, form.measure),
        "may_take_back": may_take_back(read),
        "as_of": stamp_of(read.contents),
    }
    status = UNPROCESSABLE if because else form_status(form)
    return render(request, "reads/contents_edit.html", {**context, "form": form}, status=status)

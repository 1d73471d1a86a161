"""What a club reads: all of it, beginning something, one read."""

from __future__ import annotations

import re
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from bookcub.clubs.models import Membership
from bookcub.clubs.views.discarding import ask_and_discard
from bookcub.clubs.views.lookups import own_membership, show
from bookcub.core.http import SignedInRequest, ensure, posted, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.reads.actions.books import add_book
from bookcub.reads.actions.reads import begin_read
from bookcub.reads.actions.trash import discard_read
from bookcub.reads.forms.chapters import ChaptersForm
from bookcub.reads.forms.editions import EditionForm
from bookcub.reads.forms.reads import BeginForm
from bookcub.reads.models import Read
from bookcub.reads.policies import may_plan
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.chapters import takes_chapters, typed_titles
from bookcub.reads.queries.known_books import book_read_with
from bookcub.reads.queries.pages import members_of
from bookcub.reads.queries.readable import readable_by_all
from bookcub.reads.queries.reads import (
    ReadPage,
    ended_covers,
    ended_reads,
    read_page,
    reads_page,
)
from bookcub.reads.queries.waiting import reads_something
from bookcub.web.components.languages import said, titled
from bookcub.web.pages import page_of
from bookcub.works.models import Work

HOSTS_BEGIN = gettext_lazy("Only hosts can begin a read in this club. Ask one of them.")
READING_IT = gettext_lazy("You are reading “%(title)s”. Now choose a pace, if you like.")
COMES_NEXT = gettext_lazy(
    "“%(title)s” is next. It begins when you have finished what you are reading now."
)
NUMBER = re.compile(r"[0-9]{1,15}")


def read_in(request: SignedInRequest, club_id: int, read_id: int) -> tuple[Read, Membership]:
    """A read of one of the person's clubs, and their membership there."""
    me = own_membership(request, club_id)
    reads = Read.objects.visible_to(request.user).filter(club=club_id)
    read = get_object_or_404(reads.select_related("work", "book", "brought_by__pseud"), pk=read_id)
    read.club = me.club
    return read, me


@login_required
@require_safe
def index(request: SignedInRequest, club_id: int) -> HttpResponse:
    me = own_membership(request, club_id)

    over = page_of(ended_reads(me.club), request)
    context = {
        "page": reads_page(me, request.user),
        "over": over,
        "ended": ended_covers(over.object_list),
        "club": me.club,
    }
    return render(request, "reads/read_index.html", context)


@login_required
@require_safe
def detail(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    read, me = read_in(request, club_id, read_id)

    page = read_page(read, me, request.user)
    return render(request, "reads/read_detail.html", page_context(page))


def page_context(page: ReadPage) -> dict[str, object]:
    """What the template of one read wants, its forms as they stand at first."""
    return {
        "page": page,
        "club": page.club,
        "read": page.read,
        "edition": _edition_form(page),
        "next_chapters": _next_chapters_form(page.read),
        "typed_chapters": _typed_chapters_form(page),
    }


def _next_chapters_form(read: Read) -> ChaptersForm | None:
    if read.book is None or not takes_chapters(read):
        return None
    return ChaptersForm(initial={"after": len(read.book.chapter_titles)})


def _typed_chapters_form(page: ReadPage) -> ChaptersForm | None:
    """The form to change those one typed last, as long as one may."""
    titles = typed_titles(page.read, page.company.reader)
    # Two of these stand on the page.
    if not titles or page.read.book is None:
        return None
    after = len(page.read.book.chapter_titles) - len(titles)
    initial = {"titles": "\n".join(titles), "after": after}
    return ChaptersForm(may_be_none=True, auto_id="typed_%s", initial=initial)


def _edition_form(page: ReadPage) -> EditionForm | None:
    """The form to say which edition one reads, as it stands at first."""
    return EditionForm(mine=page.measure) if page.read.is_by_share else None


@login_required
@shows_and_saves
def new(request: SignedInRequest, club_id: int) -> HttpResponse:
    """Begin something without choosing it first: a work of this archive (`?work=`), or an outside book."""
    me = own_membership(request, club_id)
    ensure(may_plan(me, members=members_of(me)), str(HOSTS_BEGIN))
    work = _asked_work(request)

    form = BeginForm(
        posted(request),
        today=today_of(me.club),
        is_book=work is None,
        is_reading=reads_something(me.club),
        known=partial(book_read_with, request.user),
    )
    context = {"club": me.club, "work": work}
    if not form.is_valid():
        return show(request, "reads/read_new.html", context, form=form)

    if work is not None and work.pk not in readable_by_all([work.pk], me.club):
        form.add_error(
            None,
            gettext(
                "Not everybody in the club can open this work. Ask its author, or choose another one."
            ),
        )
        return show(request, "reads/read_new.html", context, form=form)
    read = _begin(me, form, work)

    if form.left_out:
        messages.info(request, form.left_out)
    words = COMES_NEXT if read.waits else READING_IT
    messages.success(request, said(str(words), title=titled(read)))
    return redirect(read)


def _asked_work(request: SignedInRequest) -> Work | None:
    asked = request.GET.get("work") or request.POST.get("work") or ""
    if not asked:
        return None
    works = Work.objects.visible_to(request.user).posted()
    return get_object_or_404(works, pk=int(asked) if NUMBER.fullmatch(asked) else 0)


def _begin(me: Membership, form: BeginForm, work: Work | None) -> Read:
    with transaction.atomic():
        book = add_book(form.book) if work is None else None
        return begin_read(
            club=me.club,
            work=work,
            book=book,
            brought_by=me,
            starts_on=form.cleaned_data["starts_on"],
            after_others=form.waits,
        )


@login_required
@shows_and_saves
def delete(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Put a read into the trash."""
    read, me = read_in(request, club_id, read_id)

    what = gettext(
        "Its plan, its meetings with their minutes, its predictions and ratings go with it, and what members said about"
        " it if it is a book from elsewhere. What they said about a story of this archive stays. Whoever has one of its"
        " meetings in their calendar gets a letter that it is cancelled."
    )
    return ask_and_discard(
        request,
        "read",
        read,
        me=me,
        what=what,
        act=partial(discard_read, read=read, by=request.user),
        leads_to=reverse("reads:read_index", args=[me.club_id]),
    )

"""What a club says about one of its reads."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bookcub.clubs.models import Membership
from bookcub.comments.forms.comments import LONGEST, CommentForm, value_of
from bookcub.comments.policies import Visitor, may_say_to_club
from bookcub.comments.queries.club_talk import ClubTalkPage, club_talk_page
from bookcub.comments.views.lookups import (
    chapter_for,
    form_for,
    here_of,
    membership_for,
    read_for,
    work_for,
)
from bookcub.comments.views.posting import say_with
from bookcub.comments.views.work_comments import chapter_of_one, said_words
from bookcub.core.http import SignedInRequest, ensure, onward, saves, shows_and_saves
from bookcub.reads.models import Read


@login_required
@shows_and_saves
def index(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """The club's threads up to where this member is, and the box to begin one."""
    read = read_for(request, club_id, read_id)
    membership = membership_for(request, read.club_id)

    if saves(request):
        return _create(request, read, membership)
    return _show(request, read, membership)


def _create(request: SignedInRequest, read: Read, membership: Membership) -> HttpResponse:
    work = work_for(request, read.work_id or 0)
    chapter = chapter_of_one(work) or chapter_for(request, work, request.POST.get("chapter"))
    visitor = Visitor.of(request.user, work)
    ensure(
        may_say_to_club(visitor, read.club_id, chapter),
        gettext(
            "Only members of this club can comment here, and only on chapters that are posted."
        ),
    )

    form = say_form(request, read)
    kept_as = f"comment-read-{read.pk}"
    made = say_with(request, form, work=work, chapter=chapter, clubs=[read.club], kept_as=kept_as)

    if isinstance(made, int):
        return _show(request, read, membership, form=form, status=made)
    messages.success(request, said_words(made))
    talk = reverse("comments:club_talk_index", args=[read.club_id, read.pk])
    return redirect(f"{onward(request, talk).partition('#')[0]}#{made.anchor}")


def say_form(request: SignedInRequest, read: Read, *, is_new: bool = False) -> CommentForm:
    """The form to say something to the club that reads this."""
    form = form_for(
        request,
        kept_as=f"comment-read-{read.pk}",
        hearers=[(value_of(read.club_id), read.club.name)],
        is_new=is_new,
        work=read.work,
    )
    form.say_to_the_only_ones()
    return form


def _show(
    request: SignedInRequest,
    read: Read,
    membership: Membership,
    *,
    form: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    talk: ClubTalkPage = club_talk_page(request, request.user, membership, read)
    if form is None and talk.work is not None:
        form = say_form(request, read, is_new=True)
    latest = talk.box.latest if talk.box else None
    chosen = request.POST.get("chapter", str(latest.pk) if latest else "")
    context = {
        "talk": talk,
        "read": read,
        "club": read.club,
        "membership": membership,
        "form": form,
        "chosen": chosen,
        "longest": LONGEST,
        "here": here_of(request),
    }
    return render(request, "comments/talks/detail.html", context, status=status)

"""What a club says beside its books."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from bookcub.clubs.hooks import next_meeting_of
from bookcub.clubs.models import Club, Membership
from bookcub.comments.forms.announcements import AnnouncementForm
from bookcub.comments.forms.comments import LONGEST, CommentForm, value_of
from bookcub.comments.forms.places import BookOfTalkForm
from bookcub.comments.models import Announcement, Comment
from bookcub.comments.policies import may_announce
from bookcub.comments.queries.club_talk import talk_beside_books
from bookcub.comments.queries.subjects import kept_beside_books
from bookcub.comments.queries.talked_of import books_to_talk_of
from bookcub.comments.views.lookups import (
    folded_away,
    form_for,
    here_of,
    membership_for,
    wants_places,
)
from bookcub.comments.views.posting import say_with
from bookcub.comments.views.talks.club_talk import show_said
from bookcub.core.http import UNPROCESSABLE, SignedInRequest, saves, shows_and_saves


@login_required
@shows_and_saves
def index(request: SignedInRequest, club_id: int) -> HttpResponse:
    """The threads that are about no book, and the box to begin one, or one about a book up to some place."""
    club = get_object_or_404(Club.objects.of(request.user), pk=club_id)
    membership = membership_for(request, club.pk)

    form = form_beside_books(request, club)
    asked = request.POST if saves(request) else None
    notice = _announcement_form(request, membership)
    is_asked = not _only_announces(request, notice)
    about = BookOfTalkForm(asked, books=books_to_talk_of(request.user, club.pk), is_asked=is_asked)
    status = 200
    if asked is not None:
        made = _say(request, club, form, about, notice)
        if isinstance(made, Comment) and hasattr(made, "announcement"):
            messages.success(request, gettext("It stands on top of the club’s page now."))
            return redirect(club)
        if isinstance(made, Comment):
            return show_said(request, made, about.book.read if about.book else None)
        status = made

    return _show(request, membership, form, about, notice, status=status)


def _announcement_form(request: SignedInRequest, membership: Membership) -> AnnouncementForm | None:
    """For hosts; an address can have it ticked."""
    if not may_announce(membership):
        return None
    club = membership.club
    ticked = {"announce": request.GET.get("announcement") == "true"}
    asked = request.POST if saves(request) else None
    return AnnouncementForm(asked, initial=ticked, club=club, meets_at=next_meeting_of(club))


def _only_announces(request: SignedInRequest, notice: AnnouncementForm | None) -> bool:
    """Whoever came to announce is asked for no book: all hear it at once."""
    if notice is None:
        return False
    if saves(request):
        return "announce" in request.POST and "read" not in request.POST
    return request.GET.get("announcement") == "true"


def _say(
    request: SignedInRequest,
    club: Club,
    form: CommentForm,
    about: BookOfTalkForm,
    notice: AnnouncementForm | None,
) -> Comment | int:
    """Of a book that was named it is said in that book's talk, where its horizon holds."""
    is_right = about.is_valid()
    if notice is not None:
        is_right = notice.is_valid() and is_right
    if not is_right:
        form.is_valid()
        return UNPROCESSABLE
    kept_as, clubs = kept_beside_books(club.pk), [club]
    book, upto = about.book, about.place
    until = notice.until_moment if notice else None
    if until and book:
        form.is_valid()
        words = gettext(
            "Everybody sees an announcement at once, so it cannot be about a book. Choose “No book”, or take the tick away."
        )
        about.add_error("read", ValidationError(words, code="has_no_place"))
        return UNPROCESSABLE
    if book is None:
        announced = Announcement(club=club, until=until) if until else None
        return say_with(request, form, announcement=announced, clubs=clubs, kept_as=kept_as)
    work = book.read.work
    if work is None:
        return say_with(request, form, read=book.read, upto=upto, clubs=clubs, kept_as=kept_as)
    # Never a place that is gone meanwhile: without one everybody would hear it.
    chapter = get_object_or_404(work.posted_chapters(), position=upto) if upto else None
    return say_with(request, form, work=work, chapter=chapter, clubs=clubs, kept_as=kept_as)


def form_beside_books(request: SignedInRequest, club: Club, *, is_new: bool = False) -> CommentForm:
    """The form to say something to a club that is about none of its books."""
    form = form_for(
        request,
        kept_as=kept_beside_books(club.pk),
        hearers=[(value_of(club.pk), club.name)],
        is_new=is_new,
    )
    form.say_to_the_only_ones()
    return form


def _show(
    request: SignedInRequest,
    membership: Membership,
    form: CommentForm,
    about: BookOfTalkForm,
    notice: AnnouncementForm | None,
    *,
    status: int,
) -> HttpResponse:
    club = membership.club
    talk = talk_beside_books(request, request.user, club.pk)
    if folded := folded_away(request, talk.threads):
        return redirect(folded)
    in_place = wants_places(request)
    announces = _only_announces(request, notice)
    if announces:
        form.fields["text"].label = gettext("Announcement")
        form.fields["text"].widget.attrs["autofocus"] = True
    context = {
        "talk": talk,
        "box": talk.box,
        "in_place": in_place,
        "club": club,
        "membership": membership,
        "form": form,
        "about": None if announces else about,
        "announces": announces,
        "notice": notice,
        "longest": LONGEST,
        "here": here_of(request),
    }
    page = "_say_about" if in_place else "beside_books"
    return render(request, f"comments/talks/{page}.html", context, status=status)

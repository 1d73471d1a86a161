"""What a club says about one of its reads."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.clubs.models import Membership
from bookcub.comments.forms.comments import LONGEST, CommentForm, value_of
from bookcub.comments.forms.places import PlaceOfTalkForm
from bookcub.comments.models import Comment
from bookcub.comments.policies import Visitor, may_say_to_club
from bookcub.comments.queries.club_talk import WHOLE, ClubTalkPage, club_talk_page
from bookcub.comments.queries.subjects import kept_in_read
from bookcub.comments.queries.talked_of import BESIDE, outside_book
from bookcub.comments.views.lookups import (
    chapter_for,
    folded_away,
    form_for,
    here_of,
    membership_for,
    read_for,
    wants_part,
    wants_places,
    work_for,
)
from bookcub.comments.views.posting import say_with
from bookcub.comments.views.work_comments import chapter_of_one, said_words
from bookcub.core.http import (
    CHANGED,
    CONFLICT,
    UNPROCESSABLE,
    SignedInRequest,
    ensure,
    onward,
    saves,
    shows_and_saves,
)
from bookcub.core.page_urls import reverse
from bookcub.reads.models import Read


@login_required
@shows_and_saves
def index(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """The club's threads up to where this member is, and the box to begin one; with `part` for the read's page."""
    read = read_for(request, club_id, read_id)
    membership = membership_for(request, read.club_id)

    if saves(request):
        create = _create if read.work_id else _create_on_outside_book
        return create(request, read, membership)
    return _show(request, read, membership)


def _create(request: SignedInRequest, read: Read, membership: Membership) -> HttpResponse:
    work = work_for(request, read.work_id or 0)
    only = chapter_of_one(work)
    if request.POST.get("chapter") == BESIDE:
        return _create_beside(request, read, membership)
    if "upto" in request.POST or ("chapter" not in request.POST and only is None):
        return _ask_for_place(request, read, membership)
    asked = request.POST.get("chapter")
    chapter = only or chapter_for(request, work, "" if asked == WHOLE else asked)
    visitor = Visitor.of(request.user, work)
    ensure(
        may_say_to_club(visitor, read.club_id, chapter),
        gettext(
            "Only members of this club can comment here, and only on chapters that are posted."
        ),
    )

    form = say_form(request, read)
    kept_as = kept_in_read(read.pk)
    made = say_with(request, form, work=work, chapter=chapter, clubs=[read.club], kept_as=kept_as)

    if isinstance(made, int):
        return _show(request, read, membership, form=form, status=made)
    return show_said(request, made, read)


def _create_beside(request: SignedInRequest, read: Read, membership: Membership) -> HttpResponse:
    """Of a work of one chapter, all that is said is about that: what is about none of it is said beside the books."""
    form = say_form(request, read)
    made = say_with(request, form, clubs=[read.club], kept_as=kept_in_read(read.pk))

    if isinstance(made, int):
        return _show(request, read, membership, form=form, status=made)
    messages.success(request, said_words(made))
    beside = reverse("comments:talk_beside_books_index", args=[read.club_id])
    return redirect(f"{onward(request, beside).partition('#')[0]}#{made.anchor}")


def _ask_for_place(request: SignedInRequest, read: Read, membership: Membership) -> HttpResponse:
    """The form was of a book from elsewhere, whose work is here now: its place means nothing, and without one all would hear."""
    form = say_form(request, read)
    form.is_valid()
    sentence = gettext(
        "This book has changed since you opened the page. Choose again what it is about."
    )
    form.add_error(None, ValidationError(sentence, code=CHANGED))
    return _show(request, read, membership, form=form, status=CONFLICT)


def _create_on_outside_book(
    request: SignedInRequest, read: Read, membership: Membership
) -> HttpResponse:
    form = say_form(request, read)
    place = PlaceOfTalkForm(request.POST, book=outside_book(request.user, read))
    if read.book is None or not place.is_valid():
        form.is_valid()
        return _show(request, read, membership, form=form, place=place, status=UNPROCESSABLE)

    kept_as = kept_in_read(read.pk)
    made = say_with(request, form, read=read, upto=place.place, clubs=[read.club], kept_as=kept_as)

    if isinstance(made, int):
        return _show(request, read, membership, form=form, place=place, status=made)
    return show_said(request, made, read)


def show_said(request: SignedInRequest, made: Comment, read: Read | None = None) -> HttpResponse:
    """Where it stands in the club's talk about a read, or beside the books; or where the box was."""
    messages.success(request, said_words(made))
    talk = (
        reverse("comments:club_talk_index", args=[read.club_id, read.pk]) if read else request.path
    )
    return redirect(f"{onward(request, talk).partition('#')[0]}#{made.anchor}")


def say_form(request: SignedInRequest, read: Read, *, is_new: bool = False) -> CommentForm:
    """The form to say something to the club that reads this."""
    form = form_for(
        request,
        kept_as=kept_in_read(read.pk),
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
    place: PlaceOfTalkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    talk: ClubTalkPage = club_talk_page(request, request.user, membership, read)
    if folded := folded_away(request, talk.threads):
        return redirect(folded)
    if form is None and talk.page is not None:
        form = say_form(request, read, is_new=True)
    if place is None and talk.book is not None:
        place = PlaceOfTalkForm(book=talk.book)
    latest = talk.box.latest if talk.box else None
    # A short box sends along what is chosen in it.
    sent = request.POST if saves(request) else request.GET
    chosen = sent.get("chapter", str(latest.pk) if latest else "")
    in_place = talk.box is not None and wants_places(request)
    context = {
        "talk": talk,
        "box": talk.box,
        "in_place": in_place,
        "read": read,
        "club": read.club,
        "membership": membership,
        "form": form,
        "place": place,
        "chosen": chosen,
        "longest": LONGEST,
        "here": here_of(request),
    }
    page = "_talk" if wants_part(request) else "detail"
    page = "_say_about" if in_place else page
    return render(request, f"comments/talks/{page}.html", context, status=status)

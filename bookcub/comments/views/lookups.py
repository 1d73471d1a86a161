"""What several views look up, and where they lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from bookcub.clubs.models import Club, Membership
from bookcub.comments.forms.comments import EVERYONE, CommentForm, value_of
from bookcub.comments.models import Comment, guest_key
from bookcub.comments.policies import Visitor
from bookcub.comments.queries.cards import CommentRow, row_in_place
from bookcub.comments.queries.notes import NotesPage, notes_page
from bookcub.comments.queries.threads import ORDERS, are_shown, comment_asked_for, numbers_with
from bookcub.core.database.prepared import prepared
from bookcub.core.http import UNPROCESSABLE, Request, SignedInRequest, found_or_404, onward, saves
from bookcub.core.page_urls import reverse
from bookcub.people.models import User
from bookcub.reading.queries.reached import prepared_within_reach
from bookcub.reads.models import Read
from bookcub.works.languages import are_one, code_of_page
from bookcub.works.models import Chapter, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

CommentView = Callable[[Request, int], HttpResponse]

HELD = "held_comment"  # in the session of somebody whose log-in ran out while they typed
HOLDS = {"text": 30_000, "language": 12, "to": 40}  # characters of each field
SPOKE_TO = "spoke_to"  # in the session: for each work, to whom one spoke last
REMEMBERED = 30  # works
ORDER = "bookcub_order"  # the cookie that says which threads come first
TALK = "comments_placeholder"  # where a page's talk begins
TALK_OF_READ = "our-talk"  # the same on a read's page
A_YEAR = 366 * 24 * 3600


def not_yours() -> str:
    """Why somebody may not let comments through."""
    return gettext("Only the creators of this work decide that. Ask one of them.")


def not_yours_to_keep() -> str:
    """Why somebody may not keep a thread in order."""
    return gettext(
        "Only the creators of the work, a keeper or, in a club, its hosts can do that to other people’s comments. "
        "Ask one of them."
    )


def work_for(request: HttpRequest, work_id: int) -> Work:
    """The work, if the person may read it; else Http404."""
    return found_or_404(next(iter(_work(request.user, work_id)), None))


@prepared
def _work(person: User | AnonymousUser, work_id: int) -> QuerySet[Work]:
    return Work.objects.visible_to(person).filter(pk=work_id)


def chapter_for(request: HttpRequest, work: Work, given: str | None) -> Chapter | None:
    """The chapter that an address names; 404 for one that is not there."""
    if not given:
        return None
    if not re.fullmatch(r"[0-9]{1,18}", given):
        raise Http404(
            gettext("There is no such chapter in this work. Open the work to see those it has.")
        )
    chapter = found_or_404(next(iter(_chapter(request.user, work.pk, int(given))), None))
    chapter.work = work
    return chapter


@prepared
def _chapter(person: User | AnonymousUser, work: int, chapter: int) -> QuerySet[Chapter]:
    return Chapter.objects.visible_to(person).filter(work=work, pk=chapter).defer("html")


def read_for(request: HttpRequest, club_id: int, read_id: int) -> Read:
    """What one of the person's clubs reads."""
    reads = Read.objects.visible_to(request.user).select_related("club", "work", "book")
    return get_object_or_404(reads, club=club_id, pk=read_id)


def membership_for(request: SignedInRequest, club_id: int) -> Membership:
    return get_object_or_404(Membership.objects.current(), club=club_id, user=request.user)


def comment_for(request: HttpRequest, comment_id: int) -> Comment:
    """A comment that this person may see, or its place, with its people."""
    return found_or_404(next(iter(_comment(request.user, comment_id)), None))


@prepared_within_reach
def _comment(person: User, comment_id: int) -> QuerySet[Comment]:
    comments = Comment.objects.in_threads_of(person).with_people().select_related("work")
    return comments.filter(pk=comment_id)


def folded_away(request: HttpRequest, rows: Sequence[CommentRow]) -> Comment | None:
    """The comment an address wants to be shown in its talk, where the person may see it but the page has no room for it."""
    at = None if saves(request) else comment_asked_for(request)
    if at is None or are_shown(rows, at):
        return None
    return next(iter(_comment(request.user, at)), None)


def asks_to_look_ahead(view: CommentView) -> CommentView:
    """A view of one comment: a member who has not come to what any guest may read is asked whether to see it, and led back."""

    @wraps(view)
    def asked(request: Request, comment_id: int) -> HttpResponse:
        try:
            return view(request, comment_id)
        except Http404:
            work = None if saves(request) else next(iter(_ahead(request.user, comment_id)), None)
            if work is None:
                raise
            address = reverse("comments:look_ahead_create", args=[work])
            return redirect(f"{address}?{urlencode({'next': request.get_full_path()})}")

    return asked


@prepared_within_reach
def _ahead(person: User, comment: int) -> QuerySet[Comment, int | None]:
    """The work of what everyone hears and this person has not come to."""
    waiting = Comment.objects.ahead_of(person).for_everyone().filter(pk=comment)
    return waiting.values_list("work", flat=True)


def visitor_of(request: HttpRequest, comment: Comment) -> Visitor:
    return Visitor.of(request.user, comment.work)


def address_key(request: HttpRequest, *, of: str) -> str:
    return guest_key(request.META.get("REMOTE_ADDR", ""), of=of)


def wants_part(request: HttpRequest) -> bool:
    return request.GET.get("part") == "true"


def wants_places(request: Request) -> bool:
    """Whether a short box, which offers one place, asks for the fields in which any can be given."""
    return request.htmx.target == "say_about"


def is_newest_first(request: HttpRequest) -> bool:
    """In which order threads are wanted: as asked for now, else as chosen last, else as a member's preferences say."""
    for given in (request.GET.get("order"), request.COOKIES.get(ORDER)):
        if given in ORDERS:
            return given == "newest"
    return isinstance(request.user, User) and request.user.preferences.newest_first


def remember_order(request: HttpRequest, response: HttpResponse) -> None:
    """Let this browser have threads in the order that was asked for from now on."""
    given = request.GET.get("order")
    if not saves(request) and given in ORDERS and given != request.COOKIES.get(ORDER):
        response.set_cookie(ORDER, given, max_age=A_YEAR, samesite="Lax", httponly=True)


def here_of(request: Request) -> str:
    """The page that a thread stands on, where what is done with it leads back to."""
    if request.htmx:
        return request.htmx.current_url_abs_path or ""
    return "" if wants_part(request) else request.get_full_path()


def place_of(request: HttpRequest, comment: Comment, *, anchor: str = "") -> str:
    """The page that somebody came from, at this comment or at another `anchor`; else the comment's own.

    On a reader's page, and a read's, its talk comes in later: there it is the paragraph of a note, or where the talk begins.
    """
    page = onward(request, "").partition("#")[0]
    if not page:
        return comment.get_absolute_url()
    readers = {part.get_absolute_url() for part in (comment.work, comment.chapter) if part}
    if page.partition("?")[0] in readers:
        return f"{page}#{comment.block_id or TALK}"
    if comment.read is not None and page.partition("?")[0] == comment.read.get_absolute_url():
        return f"{page}#{TALK_OF_READ}"
    return f"{page}#{anchor or comment.anchor}"


def is_closed(request: HttpRequest) -> bool:
    """Whether a box that htmx has put under a comment shall go away again."""
    return request.GET.get("part") == "closed"


def notes_with(request: Request, comment: Comment) -> NotesPage | None:
    """The notes among which a note or an answer to one stands, as whoever says it sees them now."""
    if not comment.block_id or comment.chapter is None:
        return None
    # A guest who answers one has asked to see them.
    return notes_page(request.user, comment.chapter, shows_everyones=True)


def show_changed(
    request: Request, comment: Comment, *, words: str, kept_as: str = ""
) -> HttpResponse:
    """To htmx the comment as it is now, in its place; it says what has become of it and takes the focus."""
    in_margin = not request.htmx.target  # where comments have no ids
    context = {
        "row": row_in_place(comment, visitor_of(request, comment), in_margin=in_margin),
        "made": comment,
        "made_words": words,
        "kept_as": kept_as,
        "numbers": numbers_with(comment),
        "in_margin": in_margin,
        "here": here_of(request),
    }
    return render(request, "comments/_changed.html", context)


def form_for(  # noqa: PLR0913  # all are keyword-only
    request: HttpRequest,
    *,
    kept_as: str,
    auto_id: str = "id_%s",
    text: str = "",
    is_new: bool = False,
    answers: bool = False,
    hearers: Sequence[tuple[str, str]] = (),
    work: Work | None = None,
) -> CommentForm:
    """The form to say something with: as sent, or with what was held back for this place, or a new one.

    `work` is what it is said about; without one the language of what is changed stays.
    """
    member = request.user if isinstance(request.user, User) else None
    form = partial(
        CommentForm,
        member=member,
        auto_id=auto_id,
        answers=answers,
        hearers=hearers,
        languages=languages_in(request, work) if work else (),
    )
    if saves(request) and not is_new:
        return form(request.POST)
    return form(initial={"text": text} | held_for(request, kept_as))


def languages_in(request: HttpRequest, work: Work) -> list[str]:
    """In which languages somebody may be writing about a work: on a page in another one there are two.

    The work's is the likelier, unless they last wrote in the other.
    """
    page = code_of_page()
    if not page or are_one(page, work.language):
        return [work.language]
    last = None
    if isinstance(request.user, User):
        said = Comment.objects.by_person(request.user).filter(work=work).exclude(language="")
        last = said.order_by("-pk").values_list("language", flat=True).first()
    return sorted([work.language, page], key=lambda code: code != last)


def hearers_in(
    request: HttpRequest, work: Work, clubs: Sequence[Club], *, everyone: bool
) -> list[tuple[str, str]]:
    """Whom a member of clubs may speak to about a work: first whom they spoke to last, else a club that reads it.

    Nothing to choose without clubs.
    """
    if not clubs:
        return []
    choices = [(value_of(club.pk), club.name) for club in clubs]
    if everyone:
        choices.append((EVERYONE, gettext("Everyone who may read it")))
    last = request.session.get(SPOKE_TO, {}).get(str(work.pk))
    return sorted(choices, key=lambda choice: choice[0] != last)


def remember_hearers(request: HttpRequest, work: Work, club_id: int | None) -> None:
    """For the next time that something is said about this work."""
    spoke = {**request.session.get(SPOKE_TO, {})}
    spoke.pop(str(work.pk), None)
    spoke[str(work.pk)] = value_of(club_id) if club_id else EVERYONE
    request.session[SPOKE_TO] = dict(list(spoke.items())[-REMEMBERED:])


def has_lost_log_in(request: HttpRequest) -> bool:
    """Whether the form was opened by a member who is no longer logged in."""
    return not request.user.is_authenticated and bool(request.POST.get("as_member"))


def hold(request: Request, *, kept_as: str, back: str) -> HttpResponse:
    """Keep the words until their writer has logged in again; they also stay in the box on the page."""
    held = {name: request.POST.get(name, "")[:most] for name, most in HOLDS.items()}
    request.session[HELD] = {"kept_as": kept_as, "back": back, **held}
    context = {"text": held["text"], "back": back, "kept_as": kept_as}
    if request.htmx:
        return render(request, "comments/_held.html", context, status=UNPROCESSABLE)
    return render(request, "comments/held.html", context, status=401)


def held_for(request: HttpRequest, kept_as: str) -> dict[str, str]:
    """What was held back for this place, as its form begins with it."""
    held = request.session.get(HELD) if request.user.is_authenticated else None
    if not isinstance(held, dict) or held.get("kept_as") != kept_as:
        return {}
    return {name: str(held[name]) for name in HOLDS if held.get(name)}


def held_under(request: HttpRequest, beginning: str) -> dict[str, str]:
    """What was held back for a place whose name begins so, with that name as `kept_as` and the way `back`."""
    held = request.session.get(HELD) if request.user.is_authenticated else None
    if not isinstance(held, dict) or not str(held.get("kept_as", "")).startswith(beginning):
        return {}
    return {name: str(value) for name, value in held.items()}


def let_go(request: HttpRequest, kept_as: str) -> None:
    """What was held back has been said."""
    if request.user.is_authenticated:
        held = request.session.get(HELD)
        if isinstance(held, dict) and held.get("kept_as") == kept_as:
            del request.session[HELD]

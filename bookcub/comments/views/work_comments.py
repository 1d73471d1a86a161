"""What is said about a work or one of its chapters."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.comments.actions.visits import look
from bookcub.comments.forms.comments import LONGEST, CommentForm
from bookcub.comments.models import Comment
from bookcub.comments.policies import Visitor, may_comment
from bookcub.comments.queries.subjects import kept_name
from bookcub.comments.queries.threads import clubs_reading, talk_page
from bookcub.comments.views.lookups import (
    TALK,
    chapter_for,
    form_for,
    has_lost_log_in,
    hearers_in,
    here_of,
    hold,
    is_newest_first,
    remember_order,
    wants_part,
    work_for,
)
from bookcub.comments.views.posting import say_with
from bookcub.core.http import UNPROCESSABLE, Request, ensure, saves, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.reading.views import gate
from bookcub.works.choices import MayComment
from bookcub.works.models import Chapter, Work

LAST = 10**6  # the pager shows the nearest page there is


@shows_and_saves
@gate.asks_first
def index(request: Request, work_id: int) -> HttpResponse:
    """The threads, and the box to begin one."""
    work = work_for(request, work_id)
    chapter = chapter_for(request, work, request.POST.get("chapter") or request.GET.get("chapter"))

    if saves(request):
        return _create(request, work, chapter_of_one(work) or chapter)
    # A part stands on a page that has asked already.
    if not (request.htmx or wants_part(request)):
        gate.ensure_asked(request, work)
    return _show(request, work, chapter)


def _create(request: Request, work: Work, chapter: Chapter | None) -> HttpResponse:
    kept_as = kept_name(work, chapter.pk if chapter else None)
    if has_lost_log_in(request):
        back = reverse("comments:work_comment_index", args=[work.pk]) + (
            f"?chapter={chapter.pk}" if chapter else ""
        )
        return hold(request, kept_as=kept_as, back=f"{back}#comment_form")
    everyone = may_comment(Visitor.of(request.user, work), chapter)
    clubs = clubs_reading(request.user, work)
    ensure(everyone or bool(clubs), _why_not(request, work))

    hearers = hearers_in(request, work, clubs, everyone=everyone)
    form = form_for(request, kept_as=kept_as, hearers=hearers, work=work)
    made = say_with(request, form, work=work, chapter=chapter, clubs=clubs, kept_as=kept_as)

    if isinstance(made, int):
        return _show(
            request, work, chapter, form=form, status=UNPROCESSABLE if request.htmx else made
        )
    if request.htmx:
        # Looked up again: what was said is counted by now, or the work has been taken away meanwhile.
        return _show(request, work_for(request, work.pk), chapter, made=made)
    messages.success(request, said_words(made))
    return redirect(made)


def said_words(comment: Comment) -> str:
    if comment.club is not None:
        return gettext("Your comment is posted for %(club)s.") % {"club": comment.club.name}
    if comment.is_approved:
        return gettext("Your comment is posted.")
    return gettext(
        "Your comment is saved. Others will see it once a creator of the work has approved it."
    )


def chapter_of_one(work: Work) -> Chapter | None:
    """The chapter of a work that has one: there the work's and the chapter's comments are the same."""
    chapters = list(work.posted_chapters().defer("html")[:2])
    return chapters[0] if len(chapters) == 1 else None


def _why_not(request: Request, work: Work) -> str:
    is_open = work.is_posted and work.may_comment != MayComment.NOBODY
    if request.user.is_authenticated or not is_open:
        return gettext("Comments are closed here.")
    return gettext(
        "Only members can comment on this work. Log in first: what you typed is still there."
    )


def _show(
    request: Request,
    work: Work,
    chapter: Chapter | None,
    *,
    form: CommentForm | None = None,
    status: int = 200,
    made: Comment | None = None,
) -> HttpResponse:
    new_since = look(at=work, by=request.user)
    newest_first = is_newest_first(request)
    number = None if made is None else 1 if newest_first else LAST
    talk = talk_page(
        request, work, chapter, newest_first=newest_first, new_since=new_since, number=number
    )
    if form is None and talk.may_speak:
        hearers = hearers_in(request, work, talk.clubs, everyone=talk.may_comment)
        form = form_for(
            request,
            kept_as=talk.kept_as,
            is_new=made is not None,
            hearers=hearers,
            work=work,
        )
    here = here_of(request)
    context = {
        "talk": talk,
        "work": work,
        "form": form,
        "longest": LONGEST,
        "made": made,
        "made_words": said_words(made) if made else "",
        "made_is_shown": made is not None and _sees(request, made),
        "kept_as": talk.kept_as,
        "here": here,
        "back": f"{here.partition('#')[0] or talk.url}#{TALK}",
    }
    part = request.htmx or wants_part(request)
    page = "comments/comments/_talk.html" if part else "comments/comments/of_work.html"
    response = render(request, page, context, status=status)
    remember_order(request, response)
    if part and saves(request):
        seen = made.anchor if made and _sees(request, made) else "comment_form"
        response["HX-Reswap"] = f"outerHTML show:#{seen}:top"
    return response


def _sees(request: Request, made: Comment) -> bool:
    """Whether whoever said something sees it now: what waits for approval is shown to members alone."""
    return made.is_approved or request.user.is_authenticated

"""A chapter before its readers: posted and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from bookcub.core.http import UNPROCESSABLE, SignedInRequest, posted, saves, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.web.components.languages import naming, said, titled
from bookcub.works.actions.chapters import ManyPosted, post_chapters
from bookcub.works.forms.schedule import PostAllForm
from bookcub.works.models import Work
from bookcub.works.queries.pages import drafts_to_post
from bookcub.works.views.lookups import chapter_to_edit, work_to_edit
from bookcub.works.views.pages.wanted_posting import WantedPosting


@login_required
@shows_and_saves
def new(request: SignedInRequest, work_id: int) -> HttpResponse:
    """All drafts of a work, so many at a press; what is missing is said before, and afterwards what is left."""
    work = work_to_edit(request, work_id)
    drafts = drafts_to_post(work)
    if drafts.is_empty:
        return redirect("works:chapter_order_edit", work_id=work.pk)
    missing = [error.message for errors in work.missing().values() for error in errors]
    form = PostAllForm(posted(request), initial={"quietly": "quietly" in request.GET})
    if missing or not drafts.ready or not form.is_valid():
        context = {"work": work, "drafts": drafts, "missing": missing, "form": form}
        context["goes_on"] = "rest" in request.GET
        status = UNPROCESSABLE if saves(request) else 200
        return render(request, "works/chapters/post_all.html", context, status=status)

    quietly = form.cleaned_data["quietly"]
    done = post_chapters(chapters=drafts.next, by=request.user, quietly=quietly)

    left = len(drafts.ready) - len(drafts.next)
    _tell(request, work, done, left=left)
    if left and not done.waiting:
        here = reverse("works:publication_new", args=[work.pk])
        return redirect(f"{here}?rest{'&quietly' if quietly else ''}")
    return redirect("works:chapter_order_edit", work_id=work.pk)


def _tell(request: SignedInRequest, work: Work, done: ManyPosted, *, left: int) -> None:
    if done.posted:
        words = ngettext(
            "%(number)d chapter of “%(title)s” is posted.",
            "%(number)d chapters of “%(title)s” are posted.",
            done.posted,
        )
        messages.success(request, said(words, number=done.posted, title=titled(work)))
    if done.waiting:
        words = ngettext(
            "A new account can post only so much a day. %(n)s chapter is still a draft; post it tomorrow.",
            "A new account can post only so much a day. %(n)s chapters are still drafts; post them tomorrow.",
            done.waiting + left,
        )
        messages.info(request, said(words, n=done.waiting + left))


@login_required
@require_POST
def create(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    chapter = chapter_to_edit(request, work_id, chapter_id)

    wanted = WantedPosting(chapter=chapter, quietly="quietly" in request.POST)
    return wanted.carry_out(request)


@login_required
@require_POST
def delete(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    chapter = chapter_to_edit(request, work_id, chapter_id)

    chapter.withdraw()

    messages.success(
        request,
        said(
            gettext("“%(title)s” is a draft again. Readers can no longer see it."),
            title=naming(chapter.heading, chapter),
        ),
    )
    return redirect("works:chapter_order_edit", work_id=work_id)

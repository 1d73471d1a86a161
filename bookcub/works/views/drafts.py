"""What readers cannot see yet: all of it in a list, and a draft of one chapter in one form."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, saves, shows_and_saves
from bookcub.web.forms.refusals import refusals
from bookcub.works.actions import rewrite_draft
from bookcub.works.forms import chapter as chapter_forms
from bookcub.works.forms import work as work_forms
from bookcub.works.forms.chapter import DraftForm
from bookcub.works.queries.forms import newest_revision, prefetched_for_form, signing, writer
from bookcub.works.queries.pages import desk, drafts_shown_to, tell_readers
from bookcub.works.views.lookups import chapter_to_edit
from bookcub.works.views.pages.autosave import AutosavedForm, sent
from bookcub.works.views.pages.offers import offers_to
from bookcub.works.views.pages.outcomes import after_writing
from bookcub.works.views.pages.preview import head_of, preview_of
from bookcub.works.views.pages.wanted_posting import wanted_posting

FORM = "works/drafts/edit.html"


@login_required
@shows_and_saves
def edit(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    """A work and its only chapter in the form it was begun in, until it is posted or has a second one.

    What is sent later, from a window that was open before, is saved all the same.
    """
    chapter = chapter_to_edit(request, work_id, chapter_id)
    if not saves(request) and not chapter.is_whole_draft:
        return redirect("works:chapter_edit", work_id, chapter_id)
    chapter.work = work = prefetched_for_form(chapter.work)
    who = writer(request.user)
    page = AutosavedForm(request, f"draft-{chapter.pk}", work=work, chapter=chapter)
    newest = newest_revision(chapter)
    of_chapter = chapter_forms.initial_of(chapter)
    of_work = work_forms.initial_of(work, own_series=[series.pk for series in who.series])
    initial = page.initial(
        {**of_chapter, **of_work, "chapter_title": chapter.title, "base": newest}
    )
    if wanted := wanted_posting(request, work):
        initial |= {"scheduled_for": wanted.at or chapter.scheduled_for, "quietly": wanted.quietly}
    form = DraftForm(
        page.data,
        initial=initial,
        offers=offers_to(request, who, work),
        is_shown=chapter.is_posted or page.is_shown,
    )
    form.posted_at = chapter.posted_at
    if wanted and not saves(request):
        form.tell_missing()
    extra: dict[str, object] = {
        "work": work,
        "chapter": chapter,
        "wanted": wanted,
        "creatorships": work.creatorships.select_related("pseud__user"),
    }
    if page.do == "tags" or not form.is_valid():
        return page.render(FORM, form, extra)
    if page.do == "preview":
        extra["preview"] = preview_of(
            title=form.cleaned_data["title"],
            chapter=form.first_chapter,
            is_saved=page.is_saved(form),
            html=form.html,
            notes=form,
            head=head_of(form, byline=work.byline),
        )
        return page.render(FORM, form, extra)
    if form.overtaken_by(newest):
        return page.render(FORM, form, extra)

    was_posted = chapter.is_posted
    with refusals(form) as refused:
        rewrite_draft(
            chapter=chapter,
            by=signing(request.user, work),
            command=form.command(),
            text=form.chapter_command(),
            posting=form.posting(page.do),
        )
    if refused:
        # The transaction is undone; the instances still say what was refused.
        extra["chapter"] = chapter = chapter_to_edit(request, work_id, chapter_id)
        extra["work"] = prefetched_for_form(chapter.work)
        return page.render(FORM, form, extra)

    page.discard_copy()
    return sent(after_writing(request, chapter, "saved" if was_posted else page.do), page.key)


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    unpublished = desk(request.user)
    tell_readers(unpublished, request.user)
    context = {"desk": unpublished, "shown": drafts_shown_to(request.user)}
    return render(request, "works/drafts/index.html", context)

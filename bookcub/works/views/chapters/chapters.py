"""A chapter: written, changed, deleted."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.core.http import UNPROCESSABLE, SignedInRequest, saves, shows_and_saves
from bookcub.core.ids import short_id
from bookcub.core.page_urls import reverse
from bookcub.web.components.languages import naming, said
from bookcub.web.forms.refusals import refusals
from bookcub.web.messages import offer_undo
from bookcub.works.actions import rewrite_chapter, write_chapter
from bookcub.works.actions.trash import discard_chapter
from bookcub.works.actions.working_copies import divide_copy
from bookcub.works.forms.chapter import ChapterForm, initial_of
from bookcub.works.models import Chapter, ClosedFormError, WorkingCopy
from bookcub.works.queries.forms import chapter_begun, newest_revision, signing
from bookcub.works.views.lookups import chapter_to_edit, work_to_edit
from bookcub.works.views.pages.autosave import NEW_CHAPTER, AutosavedForm, made_before, sent
from bookcub.works.views.pages.outcomes import after_writing
from bookcub.works.views.pages.preview import preview_of
from bookcub.works.views.pages.wanted_posting import wanted_posting

FORM = "works/chapters/edit.html"


@login_required
@shows_and_saves
def new(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = work_to_edit(request, work_id)
    key = request.GET.get("copy", "")
    if not (named := NEW_CHAPTER.fullmatch(key)) or int(named[1]) != work.pk:
        key = f"new-chapter-{work.pk}-{short_id(10)}"
        if not saves(request):
            begun = chapter_begun(work, request.user)
            return redirect(begun.address if begun else f"{request.path}?copy={key}")
    if (made := made_before(request, key)) is not None:
        return made
    page = AutosavedForm(request, key, work=work)
    form = ChapterForm(
        page.data,
        initial=page.initial({"position": work.chapters.count() + 1}),
        is_shown=page.is_shown,
    )
    extra: dict[str, object] = {"work": work}
    if (answer := _shown(page, form, extra)) is not None:
        return answer

    with refusals(form, ClosedFormError) as refused:
        chapter = write_chapter(
            work=work,
            by=signing(request.user, work),
            text=form.chapter_command(),
            posting=form.posting(page.do),
            form_key=key,
        )
    if refused:
        return page.render(FORM, form, extra)

    return sent(after_writing(request, chapter, page.do), page.key)


@login_required
@shows_and_saves
def edit(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    chapter = chapter_to_edit(request, work_id, chapter_id)
    if not saves(request):
        copies = WorkingCopy.objects.of_person(request.user)
        if chapter.is_whole_draft and not copies.filter(form_key=f"chapter-{chapter.pk}").exists():
            draft = reverse("works:draft_edit", args=[work_id, chapter_id])
            return redirect(f"{draft}?{request.GET.urlencode()}" if request.GET else draft)
        divide_copy(by=request.user, chapter=chapter)
    page = AutosavedForm(request, f"chapter-{chapter.pk}", work=chapter.work, chapter=chapter)
    newest = newest_revision(chapter)
    stored = {**initial_of(chapter), "base": newest}
    is_shown = chapter.is_posted or page.is_shown
    initial = page.initial(stored)
    if wanted := wanted_posting(request, chapter.work):
        initial |= {"scheduled_for": wanted.at or chapter.scheduled_for, "quietly": wanted.quietly}
    form = ChapterForm(page.data, initial=initial, is_shown=is_shown)
    if wanted and not saves(request):
        form.tell_missing_text()
    form.posted_at = chapter.posted_at
    was_posted = chapter.is_posted
    extra: dict[str, object] = {"work": chapter.work, "chapter": chapter, "wanted": wanted}
    if (answer := _shown(page, form, extra)) is not None:
        return answer
    if form.overtaken_by(newest):
        return page.render(FORM, form, extra)

    with refusals(form) as refused:
        rewrite_chapter(
            chapter=chapter,
            by=signing(request.user, chapter.work),
            text=form.chapter_command(),
            posting=form.posting(page.do),
        )
    if refused:
        extra["chapter"] = chapter_to_edit(request, work_id, chapter_id)
        return page.render(FORM, form, extra)

    page.discard_copy()
    return sent(after_writing(request, chapter, "saved" if was_posted else page.do), page.key)


@login_required
@shows_and_saves
def delete(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    chapter = chapter_to_edit(request, work_id, chapter_id)
    context: dict[str, object] = {"work": chapter.work, "chapter": chapter}
    heading = chapter.heading
    if not saves(request):
        return render(request, "works/chapters/delete.html", context)

    with refusals() as refused:
        discard_chapter(chapter=chapter, by=request.user)
    if refused:
        context["refusal"] = refused.sentences
        return render(request, "works/chapters/delete.html", context, status=UNPROCESSABLE)

    sentence = gettext("“%(title)s” is in the trash for 30 days.")
    undo = reverse("people:trash_restoration_create", args=["chapter", chapter.pk])
    offer_undo(request, said(sentence, title=naming(heading, chapter)), url=undo)
    return redirect("works:chapter_order_edit", work_id=work_id)


def _shown(page: AutosavedForm, form: ChapterForm, extra: dict[str, object]) -> HttpResponse | None:
    """The form on a page: at first, with errors, or with a preview. None when it is to be saved."""
    if not form.is_valid():
        return page.render(FORM, form, extra)
    if page.do == "preview":
        extra["preview"] = preview_of(
            title=str(page.work or ""),
            chapter=_as_typed(page, form),
            is_saved=page.is_saved(form),
            html=form.html,
            notes=form,
        )
        return page.render(FORM, form, extra)
    return None


def _as_typed(page: AutosavedForm, form: ChapterForm) -> Chapter | None:
    """The chapter as it would be called; None where it is all of its work and means to stay so."""
    stored, work = page.chapter, page.work
    if stored is not None and work is not None and work.chapters_planned == 1 and stored.is_only:
        return None
    number = stored.number if stored else None
    place = form.cleaned_data["position"] or (stored.position if stored else 1)
    return Chapter(title=form.cleaned_data["title"], number=number, position=place)

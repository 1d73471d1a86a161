"""A work: begun, changed, deleted; and the list of one's own."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import (
    SignedInRequest,
    ensure,
    onward,
    saves,
    shows_and_saves,
)
from bookcub.core.ids import short_id
from bookcub.core.page_urls import reverse
from bookcub.web.components.languages import said, titled
from bookcub.web.forms.refusals import refusals
from bookcub.web.messages import offer_undo
from bookcub.works.actions import rewrite_work, write_work
from bookcub.works.actions.trash import discard_work
from bookcub.works.forms.chapter import NewWorkForm
from bookcub.works.forms.work import WorkForm, initial_of
from bookcub.works.models import ClosedFormError, Work
from bookcub.works.policies import may_delete, may_write
from bookcub.works.queries.forms import (
    last_of_series,
    likely_language,
    new_work_copies,
    prefetched_for_form,
    tags_to_copy,
    writer,
)
from bookcub.works.queries.pages import own_works, written_at
from bookcub.works.views.lookups import work_to_edit
from bookcub.works.views.pages.autosave import NEW_WORK, AutosavedForm, made_before, sent
from bookcub.works.views.pages.offers import offers_to
from bookcub.works.views.pages.outcomes import outcome_of
from bookcub.works.views.pages.preview import head_of, preview_of
from bookcub.works.views.pages.wanted_posting import wanted_posting


@login_required
@shows_and_saves
def new(request: SignedInRequest) -> HttpResponse:
    ensure(
        may_write(request.user),
        gettext("Your account cannot post at the moment. Ask a keeper of this archive why."),
    )
    key = request.GET.get("copy", "")
    if not NEW_WORK.fullmatch(key):
        key = f"new-work-{short_id(10)}"
        if not saves(request):
            asked = QueryDict(mutable=True)
            asked.update(
                {"copy": key}
                | ({"series": series} if (series := request.GET.get("series")) else {})
            )
            return redirect(f"{reverse('works:work_new')}?{asked.urlencode()}")
    if (made := made_before(request, key)) is not None:
        return made
    who = writer(request.user)
    page = AutosavedForm(request, key)
    form = NewWorkForm(
        page.data,
        initial=page.initial(
            {
                "warnings": [],
                "language": likely_language(request.user),
                **_next_of_series(request),
                "pseud": who.pseuds[0].pk,
            }
        ),
        offers=offers_to(request, who),
        is_shown=page.is_shown,
    )
    extra: dict[str, object] = {
        "begun": [c for c in new_work_copies(request.user) if c.form_key != key]
    }
    if page.do == "tags" or not form.is_valid():
        return page.render("works/works/new.html", form, extra)
    if page.do == "preview":
        head = head_of(form, byline=who.pseud(form.cleaned_data["pseud"]).byline)
        extra["preview"] = preview_of(
            title=form.cleaned_data["title"],
            chapter=form.first_chapter,
            html=form.html,
            notes=form,
            head=head,
        )
        return page.render("works/works/new.html", form, extra)

    with refusals(form, ClosedFormError) as refused:
        work = write_work(
            by=who.pseud(form.cleaned_data["pseud"]),
            command=form.command(),
            text=form.chapter_command(),
            posting=form.posting(page.do),
            form_key=key,
        )
    if refused:
        return page.render("works/works/new.html", form, extra)

    return sent(_after(request, work, page.do), key)


@login_required
@shows_and_saves
def edit(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = prefetched_for_form(work_to_edit(request, work_id))
    who = writer(request.user)
    page = AutosavedForm(request, f"work-{work.pk}", work=work)
    wanted = wanted_posting(request, work)
    posts = wanted is not None and page.is_shown
    form = WorkForm(
        page.data,
        initial=page.initial(initial_of(work, own_series=[series.pk for series in who.series])),
        offers=offers_to(request, who, work),
        is_shown=work.is_posted or posts,
    )
    if (wanted or "next" in request.GET) and not saves(request):
        form.tell_missing()
    extra: dict[str, object] = {
        "work": work,
        "wanted": wanted,
        "creatorships": work.creatorships.select_related("pseud__user"),
    }
    if page.do == "tags" or not form.is_valid():
        return page.render("works/works/edit.html", form, extra)

    if page.do == "preview" and wanted:
        extra["preview"] = preview_of(
            title=form.cleaned_data["title"],
            is_saved=not form.has_changed(),
            html=wanted.chapter.html,
            notes=form,
            head=head_of(form, byline=work.byline),
        )
        return page.render("works/works/edit.html", form, extra)

    with refusals(form) as refused:
        rewrite_work(work=work, by=request.user, command=form.command())
    if refused:
        # The transaction is undone; the instance still says what was refused.
        extra["work"] = prefetched_for_form(work)
        return page.render("works/works/edit.html", form, extra)

    page.discard_copy()
    if wanted and posts:
        return sent(wanted.carry_out(request), page.key)
    messages.success(request, gettext("Saved."))
    # A draft is posted from where it is written.
    after = work.get_absolute_url() if work.is_posted else written_at(work)
    return sent(redirect(onward(request, after)), page.key)


@login_required
@shows_and_saves
def delete(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = work_to_edit(request, work_id)
    ensure(may_delete(request.user, work))
    if not saves(request):
        return render(request, "works/works/delete.html", {"work": work})

    discard_work(work=work, by=request.user)

    sentence = said(gettext("“%(title)s” is in the trash for 30 days."), title=titled(work))
    undo = reverse("people:trash_restoration_create", args=["work", work.pk])
    offer_undo(request, sentence, url=undo)
    return redirect("works:work_index")


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """One's own works."""
    page = own_works(request.user, request.GET.get("page", 1))
    is_empty = not page.object_list
    has_trash = is_empty and Work.objects.in_trash_of(request.user).exists()
    return render(request, "works/works/mine.html", {"page": page, "has_trash": has_trash})


def _next_of_series(request: SignedInRequest) -> dict[str, object]:
    """What the next work of a series (`?series=`) begins with: its place there, and the tags of the one before."""
    asked = request.GET.get("series", "")
    last = last_of_series(int(asked[:18]), request.user) if asked.isdecimal() else 0
    return {**tags_to_copy(request.user, last), "series": [int(asked[:18])]} if last else {}


def _after(request: SignedInRequest, work: Work, do: str) -> HttpResponse:
    messages.success(request, outcome_of(do, titled(work)))
    if do == "post":
        return redirect(work)
    if do == "schedule":
        return redirect("works:chapter_order_edit", work_id=work.pk)
    return redirect(written_at(work))

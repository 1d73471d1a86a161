"""A parsed work: looked through, put right, kept or left out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, form_status, saves, shows_and_saves
from bookcub.importing.actions.decisions import keep_part, leave_out
from bookcub.importing.actions.save_work import Kept
from bookcub.importing.forms.letters import LettersForm
from bookcub.importing.forms.preview import EDITABLE_MAX, PreviewForm, review_of
from bookcub.importing.models import ImportPart
from bookcub.importing.queries.pages import LONG, WorkPreview, preview_of
from bookcub.importing.queries.remarks import said
from bookcub.importing.views.lookups import ensure_may_import, part_of
from bookcub.web.forms.refusals import refusals
from bookcub.works.forms.fandoms import MEANT, with_what_was_meant

KEEPS = frozenset({"save", "publish"})  # everything else only goes somewhere, and comes back


@login_required
@shows_and_saves
def edit(request: SignedInRequest, import_id: int, number: int) -> HttpResponse:
    part = part_of(request, import_id, number)
    ensure_may_import(request.user)
    if part.decided_at is not None:
        return redirect(part.work or part.read_anew or part.of_import)
    pseud = part.of_import.pseud
    preview = preview_of(part, as_pseud=pseud)
    do = "fandom" if MEANT in request.POST else request.POST.get("do", "save")
    sent = with_what_was_meant(request.POST)
    form = review_of(preview, sent if saves(request) else None, is_publishing=do == "publish")
    if saves(request):
        part.keep_typed(
            form.typed_in(sent),
            chapter_count=len(form.ticked),
            word_count=sum(chapter.words for chapter in form.ticked),
        )
    if saves(request) and do not in KEEPS:
        return _onward(part, do)
    if not form.is_valid():
        return _page(request, preview, form)
    if do == "publish" and _asks_about_title(request, preview):
        form.add_error("title", gettext("Change it, or press “Post” again to keep it."))
        return _page(request, preview, form, title_stands=True)

    with refusals(form) as refused:
        kept = keep_part(part=part, mapped=preview.mapped, wishes=form.wishes(), as_pseud=pseud)
    if refused:
        return _page(request, preview, form)

    return _after(request, part, kept)


def _onward(part: ImportPart, do: str) -> HttpResponse:
    """Where somebody goes who comes back to the form: to its chapters, or to the other works."""
    if do == "list":
        return redirect(part.of_import)
    if do == "fandom":
        return redirect(part)
    if do == "next":
        return redirect(part.next_waiting or part.of_import)
    wanted = do.removeprefix("read-")
    if wanted.isdecimal():
        return redirect("importing:chapter_detail", part.of_import_id, part.number, int(wanted[:9]))
    return HttpResponse(status=204)


@login_required
@require_POST
def delete(request: SignedInRequest, import_id: int, number: int) -> HttpResponse:
    part = part_of(request, import_id, number)
    title = str(part)

    if part.decided_at is None:
        leave_out(part=part)
        messages.success(request, gettext("“%(title)s” is left out.") % {"title": title})

    if not part.of_import.is_open:
        return redirect("importing:upload_new")
    if request.POST.get("back") == "batch":
        return redirect("importing:batch_new", part.of_import_id)
    return redirect(part.of_import)


def _asks_about_title(request: SignedInRequest, preview: WorkPreview) -> bool:
    """Whether its title is nobody's, and its person was not asked yet whether it stands."""
    is_new = preview.comparison.work is None
    return is_new and bool(preview.part.about_title) and "title_stands" not in request.POST


def _page(
    request: SignedInRequest,
    preview: WorkPreview,
    form: PreviewForm,
    *,
    title_stands: bool = False,
) -> HttpResponse:
    rows = list(form.rows())
    others = list(
        preview.part.of_import.parts.filter(is_refused=False).values_list("number", flat=True)
    )
    context = {
        "preview": preview,
        "part": preview.part,
        "place": others.index(preview.part.number) + 1,
        "in_all": len(others),
        "next_part": preview.part.next_waiting if len(others) > 1 else None,
        "title_stands": title_stands,
        "import": preview.part.of_import,
        "mapped": preview.mapped,
        "work": preview.comparison.work,
        "form": form,
        "rows": rows,
        "folds_from": LONG,
        "has_wrong_chapter": any(row.has_errors for row in rows),
        "editable_max": EDITABLE_MAX,
        "letters": LettersForm(initial={"letters": preview.letters})
        if preview.letters_are_doubtful
        else None,
    }
    return render(request, "importing/part_edit.html", context, status=form_status(form))


def _after(request: SignedInRequest, part: ImportPart, kept: Kept | None) -> HttpResponse:
    part.of_import.refresh_from_db()
    if kept is None:
        return redirect(part.of_import)
    if not kept.is_new:
        done = gettext("“%(title)s” is updated.")
    elif kept.work.is_posted:
        done = gettext("“%(title)s” is posted.")
    else:
        done = gettext("“%(title)s” is saved as a draft.")
    messages.success(request, done % {"title": kept.work.title})
    for notice in kept.notices:
        messages.info(request, said(notice))
    if part.of_import.is_open:
        return redirect(part.of_import)
    return (
        redirect(kept.work)
        if kept.work.is_posted
        else redirect("works:chapter_order_edit", work_id=kept.work.pk)
    )

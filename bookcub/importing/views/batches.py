"""Everything of an import kept with one press."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest
from bookcub.importing.actions.batches import (
    NO_FANDOM,
    NOT_KEPT,
    NOT_POSTED,
    keep_all,
    make_drafts_again,
)
from bookcub.importing.actions.decisions import keep_part
from bookcub.importing.forms.preview import as_sent, review_of
from bookcub.importing.models import Import, ImportPart
from bookcub.importing.queries.pages import import_page, preview_of
from bookcub.importing.views.lookups import ensure_may_import
from bookcub.web.forms.refusals import refusals


@login_required
@require_safe
def new(request: SignedInRequest, import_id: int) -> HttpResponse:
    """How much would be posted, and a question, before readers see any of it."""
    made = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    page = import_page(made)
    if not page.undecided:
        return redirect(made)

    return render(request, "importing/batch_new.html", {"import": made, "page": page})


@require_POST
@login_required
def create(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Save all as drafts, or post all; the page shows how far that is."""
    made = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    ensure_may_import(request.user)
    posts = request.POST.get("do") == "publish"

    for part in made.parts.undecided().exclude(typed={}):
        _keep_as_typed(part, made, posts=posts)
    keep_all(made=made, posts=posts)

    return redirect(made)


@require_POST
@login_required
def delete(request: SignedInRequest, import_id: int) -> HttpResponse:
    """What was posted of it is in drafts again; readers had it before stays as it is."""
    made = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    ensure_may_import(request.user)

    count = make_drafts_again(made=made)

    words = ngettext(
        "%(count)s work is a draft again. Readers can no longer see it.",
        "%(count)s works are drafts again. Readers can no longer see them.",
        count,
    )
    messages.success(request, words % {"count": count})
    return redirect(made)


def _keep_as_typed(part: ImportPart, made: Import, *, posts: bool) -> None:
    """Keep a work that its person has begun to look through, with what they changed."""
    part.of_import = made
    preview, sent = preview_of(part, as_pseud=made.pseud), as_sent(part.typed)
    if made.files_under and not any(name.strip() for name in sent.getlist("fandom")):
        sent["fandom"] = made.files_under
    form = review_of(preview, sent, is_publishing=posts)
    trouble = ""
    if posts and not form.is_valid():
        trouble = NO_FANDOM if "fandom" in form.errors else NOT_POSTED
        form = review_of(preview, sent)
    if form.is_valid():
        with refusals(form):
            keep_part(
                part=part,
                mapped=preview.mapped,
                wishes=form.wishes(),
                as_pseud=made.pseud,
                trouble=trouble,
            )
    if not form.is_valid():
        ImportPart.objects.undecided().filter(pk=part.pk).update(trouble=NOT_KEPT)

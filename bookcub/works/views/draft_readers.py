"""Who may read a draft: named by its creators, taken away by them, left by whom it is shown to."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure, form_status, posted, saves, shows_and_saves
from bookcub.people.models import User
from bookcub.web.components.languages import said, titled
from bookcub.web.forms.refusals import refusals
from bookcub.works.actions.draft_readers import show_draft
from bookcub.works.forms.draft_readers import DraftReadersForm
from bookcub.works.models import DraftReader, Work
from bookcub.works.policies import may_end_showing
from bookcub.works.queries.bylines import users_named
from bookcub.works.queries.pages import chapters_of, draft_readers_of
from bookcub.works.views.lookups import NOT_YOURS, work_to_edit


@login_required
@shows_and_saves
def index(request: SignedInRequest, work_id: int) -> HttpResponse:
    """To whom it is shown, and a form that adds people."""
    work = work_to_edit(request, work_id)
    form = DraftReadersForm(posted(request))
    if not saves(request) or not form.is_valid():
        return _show(request, work, form)

    with refusals(form) as refused:
        names = users_named(
            form.cleaned_data["names"], field="names", by=request.user, known=_who_read(work)
        )
        made = show_draft(work=work, to=names, by=request.user)
    if refused:
        return _show(request, work, form)

    sentence = ngettext(
        "%(count)s more person can now read this draft.",
        "%(count)s more people can now read this draft.",
        len(made),
    )
    messages.success(request, sentence % {"count": len(made)})
    return redirect("works:draft_reader_index", work_id=work.pk)


@login_required
@require_POST
def delete(request: SignedInRequest, work_id: int, reader_id: int) -> HttpResponse:
    """Show it to somebody no longer; or leave what is shown to oneself."""
    readers = DraftReader.objects.visible_to(request.user).select_related("work", "user")
    reader = get_object_or_404(readers, pk=reader_id, work=work_id)
    ensure(may_end_showing(request.user, reader), str(NOT_YOURS))

    reader.delete()

    if reader.user_id == request.user.pk:
        left = gettext("You have left the draft of “%(title)s”.")
        messages.success(request, said(left, title=titled(reader.work)))
        return redirect("works:draft_index")
    ended = gettext("%(name)s can no longer read this draft.")
    messages.success(request, ended % {"name": reader.user.username})
    return redirect("works:draft_reader_index", work_id=work_id)


def _who_read(work: Work) -> QuerySet[User]:
    """Who reads it already, as a creator or because it is shown to them: their names change nothing."""
    creators = work.creatorships.accepted().values("pseud__user")
    shown = work.draft_readers.values("user")
    return User.objects.filter(Q(pk__in=creators) | Q(pk__in=shown))


def _show(request: SignedInRequest, work: Work, form: DraftReadersForm) -> HttpResponse:
    chapters = chapters_of(work)
    context = {
        "work": work,
        "form": form,
        "readers": draft_readers_of(work, request.user),
        "drafts": [chapter for chapter in chapters if chapter.is_draft],
    }
    return render(request, "works/draft_readers/index.html", context, status=form_status(form))

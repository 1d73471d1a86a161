"""The names a person writes under."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, ensure, posted, posted_files, shows_and_saves
from bookcub.people.actions.pseuds import StillInUseError, delete_pseud, keep_pseud
from bookcub.people.forms.settings import PseudDeletionForm, PseudForm
from bookcub.people.models import Pseud
from bookcub.people.owned_content import owned_by
from bookcub.people.policies import may_delete_pseud
from bookcub.people.views.form_pages import frame, show

SHOWN = ("name", "description", "icon_alt", "icon_comment")


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    pseuds = request.user.pseuds.select_related("user")
    context = {"pseuds": pseuds, **frame(request)}
    return render(request, "people/pseuds/index.html", context)


@login_required
@shows_and_saves
def new(request: SignedInRequest) -> HttpResponse:
    return _form(request, Pseud(user=request.user), is_new=True)


@login_required
@shows_and_saves
def edit(request: SignedInRequest, pseud_id: int) -> HttpResponse:
    pseud = get_object_or_404(request.user.pseuds.select_related("user"), pk=pseud_id)
    return _form(request, pseud, is_new=False)


def _form(request: SignedInRequest, pseud: Pseud, *, is_new: bool) -> HttpResponse:
    form = PseudForm(
        posted(request),
        posted_files(request),
        user=request.user,
        pseud=None if is_new else pseud,
        initial={name: getattr(pseud, name) for name in SHOWN},
    )
    if not form.is_valid():
        context = {"pseud": pseud, "is_new": is_new}
        return show(request, "people/pseuds/edit.html", context, form=form)

    given = form.cleaned_data
    for name in SHOWN:
        setattr(pseud, name, given[name])
    try:
        keep_pseud(
            pseud,
            is_default=given.get("is_default", False),
            icon=given["icon"],
            without_icon=given.get("without_icon", False),
        )
    except IntegrityError:
        # The same form sent twice at once: the other one was quicker.
        form.add_error("name", gettext("You already have a pseud of this name. Choose another."))
        context = {"pseud": pseud, "is_new": is_new}
        return show(request, "people/pseuds/edit.html", context, form=form)

    messages.success(request, gettext("%(name)s is saved.") % {"name": pseud.name})
    return redirect("people:pseud_index")


@login_required
@shows_and_saves
def delete(request: SignedInRequest, pseud_id: int) -> HttpResponse:
    pseud = get_object_or_404(request.user.pseuds.select_related("user"), pk=pseud_id)

    ensure(
        may_delete_pseud(request.user, pseud),
        gettext("You sign with this pseud, so it stays. Sign with another one first."),
    )

    owned = [kind.counted(number) for kind, number in owned_by(pseud)]
    form = PseudDeletionForm(posted(request), pseud=pseud)
    if not owned:
        form.fields["to"].required = False
    if not form.is_valid():
        return show(
            request, "people/pseuds/delete.html", {"pseud": pseud, "owned": owned}, form=form
        )

    name = pseud.name
    try:
        delete_pseud(pseud, to=form.cleaned_data["to"])
    except StillInUseError:
        # Something was signed with it since the page was opened: ask again, now with the question.
        return redirect("people:pseud_delete", pseud_id=pseud_id)

    messages.success(request, gettext("%(name)s is deleted.") % {"name": name})
    return redirect("people:pseud_index")

"""The archive's name and rules."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, posted, shows_and_saves
from bookcub.people.forms.keeper import ArchiveForm
from bookcub.people.models import Archive
from bookcub.people.views.form_pages import show
from bookcub.people.views.keeper.access import ensure_keeper


@login_required
@shows_and_saves
def edit(request: SignedInRequest) -> HttpResponse:
    ensure_keeper(request)

    form = ArchiveForm(posted(request), instance=Archive.current())
    if not form.is_valid():
        context = {
            "new_account_days": settings.NEW_ACCOUNT_DAYS,
        }
        return show(request, "people/keeper/edit.html", context, form=form)

    form.save()

    messages.success(request, gettext("Your changes to the archive are saved."))
    return redirect("people:archive_edit")

"""The account's name."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from bookcub.core.http import SignedInRequest, ensure, posted, saves, shows_and_saves
from bookcub.people.actions import accounts
from bookcub.people.forms.accounts import RenameForm
from bookcub.people.limits import log_ins as login_throttle
from bookcub.people.views.form_pages import check_old_password, show, too_soon


@sensitive_post_parameters("old_password")
@login_required
@shows_and_saves
def edit(request: SignedInRequest) -> HttpResponse:
    user = request.user

    if saves(request):
        ensure(
            user.next_rename_at is None,
            gettext("You can change your user name only once in seven days. Try again later."),
        )

    page, context = "people/settings/name.html", {"next_rename_at": user.next_rename_at}
    form = RenameForm(posted(request), user=user)
    try:
        if not form.is_valid() or not check_old_password(request, form, user):
            return show(request, page, context, form=form)
        accounts.rename(user, username=form.cleaned_data["username"])
    except login_throttle.TooSoonError as error:
        return too_soon(request, page, context, form=form, error=error)
    except IntegrityError:
        form.add_error("username", gettext("Somebody has just taken this name. Choose another."))
        return show(request, page, context, form=form)

    messages.success(
        request,
        gettext("You are %(name)s now. Links with your old name still lead to you.")
        % {"name": user.username},
    )
    return redirect("people:account_detail")

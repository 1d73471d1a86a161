"""How the archive behaves for one person."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, posted, shows_and_saves
from bookcub.people.forms.settings import PreferencesForm
from bookcub.people.page_language import keep_language
from bookcub.people.views.form_pages import show


@login_required
@shows_and_saves
def edit(request: SignedInRequest) -> HttpResponse:
    given = posted(request)
    form = PreferencesForm(given, instance=request.user.preferences)
    if not form.is_valid():
        return show(request, "people/settings/preferences.html", {}, form=form)

    form.save()

    messages.success(request, gettext("Your preferences are saved."))
    response = redirect("people:preferences_edit")
    if not form.cleaned_data["language"]:
        keep_language(response, "", secure=request.is_secure())
    return response

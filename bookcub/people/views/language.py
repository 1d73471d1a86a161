"""The language of pages: kept with a member's preferences, in a guest's browser."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language, gettext

from bookcub.core.http import Request, form_status, onward, posted, shows_and_saves
from bookcub.people.forms.settings import LanguageForm
from bookcub.people.models import User
from bookcub.people.page_language import COOKIE, keep_language


@shows_and_saves
def edit(request: Request) -> HttpResponse:
    """Show the languages; keep the one that is pressed, and go back to where one was."""
    member = request.user if isinstance(request.user, User) else None
    chosen = member.preferences.language if member else request.COOKIES.get(COOKIE, "")
    next_url = onward(request, "")
    form = LanguageForm(posted(request), initial={"language": chosen})
    if not form.is_valid():
        page = {"form": form, "next_url": next_url}
        return render(request, "people/language.html", page, status=form_status(form))

    response = redirect(next_url or "people:language_edit")
    language = form.cleaned_data["language"]
    if not next_url:
        with translation.override(language or get_language()):
            messages.success(request, gettext("The language is saved."))
    if member:
        member.preferences.speak(language)
    if not member or not language:
        # Of a member only this: what was chosen here as a guest would speak before the browser.
        keep_language(response, language, secure=request.is_secure())
    return response

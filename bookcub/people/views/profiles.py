"""What a person says of themselves: the public page, and its form."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import Request, SignedInRequest, posted, shows_and_saves
from bookcub.people.forms.settings import ProfileForm
from bookcub.people.queries import profile_page
from bookcub.people.views.form_pages import show


@require_safe
def detail(request: Request, username: str) -> HttpResponse:
    page = profile_page(username, seen_by=request.user)
    if page is None:
        raise Http404(gettext("Nobody here goes by this name. Check the address for a typo."))

    return render(request, "people/profiles/detail.html", {"page": page})


@login_required
@shows_and_saves
def edit(request: SignedInRequest) -> HttpResponse:
    profile = request.user.profile

    initial = {"title": profile.title, "about": profile.about_typed}
    form = ProfileForm(posted(request), initial=initial)
    if not form.is_valid():
        return show(request, "people/profiles/edit.html", {}, form=form)

    profile.say(title=form.cleaned_data["title"], about=form.cleaned_data["about"])

    messages.success(request, gettext("Your profile is saved."))
    return redirect("people:profile_detail", username=request.user.username)

"""What the form pages of this package share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from bookcub.people import slowing
from bookcub.people.actions.sessions import is_password_right
from bookcub.people.models import User
from bookcub.web.blurb import Link

shows_and_saves: Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]] = (
    require_http_methods(["GET", "HEAD", "POST"])
)


def only_guests(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead whoever is signed in already on to where they wanted to go."""

    @wraps(view)
    def lead_on(request: HttpRequest, *given: Any, **more: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(onward(request, settings.LOGIN_REDIRECT_URL))
        return view(request, *given, **more)

    return lead_on


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, form: forms.BaseForm
) -> HttpResponse:
    """The page with its form: 422 when the form came back with mistakes."""
    status = 422 if form.is_bound and form.errors else 200
    page = {**context, "form": form, "settings_links": settings_links()}
    return render(request, template, page, status=status)


def too_soon(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    form: forms.BaseForm,
    error: slowing.TooSoonError,
) -> HttpResponse:
    """The page again, with how long to wait (429, RFC 6585)."""
    form.add_error(None, str(error))
    response = show(request, template, context, form=form)
    response.status_code = 429
    response["Retry-After"] = str(max(1, round(error.wait.total_seconds())))
    return response


def check_old_password(request: HttpRequest, form: forms.BaseForm, user: User) -> bool:
    """Whether the form's `old_password` is the account's; if not, the form says so. Raises TooSoonError."""
    if is_password_right(request, user, form.cleaned_data["old_password"]):
        return True
    form.add_error("old_password", "This is not your password.")
    return False


def onward(request: HttpRequest, fallback: str) -> str:
    """Where to go next: the page that was asked for, if it is one of ours."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if is_ours else fallback


def settings_links() -> list[Link]:
    """The rooms of the settings, in the order of how often one goes there."""
    rooms = (
        ("Profile", "people:profile_edit"),
        ("Pseuds", "people:pseud_index"),
        ("Preferences", "people:preferences_edit"),
        ("Account", "people:account_detail"),
        ("Devices", "people:device_index"),
        ("Invitations", "people:invitation_index"),
    )
    return [Link(name, reverse(url_name)) for name, url_name in rooms]

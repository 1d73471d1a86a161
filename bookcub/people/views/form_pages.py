"""What the form pages of this package share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from bookcub.core.http import form_status, onward
from bookcub.core.page_urls import reverse
from bookcub.people.actions.sessions import is_password_right
from bookcub.people.limits import log_ins as login_throttle
from bookcub.people.models import User
from bookcub.people.policies import may_keep
from bookcub.web.blurb import Link

if TYPE_CHECKING:
    # Only known to the stubs: a sentence, or one that is translated when it is shown.
    from django.utils.functional import _StrOrPromise as StrOrPromise


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
    page = {**frame(request), **context, "form": form}
    return render(request, template, page, status=form_status(form))


def too_soon(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    form: forms.BaseForm,
    error: login_throttle.TooSoonError,
) -> HttpResponse:
    """The page again, with how long to wait (429, RFC 6585)."""
    form.add_error(None, ValidationError(str(error), code="too_soon"))
    response = show(request, template, context, form=form)
    response.status_code = 429
    response["Retry-After"] = str(max(1, round(error.wait.total_seconds())))
    return response


def check_old_password(request: HttpRequest, form: forms.BaseForm, user: User) -> bool:
    """Whether the form's `old_password` is the account's; if not, the form says so. Raises TooSoonError."""
    if is_password_right(request, user, form.cleaned_data["old_password"]):
        return True
    form.add_error("old_password", gettext("This is not your password. Check it for a typo."))
    return False


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """One page of the settings, with the views that belong to it."""

    name: StrOrPromise
    url_name: str
    more: tuple[str, ...] = ()


SETTINGS_PAGES = (
    SettingsPage(gettext_lazy("Profile"), "profile_edit"),
    SettingsPage(
        gettext_lazy("Pseuds"), "pseud_index", ("pseud_new", "pseud_edit", "pseud_delete")
    ),
    SettingsPage(gettext_lazy("Preferences"), "preferences_edit"),
    SettingsPage(
        gettext_lazy("Account"),
        "account_detail",
        ("username_edit", "email_address_edit", "password_edit", "deletion_new", "deletion_create"),
    ),
    SettingsPage(gettext_lazy("Devices"), "device_index"),
    SettingsPage(gettext_lazy("Blocked"), "block_index", ("block_new", "mute_new")),
    SettingsPage(gettext_lazy("Invitations"), "invitation_index"),
)


# Of keepers these are pages of the archive.
OF_THE_ARCHIVE = frozenset({"invitation_index"})


def frame(request: HttpRequest) -> dict[str, object]:
    """What stands around every page of the settings: the way to the others, and which one this is."""
    view = request.resolver_match.url_name if request.resolver_match else None
    here = next(
        (page for page in SETTINGS_PAGES if view == page.url_name or view in page.more), None
    )
    return {
        "rooms": [
            Link(str(page.name), reverse(f"people:{page.url_name}"))
            for page in SETTINGS_PAGES
            if not (page.url_name in OF_THE_ARCHIVE and may_keep(request.user))
        ],
        "room_url": reverse(f"people:{here.url_name}") if here is not None else "",
    }

"""The account's name, address and password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest, ensure, posted, saves, shows_and_saves
from bookcub.people import slowing
from bookcub.people.actions import accounts, addresses, passwords
from bookcub.people.forms.accounts import RenameForm
from bookcub.people.forms.sessions import AddressForm, PasswordChangeForm
from bookcub.people.queries import pending_claim
from bookcub.people.views.forms_of import check_old_password, frame, show, too_soon


@login_required
@require_safe
def detail(request: SignedInRequest) -> HttpResponse:
    context = {
        "claim": pending_claim(request.user),
        "next_rename_at": request.user.next_rename_at,
        **frame(request),
    }
    return render(request, "people/account_detail.html", context)


@sensitive_post_parameters("old_password")
@login_required
@shows_and_saves
def edit_name(request: SignedInRequest) -> HttpResponse:
    user = request.user

    if saves(request):
        ensure(user.next_rename_at is None, "You can change your user name once in seven days.")

    page, context = "people/name_edit.html", {"next_rename_at": user.next_rename_at}
    form = RenameForm(posted(request), user=user)
    try:
        if not form.is_valid() or not check_old_password(request, form, user):
            return show(request, page, context, form=form)
        accounts.rename(user, username=form.cleaned_data["username"])
    except slowing.TooSoonError as error:
        return too_soon(request, page, context, form=form, error=error)
    except IntegrityError:
        form.add_error("username", "Somebody was quicker with this name.")
        return show(request, page, context, form=form)

    messages.success(request, f"You are {user.username} now. Links with your old name lead here.")
    return redirect("people:account_detail")


@sensitive_post_parameters("old_password")
@login_required
@shows_and_saves
def edit_address(request: SignedInRequest) -> HttpResponse:
    page, context = "people/address_edit.html", {"claim": pending_claim(request.user)}
    form = AddressForm(posted(request))
    try:
        if not form.is_valid() or not check_old_password(request, form, request.user):
            return show(request, page, context, form=form)
        slowing.ensure_within(slowing.CONFIRMATIONS, slowing.account_key(request.user))
    except slowing.TooSoonError as error:
        return too_soon(request, page, context, form=form, error=error)

    claim = addresses.claim(request, request.user, email=form.cleaned_data["email"])

    messages.success(
        request, f"We have written to {claim.email}. It counts once you confirm it there."
    )
    return redirect("people:account_detail")


@login_required
@require_POST
def delete_claim(request: SignedInRequest) -> HttpResponse:
    addresses.withdraw_claim(request.user)

    messages.info(request, "The change of address is withdrawn.")
    return redirect("people:account_detail")


@sensitive_post_parameters("old_password", "password")
@login_required
@shows_and_saves
def edit_password(request: SignedInRequest) -> HttpResponse:
    page = "people/password_edit.html"
    form = PasswordChangeForm(posted(request), user=request.user)
    try:
        if not form.is_valid() or not check_old_password(request, form, request.user):
            return show(request, page, {}, form=form)
    except slowing.TooSoonError as error:
        return too_soon(request, page, {}, form=form, error=error)

    passwords.change(request, request.user, password=form.cleaned_data["password"])
    update_session_auth_hash(request, request.user)
    messages.success(request, "Your password is changed. All other devices are signed out.")
    return redirect("people:account_detail")

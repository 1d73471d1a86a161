"""Invitations."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext

from bookcub.core.database.locks import hold
from bookcub.people import letters, mail
from bookcub.people.models import Invitation, User
from bookcub.people.policies import SEATS_PER_MEMBER
from bookcub.people.queries import open_seats


def invite(*, by: User, email: str = "", note: str = "") -> Invitation:
    """Keep a seat for somebody, and write to them if there is an address. PermissionDenied where none is left."""
    with transaction.atomic():
        hold(f"invitations:{by.pk}")
        if not by.is_keeper and open_seats(by) >= SEATS_PER_MEMBER:
            raise PermissionDenied(
                gettext(
                    "You have no invitations left. Withdraw one that nobody has used, or wait until"
                    " somebody joins."
                )
            )
        invited = Invitation.objects.create(made_by=by, email=email, note=note)
    if email:
        url = mail.absolute(invited.get_absolute_url())
        mail.post(partial(letters.invitation, invited, url), to=email, reader=None)
    return invited

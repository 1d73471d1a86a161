"""Invitations."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest

from bookcub.people import letters, mail
from bookcub.people.models import Invitation, User


def invite(request: HttpRequest, *, by: User, email: str = "", note: str = "") -> Invitation:
    """Keep a seat for somebody, and write to them if there is an address."""
    invited = Invitation.objects.create(made_by=by, email=email, note=note)
    if email:
        url = mail.absolute(request, invited.get_absolute_url())
        mail.post(partial(letters.invitation, invited, url), to=email, reader=None)
    return invited

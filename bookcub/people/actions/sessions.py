"""Coming in and going out."""

from __future__ import annotations

import time

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from bookcub.people.limits import log_ins as login_throttle
from bookcub.people.middleware import SEEN
from bookcub.people.models import User
from bookcub.people.queries import account_meant

REMEMBERED_FOR = 90 * 24 * 60 * 60  # seconds
BACKEND = "bookcub.people.backend.MemberBackend"


def find_account(request: HttpRequest, *, name: str, password: str) -> User | None:
    """The account of this name (or confirmed address) and password, even one that is switched off.

    Raises TooSoonError after too many failures.
    """
    user = account_meant(name)
    requester = login_throttle.requester_of(request, name, user)
    counted = login_throttle.count_log_in(requester, request.META.get("REMOTE_ADDR", ""))
    if user is None:
        # The same work as for a wrong password, so that the time taken does not tell who has an account.
        User().set_password(password)
        return None
    if not user.check_password(password):
        return None
    login_throttle.remove_attempts(counted)
    return user


def is_password_right(request: HttpRequest, user: User, password: str) -> bool:
    """Ask a signed-in person's password again, slowed like a log-in. Raises TooSoonError."""
    found = find_account(request, name=user.username, password=password)
    return found is not None and found.pk == user.pk


def sign_in(request: HttpRequest, user: User, *, remember: bool) -> None:
    """Open a session for this device and list it among the person's devices."""
    login(request, user, backend=BACKEND)
    # Not remembered: the browser forgets when it closes, the server after two weeks.
    request.session.set_expiry(REMEMBERED_FOR if remember else 0)
    request.session[SEEN] = int(time.time())
    # Rows of sessions that have run out tell nothing any more.
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    UserSession.objects.filter(user=user).exclude(session_key__in=alive).delete()
    UserSession.objects.create_from_request(request)

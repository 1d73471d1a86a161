"""Slow guesses down without ever locking an owner out.

Each wrong password makes the next try wait longer, up to a quarter of an hour, and an hour without tries forgets all.
Three things keep a stranger from shutting an owner out: a browser that once logged in to the account is counted apart
from strangers (after OWASP's "device cookies"), a reset link always works and forgets the failures, and waiting is all
that ever happens.
"""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from bookcub.core.addresses import home_of
from bookcub.core.clock import now
from bookcub.core.database.locks import hold
from bookcub.people.models import Attempt, AttemptKind, User

FORGET_AFTER = timedelta(hours=1)
LONGEST_WAIT = timedelta(minutes=15)
FIRST_WAIT = timedelta(seconds=5)
FREE_TRIES_FOR_A_NAME = 5
FREE_TRIES_FOR_AN_ADDRESS = 20  # a library's readers share one

DEVICE_COOKIE = "bookcub_device"
DEVICE_AGE = 365 * 24 * 60 * 60  # seconds
ACCOUNTS_PER_DEVICE = 6


class TooSoonError(Exception):
    """Somebody has to wait before the next try."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(_sentence(wait))
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of a kind within a time."""

    kind: AttemptKind
    most: int
    within: timedelta


RESETS = Limit(AttemptKind.RESET, 3, timedelta(hours=12))
RESETS_FROM_AN_ADDRESS = Limit(AttemptKind.RESET, 20, timedelta(hours=12))
CONFIRMATIONS = Limit(AttemptKind.CONFIRMATION, 5, timedelta(hours=12))
SIGN_UPS = Limit(AttemptKind.SIGN_UP, 10, timedelta(hours=1))

# From one address: a library's readers share it.
CARDS = Limit(AttemptKind.CARD, 30, timedelta(hours=1))


def wait_after(failures: int, free: int) -> timedelta:
    """How long the next try waits after this many failures: nothing, then 5 s, 10 s, 20 s … 15 minutes."""
    if failures < free:
        return timedelta(0)
    doublings: int = min(failures - free, 12)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _sentence(wait: timedelta) -> str:
    """What to tell whoever has to wait, never too short a time: minutes, hours where they are many."""
    minutes = max(1, math.ceil(wait.total_seconds() / 60))
    if minutes < 100:  # noqa: PLR2004  # up to here minutes are easier to grasp
        return ngettext(
            "Too many tries. Wait %(count)s minute, then try again.",
            "Too many tries. Wait %(count)s minutes, then try again.",
            minutes,
        ) % {"count": minutes}
    hours = math.ceil(minutes / 60)
    return ngettext(
        "Too many tries. Wait %(count)s hour, then try again.",
        "Too many tries. Wait %(count)s hours, then try again.",
        hours,
    ) % {"count": hours}


@dataclass(frozen=True, slots=True)
class Requester:
    """Among whose failures a try counts; one that is known has been in the account before."""

    key: str
    is_known: bool = False


def count_log_in(requester: Requester, address: str) -> list[Attempt]:
    """Count a try before its password is looked at, so that many at once gain nothing.

    Raises TooSoonError. Give what this returns to `remove_attempts` when the password was right.
    """
    limits = [(requester.key, FREE_TRIES_FOR_A_NAME)]
    if not requester.is_known:
        # Whoever shares an address with a guesser should still get into their own account.
        limits.append((address_key(address), FREE_TRIES_FOR_AN_ADDRESS))
    with transaction.atomic():
        hold(*(key for key, _ in limits))
        # Only now: who waited for others asks after them.
        moment = now()
        for key, free in limits:
            wait = _log_in_wait(key, free, moment)
            if wait > timedelta(0):
                raise TooSoonError(wait)
        Attempt.objects.sweep()
        return [Attempt.objects.note(AttemptKind.LOG_IN, key) for key, _ in limits]


def _log_in_wait(key: str, free: int, moment: datetime) -> timedelta:
    tries = Attempt.objects.of(AttemptKind.LOG_IN, key, since=moment - FORGET_AFTER)
    times = list(tries.order_by("-at").values_list("at", flat=True)[: free + 12])
    if not times:
        return timedelta(0)
    return times[0] + wait_after(len(times), free) - moment


def remove_attempts(counted: list[Attempt]) -> None:
    """Take a successful try out of the count; failures before it stay, so that a success in between resets nothing."""
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in counted]).delete()


def forget_failures(user: User) -> None:
    """Forget the failures on an account's name: its owner has proved themselves by mail."""
    Attempt.objects.forget(AttemptKind.LOG_IN, account_key(user))


def take(limit: Limit, who: str) -> bool:
    """Count one, and say whether it was still within the limit."""
    with transaction.atomic(savepoint=False):
        hold(f"{limit.kind}:{who}")
        before = Attempt.objects.of(limit.kind, who, since=now() - limit.within).count()
        if before >= limit.most:
            return False
        Attempt.objects.note(limit.kind, who)
        return True


def ensure_within(limit: Limit, who: str) -> None:
    """Raise TooSoonError when the limit is reached, saying when the next one is free."""
    if take(limit, who):
        return
    tries = Attempt.objects.of(limit.kind, who, since=now() - limit.within)
    oldest = tries.order_by("at").values_list("at", flat=True).first() or now()
    raise TooSoonError(oldest + limit.within - now())


def address_key(address: str) -> str:
    """Whose tries an address counts among; a home or a server has a whole /64 of IPv6 addresses to try from."""
    return f"address {home_of(address)}"


def account_key(user: User) -> str:
    return f"account {user.pk}"


def requester_of(request: HttpRequest, typed: str, user: User | None) -> Requester:
    """Whose try it is: this device's own, the account's from outside, or that of a name nobody has."""
    if user is None:
        return Requester(f"nobody {typed.strip().lower()}")
    if request.user.is_authenticated and request.user.pk == user.pk:
        return Requester(f"inside {user.pk}", is_known=True)
    device = _device(request)
    if user.pk in device.accounts:
        return Requester(f"device {device.token} {user.pk}", is_known=True)
    return Requester(account_key(user))


@dataclass(frozen=True, slots=True)
class _Device:
    token: str
    accounts: tuple[int, ...]


def _device(request: HttpRequest) -> _Device:
    try:
        signed = signing.loads(
            request.COOKIES.get(DEVICE_COOKIE, ""), salt=DEVICE_COOKIE, max_age=DEVICE_AGE
        )
        return _Device(str(signed["token"]), tuple(int(pk) for pk in signed["accounts"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return _Device(secrets.token_urlsafe(12), ())


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let this browser be known as one of the account's own. It tells nothing else and tracks nobody."""
    device = _device(request)
    others = [pk for pk in device.accounts if pk != user.pk]
    accounts = [user.pk, *others][:ACCOUNTS_PER_DEVICE]
    value = signing.dumps({"token": device.token, "accounts": accounts}, salt=DEVICE_COOKIE)
    response.set_cookie(
        DEVICE_COOKIE,
        value,
        max_age=DEVICE_AGE,
        path="/users",
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )

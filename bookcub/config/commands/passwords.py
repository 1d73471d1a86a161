"""Passwords from a keeper's hands: a variable, or twice at the terminal; never on the command line."""

from __future__ import annotations

import getpass
import sys

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from bookcub.config.environment import environment
from bookcub.people.forms.sessions import check_strength
from bookcub.people.models import User


class NoPasswordError(Exception):
    """There is no password, or none that is good enough; says why in one sentence."""


def ask_password(whose: str, *, email: str = "") -> str:
    """Return a password that passes the archive's rules; raises NoPasswordError."""
    password = environment().keeper_password or _ask_twice(whose)
    try:
        check_strength(password, User(username=whose, email=email))
    except ValidationError as error:
        raise NoPasswordError(" ".join(error.messages)) from error
    return password


def _ask_twice(whose: str) -> str:
    if not sys.stdin.isatty():
        raise NoPasswordError(
            gettext("There is nobody here to type a password. Set BOOKCUB_KEEPER_PASSWORD instead.")
        )
    first = getpass.getpass(gettext("Password for %(name)s:") % {"name": whose} + " ")
    if getpass.getpass(gettext("The same password again:") + " ") != first:
        raise NoPasswordError(gettext("The two passwords differ. Try again."))
    return first

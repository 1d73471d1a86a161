"""`bookcub user`: what a keeper may have to do when the browser does not help."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext

from bookcub.config.commands import add_shared_flags
from bookcub.config.commands.output import complain, say
from bookcub.config.commands.passwords import NoPasswordError, ask_password
from bookcub.people.actions.accounts import (
    LastKeeperError,
    set_keepership,
    sign_out_everywhere,
    switch_off,
    switch_on,
)
from bookcub.people.forms.accounts import ensure_account
from bookcub.people.models import Invitation, RoleKind, User


class CommandRefusedError(Exception):
    """Something that is not done, and why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One verb for each thing."""
    verbs = parser.add_subparsers(title=gettext("what to do"), metavar="VERB", required=True)

    def verb(
        name: str, does: str, work: Callable[[argparse.Namespace], None]
    ) -> argparse.ArgumentParser:
        described = verbs.add_parser(name, help=does, description=does, allow_abbrev=False)
        add_shared_flags(described)
        described.set_defaults(work=work)
        return described

    verb("list", gettext("List everybody"), _list)
    add = verb("add", gettext("Make an account; you are asked for the password"), _add)
    add.add_argument("name")
    add.add_argument("--email", default="")
    add.add_argument(
        "--keeper", action="store_true", help=gettext("make them a keeper of the archive")
    )
    password = verb(
        "password", gettext("Set a new password and log them out everywhere"), _password
    )
    password.add_argument("name")
    keeper = verb("keeper", gettext("Make somebody a keeper, or no longer one"), _keeper)
    keeper.add_argument("name")
    keeper.add_argument("now", choices=["on", "off"])
    invite = verb("invite", gettext("Make an invitation and print its code"), _invite)
    invite.add_argument(
        "--by", metavar="NAME", help=gettext("who invites (default: the first keeper)")
    )
    invite.add_argument("--email", default="", help=gettext("for whom; nothing is sent"))
    invite.add_argument("--note", default="")
    off = verb("deactivate", gettext("Switch an account off; nothing of it is lost"), _deactivate)
    off.add_argument("name")
    off.add_argument("--reason", default="", help=gettext("shown to the person"))
    verb("activate", gettext("Switch an account on again"), _activate).add_argument("name")


def run(options: argparse.Namespace) -> int:
    """Do it, or say in a sentence why not."""
    work: Callable[[argparse.Namespace], None] = options.work
    try:
        work(options)
    except (CommandRefusedError, NoPasswordError) as error:
        complain(str(error))
        return 1
    except ValidationError as error:
        complain(
            *(f"{name}: {' '.join(sentences)}" for name, sentences in error.message_dict.items())
        )
        return 1
    return 0


def _list(options: argparse.Namespace) -> None:
    for user in User.objects.prefetch_related("roles").order_by("joined_at", "pk"):
        marks = [
            mark
            for mark, holds in (
                (gettext("keeper"), user.holds(RoleKind.KEEPER)),
                (gettext("switched off"), not user.is_active),
            )
            if holds
        ]
        say(
            f"{user.username:<24} {user.email or '-':<32} {user.joined_at:%Y-%m-%d}  {', '.join(marks)}".rstrip()
        )


def _add(options: argparse.Namespace) -> None:
    ensure_account(options.name, options.email)
    password = ask_password(options.name, email=options.email)
    make = User.objects.create_superuser if options.keeper else User.objects.create_user
    try:
        make(options.name, options.email, password)
    except IntegrityError as error:
        raise CommandRefusedError(
            gettext("Somebody already has that name or that e-mail address. Choose another one.")
        ) from error
    say(gettext("%(name)s can log in.") % {"name": options.name})


def _password(options: argparse.Namespace) -> None:
    user = _find(options.name)
    user.set_password(ask_password(user.username, email=user.email))
    user.save(update_fields=["password"])
    sign_out_everywhere(user)
    say(gettext("%(name)s has a new password.") % {"name": user.username})


def _keeper(options: argparse.Namespace) -> None:
    user = _find(options.name)
    try:
        set_keepership(user, now=options.now == "on")
    except LastKeeperError as error:
        raise CommandRefusedError(_is_last(user)) from error
    if user.holds(RoleKind.KEEPER):
        say(gettext("%(name)s is now a keeper.") % {"name": user.username})
    else:
        say(gettext("%(name)s is no longer a keeper.") % {"name": user.username})


def _invite(options: argparse.Namespace) -> None:
    by = _find(options.by) if options.by else User.objects.keepers().order_by("pk").first()
    if by is None:
        raise CommandRefusedError(
            gettext(
                "There is no keeper yet who could invite anybody. Name one with bookcub user keeper."
            )
        )
    invitation = Invitation(made_by=by, email=options.email, note=options.note)
    invitation.clean_fields()
    invitation.save()
    say(invitation.code)


def _deactivate(options: argparse.Namespace) -> None:
    user = _find(options.name)
    by = User.objects.keepers().order_by("pk").first()
    if by is None:
        raise CommandRefusedError(
            gettext(
                "There is no keeper in whose name this could be done. Name one with bookcub user keeper."
            )
        )
    try:
        switch_off(user, by=by, reason=options.reason)
    except LastKeeperError as error:
        raise CommandRefusedError(_is_last(user)) from error
    say(gettext("%(name)s can no longer log in.") % {"name": user.username})


def _activate(options: argparse.Namespace) -> None:
    user = _find(options.name)
    switch_on(user)
    say(gettext("%(name)s can log in again.") % {"name": user.username})


def _is_last(user: User) -> str:
    return gettext("%(name)s is the last keeper. Name another one first.") % {"name": user.username}


def _find(name: str) -> User:
    user = User.objects.named(name).first()
    if user is None:
        sentence = gettext("There is nobody called %(name)s. bookcub user list shows everybody.")
        raise CommandRefusedError(sentence % {"name": name})
    return user

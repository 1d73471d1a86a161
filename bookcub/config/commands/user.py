"""`bookcub user`: what a keeper may have to do when the browser does not help."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from bookcub.config.commands import add_shared_flags
from bookcub.config.commands.output import complain, say
from bookcub.config.commands.passwords import NoPasswordError, ask_password
from bookcub.people.actions.accounts import (
    is_last_keeper,
    sign_out_everywhere,
    switch_off,
    switch_on,
)
from bookcub.people.models import Invitation, User


class CommandRefusedError(Exception):
    """Something that is not done, and why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One verb for each thing."""
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", required=True)

    def verb(
        name: str, does: str, work: Callable[[argparse.Namespace], None]
    ) -> argparse.ArgumentParser:
        described = verbs.add_parser(
            name, help=does, description=f"{does[0].upper()}{does[1:]}.", allow_abbrev=False
        )
        add_shared_flags(described)
        described.set_defaults(work=work)
        return described

    verb("list", "list everybody", _list)
    add = verb("add", "make an account; the password is asked for", _add)
    add.add_argument("name")
    add.add_argument("--email", default="")
    add.add_argument("--keeper", action="store_true", help="let them keep the archive")
    verb("password", "set a new password and sign them out everywhere", _password).add_argument(
        "name"
    )
    keeper = verb("keeper", "let somebody keep the archive, or no longer", _keeper)
    keeper.add_argument("name")
    keeper.add_argument("now", choices=["on", "off"])
    invite = verb("invite", "make an invitation and print its code", _invite)
    invite.add_argument("--by", metavar="NAME", help="who invites (default: the first keeper)")
    invite.add_argument("--email", default="", help="for whom; nothing is sent")
    invite.add_argument("--note", default="")
    off = verb("deactivate", "switch an account off; nothing of it is lost", _deactivate)
    off.add_argument("name")
    off.add_argument("--reason", default="", help="shown to the person")
    verb("activate", "switch an account on again", _activate).add_argument("name")


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
    for user in User.objects.all().order_by("joined_at", "pk"):
        marks = [
            mark
            for mark, holds in (("keeper", user.is_staff), ("switched off", not user.is_active))
            if holds
        ]
        say(
            f"{user.username:<24} {user.email or '-':<32} {user.joined_at:%Y-%m-%d}  {', '.join(marks)}".rstrip()
        )


def _add(options: argparse.Namespace) -> None:
    User(username=options.name, email=options.email).clean_fields(exclude=["password"])
    if User.objects.named(options.name).exists():
        raise CommandRefusedError(f"There is somebody called {options.name} already.")
    password = ask_password(options.name, email=options.email)
    make = User.objects.create_superuser if options.keeper else User.objects.create_user
    try:
        make(options.name, options.email, password)
    except IntegrityError as error:
        raise CommandRefusedError(
            "Somebody has that name or that e-mail address already."
        ) from error
    say(f"{options.name} may log in.")


def _password(options: argparse.Namespace) -> None:
    user = _find(options.name)
    user.set_password(ask_password(user.username, email=user.email))
    user.save(update_fields=["password"])
    sign_out_everywhere(user)
    say(f"{user.username} has a new password.")


def _keeper(options: argparse.Namespace) -> None:
    user = _find(options.name)
    if options.now == "off" and is_last_keeper(user):
        raise CommandRefusedError(f"{user.username} is the last keeper. Name another one first.")
    user.make_keeper(now=options.now == "on")
    say(f"{user.username} {'keeps the archive' if user.is_staff else 'is no longer a keeper'}.")


def _invite(options: argparse.Namespace) -> None:
    by = _find(options.by) if options.by else User.objects.keepers().order_by("pk").first()
    if by is None:
        raise CommandRefusedError("There is no keeper yet who could invite anybody.")
    invitation = Invitation(made_by=by, email=options.email, note=options.note)
    invitation.clean_fields()
    invitation.save()
    say(invitation.code)


def _deactivate(options: argparse.Namespace) -> None:
    user = _find(options.name)
    if is_last_keeper(user):
        raise CommandRefusedError(f"{user.username} is the last keeper. Name another one first.")
    by = User.objects.keepers().order_by("pk").first()
    if by is None:
        raise CommandRefusedError("There is no keeper in whose name this could be done.")
    switch_off(user, by=by, reason=options.reason)
    say(f"{user.username} can no longer log in.")


def _activate(options: argparse.Namespace) -> None:
    user = _find(options.name)
    switch_on(user)
    say(f"{user.username} can log in again.")


def _find(name: str) -> User:
    user = User.objects.named(name).first()
    if user is None:
        raise CommandRefusedError(f"There is nobody called {name}.")
    return user

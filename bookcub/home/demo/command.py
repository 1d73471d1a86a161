"""`bookcub demo`: fill an archive with the demo stories."""

from __future__ import annotations

import argparse
import secrets
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext

from bookcub.core.database.migrating import migrate
from bookcub.home.demo.loading import DemoStep, fill, others_works
from bookcub.home.demo.people import NameTakenError
from bookcub.people.actions.setting_up import AlreadySetUpError, set_up
from bookcub.people.models import Archive

NAME = "The Reading Room"
DESCRIPTION = "Serials, letters, ghosts, and one goose in a hat. Come in and sit down."
KEEPER = "librarian"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what the loading needs to know."""
    parser.add_argument(
        "--password",
        help=gettext("let everybody in the demo log in with this password (default: nobody can)"),
    )
    parser.add_argument(
        "--yes",
        action="store_true",
        help=gettext("fill the archive even if it already holds works by other people"),
    )


def run(options: argparse.Namespace) -> int:
    """Fill the archive and say what came in. One that nobody has set up gets a name and a keeper."""
    migrate()
    if refusal := _refusal(options):
        _complain(refusal)
        return 1
    try:
        for step in fill(password=options.password):
            _say(_line(step))
    except NameTakenError as error:
        _complain(str(error))
        return 1
    _set_up_if_empty(options.password)
    return 0


def _refusal(options: argparse.Namespace) -> str:
    if options.password is not None:
        try:
            validate_password(options.password)
        except ValidationError as error:
            return " ".join(error.messages)
    others = others_works()
    if others and not options.yes:
        return ngettext(
            "This archive already holds %(number)d work by somebody else, and the demo stories would be mixed with it."
            " Add --yes if you want that, or --data to fill another archive.",
            "This archive already holds %(number)d works by other people, and the demo stories would be mixed with"
            " them. Add --yes if you want that, or --data to fill another archive.",
            others,
        ) % {"number": others}
    return ""


def _set_up_if_empty(password: str | None) -> None:
    if Archive.current().is_set_up:
        return
    chosen = password or secrets.token_urlsafe(9)
    try:
        set_up(Archive(name=NAME, description=DESCRIPTION), keeper=KEEPER, password=chosen)
    except AlreadySetUpError:
        return
    sentence = gettext(
        "%(name)s is set up. Its keeper is %(keeper)s, with the password %(password)s"
    )
    _say("", sentence % {"name": NAME, "keeper": KEEPER, "password": chosen})


def _line(step: DemoStep) -> str:
    width = len(str(step.total))
    known = gettext("%(what)s (was here already)") % {"what": step.says}
    return f"{step.done:>{width}}/{step.total}  {step.says if step.is_new else known}"


def _say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)  # noqa: T201  # a command talks


def _complain(sentence: str) -> None:
    print(f"bookcub: {sentence}", file=sys.stderr, flush=True)  # noqa: T201  # a command talks

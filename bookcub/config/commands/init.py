"""`bookcub init`: set an archive up without the browser."""

from __future__ import annotations

import argparse

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from bookcub.config.commands.output import complain, say
from bookcub.config.commands.passwords import NoPasswordError, ask_password
from bookcub.core.database.migrating import migrate
from bookcub.people.actions.setting_up import AlreadySetUpError, set_up
from bookcub.people.forms.accounts import ensure_account
from bookcub.people.models import Archive, SignUp
from bookcub.web.forms.zones import TimeZoneField

FLAGS = {"username": "keeper", "time_zone": "time-zone"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what the wizard asks for."""
    parser.add_argument("--name", required=True, help=gettext("what the archive is called"))
    parser.add_argument(
        "--keeper",
        required=True,
        metavar="USER",
        help=gettext("the user name of the keeper’s account"),
    )
    parser.add_argument("--email", default="", help=gettext("the keeper’s e-mail address"))
    parser.add_argument(
        "--description", default="", help=gettext("a sentence or two about the archive")
    )
    parser.add_argument(
        "--sign-up",
        choices=SignUp.values,
        default=SignUp.OPEN,
        help=gettext("who may join (default: open)"),
    )
    parser.add_argument(
        "--time-zone",
        default="UTC",
        metavar="ZONE",
        help=gettext("in which the keeper and guests see times, such as Europe/Lisbon"),
    )


def run(options: argparse.Namespace) -> int:
    """Set the archive up; an archive that is set up is left as it is."""
    migrate()
    if Archive.current().is_set_up:
        return _refuse_second_time()
    try:
        archive = Archive(
            name=options.name,
            description=options.description,
            sign_up=options.sign_up,
            time_zone=_zone(options.time_zone),
        )
        archive.clean_fields(exclude=["id"])
        ensure_account(options.keeper, options.email)
        password = ask_password(options.keeper, email=options.email)
    except ValidationError as error:
        complain(
            *(
                f"--{FLAGS.get(name, name)}: {' '.join(sentences)}"
                for name, sentences in error.message_dict.items()
            )
        )
        return 1
    except NoPasswordError as error:
        complain(str(error))
        return 1
    try:
        set_up(archive, keeper=options.keeper, password=password, email=options.email)
    except AlreadySetUpError:
        return _refuse_second_time()
    sentence = gettext("%(name)s is set up, and %(keeper)s is its keeper.")
    say(sentence % {"name": options.name, "keeper": options.keeper})
    return 0


def _zone(typed: str) -> str:
    try:
        return TimeZoneField(help_text="").clean(typed)
    except ValidationError as error:
        raise ValidationError({"time_zone": error}) from error


def _refuse_second_time() -> int:
    sentence = gettext(
        "This archive is already set up; it is called %(name)s. To set up another one, name another folder with --data."
    )
    complain(sentence % {"name": Archive.current().name})
    return 1

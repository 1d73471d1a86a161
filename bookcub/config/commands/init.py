"""`bookcub init`: set an archive up without the browser."""

from __future__ import annotations

import argparse

from django.core.exceptions import ValidationError

from bookcub.config.commands.migrate import migrate
from bookcub.config.commands.output import complain, say
from bookcub.config.commands.passwords import NoPasswordError, ask_password
from bookcub.people.actions.setting_up import AlreadySetUpError, set_up
from bookcub.people.models import Archive, SignUp, User

FLAGS = {"username": "keeper"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what the wizard asks for."""
    parser.add_argument("--name", required=True, help="what the archive is called")
    parser.add_argument(
        "--keeper", required=True, metavar="USER", help="the name of the keeper's account"
    )
    parser.add_argument("--email", default="", help="the keeper's e-mail address")
    parser.add_argument("--description", default="", help="a sentence about the archive")
    parser.add_argument(
        "--sign-up", choices=SignUp.values, default=SignUp.OPEN, help="who may join (default: open)"
    )


def run(options: argparse.Namespace) -> int:
    """Set the archive up; an archive that is set up is left as it is."""
    migrate()
    if Archive.current().is_set_up:
        return _refuse_second_time()
    try:
        Archive(name=options.name, description=options.description).clean_fields(exclude=["id"])
        User(username=options.keeper, email=options.email).clean_fields(exclude=["password"])
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
        set_up(
            name=options.name,
            keeper=options.keeper,
            password=password,
            email=options.email,
            description=options.description,
            sign_up=options.sign_up,
        )
    except AlreadySetUpError:
        return _refuse_second_time()
    say(f"{options.name} is set up. {options.keeper} keeps it.")
    return 0


def _refuse_second_time() -> int:
    complain(f"This archive is set up already; it is called {Archive.current().name}.")
    return 1

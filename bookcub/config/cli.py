"""The installed command `bookcub`."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import django
from django.conf import settings
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext

from bookcub.config.commands import Subcommand, add_shared_flags, offered, terminal
from bookcub.config.engines import be_patient
from bookcub.core.database.trouble import NewerDatabaseError, Trouble, trouble_of
from bookcub.core.environment import PREFIX, MisconfiguredError
from bookcub.core.languages.translating import MarkedSentence, gettext_noop

DONE, REFUSED, MISUSED = 0, 1, 2

WHAT = gettext_noop("A home for stories and for the clubs that read them.")
COMMANDS, EXAMPLES = gettext_noop("commands:"), gettext_noop("examples:")
MORE = gettext_noop("bookcub COMMAND --help says more. Every setting is also a BOOKCUB_* variable.")
CODES = gettext_noop("Exit codes: 0 done, 1 refused or failed, 2 wrong usage or wrong settings.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code."""
    terminal.speak_with_any_letters(sys.stdout, sys.stderr)
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Run the command and return its exit code: no traceback for anything a keeper can put right."""
    os.umask(0o077)  # what an archive writes is nobody else's business
    terminal.listen()
    chosen = next((each for each in offered() if arguments[:1] == [each.name]), None)
    try:
        if chosen is None:
            _front_parser().parse_args(arguments or ["--help"])
            return DONE
        with _Settings(chosen, arguments[1:]), _in_own_language():
            return _run_chosen(chosen, arguments[1:])
    except MisconfiguredError as error:
        for sentence in error.said(terminal.translate):
            _say(sentence)
        return MISUSED
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # `bookcub user list | head`: nobody listens any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _run_chosen(chosen: Subcommand, arguments: list[str]) -> int:
    module = importlib.import_module(chosen.module)
    parser = argparse.ArgumentParser(
        prog=f"bookcub {chosen.name}",
        description=gettext(chosen.does),
        epilog=_epilog(chosen),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,  # --dat would be read here and missed above, and another archive be opened
    )
    add_shared_flags(parser)
    module.add_arguments(parser)
    work: Callable[[argparse.Namespace], int] = module.run
    try:
        return work(parser.parse_args(arguments))
    except NewerDatabaseError as error:
        _say(str(error))
        return REFUSED
    except DatabaseError as error:
        if trouble := trouble_of(error):
            _say(_what_is_the_matter(trouble, error))
            return REFUSED
        if not _is_behind():
            raise
        sentence = gettext(
            "The database is not ready for this version of Bookcub. Run bookcub migrate with the same --data first."
        )
        _say(sentence)
        return REFUSED


def _what_is_the_matter(trouble: Trouble, error: BaseException) -> str:
    told = {"reason": str(error).strip().partition("\n")[0]}
    if trouble == Trouble.AWAY:
        sentence = gettext(
            "The database cannot be reached: %(reason)s. Check that it is running, and that its address"
            " (BOOKCUB_DATABASE_URL) and the name of the database in it are right."
        )
    elif trouble == Trouble.FULL:
        sentence = gettext("The disk of the database is full: %(reason)s. Make room and try again.")
    else:
        sentence = gettext("The database is busy: %(reason)s. Try again in a minute.")
    return sentence % told


def _is_behind() -> bool:
    """Whether a table or a column may be missing because nobody has migrated yet."""
    try:
        return bool(importlib.import_module("bookcub.core.database.migrating").pending())
    except DatabaseError:
        return False


def _epilog(chosen: Subcommand) -> str:
    codes, heading = gettext(CODES), gettext("example:")
    return f"{heading}\n  {chosen.example}\n\n{codes}" if chosen.example else codes


def _in_own_language() -> AbstractContextManager[None]:
    return translation.override(terminal.language(os.environ, dict(settings.LANGUAGES)))


class _Settings:
    """Django, set up with the flags that are settings. For --help alone no data folder is made."""

    def __init__(self, chosen: Subcommand, arguments: list[str]) -> None:
        parser = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
        for flag, _ in chosen.flags:
            parser.add_argument(flag)
        try:
            given, _ = parser.parse_known_args(arguments)
        except argparse.ArgumentError as error:
            raise MisconfiguredError((MarkedSentence("%(error)s.", {"error": error}),)) from error
        self.given = {
            PREFIX + name.upper(): value
            for flag, name in chosen.flags
            if (value := getattr(given, flag.strip("-").replace("-", "_"))) is not None
        }
        self.only_help = bool({"-h", "--help"} & set(arguments))

    def __enter__(self) -> None:
        os.environ |= self.given
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookcub.config.settings")
        self.folder = (
            tempfile.TemporaryDirectory(prefix="bookcub-help-") if self.only_help else None
        )
        if self.folder:
            os.environ["BOOKCUB_DATA"] = self.folder.name
        django.setup()
        self.options = dict(settings.DATABASES["default"]["OPTIONS"])
        be_patient(settings.DATABASES["default"])

    def __exit__(self, *_: object) -> None:
        settings.DATABASES["default"]["OPTIONS"].update(self.options)
        if self.folder:
            self.folder.cleanup()


def _front_parser() -> argparse.ArgumentParser:
    says = terminal.translate
    commands = offered()
    width = max(len(each.name) for each in commands)
    lines = "\n".join(f"  {each.name:<{width}}  {says(each.does)}" for each in commands)
    examples = "\n".join(f"  {each.example}" for each in commands if each.example)
    parser = argparse.ArgumentParser(
        prog="bookcub",
        usage=says(gettext_noop("bookcub COMMAND [options]")),
        description=f"{says(WHAT)}\n\n{says(COMMANDS)}\n{lines}",
        epilog=f"{says(EXAMPLES)}\n{examples}\n\n{says(MORE)}\n{says(CODES)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    parser.add_argument(
        "-h", "--help", action="help", help=says(gettext_noop("show this help and exit"))
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"Bookcub {_version()}",
        help=says(gettext_noop("show the version and exit")),
    )
    parser.add_argument(
        "command",
        choices=[each.name for each in commands],
        metavar="COMMAND",
        help=argparse.SUPPRESS,
    )
    return parser


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # slow, and seldom asked

    try:
        return version("bookcub")
    except PackageNotFoundError:
        return terminal.translate(gettext_noop("(not installed)"))


def _say(sentence: str) -> None:
    print(f"bookcub: {sentence}", file=sys.stderr)  # noqa: T201  # a command talks


if __name__ == "__main__":
    main()

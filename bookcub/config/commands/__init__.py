"""What the installed command `bookcub` can do: one module for each subcommand.

A subcommand is a module with two functions, imported once Django is set up:

    def add_arguments(parser: argparse.ArgumentParser) -> None
    def run(options: argparse.Namespace) -> int     # the exit code: 0 done, 1 refused or failed, 2 wrong usage

Its line stands in TABLE. A package that brings its own (`demo`, `import`) writes the module under the name that
stands there; a subcommand whose module does not exist is not offered.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from importlib.util import find_spec

from django.utils.translation import gettext

from bookcub.core.languages.translating import (
    gettext_noop,  # Django's own wants settings: there are none yet
)


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One line of `bookcub --help`."""

    name: str
    module: str
    does: str  # marked, and translated where it is shown
    example: str = ""
    # Flags that are settings: they must be known before anything else is.
    flags: tuple[tuple[str, str], ...] = (("--data", "data"), ("--database-url", "database_url"))

    @property
    def exists(self) -> bool:
        """Whether its module is there; a folder without __init__.py is not a module."""
        try:
            spec = find_spec(self.module)
        except ModuleNotFoundError:
            return False
        return spec is not None and spec.origin is not None


TABLE = (
    Subcommand(
        "serve",
        "bookcub.config.commands.serve",
        gettext_noop("Serve an archive, with its background worker"),
        "bookcub serve --data ~/stories --bind 0.0.0.0:8000",
        (
            ("--data", "data"),
            ("--database-url", "database_url"),
            ("--bind", "bind"),
            ("--workers", "workers"),
        ),
    ),
    Subcommand(
        "init",
        "bookcub.config.commands.init",
        gettext_noop("Set up an archive without a browser"),
        'bookcub init --data ~/stories --name "The Reading Room" --keeper mona',
    ),
    Subcommand(
        "user",
        "bookcub.config.commands.user",
        gettext_noop("List, add and invite people, change passwords, name keepers"),
        "bookcub user keeper dana on",
    ),
    Subcommand(
        "import",
        "bookcub.importing.commands.import_files",
        gettext_noop("Import stories from files"),
        "bookcub import *.epub --as Ada --publish",
    ),
    Subcommand(
        "club",
        "bookcub.config.commands.club",
        gettext_noop("Export or import a club, or rebuild the index of what was said"),
        "bookcub club export 3 weir.zip --as mona",
    ),
    Subcommand(
        "tags",
        "bookcub.config.commands.tags",
        gettext_noop("Load a list of tags with their families"),
        "bookcub tags load fandoms.csv",
    ),
    Subcommand(
        "demo",
        "bookcub.home.demo",
        gettext_noop("Fill an archive with the demo stories"),
        "bookcub demo --data ~/demo",
    ),
    Subcommand(
        "worker",
        "bookcub.config.commands.worker",
        gettext_noop("Run one more background worker"),
        "bookcub worker --data ~/stories",
    ),
    Subcommand(
        "migrate",
        "bookcub.config.commands.migrate",
        gettext_noop("Bring the database up to this version (serve does it too)"),
    ),
    Subcommand(
        "reindex",
        "bookcub.config.commands.reindex",
        gettext_noop("Build the search index anew (serve keeps it up to date)"),
    ),
    Subcommand(
        "outbox",
        "bookcub.config.commands.outbox",
        gettext_noop("Show mail that was written to the data folder instead of sent"),
    ),
    Subcommand(
        "check",
        "bookcub.config.commands.check",
        gettext_noop("Check whether the archive is in good health"),
    ),
)


def offered() -> list[Subcommand]:
    """The subcommands that this installation has."""
    return [each for each in TABLE if each.exists]


def add_shared_flags(parser: argparse.ArgumentParser) -> None:
    """Give a parser the flags of every subcommand; they are read before it is, so it only has to know them."""
    told = argparse.SUPPRESS
    parser.add_argument(
        "--data",
        metavar="DIR",
        default=told,
        help=gettext("the data folder (BOOKCUB_DATA; default: data)"),
    )
    parser.add_argument(
        "--database-url",
        metavar="URL",
        default=told,
        help=gettext("a PostgreSQL database instead of SQLite (BOOKCUB_DATABASE_URL)"),
    )

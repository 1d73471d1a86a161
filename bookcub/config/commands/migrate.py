"""`bookcub migrate`: bring the database up to this version."""

from __future__ import annotations

import argparse

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext, ngettext

from bookcub.config.commands.output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing."""


def run(options: argparse.Namespace) -> int:
    """Migrate, and say how much there was to do."""
    done = migrate()
    if done:
        sentence = ngettext("%(number)d migration applied.", "%(number)d migrations applied.", done)
        say(sentence % {"number": done})
    else:
        say(gettext("The database is up to date."))
    return 0


def pending() -> list[str]:
    """The migrations that this database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def migrate() -> int:
    """Apply what is pending and return how many migrations that were."""
    waiting = len(pending())
    if waiting:
        call_command("migrate", verbosity=0, interactive=False)
    return waiting

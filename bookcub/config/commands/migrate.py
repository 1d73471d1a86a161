"""`bookcub migrate`: bring the database up to this version."""

from __future__ import annotations

import argparse

from django.utils.translation import gettext, ngettext

from bookcub.config.commands.output import say
from bookcub.core.database.migrating import migrate


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

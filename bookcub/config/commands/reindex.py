"""`bookcub reindex`: build the indexes of this machine anew, while the old ones are still asked."""

from __future__ import annotations

import argparse
import sys

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from bookcub.config.commands.output import complain, say
from bookcub.core.files.held_files import HeldError
from bookcub.search.documents import SOURCES
from bookcub.search.following import build_alone


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing."""


def run(options: argparse.Namespace) -> int:
    """Build each, and say how far it is."""
    for source in SOURCES:
        try:
            number = build_alone(source, progress=_tell)
        except HeldError:
            complain(
                gettext("Another process writes the index at this moment. Try again in a minute.")
            )
            return 1
        if sys.stderr.isatty():
            sys.stderr.write("\r")
        words = ngettext(
            "Index of %(name)s: %(number)s entry.", "Index of %(name)s: %(number)s entries.", number
        )
        say(words % {"name": source.shape.name, "number": number_format(number)})
    return 0


def _tell(written: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{number_format(written)}")
        sys.stderr.flush()

"""`bookcub tags load`: bring a list of tags with their families in."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from bookcub.config.commands import add_shared_flags
from bookcub.config.commands.output import complain, say
from bookcub.core.database.migrating import migrate
from bookcub.tags.actions.lists import listed_tags
from bookcub.tags.actions.loading import load

DONE, REFUSED, MISUSED = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, and the file."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="WHAT")
    loading = doing.add_parser(
        "load",
        help=gettext("load canonical tags, synonyms and parents from a CSV or JSON file"),
        allow_abbrev=False,
    )
    add_shared_flags(loading)
    loading.add_argument("file", type=Path, metavar="FILE")


def run(options: argparse.Namespace) -> int:
    """Load it whole, or say what is wrong on which line and change nothing."""
    migrate()
    try:
        changed = load(listed_tags(options.file.read_bytes()), by=None)
    except OSError as error:
        complain(str(error))
        return MISUSED
    except ValidationError as error:
        for sentence in error.messages:
            complain(sentence)
        complain(gettext("Nothing was changed."))
        return REFUSED
    sentence = ngettext(
        "%(number)s tag was changed. The log at the wrangling desk can undo it.",
        "%(number)s tags were changed. The log at the wrangling desk can undo it.",
        changed,
    )
    say(sentence % {"number": number_format(changed, force_grouping=True)})
    return DONE

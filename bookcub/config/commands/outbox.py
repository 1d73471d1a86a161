"""`bookcub outbox`: mail that was written into the data folder because no mail server is set."""

from __future__ import annotations

import argparse
from itertools import islice

from django.conf import settings
from django.utils.translation import gettext

from bookcub.config.commands.output import say
from bookcub.core.files.outbox import letters


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Choose how much to show."""
    parser.add_argument(
        "--last",
        type=int,
        default=20,
        metavar="N",
        help=gettext("how many, newest first (default: 20)"),
    )
    parser.add_argument(
        "--text", action="store_true", help=gettext("show the text of the letters, too")
    )


def run(options: argparse.Namespace) -> int:
    """List the newest letters."""
    found = list(islice(letters(settings.OUTBOX), max(0, options.last)))
    for letter in found:
        say(f"{letter.written_at:%Y-%m-%d %H:%M} UTC  {letter.to}  {letter.subject}")
        if options.text:
            say("", *(f"    {line}" for line in letter.text.splitlines()), "")
    if not found:
        say(gettext("The outbox is empty."))
    return 0

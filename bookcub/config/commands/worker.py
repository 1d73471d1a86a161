"""`bookcub worker`: one more background worker."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.utils import translation

from bookcub.config.worker import run_worker
from bookcub.core.database.migrating import refuse_newer
from bookcub.core.processes import stop_with_parent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say nothing in particular; `serve` uses --beside for its own."""
    parser.add_argument("--beside", type=int, metavar="PID", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Work until told to stop."""
    refuse_newer()
    if options.beside:
        stop_with_parent(parent=options.beside)
    # What tasks write is in the archive's language or its reader's, not in the terminal's.
    with translation.override(settings.LANGUAGE_CODE):
        run_worker()
    return 0

"""`bookcub worker`: one more background worker."""

from __future__ import annotations

import argparse

from bookcub.config.processes import stop_with_parent, terminate_self
from bookcub.config.worker import run_worker


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say nothing in particular; `serve` uses --beside for its own."""
    parser.add_argument("--beside", type=int, metavar="PID", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Work until told to stop."""
    if options.beside:
        stop_with_parent(terminate_self, parent=options.beside)
    run_worker()
    return 0

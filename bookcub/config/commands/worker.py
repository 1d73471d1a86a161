"""`bookcub worker`: one more background worker."""

from __future__ import annotations

import argparse

from bookcub.config.processes import stop_with_parent, terminate_self
from bookcub.config.worker import run_worker


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say nothing in particular; `serve` uses --beside-parent for its own."""
    parser.add_argument("--beside-parent", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Work until told to stop."""
    if options.beside_parent:
        stop_with_parent(terminate_self)
    run_worker()
    return 0

"""How subcommands talk: results on standard output, everything else on standard error."""

from __future__ import annotations

import sys


def say(*lines: str) -> None:
    """Print results."""
    for line in lines:
        print(line, flush=True)  # noqa: T201  # a command talks


def complain(*lines: str) -> None:
    """Print what went wrong, in sentences."""
    for line in lines:
        print(f"bookcub: {line}", file=sys.stderr, flush=True)  # noqa: T201  # a command talks

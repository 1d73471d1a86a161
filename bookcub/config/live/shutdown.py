"""Hearing of the end in time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


def before_shutdown(loop: asyncio.AbstractEventLoop, tell: Callable[[], object]) -> None:
    """Call `tell` when the process is asked to end, before anything that is set up later to hear of it.

    Granian waits until every answer is finished, and a stream is finished only when somebody ends it;
    but it says so to nobody, and in an event loop only the last who asks hears a signal.
    """
    add = loop.add_signal_handler

    def adding(number: int, handle: Callable[..., object], *arguments: object) -> None:
        def both() -> None:
            tell()
            handle(*arguments)

        add(number, both)

    loop.add_signal_handler = adding  # type: ignore[method-assign,assignment]  # of this one loop

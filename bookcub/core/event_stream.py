"""Server-Sent Events, as they go over the wire.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from __future__ import annotations

import re

CONTENT_TYPE = "text/event-stream; charset=utf-8"


def as_event(name: str, data: str, *, number: int | None = None) -> bytes:
    """Write an event. Whatever ends a line in `data` stays an end of a line there.

    `number` becomes its id: where a browser goes on from when it comes back.
    """
    lines = "\n".join(f"data: {line}" for line in re.split(r"\r\n|\r|\n", data))
    known = f"id: {number}\n" if number is not None else ""
    return f"{known}event: {name}\n{lines}\n\n".encode()


def come_back_after(milliseconds: int) -> bytes:
    """Say how long a browser waits before it connects again."""
    return b"retry: %d\n\n" % milliseconds

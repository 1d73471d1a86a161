"""What the packages above bring along for the pages where one reads.

A package registers in its `AppConfig.ready`:

    READER_HEADS.register("comments/notes/_reader_head.html", name="notes", owner="comments")
"""

from __future__ import annotations

from bookcub.core.registry import Registry

READER_HEADS: Registry[str] = Registry("templates for the head of the reader's pages")

"""The queues of background work, and how workers hear that there is some.

Letters have a queue, and in each worker a lane, of their own: nobody waits for a new password because somebody else brings
in a library. What takes long stands in a queue for each person, and these take turns.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

LETTERS = "letters"
HEAVY = "heavy-"  # and the person's number
URGENT = 10  # of letters: a mail that is written goes before those that are still to be written
CHANNEL = "bookcub_tasks"  # on which PostgreSQL tells of new work


def heavy_work_of(person_id: int) -> str:
    """The queue for what takes long and is done for one person."""
    return f"{HEAVY}{person_id}"


def tell_workers(**_: Any) -> None:
    """New work: heard with the commit. With SQLite workers see by themselves that its file has changed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")

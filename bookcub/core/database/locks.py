"""Read, then write, one after the other: what two do at once must not pass one limit together."""

from __future__ import annotations

from hashlib import blake2b

from django.db import connection


def hold(*names: str) -> None:
    """Let nobody else who holds one of these names go on until this transaction ends. Wants a transaction.

    The names of rows that do not exist yet: whoever counts them and adds one holds what is counted.
    """
    # SQLite writes one at a time: whoever has begun a transaction there holds everything.
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        # In one order for all, against deadlocks.
        for number in sorted({_number(name) for name in names}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)

"""A database that takes no writes, as while somebody holds its lock."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib.sessions.models import Session
from django.db import OperationalError

from bookcub.core.database import planned
from bookcub.people.middleware import SEEN
from bookcub.people.session_store import SessionStore

READS = re.compile(r"[\s(]*(SELECT|WITH|EXPLAIN|PRAGMA)\b", re.IGNORECASE)
LONG_AGO = 1_000_000_000


def in_full(sql: str) -> str:
    """What PostgreSQL was told to keep under a name that stands here."""
    kept = {
        f"EXECUTE {name}": key[0]
        for names in planned._plans.values()
        for key, name in names.items()
    }
    return kept.get(sql.partition("(")[0], sql)


def only_read(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
    """For `connection.execute_wrapper`."""
    full = in_full(sql)
    if not READS.match(full) or "FOR UPDATE" in full or "FOR NO KEY" in full:
        raise OperationalError("database is locked")
    return execute(sql, *more)


def last_seen_long_ago(key: str) -> None:
    """A session whose next page notes that its device is in use."""
    keep_in_session(key, SEEN, LONG_AGO)


def keep_in_session(key: str, name: str, value: int) -> None:
    row = Session.objects.get(pk=key)
    row.session_data = SessionStore().encode(
        SessionStore().decode(row.session_data) | {name: value}
    )
    row.save()

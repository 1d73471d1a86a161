"""Django's SQLite without two detours that every page takes.

It looks through each statement for its placeholders, though a statement is asked again and again, and some are
twenty thousand letters long; and it reads each moment as anybody might have written it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base, operations

MOST = 512  # statements whose words are kept


class SQLiteCursorWrapper(base.SQLiteCursorWrapper):
    """A cursor that knows the statements it has met."""

    def convert_query(self, query: str, *, param_names: Sequence[str] | None = None) -> str:
        if param_names:
            return super().convert_query(query, param_names=param_names)  # type: ignore[misc,no-any-return]  # its stubs know less
        return _with_marks(query)


class DatabaseOperations(operations.DatabaseOperations):
    """Moments stand in UTC, as ISO 8601 has them: Django wrote them."""

    def convert_datetimefield_value(self, value: Any, *_: object) -> Any:
        if value is None:
            return None
        # A column's own has been read by then, what is reckoned has not.
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class DatabaseWrapper(base.DatabaseWrapper):
    """What Django looks for in this module."""

    ops_class = DatabaseOperations

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=SQLiteCursorWrapper)


@lru_cache(MOST)
def _with_marks(query: str) -> str:
    """The statement with SQLite's ? for Django's %s."""
    marked: str = base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
    return marked

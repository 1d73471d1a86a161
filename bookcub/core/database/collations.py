"""Text sorts and compares by its characters on every server, whatever locale the database was made with."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections

# A range of names, or of places in a thread, would miss rows under a locale's own order.
OTHERWISE = """
    SELECT quote_ident(class.relname), quote_ident(attribute.attname), format_type(attribute.atttypid, attribute.atttypmod)
    FROM pg_attribute attribute
    JOIN pg_class class ON class.oid = attribute.attrelid
    JOIN pg_collation had ON had.oid = attribute.attcollation
    WHERE class.relkind = 'r' AND class.relnamespace = current_schema()::regnamespace
      AND attribute.attnum > 0 AND NOT attribute.attisdropped
      AND attribute.atttypid IN ('text'::regtype, 'varchar'::regtype)
      AND had.collname <> 'C' AND class.relname = ANY(%s)
    ORDER BY 1, attribute.attnum
"""


def give_columns_their_own(*, using: str = DEFAULT_DB_ALIAS, **_signal: object) -> None:
    """Let each column of text on PostgreSQL sort by its characters, as SQLite does; a receiver of `post_migrate`."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(OTHERWISE, [connection.introspection.django_table_names()])
        changes: dict[str, list[str]] = {}
        for table, column, kind in cursor.fetchall():
            changes.setdefault(table, []).append(f'ALTER COLUMN {column} TYPE {kind} COLLATE "C"')
        for table, parts in changes.items():
            cursor.execute(f"ALTER TABLE {table} {', '.join(parts)}")

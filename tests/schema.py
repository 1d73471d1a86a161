"""The tables of a database as they are, so that two of them can be compared."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

Schema = dict[str, dict[str, Any]]
# Kept by `migrate` alone.
LEFT_OUT = {"django_migrations"}
# Tables of Django and allauth: their migrations name a key otherwise than their models do.
LIBRARIES = ("auth_", "account_", "django_", "usersessions_")


def schema(connection: BaseDatabaseWrapper) -> Schema:
    """Every table with its columns, indexes and constraints."""
    look = connection.introspection
    with connection.cursor() as cursor:
        return {
            table: {
                "columns": {
                    column.name: [str(part) for part in column[1:]]
                    for column in look.get_table_description(cursor, table)
                },
                "constraints": _by_what_they_say(table, look.get_constraints(cursor, table)),
                "written": _written(cursor, table) if connection.vendor == "sqlite" else None,
            }
            for table in sorted(set(look.table_names(cursor)) - LEFT_OUT)
        }


def _by_what_they_say(table: str, constraints: dict[str, dict[str, Any]]) -> list[str]:
    # SQLite knows no names of keys: Django numbers those that it finds.
    nameless = ("",) if table.startswith(LIBRARIES) else ("__", "fk_")
    return sorted(
        f"{'' if name.startswith(nameless) else name} {json.dumps(told, sort_keys=True, default=str)}"
        for name, told in constraints.items()
    )


def _written(cursor: Any, table: str) -> list[str]:
    """The clauses of CREATE TABLE and CREATE INDEX, in which alone checks and conditions can be read."""
    cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql NOT NULL", [table])
    begun = f'CREATE TABLE "{table}" ('
    # Columns that a migration added stand last.
    return sorted(
        clause
        for (sql,) in cursor.fetchall()
        for clause in (
            str(sql).removeprefix(begun).removesuffix(")").split(", ")
            if str(sql).startswith(begun)
            else [str(sql)]
        )
    )


if __name__ == "__main__":
    import django

    django.setup()
    from django.db import connection

    json.dump(schema(connection), sys.stdout)

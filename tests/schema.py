"""The tables of a database as they are, so that two of them can be compared."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

Schema = dict[str, dict[str, Any]]
# Kept by `migrate` alone.
LEFT_OUT = {"django_migrations"}
# Tables of Django and allauth: that their migrations come to what their models say is theirs to hold.
LIBRARIES = ("auth_", "account_", "django_", "usersessions_")


def schema(connection: BaseDatabaseWrapper) -> Schema:
    """Every table with its columns, indexes, constraints and rows; of the libraries' tables the columns' names."""
    look = connection.introspection
    with connection.cursor() as cursor:
        return {
            table: {
                "columns": {
                    column.name: []
                    if table.startswith(LIBRARIES)
                    else [str(part) for part in column[1:]]
                    for column in look.get_table_description(cursor, table)
                },
                **({} if table.startswith(LIBRARIES) else _rules(connection, cursor, table)),
            }
            for table in sorted(set(look.table_names(cursor)) - LEFT_OUT)
        }


def _rules(connection: BaseDatabaseWrapper, cursor: Any, table: str) -> dict[str, list[str]]:
    found = connection.introspection.get_constraints(cursor, table)
    # SQLite knows no names of keys: Django numbers those that it finds.
    told = sorted(
        f"{'' if name.startswith(('__', 'fk_')) else name} {json.dumps(each, sort_keys=True, default=str)}"
        for name, each in found.items()
    )
    cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  # a table's name
    return {
        "rows": [str(cursor.fetchone()[0])],
        "constraints": told,
        "written": _written(cursor, table) if connection.vendor == "sqlite" else [],
    }


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

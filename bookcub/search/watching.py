"""The database itself writes down what has changed: by triggers, with the change, whoever made it and by whichever way.

So nothing is forgotten: not what a cascade deletes, what an UPDATE of thousands of rows changes, or a repair by hand.
Triggers are taken away before tables are changed and put back after (PostgreSQL would not change a column that one
reads; SQLite loses them with the table that is made anew).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from bookcub.core.registry import Registry
from bookcub.search.models import ChangeStream, SearchChange, SearchCopy

PREFIX = "search_watches_"


@dataclass(frozen=True, slots=True)
class Watch:
    """Rows of a table whose changes change documents: of which kind, and which column says of which one.

    Without columns every row that comes or goes counts, with them also every row in which one of them changes: where that
    is the key, both things have changed. A row whose key is empty tells of nothing.
    """

    model: type[models.Model]
    kind: str
    key: str
    columns: Sequence[str] = ()
    stream: ChangeStream = ChangeStream.NOW
    comes_and_goes: bool = True


WATCHES: Registry[Sequence[Watch]] = Registry("watched tables")


def watch(*, using: str = DEFAULT_DB_ALIAS, **_signal: object) -> bool:
    """Let the database have these triggers and no others of ours; whether one was missing. A receiver of `post_migrate`.

    Where one was, something may have changed unseen: every copy is built anew.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if SearchChange._meta.db_table not in tables:  # noqa: SLF001  # Django's documented way to its tables
        return False
    wanted: dict[str, str] = {}
    for one in (one for row in WATCHES for one in row):
        if one.model._meta.db_table in tables:  # noqa: SLF001  # as above
            wanted |= _triggers(one, connection)
    with transaction.atomic(using=using):
        found = _found(connection)
        missing = wanted.keys() - found.keys()
        with connection.cursor() as cursor:
            _drop(connection, {name: found[name] for name in found.keys() - wanted.keys()})
            if missing and connection.vendor == "postgresql":
                cursor.execute(_FUNCTION)
            for name in sorted(missing):
                cursor.execute(f'CREATE TRIGGER "{name}" {wanted[name]}')
        if missing:
            SearchCopy.objects.using(using).all().delete()
    return bool(missing)


def look_away(*, using: str = DEFAULT_DB_ALIAS, **_signal: object) -> None:
    """Take the triggers away; a receiver of `pre_migrate`."""
    connection = connections[using]
    _drop(connection, _found(connection))


def _found(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Our triggers that are there, each with its table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
                " WHERE relnamespace = current_schema()::regnamespace AND starts_with(tgname, %s)",
                [PREFIX],
            )
        else:
            cursor.execute(
                "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s",
                [len(PREFIX), PREFIX],
            )
        return dict(cursor.fetchall())


def _drop(connection: BaseDatabaseWrapper, triggers: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        for name, table in sorted(triggers.items()):
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')


def _triggers(one: Watch, connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers of a watch: name → what it does, of which the name is made."""
    sql = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    events = [("INSERT", "NEW", ""), ("DELETE", "OLD", "")] if one.comes_and_goes else []
    if one.columns:
        columns = ", ".join(f'"{column}"' for column in one.columns)
        differs = " OR ".join(sql["differs"].format(column) for column in one.columns)
        events.append((f"UPDATE OF {columns}", "NEW", f" AND ({differs})"))
    if one.key in one.columns:  # the one that it was of before has changed, too
        events.append((f'UPDATE OF "{one.key}"', "OLD", " AND " + sql["differs"].format(one.key)))
    told = {"stream": str(one.stream), "kind": one.kind, "key": one.key}
    table = one.model._meta.db_table  # noqa: SLF001  # as above
    bodies = [
        f'AFTER {event} ON "{table}" FOR EACH ROW WHEN ({row}."{one.key}" IS NOT NULL{when})'
        f" {sql['does'].format(row=row, **told)}"
        for event, row, when in events
    ]
    return {PREFIX + blake2b(body.encode(), digest_size=6).hexdigest(): body for body in bodies}


_SQLITE = {
    "differs": 'OLD."{0}" IS NOT NEW."{0}"',
    "does": """BEGIN
        INSERT INTO search_searchchange (stream, kind, key, made_in) VALUES ('{stream}', '{kind}', {row}."{key}", 0);
        END""",
}
_POSTGRESQL = {
    "differs": 'OLD."{0}" IS DISTINCT FROM NEW."{0}"',
    "does": "EXECUTE FUNCTION search_note_change('{stream}', '{kind}', '{key}', '{row}')",
}
_FUNCTION = """
    CREATE OR REPLACE FUNCTION search_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO search_searchchange (stream, kind, key, made_in) VALUES (
        TG_ARGV[0], TG_ARGV[1],
        (to_jsonb(CASE TG_ARGV[3] WHEN 'OLD' THEN OLD ELSE NEW END) ->> TG_ARGV[2])::bigint,
        pg_current_xact_id()::text::bigint);
      RETURN NULL;
    END $$
"""

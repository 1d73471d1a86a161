"""Bringing the database up to this version, by one process at a time, and never one that is ahead of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext

from bookcub.core.database.collations import give_columns_their_own
from bookcub.core.database.trouble import NewerDatabaseError
from bookcub.core.files.held_files import locked_file

MIGRATING = 0x626F6F6B637562  # the number of PostgreSQL's lock: "bookcub"


def pending() -> list[str]:
    """The migrations that this database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def refuse_newer() -> None:
    """Raise NewerDatabaseError, with a sentence, where the database has been changed by what this version does not know."""
    loader = MigrationExecutor(connection).loader
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("bookcub.")}
    unknown = [
        f"{label}.{name}"
        for label, name in loader.applied_migrations
        if label in ours and (label, name) not in loader.disk_migrations
    ]
    if unknown:
        sentence = gettext(
            "This database belongs to a newer Bookcub: it knows of %(change)s, which this version does not."
            " Install that version again, or restore a backup from before the update."
        )
        raise NewerDatabaseError(sentence % {"change": max(unknown)})


def migrate() -> int:
    """Apply what is pending and return how many migrations that were. Raises NewerDatabaseError."""
    with _one_at_a_time():
        if not connection.introspection.table_names():
            return _make_tables()
        refuse_newer()
        waiting = len(pending())
        if waiting:
            call_command("migrate", verbosity=0, interactive=False)
    return waiting


def _make_tables() -> int:
    """Make every table of an empty database as the models say, in one transaction, and note all migrations as applied.

    A hundred migrations would make each table and then change it, for half a minute, and come to the same.
    """
    written = MigrationLoader(connection).disk_migrations
    recorder = MigrationRecorder(connection)
    connection.disable_constraint_checking()  # SQLite would, and can only before a transaction
    try:
        with transaction.atomic():
            with connection.schema_editor() as editor:
                for model in apps.get_models():
                    if model._meta.can_migrate(connection):  # noqa: SLF001  # Django's documented way to its models
                        editor.create_model(model)
            recorder.ensure_schema()
            give_columns_their_own()  # while no row stands in their way
            recorder.migration_qs.bulk_create(
                recorder.Migration(app=app, name=name) for app, name in written
            )
            emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
    finally:
        connection.enable_constraint_checking()
    return len(written)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Who starts second waits, and then finds nothing left to do."""
    if connection.vendor != "postgresql":
        with locked_file(Path(settings.DATA) / "migrating.lock", waits=True):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])

"""The tables of an older code, which would have migrated an empty database for half a minute: `python -m from_models`."""

from __future__ import annotations

import os

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


class NoMigrations(dict[str, None]):
    """Says of every app that it has none, and so is made from its models."""

    def __contains__(self, label: object) -> bool:
        return True

    def __missing__(self, label: str) -> None:
        return None


def make() -> None:
    """Make every table, and note every migration as applied."""
    written = MigrationLoader(connection).disk_migrations
    settings.MIGRATION_MODULES = NoMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in written:
        recorder.record_applied(app, name)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bookcub.config.settings"
    django.setup()
    make()

"""Addresses that accounts signed up with, and that nobody has confirmed yet, are told from those given later."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    # Until now there were no accounts of people that began without one.
    addresses = apps.get_model("account", "EmailAddress").objects
    addresses.filter(verified=False, primary=False, user__email="").update(primary=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0007_fold_names_again"), ("account", "0009_emailaddress_unique_primary_email")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]

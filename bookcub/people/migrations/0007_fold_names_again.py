"""Pseuds of the demo had another name than they were found by."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from bookcub.core.database.folding import folded


def fold_again(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    pseuds = apps.get_model("people", "Pseud").objects
    for pk, name, was in pseuds.values_list("pk", "name", "folded").iterator():
        if was != folded(name)[:120]:
            pseuds.filter(pk=pk).update(folded=folded(name)[:120])


class Migration(migrations.Migration):
    dependencies = [("people", "0006_tries_of_cards")]

    operations = [migrations.RunPython(fold_again, migrations.RunPython.noop)]

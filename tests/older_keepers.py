"""Make keepers as archives noted them before roles were rows, change the tables, and back: what is left of them each time."""

from __future__ import annotations

import json
import sys
from typing import Any

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

BEFORE, SINCE = "0011_hidden_by_keepers", "0012_roles"


def keepers_through_the_change() -> dict[str, list[Any]]:
    """On an empty database, of which this makes no more than the change needs."""
    people = _migrated_to(BEFORE).get_model("people", "User").objects
    for name, keeps in (("Ada", False), ("Kim", True), ("Mo", True)):
        people.create(username=name, is_staff=keeps, is_active=name != "Kim")

    apps = _migrated_to(SINCE)
    roles = apps.get_model("people", "ArchiveRole").objects
    rows = roles.order_by("person__username").values_list(
        "person__username", "kind", "scope", "given_by", "given_at"
    )
    since = [list(row) for row in rows]
    roles.filter(person__username="Mo").delete()
    ada, di = (
        apps.get_model("people", "User").objects.get_or_create(username=name)[0]
        for name in ("Ada", "Di")
    )
    roles.create(person=ada, kind="keeper", given_by=ada)
    roles.create(person=di, kind="keeper", scope="a part")

    again = _migrated_to(BEFORE).get_model("people", "User").objects.filter(is_staff=True)
    return {
        "since": since,
        "back": list(again.order_by("username").values_list("username", flat=True)),
    }


def _migrated_to(name: str) -> Any:
    call_command("migrate", "people", name, verbosity=0)
    return MigrationLoader(connection).project_state([("people", name)]).apps


if __name__ == "__main__":
    django.setup()
    json.dump(keepers_through_the_change(), sys.stdout, default=str)

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def copy(apps: Any, _: Any) -> None:
    """Each read of a work that is there takes over its language."""
    works = apps.get_model("works", "Work").objects.filter(pk=OuterRef("work"))
    reads = apps.get_model("reads", "Read").objects.filter(work__isnull=False)
    reads.update(language=Subquery(works.values("language")[:1]))


class Migration(migrations.Migration):
    dependencies = [("reads", "0003_facts_of_changes"), ("works", "0001_initial")]

    operations = [
        migrations.AddField(
            "Read",
            "language",
            models.CharField("of a work: its BCP 47 code", max_length=12, blank=True),
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
    ]

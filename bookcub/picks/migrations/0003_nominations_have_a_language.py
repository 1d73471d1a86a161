from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def copy(apps: Any, _: Any) -> None:
    """Each suggestion of a work that is there takes over its language."""
    works = apps.get_model("works", "Work").objects.filter(pk=OuterRef("work"))
    nominations = apps.get_model("picks", "Nomination").objects.filter(work__isnull=False)
    nominations.update(language=Subquery(works.values("language")[:1]))


class Migration(migrations.Migration):
    dependencies = [("picks", "0002_say_how_a_club_chooses"), ("works", "0001_initial")]

    operations = [
        migrations.AddField(
            "Nomination",
            "language",
            models.CharField("of a work: its BCP 47 code", max_length=12, blank=True),
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
    ]

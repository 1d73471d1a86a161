from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clubs", "0001_initial")]

    operations = [
        migrations.RenameField("UnknownFields", old_name="said", new_name="fields"),
        migrations.AlterField(
            "UnknownFields",
            "fields",
            models.JSONField("by the row that they were said of: see name_of"),
        ),
    ]

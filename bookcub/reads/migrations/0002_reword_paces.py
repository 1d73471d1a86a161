from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reads", "0001_initial")]

    operations = [
        migrations.AlterField(
            "Read",
            "pace",
            models.CharField(
                choices=[
                    ("as_we_go", "As we go, without dates"),
                    ("per_week", "A number of chapters a week"),
                    ("pages", "A number of pages a week"),
                    ("done_by", "Done by a day"),
                ],
                default="as_we_go",
                max_length=8,
            ),
        ),
    ]

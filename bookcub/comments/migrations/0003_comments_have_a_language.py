from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_passages_are_reanchored")]

    operations = [
        migrations.AddField(
            "Comment",
            "language",
            models.CharField("BCP 47 code; empty: unknown", max_length=12, blank=True),
        ),
    ]

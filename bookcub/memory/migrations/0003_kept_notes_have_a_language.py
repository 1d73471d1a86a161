from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("memory", "0002_say_how_a_prediction_came_out")]

    operations = [
        migrations.AddField(
            "KeptNote",
            "language",
            models.CharField("BCP 47 code; empty: unknown", max_length=12, blank=True),
        ),
    ]

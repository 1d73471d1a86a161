"""Predictions are right or wrong, in a word; minutes stand in recall under the day of the talk.

Those that were indexed under another day are read again.
"""

from django.db import migrations, models

OUTCOMES = [("right", "Right"), ("partly", "Partly"), ("wrong", "Wrong")]


def read_minutes_again(apps, schema_editor):
    entries = apps.get_model("memory", "RecallEntry").objects.using(schema_editor.connection.alias)
    # Without a digest the periodic job takes each for changed.
    entries.filter(minutes__isnull=False).update(digest="")


class Migration(migrations.Migration):
    dependencies = [("memory", "0004_guesses_open_for_each")]

    operations = [
        migrations.AlterField(
            "verdict", "outcome", models.CharField(choices=OUTCOMES, max_length=6)
        ),
        migrations.RunPython(read_minutes_again, migrations.RunPython.noop),
    ]

"""Minutes stand in recall under the day of the talk: read those again that were indexed under another."""

from django.db import migrations


def read_minutes_again(apps, schema_editor):
    entries = apps.get_model("memory", "RecallEntry").objects.using(schema_editor.connection.alias)
    # Without a digest the periodic job takes each for changed.
    entries.filter(minutes__isnull=False).update(digest="")


class Migration(migrations.Migration):
    dependencies = [("memory", "0004_guesses_open_for_each")]

    operations = [migrations.RunPython(read_minutes_again, migrations.RunPython.noop, elidable=True)]

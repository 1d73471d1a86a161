"""A guess opens for each member when they come to its place: nothing is kept of that."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("memory", "0003_kept_notes_have_a_language")]

    operations = [
        migrations.RemoveField("prediction", "opened_at"),
        migrations.RemoveField("prediction", "opened_by_wish"),
    ]

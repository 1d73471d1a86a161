from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]

    operations = [
        migrations.RenameField("passage", old_name="followed_at", new_name="reanchored_at"),
    ]

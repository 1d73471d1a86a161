"""Answers to an invitation in the words people use; the values stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rsvp",
            name="coming",
            field=models.CharField(
                choices=[("yes", "I’m coming"), ("maybe", "Maybe"), ("no", "I can’t come")], max_length=5
            ),
        ),
    ]

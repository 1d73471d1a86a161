"""Recall finds the questions of meetings, whether or not they were brought up in a room; the periodic job reads them."""

from django.db import migrations, models
from django.db.models import CASCADE, Q

SOURCES = ("comment", "line", "question", "minutes", "prediction", "kept_note")


def any_of_them():
    found = Q()
    for source in SOURCES:
        found |= Q(**{f"{source}__isnull": False})
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0009_hold_minutes_back"),
        ("memory", "0005_right_and_wrong_and_days_of_minutes"),
    ]

    operations = [
        migrations.RemoveConstraint("recallentry", "recalls_something"),
        migrations.AddField(
            "recallentry",
            "question",
            models.OneToOneField(
                "meetings.question", CASCADE, null=True, blank=True, related_name="recalled"
            ),
        ),
        migrations.AddConstraint(
            "recallentry",
            models.CheckConstraint(condition=any_of_them(), name="recalls_something"),
        ),
    ]

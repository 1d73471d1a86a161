from django.db import migrations, models
from django.db.models import Exists, F, OuterRef, Q

SAID = ["said", "book", "count", "topic"]


def hold_back_what_was_hidden(apps, schema_editor):
    """Minutes that had something to read when their room closed, and are not published: a host had hidden them."""
    Line = apps.get_model("meetings", "Line")
    Revision = apps.get_model("meetings", "MinutesRevision")
    closings = Line.objects.filter(meeting=OuterRef("meeting"), kind="room", html="closed the room")
    is_over = Q(meeting__closed_at__isnull=False) | Exists(closings.filter(number__gt=OuterRef("number")))
    said = Line.objects.filter(is_over, meeting=OuterRef("meeting"), kind__in=SAID, taken_back_at=None)
    was_over = Q(meeting__closed_at__isnull=False) | Exists(closings)
    written = Q(Exists(Revision.objects.filter(minutes=OuterRef("pk")))) & was_over
    hidden = apps.get_model("meetings", "Minutes").objects.filter(written | Exists(said), published_at=None)
    hidden.update(held_back_at=F("edited_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0008_bring_up_questions'),
    ]

    operations = [
        migrations.AddField(
            model_name='minutes',
            name='held_back_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name="since when only a host's own press publishes them: they hid them, or wrote before anybody read them"),
        ),
        migrations.RunPython(hold_back_what_was_hidden, migrations.RunPython.noop, elidable=True),
    ]

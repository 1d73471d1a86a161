import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Coalesce


def held_when_it_was_held(apps, schema_editor):
    """A room that was closed before its meeting's time made that meeting held on a day to come."""
    held = apps.get_model("meetings", "Meeting").objects.filter(stage="held", closed_at__lt=F("starts_at"))
    held.update(starts_at=Coalesce("opened_at", "closed_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0007_answers_about_times'),
    ]

    operations = [
        migrations.AlterField(
            model_name='line',
            name='kind',
            field=models.CharField(choices=[('said', 'Somebody says something'), ('book', 'Somebody opens the book'), ('hands', 'A show of hands begins'), ('count', 'A show of hands ends'), ('timer', 'The timer is set or stopped'), ('room', 'The room opens or closes'), ('topic', 'A question of the agenda is brought up')], default='said', max_length=5),
        ),
        migrations.AddField(
            model_name='line',
            name='question',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='lines', to='meetings.question', verbose_name="what was brought up; its words are the line's"),
        ),
        migrations.AddField(
            model_name='line',
            name='around',
            field=models.TextField(blank=True, verbose_name='the paragraph in which these stand'),
        ),
        migrations.RunPython(held_when_it_was_held, migrations.RunPython.noop, elidable=True),
    ]

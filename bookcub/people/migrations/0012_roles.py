import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def to_rows(apps, schema_editor):
    """Nobody noted who made somebody a keeper, and when: both stay empty."""
    keepers = apps.get_model("people", "User").objects.filter(is_staff=True).order_by("joined_at", "pk")
    role = apps.get_model("people", "ArchiveRole")
    role.objects.bulk_create(
        role(person_id=pk, kind="keeper", given_at=None) for pk in keepers.values_list("pk", flat=True)
    )


def to_column(apps, schema_editor):
    roles = apps.get_model("people", "ArchiveRole").objects.filter(kind="keeper", scope="")
    apps.get_model("people", "User").objects.filter(pk__in=roles.values("person")).update(is_staff=True)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0011_hidden_by_keepers'),
    ]

    operations = [
        migrations.CreateModel(
            name='ArchiveRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('keeper', 'Keeper')], max_length=20)),
                ('scope', models.CharField(blank=True, max_length=100, verbose_name='of what; empty: the whole archive')),
                ('given_at', models.DateTimeField(blank=True, default=django.utils.timezone.now, null=True, verbose_name='empty: before this was noted')),
                ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'scope', 'person'), name='role_once')],
            },
        ),
        migrations.RunPython(to_rows, to_column),
        migrations.RemoveIndex(
            model_name='user',
            name='keepers',
        ),
        migrations.RemoveField(
            model_name='user',
            name='is_staff',
        ),
    ]

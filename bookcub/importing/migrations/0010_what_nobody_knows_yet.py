from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """Of what was read before anybody looked, nobody knows whether it lacks nothing."""
    parts = apps.get_model("importing", "ImportPart").objects
    parts.filter(decided_at=None, is_refused=False, updates=None, lacks=[]).update(lacks=None)


def know(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("importing", "ImportPart").objects.filter(lacks__isnull=True).update(lacks=[])


class Migration(migrations.Migration):
    dependencies = [("importing", "0009_one_fandom_for_all")]

    operations = [
        migrations.AlterField(
            model_name="importpart",
            name="lacks",
            field=models.JSONField(
                blank=True,
                null=True,
                verbose_name="what it needs before readers see it: names; nobody knows yet",
            ),
        ),
        migrations.RunPython(forget, know),
    ]

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Count, OuterRef, Subquery


def number_posted_chapters(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Count the posted chapters of each work in their order."""
    chapters = apps.get_model("works", "Chapter").objects.using(schema_editor.connection.alias)
    posted = chapters.filter(posted_at__isnull=False)
    up_to = posted.filter(work=OuterRef("work"), position__lte=OuterRef("position"))
    place = up_to.order_by().values("work").annotate(place=Count("pk")).values("place")
    posted.update(number=Subquery(place))


class Migration(migrations.Migration):
    dependencies = [
        ("works", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="chapter",
            name="number",
            field=models.PositiveIntegerField(
                blank=True,
                null=True,
                verbose_name="as readers count: among the posted ones; empty for a draft",
            ),
        ),
        migrations.RunPython(number_posted_chapters, migrations.RunPython.noop),
    ]

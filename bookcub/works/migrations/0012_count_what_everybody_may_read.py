"""Tags count the works that everybody may read: those for members told guests of tags that stand on nothing else."""

from django.db import migrations
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce


def count_anew(apps, schema_editor):
    Tag = apps.get_model("tags", "Tag")
    Tagging = apps.get_model("works", "Tagging")
    counted = (
        Tagging.objects.filter(
            tag=OuterRef("pk"),
            work__posted_at__isnull=False,
            work__withheld_at=None,
            work__discarded_at=None,
            work__hiding=None,
            work__visibility="everyone",
        )
        .order_by()
        .values("tag")
        .annotate(number=Count("pk"))
        .values("number")
    )
    Tag.objects.filter(uses__gt=0).update(
        uses=Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    )


class Migration(migrations.Migration):
    dependencies = [("works", "0011_leave_out_of_lists"), ("tags", "0001_initial")]

    operations = [migrations.RunPython(count_anew, migrations.RunPython.noop, elidable=True)]

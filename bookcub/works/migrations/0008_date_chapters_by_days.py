from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q

from bookcub.core.zones import zone_named

NOON = time(12)
AT_ONCE = 500


def day_meant(at: datetime, zone: ZoneInfo) -> date:
    """The day that a moment stood for: its author's noon, or that of UTC where it was imported."""
    if at.astimezone(zone).time() != NOON and at.astimezone(UTC).time() == NOON:
        return at.astimezone(UTC).date()
    return at.astimezone(zone).date()


def keep_days(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Turn each publication date that was chosen into a day; the others are the moments of posting."""
    alias = schema_editor.connection.alias
    chapters = apps.get_model("works", "Chapter").objects.using(alias)
    # What lies in the trash is not posted: it was, and was dated, before.
    for posted, dated in (("posted_at", "dated_at"), ("posted_before", "dated_before")):
        chosen = chapters.filter(Q(**{posted: None}) | ~Q(**{dated: F(posted)}))
        chosen = chosen.filter(**{f"{dated}__isnull": False})
        rows = list(chosen.order_by("pk").values_list("pk", "work_id", dated, posted))
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            zones = zones_of(apps, alias, {work for _, work, _, _ in part})
            days: dict[date, list[int]] = {}
            for pk, work, at, posted_at in part:
                zone = zones.get(work, ZoneInfo("UTC"))
                day = day_meant(at, zone)
                if posted_at is None or day != posted_at.astimezone(zone).date():
                    days.setdefault(day, []).append(pk)
            for day, keys in days.items():
                chapters.filter(pk__in=keys).update(dated_on=day)


def zones_of(apps: Apps, alias: str, works: set[int]) -> dict[int, ZoneInfo]:
    """The zone of the first creator of each work; an archive has none of its own but UTC."""
    parts = apps.get_model("works", "Creatorship").objects.using(alias)
    found = (
        parts.filter(work__in=works, accepted_at__isnull=False)
        .order_by("-pk")
        .values_list("work_id", "pseud__user__preferences__time_zone")
    )
    return {work: zone_named(name or "UTC") for work, name in found}


def date_works(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Tell works the days of their first and newest chapters, where these were dated back."""
    alias = schema_editor.connection.alias
    works = apps.get_model("works", "Work").objects.using(alias)
    chapters = apps.get_model("works", "Chapter").objects.using(alias)
    posted = chapters.filter(posted_at__isnull=False).order_by()
    dated = sorted(set(posted.filter(dated_on__isnull=False).values_list("work_id", flat=True)))
    for start in range(0, len(dated), AT_ONCE):
        days: dict[int, list[date]] = {}
        moments: dict[int, list[datetime]] = {}
        rows = posted.filter(work__in=dated[start : start + AT_ONCE])
        for work, day, posted_at in rows.values_list("work_id", "dated_on", "posted_at"):
            if day:
                days.setdefault(work, []).append(day)
            else:
                moments.setdefault(work, []).append(posted_at)
        for work, given in days.items():
            first, newest, others = min(given), max(given), moments.get(work, [])
            is_first = all(noon_of(first) <= at for at in others)
            is_newest = all(noon_of(newest) >= at for at in others)
            works.filter(pk=work).update(
                published_on=first if is_first else None, revised_on=newest if is_newest else None
            )


def noon_of(day: date) -> datetime:
    return datetime.combine(day, NOON, UTC)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_list_newest_people"),
        ("works", "0007_drafts_are_shown"),
    ]

    operations = [
        migrations.AddField(
            model_name="chapter",
            name="dated_on",
            field=models.DateField(
                blank=True,
                null=True,
                verbose_name="the day its author gave it; empty for the one it was posted",
            ),
        ),
        migrations.AddField(
            model_name="work",
            name="published_on",
            field=models.DateField(
                blank=True,
                editable=False,
                null=True,
                verbose_name="the day of its first chapter, as dated back",
            ),
        ),
        migrations.AddField(
            model_name="work",
            name="revised_on",
            field=models.DateField(
                blank=True,
                editable=False,
                null=True,
                verbose_name="the day of its newest chapter, as dated back",
            ),
        ),
        migrations.RunPython(keep_days, migrations.RunPython.noop),
        migrations.RunPython(date_works, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="chapter", name="chapter_dates"),
        migrations.RemoveField(model_name="chapter", name="dated_at"),
        migrations.RemoveField(model_name="chapter", name="dated_before"),
        migrations.AddIndex(
            model_name="chapter",
            index=models.Index(
                condition=Q(("posted_at__isnull", False)),
                fields=["work", "dated_on", "posted_at"],
                name="chapter_dates",
            ),
        ),
    ]

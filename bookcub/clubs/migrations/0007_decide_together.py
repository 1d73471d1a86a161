"""Two friends host alike, and neither keeps order over what the other says."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models import Count, Q


def let_friends_decide_together(apps: Any, schema_editor: Any) -> None:
    """Private clubs of two (or one who waits for the other) that take turns: both host from now on."""
    Club = apps.get_model("clubs", "Club")
    Membership = apps.get_model("clubs", "Membership")
    belongs = Q(memberships__left_at=None, memberships__user__isnull=False)
    private = Club.objects.filter(visibility="private", joining="invitation")
    counted = private.annotate(there=Count("memberships", filter=belongs))
    pairs = counted.filter(Q(pick_rules__method="turns") | Q(pick_rules=None), there=2)
    begun = counted.filter(pick_rules__method="turns", there=1)
    ids = [*pairs.values_list("pk", flat=True), *begun.values_list("pk", flat=True)]
    for at in range(0, len(ids), 500):
        some = ids[at : at + 500]
        Club.objects.filter(pk__in=some).update(decides_together=True)
        there = Membership.objects.filter(club__in=some, left_at=None, user__isnull=False)
        there.update(role="host")


class Migration(migrations.Migration):
    dependencies = [
        ("clubs", "0006_keep_in_the_trash"),
        # How a club chooses is asked, once, to know which clubs are of friends.
        ("picks", "0004_keep_in_the_trash"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="club",
            name="decides_together",
            field=models.BooleanField(
                default=False,
                verbose_name="friends who host alike: nobody keeps order over what the others say",
            ),
        ),
        migrations.AddConstraint(
            model_name="club",
            constraint=models.CheckConstraint(
                condition=~Q(decides_together=True, joining="open"),
                name="friends_are_not_open_to_all",
            ),
        ),
        migrations.RunPython(let_friends_decide_together, migrations.RunPython.noop),
    ]

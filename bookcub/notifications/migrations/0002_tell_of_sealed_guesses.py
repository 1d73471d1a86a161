"""A guess that was sealed before each opened for everybody by themselves has its line now, which waits for its readers."""

from datetime import timedelta
from typing import Any

from django.db import migrations


def tell_of_sealed_guesses(apps: Any, schema_editor: Any) -> None:
    """As a guess does that is sealed today: to the members of the club, but whoever wants to hear nothing."""
    prediction, notice = apps.get_model("memory", "Prediction"), apps.get_model("notifications", "Notice")
    membership = apps.get_model("clubs", "Membership")
    sealed = prediction.objects.filter(opened_at=None, read__discarded_at=None)
    for guess in sealed.select_related("read", "membership").iterator(500):
        members = membership.objects.filter(
            club=guess.read.club_id, left_at=None, user__isnull=False
        )
        others = members.exclude(pk=guess.membership_id).exclude(involvement="nothing")
        notice.objects.bulk_create(
            [
                notice(
                    user_id=user,
                    kind="prediction",
                    subject=guess.pk,
                    by_id=guess.membership.user_id,
                    club_id=guess.read.club_id,
                    made_at=guess.made_at,
                    since=guess.made_at - timedelta(microseconds=1),
                )
                for user in others.values_list("user", flat=True)
            ],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("clubs", "0007_decide_together"),
        ("memory", "0003_kept_notes_have_a_language"),
        ("notifications", "0001_initial"),
        ("reads", "0006_keep_in_the_trash"),
    ]
    run_before = [("memory", "0004_guesses_open_for_each")]

    operations = [migrations.RunPython(tell_of_sealed_guesses, migrations.RunPython.noop)]

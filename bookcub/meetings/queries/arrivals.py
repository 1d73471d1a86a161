"""Who has come how far in a read, as far as a meeting or a prediction must know."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from bookcub.clubs.models import Read, Reader, has_reached
from bookcub.clubs.queries.progress import members_who_show
from bookcub.meetings.models import Prediction, PredictionQuerySet
from bookcub.people.models import User
from bookcub.reading.models import ChapterProgress


def place_of(person: User, read: Read) -> int:
    """How far this person has come without a gap, as `upto`. One query."""
    if read.work_id is None:
        own = Reader.objects.filter(read=read, membership__user=person)
        return own.values_list("at", flat=True).first() or 0
    if read.work is None:
        return 0
    whole = ChapterProgress.objects.filter(
        user=person, chapter=OuterRef("pk"), read_whole_at__isnull=False
    )
    posted = read.work.posted_chapters().order_by("position")
    chapters = posted.values_list("position", Exists(whole))
    reached = 0
    for position, is_read in chapters:
        if not is_read:
            break
        reached = position
    return reached


def reached_by_all(predictions: PredictionQuerySet) -> PredictionQuerySet:
    """Those of one read's predictions whose place all who show theirs have reached; none if nobody does."""
    first = predictions.select_related("read").first()
    members = members_who_show(first.read) if first else []
    left = set(predictions.values_list("pk", flat=True)) if members else set()
    for member in members:
        if left and member.user:
            # Through each one's own horizon: there is one rule for it, and it is not here.
            reached = Prediction.objects.filter(has_reached(member.user), pk__in=left)
            left = set(reached.values_list("pk", flat=True))
    return predictions.filter(pk__in=left)

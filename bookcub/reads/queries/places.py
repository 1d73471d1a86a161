"""How far somebody has come in a read."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from bookcub.people.models import User
from bookcub.reading.models import ChapterProgress
from bookcub.reads.models import Read, Reader


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

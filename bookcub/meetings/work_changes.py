"""What meetings do when works change: their places follow the order of chapters."""

from __future__ import annotations

from collections.abc import Sequence

from bookcub.meetings.models import Meeting
from bookcub.works.models import Work
from bookcub.works.text_hooks import number_after


def follow_order(*, work: Work, before: Sequence[int], after: Sequence[int]) -> None:
    """Whatever had to be read for a talk still has to be, wherever it stands now."""
    for meeting in Meeting.objects.filter(read__work=work, upto__gt=0):
        upto = number_after(meeting.upto, before=before, after=after)
        if upto != meeting.upto:
            Meeting.objects.filter(pk=meeting.pk).update(upto=upto)

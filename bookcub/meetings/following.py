"""What meetings do when works change: places follow the order of chapters, and what was said outlives the work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bookcub.meetings.actions.keeping import keep_notes
from bookcub.meetings.models import Meeting, Prediction
from bookcub.works.followers import number_after
from bookcub.works.models import Work


def follow_order(*, work: Work, before: Sequence[int], after: Sequence[int]) -> None:
    """Whatever had to be read for a talk or a guess still has to be, wherever it stands now."""
    for meeting in Meeting.objects.filter(read__work=work, upto__gt=0):
        upto = number_after(meeting.upto, before=before, after=after)
        if upto != meeting.upto:
            Meeting.objects.filter(pk=meeting.pk).update(upto=upto)
    for guess in Prediction.objects.filter(read__work=work):
        upto = number_after(guess.upto, before=before, after=after)
        made_at = number_after(guess.made_at_place, before=before, after=after)
        if (upto, made_at) != (guess.upto, guess.made_at_place):
            Prediction.objects.filter(pk=guess.pk).update(upto=upto, made_at_place=made_at)


def keep_what_was_said(sender: object, *, work: Work, **_: Any) -> None:
    """A work that is about to go leaves its clubs their notes, and their places in it."""
    keep_notes(work=work)

"""Places of meetings and predictions are numbers of chapters: they follow when the author changes the order."""

from __future__ import annotations

from collections.abc import Sequence

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

"""What memory does when works change: guesses follow the order of chapters, and what was said outlives the work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bookcub.memory.actions.kept_notes import keep_notes, take_back
from bookcub.memory.models import Prediction
from bookcub.works.models import Work
from bookcub.works.text_hooks import number_after


def follow_order(*, work: Work, before: Sequence[int], after: Sequence[int]) -> None:
    """Whatever had to be read for a guess still has to be, wherever it stands now."""
    for guess in Prediction.objects.filter(read__work=work):
        upto = number_after(guess.upto, before=before, after=after)
        made_at = number_after(guess.made_at_place, before=before, after=after)
        if (upto, made_at) != (guess.upto, guess.made_at_place):
            Prediction.objects.filter(pk=guess.pk).update(upto=upto, made_at_place=made_at)


def keep_what_was_said(sender: object, *, work: Work, **_: Any) -> None:
    """A work that is about to go leaves its clubs their notes, and their places in it."""
    keep_notes(work=work)


def give_back_what_was_said(sender: object, *, work: Work, **_: Any) -> None:
    """A work that is back has its clubs' notes in its margins again."""
    take_back(work=work)

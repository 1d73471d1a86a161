"""Sealed guesses: made, opened when their time has come, judged."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import Q

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.memory import signals
from bookcub.memory.models import Prediction, PredictionOutcome, Verdict
from bookcub.memory.queries.openings import reached_by_all
from bookcub.reads.models import Read


class OpenedError(Exception):
    """It is open meanwhile: what all have read stays as it was written."""


@transaction.atomic
def seal(*, read: Read, by: Membership, text: str, upto: int, made_at_place: int) -> Prediction:
    """Seal a guess until the club reaches the place."""
    return Prediction.objects.create(
        read=read,
        membership=by,
        text=text,
        upto=upto,
        made_at=now(),
        made_at_place=made_at_place,
    )


@transaction.atomic
def tear_up(*, prediction: Prediction) -> None:
    """Take a sealed guess back, as if it had never been. Raises OpenedError."""
    sealed = Prediction.objects.select_for_update().filter(pk=prediction.pk, opened_at=None)
    if not sealed.exists():
        raise OpenedError
    sealed.delete()


@transaction.atomic
def open_prediction(*, prediction: Prediction) -> bool:
    """Open one, by its owner's wish; False if it was open."""
    opened = bool(_open(Prediction.objects.filter(pk=prediction.pk)))
    if opened:
        Prediction.objects.filter(pk=prediction.pk).update(opened_by_wish=True)
    return opened


@transaction.atomic
def open_reached(read: Read) -> int:
    """Open every prediction whose time has come; says how many were sealed until now.

    Its place is reached by all who show theirs, or a meeting at that place or beyond is over, or the
    read is finished. Whoever has not come so far does not see it all the same.
    """
    sealed = Prediction.objects.filter(read=read, opened_at=None)
    if not sealed.exists():
        return 0
    if read.finished_at is not None:
        return _open(sealed)
    over = (
        Meeting.objects.standing()
        .filter(read=read)
        .filter(Q(closed_at__isnull=False) | Q(stage=MeetingStage.HELD))
    )
    talked_to = max(over.values_list("upto", flat=True), default=0)
    return _open(sealed.filter(upto__lte=talked_to) | reached_by_all(sealed))


@transaction.atomic
def judge(*, prediction: Prediction, by: Membership, outcome: PredictionOutcome) -> Verdict:
    """Say how it came out; the last word of each counts."""
    verdict, _ = Verdict.objects.update_or_create(
        prediction=prediction, membership=by, defaults={"outcome": outcome, "at": now()}
    )
    return verdict


def _open(sealed: Iterable[Prediction]) -> int:
    opened = 0
    for prediction in sealed:
        # Of two who open it at once, one announces it.
        if Prediction.objects.filter(pk=prediction.pk, opened_at=None).update(opened_at=now()):
            prediction.refresh_from_db()
            tell = partial(signals.prediction_opened.send, Prediction, prediction=prediction)
            transaction.on_commit(tell)
            opened += 1
    return opened

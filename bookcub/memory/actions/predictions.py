"""Sealed guesses: made, torn up, judged."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.memory import signals
from bookcub.memory.models import Prediction, PredictionOutcome, Verdict
from bookcub.reads.models import Read


@transaction.atomic
def seal(*, read: Read, by: Membership, text: str, upto: int, made_at_place: int) -> Prediction:
    """Seal a guess, for each member until they reach the place."""
    made = Prediction.objects.create(
        read=read,
        membership=by,
        text=text,
        upto=upto,
        made_at=now(),
        made_at_place=made_at_place,
    )
    transaction.on_commit(partial(signals.prediction_sealed.send, Prediction, prediction=made))
    return made


def tear_up(*, prediction: Prediction) -> None:
    """Take a guess back, as if it had never been."""
    prediction.delete()


@transaction.atomic
def judge(*, prediction: Prediction, by: Membership, outcome: PredictionOutcome) -> Verdict:
    """Say how it came out; the last word of each counts."""
    verdict, _ = Verdict.objects.update_or_create(
        prediction=prediction, membership=by, defaults={"outcome": outcome, "at": now()}
    )
    return verdict

"""Which sealed guesses have come to their place."""

from __future__ import annotations

from bookcub.memory.models import Prediction, PredictionQuerySet
from bookcub.reads.models import has_reached
from bookcub.reads.queries.progress import members_who_show


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

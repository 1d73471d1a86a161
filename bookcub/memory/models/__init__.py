from bookcub.memory.models.kept_note import KeptNote, KeptNoteQuerySet
from bookcub.memory.models.prediction import (
    Prediction,
    PredictionOutcome,
    PredictionQuerySet,
    Verdict,
)
from bookcub.memory.models.recall import RecallEntry, RecallPosting, RecallWord

__all__ = [
    "KeptNote",
    "KeptNoteQuerySet",
    "Prediction",
    "PredictionOutcome",
    "PredictionQuerySet",
    "RecallEntry",
    "RecallPosting",
    "RecallWord",
    "Verdict",
]

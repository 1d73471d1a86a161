from bookcub.picks.models.nomination import Ballot, Nomination, NominationQuerySet, Second
from bookcub.picks.models.pick import (
    UNDER_WAY,
    Method,
    Pick,
    PickQuerySet,
    PickRules,
    Stage,
    Terms,
    TieRuleChoice,
    TurnPassed,
)

__all__ = [
    "UNDER_WAY",
    "Ballot",
    "Method",
    "Nomination",
    "NominationQuerySet",
    "Pick",
    "PickQuerySet",
    "PickRules",
    "Second",
    "Stage",
    "Terms",
    "TieRuleChoice",
    "TurnPassed",
]

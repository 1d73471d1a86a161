from bookcub.clubs.models.asking import (
    WAITING,
    Answer,
    Asking,
    ClubInvitation,
    InvitationLink,
    JoinRequest,
)
from bookcub.clubs.models.club import Club, ClubQuerySet, Joining, Visibility, clubs_of
from bookcub.clubs.models.membership import (
    Involvement,
    LeftNotes,
    Membership,
    MembershipQuerySet,
    Role,
    new_key,
)
from bookcub.clubs.models.nomination import Ballot, Nomination, NominationQuerySet, Second
from bookcub.clubs.models.outside_book import OutsideBook
from bookcub.clubs.models.pick import (
    UNDER_WAY,
    Method,
    Pick,
    PickQuerySet,
    PickRules,
    Stage,
    Terms,
    TieRule,
    TurnPassed,
)
from bookcub.clubs.models.reached import has_reached
from bookcub.clubs.models.read import Milestone, Pace, PlanChange, Read, Reader, ReadQuerySet

__all__ = [
    "UNDER_WAY",
    "WAITING",
    "Answer",
    "Asking",
    "Ballot",
    "Club",
    "ClubInvitation",
    "ClubQuerySet",
    "InvitationLink",
    "Involvement",
    "JoinRequest",
    "Joining",
    "LeftNotes",
    "Membership",
    "MembershipQuerySet",
    "Method",
    "Milestone",
    "Nomination",
    "NominationQuerySet",
    "OutsideBook",
    "Pace",
    "Pick",
    "PickQuerySet",
    "PickRules",
    "PlanChange",
    "Read",
    "ReadQuerySet",
    "Reader",
    "Role",
    "Second",
    "Stage",
    "Terms",
    "TieRule",
    "TurnPassed",
    "Visibility",
    "clubs_of",
    "has_reached",
    "new_key",
]

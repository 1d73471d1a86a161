from bookcub.clubs.models.admission import (
    OPEN_AS_TOLD,
    WAITING,
    Admission,
    AdmissionAnswer,
    ClubInvitation,
    ClubInvitationQuerySet,
    InvitationLink,
    JoinRequest,
)
from bookcub.clubs.models.card import MemberCard, MemberCardQuerySet
from bookcub.clubs.models.club import (
    Club,
    ClubQuerySet,
    ClubVisibility,
    Joining,
    clubs_of,
    hosted_by,
    kept_in_order_by,
)
from bookcub.clubs.models.membership import (
    NAMELESS,
    Involvement,
    LeftNotes,
    Membership,
    MembershipQuerySet,
    Role,
    new_key,
)
from bookcub.clubs.models.unknown_fields import UnknownFields

__all__ = [
    "NAMELESS",
    "OPEN_AS_TOLD",
    "WAITING",
    "Admission",
    "AdmissionAnswer",
    "Club",
    "ClubInvitation",
    "ClubInvitationQuerySet",
    "ClubQuerySet",
    "ClubVisibility",
    "InvitationLink",
    "Involvement",
    "JoinRequest",
    "Joining",
    "LeftNotes",
    "MemberCard",
    "MemberCardQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Role",
    "UnknownFields",
    "clubs_of",
    "hosted_by",
    "kept_in_order_by",
    "new_key",
]

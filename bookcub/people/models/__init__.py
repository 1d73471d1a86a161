from bookcub.people.models.archive import Archive, SignUp
from bookcub.people.models.attempt import Attempt, AttemptKind, AttemptQuerySet
from bookcub.people.models.block import UserBlock, UserBlockQuerySet, UserMute
from bookcub.people.models.deactivation import Deactivation
from bookcub.people.models.discardable import KEPT_FOR, Discardable, in_trash
from bookcub.people.models.hiding import Hideable, Hiding, hidden_once
from bookcub.people.models.invitation import Invitation, InvitationQuerySet
from bookcub.people.models.past_username import PastUsername
from bookcub.people.models.preferences import CoCreatorInvites, Preferences
from bookcub.people.models.profile import Profile
from bookcub.people.models.pseud import PSEUD_RULES, Pseud, PseudQuerySet
from bookcub.people.models.role import ArchiveRole, ArchiveRoleQuerySet, RoleKind
from bookcub.people.models.user import (
    NAME_REST,
    USERNAME_LETTERS,
    USERNAME_LONGEST,
    USERNAME_SHORTEST,
    User,
    UserQuerySet,
)

__all__ = [
    "KEPT_FOR",
    "NAME_REST",
    "PSEUD_RULES",
    "USERNAME_LETTERS",
    "USERNAME_LONGEST",
    "USERNAME_SHORTEST",
    "Archive",
    "ArchiveRole",
    "ArchiveRoleQuerySet",
    "Attempt",
    "AttemptKind",
    "AttemptQuerySet",
    "CoCreatorInvites",
    "Deactivation",
    "Discardable",
    "Hideable",
    "Hiding",
    "Invitation",
    "InvitationQuerySet",
    "PastUsername",
    "Preferences",
    "Profile",
    "Pseud",
    "PseudQuerySet",
    "RoleKind",
    "SignUp",
    "User",
    "UserBlock",
    "UserBlockQuerySet",
    "UserMute",
    "UserQuerySet",
    "hidden_once",
    "in_trash",
]

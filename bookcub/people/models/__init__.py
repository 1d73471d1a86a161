from bookcub.people.models.archive import Archive, SignUp
from bookcub.people.models.invitation import Invitation
from bookcub.people.models.past_username import PastUsername
from bookcub.people.models.preferences import CoCreatorInvites, Preferences
from bookcub.people.models.profile import Profile
from bookcub.people.models.pseud import Pseud, PseudQuerySet
from bookcub.people.models.user import User

__all__ = [
    "Archive",
    "CoCreatorInvites",
    "Invitation",
    "PastUsername",
    "Preferences",
    "Profile",
    "Pseud",
    "PseudQuerySet",
    "SignUp",
    "User",
]

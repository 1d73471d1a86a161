"""Who may do what with accounts and what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from bookcub.core.database.prepared import prepared
from bookcub.people.context import ArchiveLine
from bookcub.people.models import ArchiveRole, Invitation, Pseud, SignUp, User, UserBlock, UserMute

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

SEATS_PER_MEMBER = 5  # open invitations at a time
OWN, OTHERS, MUTED = range(3)  # whose block it is, or a mute


def may_meet(one: User | AnonymousUser, other: User | None) -> bool:
    """Whether neither of two has blocked the other. A query; none for a guest, whom nobody can block.

    Whoever does something *to* somebody asks this: comments on, answers, invites, names them. What they may not do
    reads as if it were closed to everybody, for nobody is told of a block. What keepers decide asks nobody.
    """
    if not one.is_authenticated or other is None or one.pk == other.pk:
        return True
    return not UserBlock.objects.between(one, other).exists()


def meets(person: User | AnonymousUser, account: str) -> Q:
    """Of rows whose `account` leads to somebody: those of whom this person may meet, and those of nobody."""
    if not person.is_authenticated:
        return Q()
    return ~Q(Exists(UserBlock.objects.between(person, OuterRef(account))))


def hears_of(person: User | AnonymousUser, account: str) -> Q:
    """Of rows whose `account` leads to somebody: those of whom this person hears, and those of nobody.

    Neither of two hears of the other once one has blocked the other, and whoever mutes somebody hears nothing of
    them. Only for what is signed: where an anonymous row were left out, its absence would name its author.
    """
    if not person.is_authenticated:
        return Q()
    return meets(person, account) & ~mutes(person, account)


def mutes(person: User | AnonymousUser, account: str) -> Q:
    """Of rows whose `account` leads to somebody: those of whom this person wants to hear nothing. Blocks are not asked."""
    if not person.is_authenticated:
        return Q(pk__in=[])
    return Q(Exists(UserMute.objects.filter(muter=person, muted=OuterRef(account))))


def keeps(person: User | AnonymousUser) -> Q:
    """Of any rows: all of them for a keeper, none for others."""
    if not person.is_authenticated:
        return Q(pk__in=[])
    return Q(Exists(ArchiveRole.objects.of_keepers().filter(person=person.pk)))


def not_hidden_from(person: User | AnonymousUser) -> Q:
    """Of rows that can be hidden, what readers see, and for keepers all. Its authors see theirs: their conditions say so."""
    return Q(hiding=None) | keeps(person) if person.is_authenticated else Q(hiding=None)


def keeps_order_despite(person: User | AnonymousUser, account: str) -> Q:
    """Of what anybody may read: what a keeper hears in spite of blocks, to decide on it. Whom they mute they chose themselves."""
    if not person.is_authenticated:
        return Q(pk__in=[])
    return keeps(person) & ~mutes(person, account)


def keeps_nobody_away(person: User | AnonymousUser, account: str) -> Q:
    """Of rows whose `account` leads to somebody: those whom this person has neither blocked nor muted themselves.

    What whoever keeps order somewhere hears, whoever has blocked them: nobody hides what they did from those who decide.
    """
    if not person.is_authenticated:
        return Q()
    own = UserBlock.objects.filter(blocker=person, blocked=OuterRef(account))
    return ~Q(Exists(own)) & ~mutes(person, account)


@dataclass(frozen=True, slots=True)
class Distance:
    """From whom somebody keeps away, for what a page has already loaded: accounts."""

    apart: frozenset[int] = frozenset()  # whom they may not meet
    muted: frozenset[int] = frozenset()
    blocked: frozenset[int] = frozenset()  # of those apart, whom they have blocked themselves

    @property
    def unheard(self) -> frozenset[int]:
        return self.apart | self.muted

    @property
    def chosen(self) -> frozenset[int]:
        """Whom they keep away themselves."""
        return self.blocked | self.muted


def distance_of(person: User | AnonymousUser) -> Distance:
    """What `may_meet` and `hears_of` say, of all accounts at once. One query; none for a guest."""
    if not person.is_authenticated:
        return Distance()
    found: dict[int, set[int]] = {OWN: set(), OTHERS: set(), MUTED: set()}
    for account, kind in _kept_away(person):
        found[kind].add(account)
    return Distance(
        apart=frozenset(found[OWN] | found[OTHERS]),
        muted=frozenset(found[MUTED]),
        blocked=frozenset(found[OWN]),
    )


@prepared
def _kept_away(person: User) -> QuerySet[UserBlock, tuple[int, int]]:
    """The accounts, each with what is between."""
    blocks = UserBlock.objects.order_by()
    return (
        blocks.filter(blocker=person)
        .values_list("blocked", Value(OWN))
        .union(
            blocks.filter(blocked=person).values_list("blocker", Value(OTHERS)),
            UserMute.objects.filter(muter=person).order_by().values_list("muted", Value(MUTED)),
        )
    )


def may_keep(person: User | AnonymousUser) -> bool:
    """The keeper's pages: settings of the archive, people, the outbox."""
    return person.is_authenticated and person.is_keeper


def may_sign_up(archive: ArchiveLine, invitation: Invitation | None) -> bool:
    if archive.sign_up == SignUp.OPEN:
        return True
    return archive.sign_up == SignUp.INVITATION and invitation is not None and invitation.is_open


def may_invite(person: User, archive: ArchiveLine) -> bool:
    if person.is_keeper:
        return True
    return archive.members_invite and archive.sign_up != SignUp.CLOSED


def may_withdraw(person: User, invitation: Invitation) -> bool:
    return person.is_keeper or invitation.made_by_id == person.pk


def may_delete_pseud(person: User, pseud: Pseud) -> bool:
    """The one signed with stays, so that there always is one."""
    return pseud.user_id == person.pk and not pseud.is_default


def may_switch_off(person: User, other: User) -> bool:
    """A keeper may switch anybody off but themselves, so that an archive never loses its last keeper that way."""
    return person.is_keeper and person.pk != other.pk


def may_change_keepership(person: User, other: User) -> bool:
    return person.is_keeper and person.pk != other.pk and other.is_active

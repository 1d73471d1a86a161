"""What the pages about people need, each with a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.paginator import Page
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from bookcub.core.database.folding import folded
from bookcub.people.models import (
    ArchiveRole,
    Deactivation,
    Invitation,
    PastUsername,
    Profile,
    Pseud,
    User,
    UserBlock,
    UserMute,
)
from bookcub.web.pages import numbered_page

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

PEOPLE_PER_PAGE = 50
MOST_CLAIMS = 3  # accounts that one unconfirmed address gets a letter for


def account_meant(typed: str) -> User | None:
    """The account that somebody means who types this name or e-mail address, once it is confirmed.

    An address that somebody merely claims opens nothing: anybody can claim a stranger's.
    """
    typed = typed.strip()
    found = User.objects.with_email(typed) if "@" in typed else User.objects.named(typed)
    return found.first()


def reset_addresses(typed: str) -> list[tuple[User, str]]:
    """Whose password may be set anew by a letter to this address, and the address as it is stored.

    Where nobody has confirmed it, the newest few who signed up with it: whoever gets the letter shows that it is
    theirs. An account that had no address, and was given one later, is in use already.
    """
    if owner := User.objects.with_email(typed).first():
        return [(owner, owner.email)]
    claims = claims_on(typed).filter(user__email="", primary=True).select_related("user")
    return [(claim.user, claim.email) for claim in claims[:MOST_CLAIMS]]


def claims_on(email: str) -> QuerySet[EmailAddress]:
    """Addresses that were given at sign-up or for a change and wait to be confirmed; newest first."""
    found: QuerySet[EmailAddress] = EmailAddress.objects.filter(
        email=email.strip().lower(), verified=False
    ).order_by("-pk")
    return found


def pending_claim(user: User) -> EmailAddress | None:
    """The address that this account waits to have confirmed."""
    claim: EmailAddress | None = (
        EmailAddress.objects.filter(user=user, verified=False).order_by("-pk").first()
    )
    return claim


def present_name_of(past: str) -> str | None:
    """The name of the living account that last had this name, unless somebody has it now."""
    if User.objects.named(past).exists():
        return None
    rows = PastUsername.objects.named(past).filter(user__is_active=True).select_related("user")
    newest = rows.first()
    return newest.user.username if newest is not None else None


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """`/users/NAME/profile`, and the card above a person's other pages."""

    person: User
    profile: Profile
    pseuds: list[Pseud]
    is_own: bool
    is_blocked: bool = False  # by whoever looks, who alone is told
    is_muted: bool = False

    @property
    def default_pseud(self) -> Pseud:
        return next(pseud for pseud in self.pseuds if pseud.is_default)

    @property
    def is_keeper(self) -> bool:
        return self.person.is_active and hasattr(self.person, "keepership")

    @property
    def is_unlisted(self) -> bool:
        return self.person.preferences.unlisted


def profile_page(username: str, *, seen_by: User | AnonymousUser) -> ProfilePage | None:
    """One person as others see them; nothing if there is nobody of that name to see. Four queries."""
    pseuds = Prefetch("pseuds", queryset=Pseud.objects.select_related("user"))
    person = (
        User.objects.visible_to(seen_by)
        .with_keepership()
        .named(username)
        .select_related("profile", "preferences")
        .prefetch_related(pseuds)
        .first()
    )
    if person is None:
        return None
    is_own = person.pk == seen_by.pk
    page = ProfilePage(person, person.profile, list(person.pseuds.all()), is_own)
    if not seen_by.is_authenticated or is_own:
        return page
    return replace(
        page,
        is_blocked=seen_by.blocks.filter(blocked=person).exists(),
        is_muted=seen_by.mutes.filter(muted=person).exists(),
    )


@dataclass(frozen=True, slots=True)
class KeptAwayPage:
    """`/settings/blocks`: whom somebody has blocked and muted, a page of each."""

    blocks: Page[UserBlock]
    mutes: Page[UserMute]


def kept_away_page(person: User, blocks_page: str, mutes_page: str) -> KeptAwayPage:
    """Four queries."""
    blocks = person.blocks.select_related("blocked")
    mutes = person.mutes.select_related("muted")
    return KeptAwayPage(
        numbered_page(blocks, blocks_page, per_page=PEOPLE_PER_PAGE),
        numbered_page(mutes, mutes_page, per_page=PEOPLE_PER_PAGE),
    )


@dataclass(frozen=True, slots=True)
class Device:
    """One signed-in browser or app."""

    pk: int
    name: str
    address: str
    since: datetime
    seen: datetime
    is_this: bool


def devices_of(user: User, *, session_key: str | None) -> list[Device]:
    """Where an account is signed in, this device first. Two queries."""
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at"))
    keys = [row.session_key for row in rows]
    alive = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list(
            "session_key", flat=True
        )
    )
    devices = [
        Device(
            row.pk,
            device_name(row.user_agent),
            row.ip,
            row.created_at,
            row.last_seen_at,
            row.session_key == session_key,
        )
        for row in rows
        if row.session_key in alive
    ]
    return sorted(devices, key=lambda device: not device.is_this)


# In this order: most browsers call themselves by the names of others too.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Vivaldi", "Vivaldi"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"), ("KOReader", "KOReader"), ("curl", "curl"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Kindle", "Kindle"), ("CrOS", "ChromeOS"),
    ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_name(user_agent: str) -> str:
    """Say "Firefox on Windows" for what a browser tells about itself."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("An unknown device")


def invitations_of(person: User) -> QuerySet[Invitation]:
    """The invitations this person may see, with who made and who used them. One query."""
    return Invitation.objects.visible_to(person).select_related("made_by", "used_by")


def open_seats(person: User) -> int:
    """How many invitations of this person nobody has used or withdrawn yet."""
    return Invitation.objects.open().filter(made_by=person).count()


@dataclass(frozen=True, slots=True)
class KeeperPage:
    """`/keeper`: the archive in numbers."""

    members: int
    keepers: int
    switched_off: int
    open_invitations: int


def keeper_page() -> KeeperPage:
    """Two queries."""
    counts = User.objects.aggregate(
        members=Count("pk", filter=Q(is_active=True)),
        keepers=Count("pk", filter=Q(pk__in=ArchiveRole.objects.of_keepers().values("person"))),
        switched_off=Count("pk", filter=Q(is_active=False)),
    )
    return KeeperPage(**counts, open_invitations=Invitation.objects.open().count())


def people_page(search: str, number: str | int) -> Page[User]:
    """The accounts whose name, pseud or address holds these words, newest first. Five queries at most."""
    people = User.objects.get_queryset().with_keepership().order_by("-joined_at", "-pk")
    if search:
        people = people.filter(
            Q(username__icontains=search)
            | Q(email__folded__contains=search)
            | Q(pk__in=Pseud.objects.filter(folded__contains=folded(search)).values("user"))
        )
    current = Deactivation.objects.filter(ended_at=None).select_related("made_by")
    people = people.select_related("invited_with__made_by").prefetch_related(
        "pseuds", Prefetch("deactivations", queryset=current)
    )
    return numbered_page(people, number, PEOPLE_PER_PAGE)

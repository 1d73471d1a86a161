from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from bookcub.clubs.models.club import Club, clubs_of
from bookcub.people.models import Pseud, User
from bookcub.people.policies import hears_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

NAMELESS = gettext_noop("A former member")
NAMELESS_ONE = re.compile(rf"(?:{NAMELESS}( \(\d+\))?)?")


class Role(models.TextChoices):
    HOST = "host", gettext_lazy("Host")
    MEMBER = "member", gettext_lazy("Member")


class Involvement(models.TextChoices):
    EVERYTHING = "everything", gettext_lazy("Everything")
    MINE = "mine", gettext_lazy("Replies to me, picks and meetings")
    NOTHING = "nothing", gettext_lazy("Nothing; I look for myself")


class LeftNotes(models.TextChoices):
    KEEP = "keep", gettext_lazy("It stays, with my name")
    UNNAME = "unname", gettext_lazy("It stays, without my name")
    TAKE = "take", gettext_lazy("I take it with me, and only I can read it")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> MembershipQuerySet:
        """Those who belong now, to a club that is there."""
        return self.belonging().filter(club__discarded_at=None)

    def belonging(self) -> MembershipQuerySet:
        """Those who have not left, be the club in the trash."""
        return self.filter(left_at=None, user__isnull=False)

    def by_name(self) -> MembershipQuerySet:
        """Those who belong by name alone: a host answers and votes for them."""
        return self.filter(is_by_name=True, left_at=None, club__discarded_at=None)

    def taking_part(self) -> MembershipQuerySet:
        """Whoever may come and vote: those who belong, with an account or by name alone."""
        with_account = Q(user__isnull=False) | Q(is_by_name=True)
        return self.filter(with_account, left_at=None, club__discarded_at=None)

    def hosts(self) -> MembershipQuerySet:
        return self.current().filter(role=Role.HOST)

    def visible_to(self, person: User | AnonymousUser) -> MembershipQuerySet:
        """Members see each other, and the names of those who left them."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(club__in=clubs_of(person))

    def heard_by(self, person: User) -> MembershipQuerySet:
        """Those of whom this person hears: where they are, whether they come, what they said. That they belong is told to all."""
        return self.filter(hears_of(person, "user"))

    def not_heard_by(self, person: User) -> MembershipQuerySet:
        return self.exclude(hears_of(person, "user"))


def new_key() -> str:
    """A secret for an address: 160 random bits, as text."""
    return secrets.token_urlsafe(20)


class Membership(models.Model):
    """One person in one club. It outlives leaving and the account, for what was said and picked stays."""

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    pseud = models.ForeignKey(
        Pseud, null=True, blank=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    former_name = models.CharField("of somebody gone or imported", max_length=100, blank=True)
    is_by_name = models.BooleanField("belongs without an account", default=False)
    role = models.CharField(max_length=6, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    left_notes = models.CharField(max_length=6, choices=LeftNotes, blank=True)
    was_removed = models.BooleanField(
        "by a host; no link or open door lets them back in", default=False
    )
    turn = models.PositiveIntegerField("place in the order of turns, lowest first", default=0)
    hides_progress = models.BooleanField(
        "in every read, unless told otherwise there", default=False
    )
    involvement = models.CharField(
        max_length=10, choices=Involvement, default=Involvement.EVERYTHING
    )
    calendar_key = models.CharField(max_length=40, default=new_key, unique=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["club", "user"], name="member_once"),
        ]
        indexes = [
            models.Index(fields=["user"], name="membership_now", condition=Q(left_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.name} in {self.club}"

    @property
    def name(self) -> str:
        """What the others read: the pseud, or what is left of somebody who is gone."""
        if self.left_notes == LeftNotes.UNNAME:
            return gettext(NAMELESS)
        if self.pseud:
            return self.pseud.name
        # One who came without a name may have a number.
        nameless = NAMELESS_ONE.fullmatch(self.former_name)
        return f"{gettext(NAMELESS)}{nameless[1] or ''}" if nameless else self.former_name

    @property
    def is_current(self) -> bool:
        return self.left_at is None and self.user_id is not None

    @property
    def is_host(self) -> bool:
        return self.role == Role.HOST and self.is_current

    def end(self, *, at: datetime, notes: LeftNotes, was_removed: bool = False) -> None:
        """Belong no longer; the row stays, and waits for them to come back."""
        self.left_at, self.left_notes, self.was_removed = at, notes, was_removed
        self.role = Role.MEMBER
        self.save(update_fields=["left_at", "left_notes", "was_removed", "role"])

    def begin_again(self, *, pseud: Pseud, turn: int) -> None:
        """Belong again, at the end of the order of turns."""
        self.left_at, self.left_notes, self.was_removed = None, "", False
        self.pseud, self.turn, self.role = pseud, turn, Role.MEMBER
        self.calendar_key = new_key()
        self.save()

    def take_over(self, *, pseud: Pseud) -> None:
        """Be an account's, where it was a name alone."""
        self.user, self.pseud = pseud.user, pseud
        self.is_by_name, self.former_name, self.calendar_key = False, "", new_key()
        self.save()

    def take_role(self, role: Role) -> None:
        self.role = role
        self.save(update_fields=["role"])

    def take_part(self, *, pseud: Pseud, involvement: str, hides_progress: bool) -> None:
        """Keep how this person takes part."""
        self.pseud, self.involvement, self.hides_progress = pseud, involvement, hides_progress
        self.save(update_fields=["pseud", "involvement", "hides_progress"])

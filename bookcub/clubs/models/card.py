from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bookcub.clubs.models.club import Club
from bookcub.clubs.models.membership import Membership
from bookcub.core.clock import now
from bookcub.people.models import User

# Without 0 and O, 1, I and L: nobody can mistake them on paper. Twelve are 59 random bits.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 12
IN_A_GROUP = 4
GOOD_FOR = timedelta(days=30)


def new_code() -> str:
    """A code as it stands on a card: "K7QM-2WXP-HTR9"."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    groups = [drawn[start : start + IN_A_GROUP] for start in range(0, LENGTH, IN_A_GROUP)]
    return "-".join(groups)


def hash_of_code(typed: str) -> str:
    """What is kept of a code; whatever stands between its letters, and their case, is nothing."""
    code = "".join(letter for letter in typed.upper() if letter in LETTERS)
    return salted_hmac("bookcub.clubs.card", code, algorithm="sha256").hexdigest()


class MemberCardQuerySet(models.QuerySet["MemberCard"]):
    def alive(self) -> MemberCardQuerySet:
        """Those that still open something: their club is there, and who they are for is a name in it."""
        by_name = Q(membership__is_by_name=True, membership__left_at=None)
        return self.filter(
            Q(membership=None) | by_name, expires_at__gt=now(), club__discarded_at=None
        )

    def of_code(self, code_hash: str) -> MemberCardQuerySet:
        return self.alive().filter(code_hash=code_hash)


class MemberCard(models.Model):
    """A code on paper that lets one person in, once: as the member whose name it is for, or as somebody new."""

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="cards")
    membership = models.OneToOneField(
        Membership,
        verbose_name="by name alone; whoever uses the card becomes it",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="card",
    )
    name = models.CharField("whom it was made for", max_length=60, blank=True)
    code_hash = models.CharField("keyed hash of the code", max_length=64, unique=True)
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    objects = MemberCardQuerySet.as_manager()

    class Meta:
        ordering = ["expires_at", "pk"]

    def __str__(self) -> str:
        return f"Card for {self.whose or 'somebody'} in {self.club}"

    @property
    def whose(self) -> str:
        """For whom it is, as the hosts said; empty where they did not."""
        return self.membership.name if self.membership else self.name

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bookcub.clubs.models import Club, clubs_of
from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True, slots=True)
class Condition:
    """Which lines of a kind a person may see. Kinds with the same `rule` are asked about together."""

    rule: Hashable
    of: Callable[[User], Q]


# By kind. Kinds put theirs in when the program starts.
CONDITIONS: dict[str, Condition] = {}


def ruled_alike(kinds: Iterable[str]) -> list[tuple[str, ...]]:
    """These kinds and all that have the same rule as one of them, in groups of one rule.

    Rows may name kinds of another version of the program: nobody sees these.
    """
    rules = {CONDITIONS[name].rule for name in kinds if name in CONDITIONS}
    groups: dict[Hashable, list[str]] = {}
    for name, condition in CONDITIONS.items():
        if condition.rule in rules:
            groups.setdefault(condition.rule, []).append(name)
    return [tuple(names) for names in groups.values()]


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: User) -> NoticeQuerySet:
        """All that was ever put into somebody's inbox, also what lies ahead of them: for chores, not for pages."""
        return self.filter(user=person)

    def visible_to(
        self, person: User | AnonymousUser, *, kinds: Collection[str] | None = None
    ) -> NoticeQuerySet:
        """Somebody's own lines, without those about what they have not come to: these appear once they have.

        Lines about clubs that they no longer belong to are gone. `kinds` spares the questions about
        the others: a database plans all of them longer than it answers.
        """
        if not person.is_authenticated:
            return self.none()
        seen = Q(pk__in=[])
        wanted = set(CONDITIONS if kinds is None else kinds)
        for names in ruled_alike(wanted):
            seen |= Q(kind__in=wanted.intersection(names)) & CONDITIONS[names[0]].of(person)
        in_club = Q(club=None) | Q(club__in=clubs_of(person))
        return self.of(person).filter(in_club, seen)

    def about(self, kind: str, subject: int) -> NoticeQuerySet:
        """Everybody's lines of one kind about one thing."""
        return self.filter(kind=kind, subject=subject)

    def kinds(self) -> list[str]:
        """Of which kinds there are lines."""
        return list(self.order_by().values_list("kind", flat=True).distinct())

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)

    def read(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=False)

    def mark_read(self) -> int:
        return self.unread().update(read_at=now())

    def mark_unread(self) -> int:
        return self.read().update(read_at=None)


class Notice(models.Model):
    """One line of somebody's inbox: it points at what happened and holds nothing of it.

    Its kind (`notifications.kinds`) knows of which model the subject is. There is no key to it: when
    the subject goes, `notifications.receivers` takes the line out in the same transaction.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12)
    subject = models.PositiveBigIntegerField("the id of what it is about")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    club = models.ForeignKey(
        Club,
        verbose_name="its members alone see the line",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    since = models.DateTimeField("what came after this is new to its reader", default=timezone.now)
    read_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "-made_at", "-id"], name="inbox_in_order"),
            models.Index(fields=["user", "kind"], name="inbox_unread", condition=Q(read_at=None)),
            models.Index(fields=["subject", "kind"], name="lines_about"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "subject"], name="told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} for {self.user}"

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

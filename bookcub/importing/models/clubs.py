from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext

from bookcub.clubs.models import Club, Membership, clubs_of
from bookcub.core.page_urls import reverse
from bookcub.formats.club_file import from_json
from bookcub.formats.club_file.parts import ClubFile
from bookcub.importing.models.imports import KEPT_FOR
from bookcub.people.models import Pseud, User

GIVEN_UP_AFTER = timedelta(hours=12)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class ClubImportQuerySet(models.QuerySet["ClubImport"]):
    def visible_to(self, person: User | AnonymousUser) -> ClubImportQuerySet:
        """Nobody sees what another person brings in before it is kept."""
        return self.filter(person=person) if person.is_authenticated else self.none()

    def waiting(self) -> ClubImportQuerySet:
        return self.filter(club=None)

    def old(self, *, at: datetime) -> ClubImportQuerySet:
        return self.filter(made_at__lt=at - KEPT_FOR, begun_at=None)

    def stuck(self, *, at: datetime) -> ClubImportQuerySet:
        """Begun so long ago that nobody is at it any more."""
        return self.waiting().filter(begun_at__lt=at - GIVEN_UP_AFTER)


class ClubImport(models.Model):
    """The file of a club that somebody brings in, until they say yes to what was understood."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="club_imports")
    name = models.CharField("of the club", max_length=80)
    text = models.TextField("the file's JSON; empty once it is kept", blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    begun_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        "they said yes: it is being brought in", null=True, blank=True
    )
    pseud = models.ForeignKey(
        Pseud, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    me = models.CharField("who of the file they are", max_length=200, blank=True)
    address = models.CharField("of this archive, as they see it", max_length=300, blank=True)
    making = models.ForeignKey(
        Club, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    done = models.PositiveIntegerField("rows stored so far", default=0)
    total = models.PositiveIntegerField(default=0)
    failure = models.CharField("a sentence", max_length=500, blank=True)
    names = models.JSONField("ids of the memberships that came as names", default=list, blank=True)
    club = models.ForeignKey(
        Club, null=True, blank=True, on_delete=models.CASCADE, related_name="came_by"
    )

    objects = ClubImportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"Import {self.pk} of a club"

    def get_absolute_url(self) -> str:
        return reverse("importing:club_detail", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.club_id is None and self.begun_at is not None

    @property
    def done_so_far(self) -> int:
        """Never more than there is: `total` is counted before."""
        return min(self.done, self.total)

    @property
    def progress_words(self) -> str:
        words = gettext("%(done)s of about %(n)s entries")
        done, n = (
            number_format(each, force_grouping=True) for each in (self.done_so_far, self.total)
        )
        return words % {"done": done, "n": n}

    @cached_property
    def file(self) -> ClubFile:
        """What it says; it was checked when it came."""
        return from_json(self.text)


class FormerClaimQuerySet(models.QuerySet["FormerClaim"]):
    def visible_to(self, person: User | AnonymousUser) -> FormerClaimQuerySet:
        """Members of the club see who says of themselves that they were somebody in it."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(former__club__in=clubs_of(person))


class FormerClaim(models.Model):
    """A member says of somebody who came with an imported club: this was me. A host answers."""

    former = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="claims")
    by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = FormerClaimQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["former", "by"], name="former_claimed_once"),
            models.CheckConstraint(condition=~Q(former=models.F("by")), name="former_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.by} was {self.former}"

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from bookcub.people.models.user import User


class RoleKind(models.TextChoices):
    KEEPER = "keeper"
    # Puts tags in order: all of them, or those of the fandom that the scope names.
    WRANGLER = "wrangler"


class ArchiveRoleQuerySet(models.QuerySet["ArchiveRole"]):
    def of_keepers(self) -> ArchiveRoleQuerySet:
        """Those by which somebody keeps the archive now: an account that is switched off keeps nothing meanwhile."""
        # With the scope, so that the constraint's index leads to them.
        return self.filter(kind=RoleKind.KEEPER, scope="", person__is_active=True)

    def of_wranglers(self) -> ArchiveRoleQuerySet:
        """Those by which somebody may put tags in order, besides keepers."""
        return self.filter(kind=RoleKind.WRANGLER)


class ArchiveRole(models.Model):
    """Somebody looks after the archive, or after a part of it: as what, who gave it to them, and when."""

    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=RoleKind)
    # What a part is called is for the kind to say: this package knows none of them.
    scope = models.CharField("of what; empty: the whole archive", max_length=100, blank=True)
    given_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        "empty: before this was noted", null=True, blank=True, default=timezone.now
    )

    objects = ArchiveRoleQuerySet.as_manager()

    class Meta:
        constraints = [
            # In this order its index lists whoever has a role.
            models.UniqueConstraint(fields=["kind", "scope", "person"], name="role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind} {self.scope}".rstrip()

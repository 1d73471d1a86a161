from __future__ import annotations

from typing import Any

from django.db import models

from bookcub.clubs.models.club import Club
from bookcub.people.models import User


class UnknownFields(models.Model):
    """What the file that a club came from said and this version does not know, for whoever brought it in.

    They get it back when they take the club along; nobody else does, for nobody knows who else may see it.
    """

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField("by the row that they were said of: see name_of")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["club", "user"], name="unknown_fields_once"),
        ]

    def __str__(self) -> str:
        return f"Unknown fields of {self.club}"

    @classmethod
    def of(cls, club: Club, person: User) -> dict[str, dict[str, Any]]:
        """All of them that this person gets back."""
        kept = cls.objects.filter(club=club, user=person).first()
        return dict(kept.fields) if kept else {}

    @staticmethod
    def name_of(row: models.Model, of: str = "") -> str:
        """The name of a row here, or of something that a row holds."""
        return f"{type(row).__name__}{of and f'.{of}'}:{row.pk}"

from __future__ import annotations

from django.db import models


class KudosDigest(models.Model):
    """One day's letters about kudos: which kudos they told of. The next begins where this one ends."""

    since = models.DateTimeField()
    until = models.DateTimeField()
    letters = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-until"]
        get_latest_by = "until"

    def __str__(self) -> str:
        return f"Kudos until {self.until}"

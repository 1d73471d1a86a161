from __future__ import annotations

from django.db import models


class Hearers(models.TextChoices):
    """Whom something said is for."""

    EVERYONE = "everyone", "everyone who may read the work"
    CLUB = "club", "one club"
    SELF = "self", "only its author"
    AUTHORS = "authors", "the creators of the work"

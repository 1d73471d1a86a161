from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from bookcub.people.models.user import User


class PastUsername(models.Model):
    """A name an account had before, so that old links find it and nobody else takes it at once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="past_usernames")
    username = models.CharField(max_length=40)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(Lower("username"), name="past_username_by_name")]

    def __str__(self) -> str:
        return self.username

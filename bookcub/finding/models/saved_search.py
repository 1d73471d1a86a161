"""Searches that somebody keeps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bookcub.core.page_urls import reverse
from bookcub.people.models import User


class SavedSearch(models.Model):
    """A list of works with its conditions, under a name; for nobody but whoever keeps it.

    `path` and `query` are the address of the list. The conditions of one of them may hold in all lists.
    """

    NAME_LONGEST = 60
    MOST = 200  # of one account

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=NAME_LONGEST)
    path = models.CharField(max_length=600)
    query = models.CharField(max_length=2000, blank=True)
    is_default = models.BooleanField(default=False)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "saved searches"
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_search_name_once"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(is_default=True), name="one_default_search"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("finding:saved_search_detail", args=[self.pk])

    @property
    def address(self) -> str:
        """Of the list itself."""
        return f"{self.path}?{self.query}" if self.query else self.path

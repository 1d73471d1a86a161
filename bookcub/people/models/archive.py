from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy


class SignUp(models.TextChoices):
    OPEN = "open", gettext_lazy("open to everybody")
    INVITATION = "invitation", gettext_lazy("by invitation")
    CLOSED = "closed", pgettext_lazy("joining an archive", "closed")


class Archive(models.Model):
    """The one row that says what this archive is called and who may join."""

    name = models.CharField(max_length=80, default="Bookcub")
    description = models.CharField(max_length=500, blank=True)
    sign_up = models.CharField(max_length=10, choices=SignUp, default=SignUp.OPEN)
    members_invite = models.BooleanField("members may invite others", default=True)
    language = models.CharField("where nobody says otherwise", max_length=20, default="en")
    time_zone = models.CharField(
        "of guests and of new accounts, IANA name", max_length=60, default="UTC"
    )
    address = models.URLField(
        "where it was set up; letters lead there unless BOOKCUB_URL says otherwise",
        max_length=200,
        blank=True,
    )
    works_a_day = models.PositiveSmallIntegerField(
        "that a new account may post; empty: any number", null=True, blank=True, default=20
    )
    chapters_a_day = models.PositiveSmallIntegerField(
        "the same of chapters", null=True, blank=True, default=200
    )
    comments_a_day = models.PositiveSmallIntegerField(
        "the same of comments", null=True, blank=True, default=100
    )
    clubs_a_day = models.PositiveSmallIntegerField(
        "the same of clubs", null=True, blank=True, default=5
    )
    trial_letter_at = models.DateTimeField(
        "a keeper's test letter left by a mail server", null=True, blank=True
    )
    set_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_archive")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Archive:
        """The archive's row, made on first asking."""
        return cls.objects.get_or_create(pk=1)[0]

    @property
    def is_set_up(self) -> bool:
        return self.set_up_at is not None

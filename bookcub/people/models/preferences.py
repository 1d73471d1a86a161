from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import pgettext_lazy

from bookcub.core.zones import zone_named
from bookcub.people.models.user import User


class CoCreatorInvites(models.TextChoices):
    ANYBODY = "anybody", pgettext_lazy("who may invite", "any member")
    NOBODY = "nobody", pgettext_lazy("who may invite", "nobody")


class Preferences(models.Model):
    """How one person wants the archive to behave for them."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="preferences")
    shows_adult = models.BooleanField("show adult works without asking", default=False)
    entire_work = models.BooleanField("open works whole, not by chapter", default=False)
    newest_first = models.BooleanField("show the newest comments first", default=False)
    hides_warnings = models.BooleanField("hide archive warnings until I ask", default=False)
    hides_freeforms = models.BooleanField("hide additional tags until I ask", default=False)
    keeps_history = models.BooleanField("keep my reading history and places", default=True)
    unlisted = models.BooleanField("ask search engines not to list my pages", default=False)
    findable = models.BooleanField("let others find me by name", default=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    language = models.CharField("code; blank: as the browser says", max_length=20, blank=True)
    look = models.CharField("theme, face and size, as the reader chose", max_length=120, blank=True)
    co_creator_invites = models.CharField(
        "who may invite me as co-creator",
        max_length=10,
        choices=CoCreatorInvites,
        default=CoCreatorInvites.ANYBODY,
    )
    mails_comments = models.BooleanField("mail me new comments and replies", default=True)
    mails_invitations = models.BooleanField(
        "mail me invitations to clubs and answers to my requests", default=True
    )
    mails_kudos = models.BooleanField("mail me kudos, once a day", default=True)
    guest_replies = models.BooleanField("guests may answer my comments", default=True)

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"Preferences of {self.user}"

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone; UTC where the system's tables no longer know it."""
        return zone_named(self.time_zone)

    def stop_asking_about_adult(self) -> None:
        """Open adult works from now on without the question."""
        self.shows_adult = True
        self.save(update_fields=["shows_adult"])

    def speak(self, language: str) -> None:
        """Remember in which language pages and letters are wanted; blank: as the browser says."""
        self.language = language
        self.save(update_fields=["language"])

    def keep_look(self, look: str) -> None:
        """Remember how pages should look, in the short form of the browser's cookie."""
        if look != self.look:
            self.look = look[:120]
            self.save(update_fields=["look"])

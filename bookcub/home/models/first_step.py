from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy


class FirstStep(models.TextChoices):
    """What a keeper does first; each can be put away."""

    STORY = "story", gettext_lazy("Post the first story")
    PEOPLE = "people", gettext_lazy("Invite people")
    MAIL = "mail", gettext_lazy("See whether mail works")
    BACKUPS = "backups", gettext_lazy("Make backups")


class StepMark(models.Model):
    """What a keeper said of a first step: that it is done, where the archive cannot know it, or that it is put away."""

    step = models.CharField(max_length=10, choices=FirstStep, primary_key=True)
    is_put_away = models.BooleanField("left out on purpose; else: done")
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.step

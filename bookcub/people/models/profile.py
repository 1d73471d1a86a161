from django.db import models

from bookcub.core.text import clean_notes, html_from_typed
from bookcub.people.models.user import User


class Profile(models.Model):
    """What a person says of themselves."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    title = models.CharField(max_length=255, blank=True)
    about = models.TextField("about me, sanitised HTML", blank=True)
    about_typed = models.TextField("about me, as typed", max_length=2000, blank=True)

    def __str__(self) -> str:
        return f"Profile of {self.user}"

    def say(self, *, title: str, about: str) -> None:
        """Keep what was typed, and its sanitised HTML for the page."""
        self.title = title
        self.about_typed = about
        self.about = clean_notes(html_from_typed(about))
        self.save(update_fields=["title", "about_typed", "about"])

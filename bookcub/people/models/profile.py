from django.db import models

from bookcub.people.models.user import User


class Profile(models.Model):
    """What a person says of themselves."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    title = models.CharField(max_length=255, blank=True)
    about = models.TextField("about me, sanitised HTML", max_length=4000, blank=True)
    about_typed = models.TextField("about me, as typed", max_length=2000, blank=True)

    def __str__(self) -> str:
        return f"Profile of {self.user}"

from __future__ import annotations

from django.db import models

from bookcub.clubs.models import Club
from bookcub.people.models import User
from bookcub.works.models import Work


class DemoPerson(models.Model):
    """Says that an account came with the demo stories, so that loading twice makes nobody twice."""

    name = models.CharField("user name in the demo", max_length=40, primary_key=True)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.name


class DemoWork(models.Model):
    """Says that a work came with the demo stories, so that loading twice makes no work twice."""

    folder = models.CharField("the work's folder in the demo", max_length=80, primary_key=True)
    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.folder


class DemoClub(models.Model):
    """Says that a club came with the demo stories, so that loading twice makes no club twice."""

    file = models.CharField("the club's file in the demo", max_length=80, primary_key=True)
    club = models.OneToOneField(Club, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.file

"""Making the demo's people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from bookcub.home.demo.texts import PersonText
from bookcub.home.models import DemoPerson
from bookcub.people.models import Pseud, User

JOINED_BEFORE = timedelta(days=30)  # they joined so long before the first thing was posted


class NameTakenError(Exception):
    """Somebody else in this archive has the name of one of the demo's people."""


def ensure_names_free(cast: Iterable[PersonText]) -> None:
    """Raise NameTakenError if somebody who did not come with the demo has one of its names."""
    known = set(DemoPerson.objects.values_list("name", flat=True))
    for person in cast:
        if person.username not in known and User.objects.named(person.username).exists():
            sentence = gettext(
                "Somebody here is already called %(name)s, like one of the demo’s people, so nothing was added."
                " Use --data to fill another archive."
            )
            raise NameTakenError(sentence % {"name": person.username})


@transaction.atomic
def create_person(person: PersonText, *, joined_at: datetime, password: str | None) -> User:
    """The account of one of the demo's people, made if it is not there; nobody can log in without a password."""
    known = DemoPerson.objects.filter(name=person.username).select_related("user").first()
    if known is not None:
        user = known.user
    else:
        user = User.objects.create_user(person.username, password=None, joined_at=joined_at)
        _introduce(user, person)
        DemoPerson.objects.create(name=person.username, user=user)
    if password:
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


def _introduce(user: User, person: PersonText) -> None:
    user.profile.say(title="", about=person.about)
    if person.time_zone:
        user.preferences.time_zone = person.time_zone
        user.preferences.save(update_fields=["time_zone"])
    first = user.default_pseud
    first.name = person.default_pseud["name"]
    first.description = person.default_pseud["description"]
    first.save()
    for each in person.pseuds:
        if each is not person.default_pseud:
            Pseud.objects.create(user=user, name=each["name"], description=each["description"])

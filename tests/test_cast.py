"""The tests' people are made and logged in by shortcuts, and are what the archive would have made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import models

from bookcub.people.models import User
from tests.browsing import Client
from tests.conftest import PASSWORD, person

OWN = {"id", "user_id", "username", "name", "folded", "email", "password", "time_zone"}


def made_with(user: User) -> list[tuple[str, dict[str, Any]]]:
    """The account and every row that leads to it, without what differs from person to person."""
    places: list[tuple[type[models.Model], str]] = [(User, "pk")]
    places += [(each.field.model, each.field.name) for each in User._meta.related_objects]
    return [
        (model._meta.label, {name: value for name, value in row.items() if is_alike(name, value)})
        for model, name in places
        for row in model._default_manager.filter(**{name: user.pk}).values()
    ]


def is_alike(name: str, value: object) -> bool:
    return name not in OWN and not isinstance(value, datetime)


def test_somebody_of_the_cast_has_what_every_account_has(db: None) -> None:
    ida = person("Ida")
    jo = User.objects.create_user("Jo", "jo@example.org", PASSWORD)

    assert made_with(ida) == made_with(jo)
    assert ida.check_password(PASSWORD)


def remember(client: Client, what: str) -> None:
    session = client.session
    session[what] = True
    session.save()


def test_what_a_guest_did_goes_along_and_what_somebody_else_did_does_not(
    client: Client, ada: User, bo: User
) -> None:
    assert client.get("/").status_code == 200
    remember(client, "as a guest")
    client.force_login(ada)
    assert client.session["as a guest"]
    remember(client, "as Ada")
    client.force_login(ada)
    assert client.session["as Ada"]

    client.force_login(bo)

    assert not {"as a guest", "as Ada"} & set(client.session.keys())
    assert Session.objects.count() == 1

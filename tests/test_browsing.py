"""The tests' own browser logs people in as the archive does."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from bookcub.people.models import User
from tests.browsing import Client


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

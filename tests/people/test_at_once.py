"""What happens when two people press at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from bookcub.people.models import Archive, Invitation, SignUp, User
from tests.browsing import Client
from tests.conftest import person
from tests.people.test_sign_up import ANSWERS

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*asked: Callable[[Client], int]) -> list[int]:
    """The answers to requests that start together, each on its own thread and connection."""
    start = Barrier(len(asked))

    def ask(request: Callable[[Client], int]) -> int:
        start.wait(timeout=10)
        try:
            return request(Client())
        finally:
            connection.close()

    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(ask, asked))


def sign_up(path: str, name: str) -> Callable[[Client], int]:
    fields = {**ANSWERS, "username": name, "email": f"{name}@example.org"}
    return lambda client: client.post(path, fields).status_code


def test_one_invitation_lets_one_in_however_quick_the_other_is() -> None:
    archive = Archive.current()
    archive.sign_up = SignUp.INVITATION
    archive.save()
    invitation = Invitation.objects.create(made_by=person("Ada"))
    path = invitation.get_absolute_url()

    answers = at_once(sign_up(path, "wren"), sign_up(path, "robin"))

    assert sorted(answers) == [302, 403]
    came = User.objects.get(username__in=["wren", "robin"])
    invitation.refresh_from_db()
    assert invitation.used_by == came


def test_one_name_goes_to_one_person_whatever_its_case() -> None:
    answers = at_once(sign_up("/users/new", "wren"), sign_up("/users/new", "WREN"))

    assert sorted(answers) == [302, 422]
    assert User.objects.named("wren").count() == 1

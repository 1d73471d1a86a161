"""A club of two that begins with a story: what it is called, before and after the friend has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bookcub.clubs.actions.clubs import ClubFields, change_club
from bookcub.clubs.actions.doors import enter_by_link
from bookcub.clubs.models import Club, InvitationLink
from bookcub.home.actions.starting_clubs import read_together
from bookcub.people.models import User
from tests.making import make_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(ada: User) -> InvitationLink:
    """To a club that Ada begins with a story, for whoever she gives it to."""
    work = make_work(ada, title="The Weir")
    begun = read_together(by=ada, pseud=ada.default_pseud, work=work, friend=None)
    assert begun.link is not None
    return begun.link


def come(link: InvitationLink, person: User, committing: Callable[..., Any]) -> str:
    """What the club is called once they are in."""
    with committing(execute=True):
        enter_by_link(link=link, pseud=person.default_pseud)
    return Club.objects.get(pk=link.club_id).name


def test_a_club_begun_by_link_is_called_by_both_when_the_friend_comes(
    link: InvitationLink, bo: User, cy: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    assert link.club.name == "The Weir"
    assert come(link, bo, django_capture_on_commit_callbacks) == "Ada & Bo"
    assert come(link, cy, django_capture_on_commit_callbacks) == "Ada & Bo"


def test_a_name_that_somebody_gave_a_club_stays(
    link: InvitationLink, bo: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    change_club(club=link.club, fields=ClubFields(name="Slow Water"))
    assert come(link, bo, django_capture_on_commit_callbacks) == "Slow Water"

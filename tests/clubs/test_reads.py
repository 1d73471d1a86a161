"""What a club reads, as its members see it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from bookcub.clubs.actions.plans import set_milestones, set_pace
from bookcub.clubs.actions.reads import begin_read
from bookcub.clubs.models import Club, Membership, OutsideBook, Pace, Read, Visibility
from bookcub.clubs.queries.books import today_of
from bookcub.clubs.queries.plans import PaceWish, RowWish
from bookcub.people.models import User
from tests.making import make_club, make_read, make_work


@pytest.fixture
def club(cy: User, di: User) -> Club:
    return make_club(cy, di)


def me(club: Club, person: User) -> Membership:
    return club.memberships.get(user=person)


def html(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_a_read_shows_where_the_club_is(client: Client, club: Club, cy: User, ada: User) -> None:
    read = begin_read(club=club, work=make_work(ada, chapters=4), brought_by=me(club, cy))
    wish = PaceWish(Pace.PER_WEEK, 2, None, 4, today_of(club))
    set_pace(read=read, by=me(club, cy), wish=wish)
    client.force_login(cy)

    page = html(client, read.get_absolute_url())

    assert "Next: to the end of chapter 2" in page
    assert "Start reading" in page
    assert "brought by Cy" in page
    assert "You are before the first page." in page


def test_without_a_plan_a_read_goes_as_it_goes(client: Client, club: Club, cy: User, ada: User) -> None:
    read = begin_read(club=club, work=make_work(ada, chapters=2), brought_by=me(club, cy))
    client.force_login(cy)

    page = html(client, read.get_absolute_url())

    assert "You read as you go" in page

"""A suggestion of somebody one keeps away from stands to the vote like any other; who made it, and why, is not said."""

from __future__ import annotations

import pytest

from bookcub.people.actions.blocks import block, mute
from bookcub.people.models import User
from bookcub.picks.actions.nominations import second
from bookcub.picks.models import Method, Pick
from bookcub.picks.queries.nomination_cards import Card, cards_of
from tests.browsing import Client
from tests.making import make_work
from tests.picks.picking import ballot, begin, closed, club_of, fresh, member, suggest

pytestmark = pytest.mark.both


def cards(pick: Pick, who: User) -> dict[str, Card]:
    return {card.title: card for card in cards_of(pick, member(pick.club, who), who)}


def page(client: Client, who: User, address: str) -> str:
    client.force_login(who)
    return client.get(address).content.decode()


def test_it_stands_without_a_name_and_counts(client: Client, bo: User, cy: User, di: User) -> None:
    club = club_of(cy, bo, di, method=Method.RANKED, seconds_needed=1)
    pick = begin(club, cy)
    theirs, other = suggest(pick, bo, "Tides", "So salty."), suggest(pick, cy, "Weirs", "Short.")
    for by, what in ((di, theirs), (bo, other), (di, other)):
        second(nomination=what, by=member(club, by))
    mute(by=di, other=bo)

    seen = cards(pick, di)
    assert (seen["Tides"].who, seen["Tides"].why) == (None, "")
    assert (seen["Tides"].lacking, seen["Tides"].is_seconded) == (0, True)
    assert seen["Weirs"].seconds == ("Di",)
    assert seen["Weirs"].lacking == 0
    assert cards(pick, bo)["Weirs"].seconds == ("Bo", "Di")
    told = page(client, di, pick.get_absolute_url())
    assert "Tides" in told
    assert "So salty." not in told
    assert "Short." in told

    pick = closed(pick)
    assert pick.is_voting
    told = page(client, di, pick.get_absolute_url())
    assert "Tides" in told
    assert "So salty." not in told
    for who in (bo, cy, di):
        ballot(pick, who, theirs, other)
    pick = closed(pick)
    assert fresh(pick).winner == theirs
    for address in (pick.get_absolute_url(), f"/clubs/{club.pk}/picks"):
        told = page(client, di, address)
        assert "Tides" in told
        assert "So salty." not in told
        assert "So salty." in page(client, cy, address)


def test_of_a_wish_in_a_turn_no_more_is_said(client: Client, bo: User, di: User) -> None:
    club = club_of(bo, di, method=Method.TURNS)
    pick = begin(club, bo)
    suggest(pick, bo, "Tides", "So salty.") if pick.turn_of == member(club, di) else suggest(
        pick, di, "Tides", "So salty."
    )
    block(by=bo, other=di)

    for who in (bo, di):
        for address in (pick.get_absolute_url(), f"/clubs/{club.pk}/picks"):
            shown = page(client, who, address)
            mine = fresh(pick).nominations.get().membership.user == who
            assert ("So salty." in shown) == mine


def test_what_stays_from_last_time_is_offered_without_their_name(
    client: Client, bo: User, cy: User, di: User
) -> None:
    club = club_of(cy, bo, di, method=Method.RANKED)
    pick = begin(club, cy)
    won, left = suggest(pick, cy, "Weirs"), suggest(pick, bo, "Tides", "So salty.")
    pick = closed(pick)
    for who in (bo, cy, di):
        ballot(pick, who, won, left)
    closed(pick)
    address = f"/clubs/{club.pk}/picks/new"
    assert "suggested by Bo" in page(client, cy, address)

    mute(by=cy, other=bo)
    told = page(client, cy, address)
    assert "Tides" in told
    assert "suggested by Bo" not in told


def test_works_of_the_muted_are_found_by_their_address_alone(
    client: Client, bo: User, cy: User, di: User
) -> None:
    club = club_of(cy, bo, di)
    begin(club, cy)
    theirs = make_work(bo, title="Tides of Bo")
    make_work(cy, title="Tides of Cy")
    mute(by=di, other=bo)

    found = page(client, di, f"/clubs/{club.pk}/nominations/new?q=tides")
    assert "Tides of Cy" in found
    assert "Tides of Bo" not in found
    by_address = f"/clubs/{club.pk}/nominations/new?q=/works/{theirs.pk}"
    assert "Tides of Bo" in page(client, di, by_address)

"""Members without an account: hosts add their names, answer and vote for them, and nobody else does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from bookcub.clubs.models import Club, Membership
from bookcub.core.clock import now
from bookcub.meetings.models import Coming, SlotAnswer
from bookcub.people.models import User
from bookcub.picks.models import Ballot, Method, Pick, Stage
from tests.browsing import Client
from tests.making import make_club
from tests.meetings.calling import called, membership, proposed, soon
from tests.picks.picking import ballot, begin, closed, club_of, fresh, suggest
from tests.refused import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def club(cy: User, di: User, bo: User) -> Club:
    return make_club(cy, di, bo)


def add(client: Client, club: Club, name: str) -> Membership:
    client.post(f"/clubs/{club.pk}/names", {"name": name})
    return Membership.objects.by_name().get(club=club, former_name=name)


def test_a_host_adds_a_name_once_and_takes_it_away_again(
    client: Client, club: Club, cy: User, di: User
) -> None:
    client.force_login(cy)
    path = f"/clubs/{club.pk}/names"

    ruth = add(client, club, "Ruth")

    assert refused(client.post(path, {"name": " ruth "})) == {" taken"}
    assert refused(client.post(path, {"name": "Di"})) == {" taken"}
    assert refused(client.post(path, {"name": "  "})) == {"name required"}
    assert refused(client.post(path, {"name": "x" * 61})) == {"name max_length"}
    client.force_login(di)
    assert client.post(path, {"name": "Nora"}).status_code == 403
    assert [one.name for one in client.get(f"/clubs/{club.pk}/members").context["page"].names] == [
        "Ruth"
    ]
    client.force_login(cy)
    assert client.get(f"{path}/{ruth.pk}/delete").status_code == 200
    client.post(f"{path}/{ruth.pk}/delete")
    assert not Membership.objects.by_name().exists()
    page = client.get(f"/clubs/{club.pk}/members").context["page"]
    assert ([one.name for one in page.former], page.names) == (["Ruth"], [])


def test_a_name_is_nobody_who_hosts_reads_or_has_a_turn(
    client: Client, club: Club, cy: User
) -> None:
    client.force_login(cy)
    ruth = add(client, club, "Ruth")

    assert ruth not in Membership.objects.current()
    assert not ruth.is_current
    for way in ("host", "handover", "delete"):
        assert client.post(f"/clubs/{club.pk}/members/{ruth.pk}/{way}").status_code == 404


def test_a_host_says_whether_somebody_without_an_account_comes(
    client: Client, club: Club, cy: User, di: User
) -> None:
    client.force_login(cy)
    ruth, meeting = add(client, club, "Ruth"), called(club, cy)
    elsewhere = add(client, make_club(cy, di, name="Another"), "Nora")
    path = f"/meetings/{meeting.pk}/rsvps"

    client.post(path, {"names-whose": ruth.pk, "names-coming": "yes"})

    rsvp = meeting.rsvps.get()
    assert (rsvp.membership, rsvp.said_by) == (ruth, membership(club, cy))
    client.force_login(di)
    page = client.get(f"/meetings/{meeting.pk}").context["page"]
    assert [(each.name, each.said_by) for _, rows in page.coming for each in rows] == [
        ("Ruth", "Cy")
    ]
    assert page.silent == 3
    assert client.post(path, {"names-whose": ruth.pk, "names-coming": "no"}).status_code == 403
    client.force_login(cy)
    for nobody in (elsewhere.pk, membership(club, di).pk, "x"):
        answer = client.post(path, {"names-whose": nobody, "names-coming": "no"})
        assert "whose invalid_choice" in refused(answer)
    assert meeting.rsvps.get().coming == Coming.YES


def test_a_host_says_when_somebody_without_an_account_can_come(
    client: Client, club: Club, cy: User, di: User
) -> None:
    client.force_login(cy)
    ruth, meeting = add(client, club, "Ruth"), proposed(club, cy)
    elsewhere = add(client, make_club(cy, di, name="Another"), "Nora")
    first, second = meeting.slots.all()
    path = f"/meetings/{meeting.pk}/availability"
    assert client.get(f"{path}/{ruth.pk}").context["told"].asked == 4

    client.post(f"{path}/{ruth.pk}", {f"slot-{first.pk}": "yes", f"slot-{second.pk}": "no"})

    client.force_login(di)
    times = client.get(f"/meetings/{meeting.pk}").context["page"].times
    assert (times.answered, times.asked, times.is_mine_complete) == (1, 4, False)
    rows = [row for _, day in times.days for row in day]
    assert [(row.tally.can, row.why) for row in rows] == [
        (1, "Can come: Ruth (as Cy says)."),
        (0, "Nobody can come so far."),
    ]
    assert times.waiting == "Cy, Di and Bo"
    assert client.get(f"{path}/{ruth.pk}").status_code == 403
    assert client.post(f"{path}/{ruth.pk}", {}).status_code == 403
    client.force_login(cy)
    assert client.post(f"{path}/{ruth.pk}", {f"slot-{first.pk}": "si"}).status_code == 422
    for nobody in (elsewhere.pk, membership(club, di).pk):
        assert client.post(f"{path}/{nobody}", {f"slot-{first.pk}": "no"}).status_code == 404
    assert SlotAnswer.objects.count() == 2


def test_yes_to_the_time_that_is_chosen_is_their_answer_too(
    client: Client, club: Club, cy: User
) -> None:
    client.force_login(cy)
    ruth, meeting = add(client, club, "Ruth"), proposed(club, cy, soon(10))
    slot = meeting.slots.get()
    path = f"/meetings/{meeting.pk}/availability/{ruth.pk}"
    client.post(path, {f"slot-{slot.pk}": "yes"})

    client.post(f"/meetings/{meeting.pk}/time", {"slot": slot.pk})

    rsvp = meeting.rsvps.get()
    assert (rsvp.membership, rsvp.said_by) == (ruth, membership(club, cy))
    client.post(path, {f"slot-{slot.pk}": "no"})
    assert meeting.rsvps.get().coming == Coming.YES
    assert SlotAnswer.objects.get().answer == "yes"


@pytest.fixture
def voting(ada: User, bo: User, cy: User) -> tuple[Pick, Membership]:
    club = club_of(ada, bo, cy, method=Method.APPROVAL)
    ruth = Membership.objects.create(club=club, former_name="Ruth", is_by_name=True)
    pick = begin(club, ada)
    for title in ("Salt", "Moss"):
        suggest(pick, bo if title == "Moss" else ada, title)
    return closed(pick), ruth


def test_a_vote_waits_for_the_paper_ballot_and_counts_it(
    client: Client, voting: tuple[Pick, Membership], ada: User, bo: User, cy: User
) -> None:
    pick, ruth = voting
    salt, moss = pick.nominations.order_by("number")
    ballot(pick, ada, salt)
    ballot(pick, bo, salt, moss)
    ballot(pick, cy, moss)
    assert fresh(pick).stage == Stage.VOTING
    client.force_login(ada)
    path = f"/clubs/{pick.club_id}/picks/{pick.pk}/ballots/{ruth.pk}"

    assert refused(client.post(path, {})) == {" empty"}
    client.post(path, {"chosen": [moss.number]})

    assert fresh(pick).winner == moss
    assert Ballot.objects.get(membership=ruth).said_by == Membership.objects.get(
        club=pick.club, user=ada
    )
    assert client.post(path, {"chosen": [salt.number]}).status_code == 409


def test_nobody_but_a_host_votes_for_another_and_nobody_sees_how(
    client: Client, voting: tuple[Pick, Membership], ada: User, bo: User
) -> None:
    pick, ruth = voting
    salt, moss = pick.nominations.order_by("number")
    path = f"/clubs/{pick.club_id}/picks/{pick.pk}/ballots"
    client.force_login(bo)
    assert client.post(f"{path}/{ruth.pk}", {"chosen": [moss.number]}).status_code == 403
    client.force_login(ada)
    other = Membership.objects.get(club=pick.club, user=bo)
    assert client.post(f"{path}/{other.pk}", {"chosen": [moss.number]}).status_code == 404

    client.post(f"{path}/{ruth.pk}", {"chosen": [salt.number]})

    page = client.get(f"{path}/{ruth.pk}").context
    assert (page["has_voted"], page["form"].initial["chosen"]) == (True, [])


def test_who_belongs_no_longer_has_no_vote(
    client: Client, voting: tuple[Pick, Membership], ada: User, bo: User, cy: User
) -> None:
    pick, ruth = voting
    salt, moss = pick.nominations.order_by("number")
    client.force_login(ada)
    client.post(
        f"/clubs/{pick.club_id}/picks/{pick.pk}/ballots/{ruth.pk}", {"chosen": [moss.number]}
    )
    ballot(pick, ada, salt)
    ruth.left_at = now() - timedelta(seconds=1)
    ruth.save()
    ballot(pick, bo, salt)

    ballot(pick, cy, moss)

    assert fresh(pick).winner == salt


def page_tabs(page: Any) -> list[str]:
    return [one.text() for one in LexborHTMLParser(page.content).css("nav.tabs a")]


def test_with_names_two_accounts_are_no_pair(client: Client, bo: User, cy: User) -> None:
    club = make_club(bo, cy)
    client.force_login(bo)
    oma, meeting = add(client, club, "Oma"), called(club, bo)
    assert client.get(f"/meetings/{meeting.pk}/agenda").context["handout"].names == (
        "Bo",
        "Cy",
        "Oma",
    )

    client.force_login(cy)

    answer = {"names-whose": oma.pk, "names-coming": "no"}
    assert client.post(f"/meetings/{meeting.pk}/rsvps", answer).status_code == 403
    for hosts_do in ("meetings/new", "reads/new"):
        assert client.get(f"/clubs/{club.pk}/{hosts_do}").status_code == 403, hosts_do
    page = client.get(f"/clubs/{club.pk}")
    assert ("Members" in page_tabs(page), page.context["page"].is_pair) == (True, False)

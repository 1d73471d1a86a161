"""What happens when members press at the same moment: one thing, and never a broken page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bookcub.clubs.models import Club
from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.picks.actions.closing import choose
from bookcub.picks.actions.deadlines import close_what_is_due
from bookcub.picks.actions.nominations import nominate
from bookcub.picks.actions.picks import NotNowError
from bookcub.picks.models import (
    Ballot,
    Method,
    Nomination,
    Pick,
    PickRules,
    Second,
    Stage,
    TurnPassed,
)
from bookcub.reads.models import Read
from bookcub.works.actions import delete_work
from tests.browsing import Client
from tests.making import make_work
from tests.people.test_at_once import at_once
from tests.picks.picking import ballot, begin, closed, club_of, fresh, member, suggest
from tests.refused import refuses

pytestmark = pytest.mark.django_db(transaction=True)


def press(who: User, address: str, **values: Any) -> Callable[[Client], int]:
    def send(client: Client) -> int:
        client.raise_request_exception = False
        client.force_login(who)
        return client.post(address, values).status_code

    return send


def test_one_pick_is_opened(ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy)

    answers = at_once(*[press(ada, f"/clubs/{club.pk}/picks/new")] * 4)

    assert sorted(answers) == [302, 409, 409, 409]
    assert Pick.objects.count() == 1


def test_two_second_at_once_and_each_counts_once(ada: User, bo: User, cy: User) -> None:
    pick = begin(club_of(ada, bo, cy, method="lottery"), ada)
    suggest(pick, ada, "One")
    address = f"{pick.get_absolute_url()}/nominations/1/second"

    answers = at_once(
        press(bo, address), press(cy, address), press(bo, address), press(cy, address)
    )

    assert set(answers) == {302}
    assert Second.objects.count() == 2


def test_nobody_gets_past_the_limit_by_being_quick(ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy)
    pick = begin(club, ada)
    new = f"/clubs/{club.pk}/nominations/new"

    answers = at_once(*[press(bo, new, title=f"Book {number}") for number in range(4)])

    assert sorted(answers) == [302, 409, 409, 409]
    assert pick.nominations.count() == 1


def test_the_same_work_is_suggested_once(ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy)
    begin(club, ada)
    work = make_work(ada)

    answers = at_once(
        *[press(who, f"/clubs/{club.pk}/nominations/new", work=work.pk) for who in (ada, bo, cy)]
    )

    assert sorted(answers) == [302, 422, 422]
    assert Nomination.objects.count() == 1


def test_one_ballot_each_however_often_it_is_sent(ada: User, bo: User, cy: User) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    suggest(pick, ada, "One")
    suggest(pick, bo, "Two")
    closed(pick)
    address = f"{pick.get_absolute_url()}/ballot"

    answers = at_once(
        *[press(cy, address, **{"rank-1": "1"})] * 3, press(bo, address, **{"rank-2": "1"})
    )

    assert set(answers) == {302}
    assert Ballot.objects.count() == 2


def test_host_and_clock_close_together_and_one_read_begins(ada: User, bo: User, cy: User) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    one = suggest(pick, ada, "One")
    suggest(pick, bo, "Two")
    closed(pick)
    ballot(pick, ada, one)
    address = f"{pick.get_absolute_url()}/closing"
    sure = {"sure": "voting"}

    def the_clock(_: Client) -> int:
        return close_what_is_due(at=now() + timedelta(days=30))

    answers = at_once(
        press(ada, address, **sure), the_clock, press(ada, address, **sure), the_clock
    )

    assert max(answers) < 500
    assert Read.objects.count() == 1
    assert fresh(pick).stage == Stage.PICKED


def test_a_vote_and_the_close_at_once_lose_no_ballot_that_was_said_to_be_kept(
    ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    suggest(pick, ada, "One")
    suggest(pick, bo, "Two")
    closed(pick)
    here = pick.get_absolute_url()

    voted, _ = at_once(
        press(cy, f"{here}/ballot", **{"rank-2": "1"}),
        press(ada, f"{here}/closing", sure="voting"),
    )

    done = fresh(pick)
    if voted == 302:
        assert done.count["result"]["ballots"] == 1
        assert done.winner is not None
    else:
        assert voted == 409
        assert not Ballot.objects.exists()
        assert done.stage == Stage.TIED


def test_of_two_the_turn_is_taken_once(ada: User, bo: User) -> None:
    club = club_of(ada, bo)
    new = f"/clubs/{club.pk}/nominations/new"

    # Whoever comes second finds that it is the other's turn: theirs is kept as a wish.
    answers = at_once(*[press(ada, new, title=f"Book {number}") for number in range(3)])

    assert max(answers) < 500
    assert Read.objects.count() == 1
    assert Pick.objects.filter(stage=Stage.PICKED).count() == 1


def test_a_turn_passes_once(ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy, method=Method.TURNS)
    passing = press(ada, f"/clubs/{club.pk}/picks/passes", whose=member(club, ada).pk)

    answers = at_once(passing, passing, passing)

    assert sorted(answers) == [302, 409, 409]
    assert TurnPassed.objects.count() == 1


def test_rules_set_twice_at_once_are_one(ada: User, bo: User, cy: User) -> None:
    club: Club = club_of(ada, bo, cy)
    values = {
        "method": "ranked",
        "nominations_each": "2",
        "seconds_needed": "0",
        "nominating_days": "3",
        "voting_days": "3",
        "tie_rule": "lot",
    }

    answers = at_once(*[press(ada, f"/clubs/{club.pk}/rules", **values)] * 3)

    assert set(answers) == {302}
    assert PickRules.objects.get(club=club).nominations_each == 2


def test_a_work_that_is_deleted_while_it_is_chosen_breaks_nothing(
    ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=Method.HOST)
    pick = begin(club, ada)
    work = make_work(ada)
    nominate(pick=pick, by=member(club, bo), what=work)

    def delete(_: Client) -> int:
        delete_work(work=work, by=None)
        return 200

    chosen, _ = at_once(press(ada, f"{pick.get_absolute_url()}/nominations/1/choice"), delete)

    assert chosen in {302, 409}
    assert (fresh(pick).stage == Stage.PICKED) == (chosen == 302)
    read = Read.objects.first()
    assert read is None or (read.work is None and read.title == "The Weir")


def test_a_work_that_is_gone_since_its_nomination_was_loaded_cannot_be_chosen(
    ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=Method.HOST)
    pick = begin(club, ada)
    work = make_work(ada)
    nominate(pick=pick, by=member(club, bo), what=work)
    loaded = pick.nominations.get()
    delete_work(work=work, by=None)

    with refuses("not_for_all", NotNowError):
        choose(pick=pick, nomination=loaded, by=member(club, ada))

"""How it is decided: shown and changed where one begins, and for what is open while nobody has voted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks
from selectolax.lexbor import LexborHTMLParser

from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.picks.actions.picks import NotNowError, cancel_pick
from bookcub.picks.actions.rules import adopt_rules, choose_by
from bookcub.picks.actions.turns import pass_turn
from bookcub.picks.models import Ballot, Method, Pick, PickRules, Stage
from bookcub.picks.queries.rules import rules_of
from tests.browsing import Client, words_of
from tests.picks.picking import ballot, begin, closed, club_of, fresh, leave, member, suggest

pytestmark = pytest.mark.django_db

RULES = {
    "method": "approval",
    "nominations_each": "2",
    "seconds_needed": "0",
    "nominating_days": "3",
    "voting_days": "2",
    "ticks_each": "0",
    "hides_results": "on",
    "tie_rule": "lot",
}


def post(client: Client, who: User, address: str, **values: Any) -> Any:
    client.force_login(who)
    return client.post(address, values)


def test_whoever_begins_sees_how_it_is_decided_and_can_change_it_this_once(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy)
    new = f"/clubs/{club.pk}/picks/new"
    client.force_login(ada)
    words = words_of(client.get(new).content.decode())
    assert "everybody puts them in order" in words

    assert post(client, ada, new, word="Short!", **RULES).status_code == 302
    pick = Pick.objects.get()
    assert (pick.method, pick.terms.tie_rule, pick.word) == (Method.APPROVAL, "lot", "Short!")
    assert rules_of(club).method == Method.RANKED


def test_or_from_then_on(client: Client, ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy)
    new = f"/clubs/{club.pk}/picks/new"

    assert post(client, ada, new, for_good="on", **RULES).status_code == 302
    assert (rules_of(club).method, rules_of(club).nominations_each) == (Method.APPROVAL, 2)
    post(client, ada, new, for_good="on", **RULES | {"method": "host"})
    assert rules_of(club).method == Method.APPROVAL, "nothing is kept of what was refused"


def test_what_one_did_not_touch_is_by_the_rules_that_the_club_has_by_now(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=Method.RANKED)
    new = f"/clubs/{club.pk}/picks/new"
    client.force_login(ada)
    drawn = client.get(new).context["choosing"]
    assert drawn["drawn"].as_widget() in client.get(new).content.decode()
    sent = {name: drawn[name].value() for name in [*RULES, "drawn"]}
    choose_by(club=club, method=Method.HOST, nominating_days=20)

    assert post(client, ada, new, **sent).status_code == 302
    pick = Pick.objects.get()
    assert (pick.method, pick.terms.nominating_days) == (Method.HOST, 20)
    cancel_pick(pick=pick, by=member(club, ada))

    post(client, ada, new, for_good="on", **sent | {"nominating_days": "2"})
    assert (rules_of(club).method, rules_of(club).nominating_days) == (Method.HOST, 2)


def test_rules_that_are_refused_at_the_beginning_lose_nothing_typed(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy)
    values = RULES | {"voting_days": "900"}

    answer = post(client, ada, f"/clubs/{club.pk}/picks/new", word="Something short", **values)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Something short" in shown
    assert 'value="900"' in shown
    assert "everybody puts them in order" in words_of(shown), "the rules of the club, as they are"
    assert not Pick.objects.exists()


def test_a_member_who_begins_goes_by_the_rules_of_the_club(
    client: Client, ada: User, bo: User
) -> None:
    club = club_of(ada, bo, method=Method.RANKED)

    assert post(client, bo, f"/clubs/{club.pk}/picks/new", **RULES).status_code == 302
    assert Pick.objects.get().method == Method.RANKED


def test_what_one_looked_for_is_still_there_after_stopping(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy)
    pick = begin(club, ada, word="Something short")
    cancel_pick(pick=pick, by=member(club, ada))

    client.force_login(ada)
    assert "Something short" in client.get(f"/clubs/{club.pk}/picks/new").content.decode()


def test_an_open_choice_goes_by_new_rules_with_one_press_until_somebody_has_voted(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=Method.RANKED)
    pick = begin(club, ada)
    one = suggest(pick, ada, "One")
    suggest(pick, bo, "Two")
    closed(pick)
    here, rules = f"{pick.get_absolute_url()}/rules", f"/clubs/{club.pk}/rules"
    assert "Go by the club’s rules" not in words_of(client_page(client, ada, rules))
    post(client, ada, rules, **RULES)
    assert "Go by the club’s rules" in words_of(client_page(client, ada, rules))
    assert "Go by the club’s rules" in words_of(client_page(client, ada, pick.get_absolute_url()))
    assert "Go by the club’s rules" not in words_of(client_page(client, bo, rules))
    assert post(client, bo, here).status_code == 403

    closes = fresh(pick).vote_closes_at
    assert post(client, ada, here).status_code == 302
    now_at = fresh(pick)
    assert (now_at.method, now_at.stage, now_at.vote_closes_at) == (
        Method.APPROVAL,
        Stage.VOTING,
        closes,
    )
    ballot(pick, bo, one)
    post(client, ada, rules, **RULES | {"method": "host"})
    assert "Somebody has voted by them already" in words_of(client_page(client, ada, rules))
    answer = post(client, ada, here)
    assert answer.status_code == 409
    assert "Somebody has voted" in words_of(answer.content.decode())
    assert fresh(pick).method == Method.APPROVAL
    assert Ballot.objects.count() == 1


def test_where_the_new_rules_know_no_vote_suggestions_are_open_again(
    ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=Method.RANKED)
    pick = begin(club, ada)
    for who, title in ((ada, "One"), (bo, "Two")):
        suggest(pick, who, title)
    closed(pick)
    ballot(pick, cy, pick.nominations.get(number=1))
    leave(club, cy)
    choose_by(club=club, method=Method.LOTTERY)

    adopted = adopt_rules(pick=pick, by=member(club, ada))

    assert (adopted.stage, adopted.count, adopted.vote_closes_at) == (Stage.NOMINATING, {}, None)
    assert adopted.closes_at is not None
    assert adopted.closes_at > now() + timedelta(days=6)
    assert adopted.nominations.count() == 2
    assert not Ballot.objects.exists(), "of whoever has left"
    assert fresh(closed(pick)).stage == Stage.PICKED


def test_from_turns_to_a_vote_and_back(
    ada: User,
    bo: User,
    cy: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    club = club_of(ada, bo, cy, method=Method.TURNS)
    pick = begin(club, ada)
    Pick.objects.update(nominations_close_at=now() - timedelta(days=9))  # a reminder, long ago
    choose_by(club=club, method=Method.RANKED)

    with django_capture_on_commit_callbacks() as told:
        adopted = adopt_rules(pick=pick, by=member(club, ada))
    assert told, "that suggestions are open now"
    assert (adopted.turn_of, adopted.is_nominating) == (None, True)
    assert adopted.closes_at is not None
    assert adopted.closes_at > now()

    choose_by(club=club, method=Method.TURNS)
    assert adopt_rules(pick=pick, by=member(club, ada)).turn_of == member(club, ada)


def test_the_rules_stand_open_again_only_where_something_was_changed_or_is_wrong(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    new = f"/clubs/{club_of(ada, bo, cy).pk}/picks/new"
    client.force_login(ada)
    [drawn] = LexborHTMLParser(client.get(new).content.decode()).css("[name=drawn]")
    sent = {"method": "ranked", "nominations_each": "1", "nominating_days": "7", "voting_days": "5"}
    sent = {**RULES, **sent, "tie_rule": "earlier"}

    for changed, is_open in ({}, False), ({"voting_days": "3"}, True), ({"voting_days": ""}, True):
        answer = post(
            client, ada, new, word="w" * 301, drawn=drawn.attributes["value"], **sent | changed
        )
        assert answer.status_code == 422
        folds = LexborHTMLParser(answer.content.decode()).css("details:has([name=voting_days])")
        assert [("open" in each.attributes) for each in folds] == [is_open], changed


@pytest.mark.parametrize("is_voting", [False, True])
def test_of_a_deadline_that_stays_nobody_is_reminded_twice(
    ada: User,
    bo: User,
    cy: User,
    is_voting: bool,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    club = club_of(ada, bo, cy, method=Method.RANKED)
    pick = begin(club, ada)
    for who, title in ((ada, "One"), (bo, "Two")):
        suggest(pick, who, title)
    if is_voting:
        closed(pick)
    Pick.objects.update(reminded_at=now())
    before = fresh(pick)
    choose_by(club=club, method=Method.RANKED, hides_results=False)

    with django_capture_on_commit_callbacks() as told:
        adopted = adopt_rules(pick=pick, by=member(club, ada))

    assert (adopted.closes_at, adopted.reminded_at) == (before.closes_at, before.reminded_at)
    assert not adopted.terms.hides_results
    assert not told


def test_a_second_press_opens_nothing_again_and_tells_nobody(
    ada: User,
    bo: User,
    cy: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    club = club_of(ada, bo, cy, method=Method.HOST)
    pick = begin(club, ada)
    suggest(pick, ada, "One")
    closed(pick)
    before = fresh(pick)
    assert before.stage == Stage.TIED

    with django_capture_on_commit_callbacks() as told:
        adopted = adopt_rules(pick=pick, by=member(club, ada))

    assert (adopted.stage, adopted.count) == (Stage.TIED, before.count)
    assert not told


def test_whoever_has_the_turn_keeps_it_where_other_rules_go_by_turns_too(
    ada: User,
    bo: User,
    cy: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    club = club_of(ada, bo, cy, method=Method.TURNS)
    begin(club, ada)
    pick = pass_turn(club=club, whose=member(club, ada), by=member(club, ada))
    closes = pick.nominations_close_at
    assert pick.turn_of == member(club, bo)
    choose_by(club=club, method=Method.TURNS, nominations_each=3)

    with django_capture_on_commit_callbacks() as told:
        adopted = adopt_rules(pick=pick, by=member(club, ada))

    assert adopted.terms.nominations_each == 3
    assert (adopted.turn_of, adopted.nominations_close_at) == (member(club, bo), closes)
    assert not told


def test_whoever_has_passed_is_not_asked_again_on_the_way_over_a_vote(
    ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=Method.TURNS)
    begin(club, ada)
    pick = pass_turn(club=club, whose=member(club, ada), by=member(club, ada))
    for method in (Method.RANKED, Method.TURNS):
        choose_by(club=club, method=method)
        pick = adopt_rules(pick=pick, by=member(club, ada))

    assert pick.turn_of == member(club, bo)


def test_what_is_over_keeps_its_rules(ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy, method=Method.RANKED)
    pick = begin(club, ada)
    suggest(pick, ada, "One")
    closed(pick)
    choose_by(club=club, method=Method.HOST)

    with pytest.raises(NotNowError):
        adopt_rules(pick=pick, by=member(club, ada))
    assert fresh(pick).method == Method.RANKED
    assert PickRules.objects.get().method == Method.HOST


def client_page(client: Client, who: User, address: str) -> str:
    client.force_login(who)
    return client.get(address).content.decode()

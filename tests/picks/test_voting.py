"""Choosing by a vote, by lot or by a host, from the first suggestion to the read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.picks import signals
from bookcub.picks.actions.closing import choose, close, reopen_vote, resolve_tie
from bookcub.picks.actions.deadlines import close_what_is_due, remind_of_what_is_due
from bookcub.picks.actions.nominations import nominate, second, take_back_second, withdraw
from bookcub.picks.actions.picks import NotNowError, cancel_pick, move_deadline
from bookcub.picks.actions.votes import take_back, vote
from bookcub.picks.counting import lottery
from bookcub.picks.counting.ties import tie_hash
from bookcub.picks.counting.written import read as read_count
from bookcub.picks.models import Ballot, Method, Pick, Stage, TieRuleChoice
from bookcub.picks.queries.reminders import members_to_remind
from bookcub.picks.queries.rules import sentences_for
from bookcub.reads.models import Read
from bookcub.works.models import Visibility
from tests.making import make_read, make_work
from tests.picks.picking import ballot, begin, closed, club_of, fresh, leave, member, suggest
from tests.refused import refuses

pytestmark = pytest.mark.django_db


def test_a_club_of_more_ranks_and_the_count_begins_a_read(
    ada: User, bo: User, cy: User, di: User
) -> None:
    club = club_of(ada, bo, cy, di)
    work = make_work(ada, title="Salt")
    pick = begin(club, ada)
    assert pick.method == Method.RANKED
    salt = suggest(pick, bo, work, "It is short.")
    tide = suggest(pick, cy, "Tide Tables")
    moss = suggest(pick, di, "Moss")
    voting = closed(pick)
    assert voting.stage == Stage.VOTING

    ballot(pick, ada, salt, tide)
    ballot(pick, bo, salt)
    ballot(pick, cy, tide, salt)
    ballot(pick, di, moss, tide)
    done = closed(pick)

    # Round 1: salt 2, tide 1, moss 1; moss came later and goes out, to tide: 2 and 2. In round 1 tide had fewer.
    assert done.stage == Stage.PICKED
    assert done.winner == salt
    assert (done.count["result"]["ballots"], len(done.count["result"]["rounds"])) == (4, 3)
    read = Read.objects.get(pick=pick)
    assert (read.work, read.title, read.brought_by) == (work, "Salt", member(club, bo))


def test_an_approval_vote_counts_ticks(ada: User, bo: User, cy: User) -> None:
    pick = begin(club_of(ada, bo, cy, method=Method.APPROVAL), ada)
    one, two = suggest(pick, ada, "One"), suggest(pick, bo, "Two")
    closed(pick)

    ballot(pick, ada, one, two)
    ballot(pick, bo, two)
    done = closed(pick)

    assert done.winner == two
    assert done.count["result"]["ballots"] == 2
    book = Read.objects.get(pick=pick).book
    assert book is not None
    assert (book.title, book.page_count) == ("Two", 200)


def test_each_has_as_many_ticks_as_the_rules_give(ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy, method=Method.APPROVAL, ticks_each=2)
    pick = begin(club, ada)
    three = [suggest(pick, who, title) for who, title in ((ada, "A"), (bo, "B"), (cy, "C"))]
    closed(pick)

    with refuses("too_many"):
        ballot(pick, bo, *three)
    ballot(pick, bo, *three[:2])
    assert Ballot.objects.get(pick=pick).ranking == [1, 2]


def test_an_order_has_no_limit_whatever_the_rules_give_who_ticks(
    ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy, method=Method.RANKED, ticks_each=1), ada)
    some = [suggest(pick, who, title) for who, title in ((ada, "A"), (bo, "B"))]
    closed(pick)

    ballot(pick, bo, *some)
    assert Ballot.objects.get(pick=pick).ranking == [1, 2]


def test_a_ballot_can_be_changed_and_taken_back_until_the_vote_closes(
    ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    one, two = suggest(pick, ada, "One"), suggest(pick, bo, "Two")
    closed(pick)
    ballot(pick, ada, one)
    ballot(pick, ada, two)
    ballot(pick, bo, one)
    take_back(pick=pick, by=member(pick.club, bo))

    assert Ballot.objects.get(pick=pick).ranking == [two.number]
    assert closed(pick).winner == two
    with pytest.raises(NotNowError, match="closed"):
        ballot(pick, cy, one)
    with pytest.raises(NotNowError, match="closed"):
        take_back(pick=pick, by=member(pick.club, ada))


def test_the_last_ballot_closes_the_vote(ada: User, bo: User, cy: User) -> None:
    pick = begin(club_of(ada, bo, cy, method=Method.APPROVAL), ada)
    one, two = suggest(pick, ada, "One"), suggest(pick, bo, "Two")
    closed(pick)

    ballot(pick, ada, two)
    ballot(pick, ada, one)
    ballot(pick, bo, one, two)
    assert fresh(pick).is_voting, "two of three"
    ballot(pick, cy, one)

    assert (fresh(pick).stage, fresh(pick).winner) == (Stage.PICKED, one)


def test_a_vote_closes_when_the_only_one_who_had_not_voted_is_gone(
    ada: User, bo: User, cy: User, di: User
) -> None:
    club = club_of(ada, bo, cy, di, method=Method.APPROVAL)
    pick = begin(club, ada)
    one, _ = suggest(pick, ada, "One"), suggest(pick, bo, "Two")
    closed(pick)
    ballot(pick, ada, one)
    ballot(pick, bo, one)
    assert close_what_is_due(at=now()) == 0

    leave(club, cy)
    User.objects.filter(pk=di.pk).update(is_active=False)

    assert close_what_is_due(at=now()) == 1
    assert fresh(pick).winner == one


@pytest.mark.parametrize(
    ("ranking", "code"),
    [([], "empty"), ([1, 1], "twice"), ([1, 99], "not_standing"), ([3], "not_standing")],
)
def test_a_ballot_names_what_stands_to_the_vote(
    ada: User, bo: User, cy: User, ranking: list[int], code: str
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    suggest(pick, ada, "One")
    suggest(pick, bo, "Two")
    withdraw(nomination=suggest(pick, cy, "Three"))
    closed(pick)

    with refuses(code):
        vote(pick=pick, by=member(pick.club, ada), ranking=ranking)


def test_each_member_has_so_many_suggestions(ada: User, bo: User, cy: User) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    first = suggest(pick, bo, "One")

    with refuses("too_many", NotNowError):
        suggest(pick, bo, "Two")
    withdraw(nomination=first)
    assert suggest(pick, bo, "Two").number == 2


def test_what_was_read_before_is_not_read_again_unless_the_rules_allow_it(
    ada: User, bo: User, cy: User
) -> None:
    work = make_work(ada)
    strict, lax = club_of(ada, bo, cy), club_of(ada, bo, cy, method="ranked", allows_repeats=True)
    for club in (strict, lax):
        make_read(club, work=work)

    with refuses("read_already"):
        suggest(begin(strict, ada), bo, work)
    assert suggest(begin(lax, ada), bo, work).work == work


def test_an_outside_book_read_before_is_known_by_its_title_however_it_is_written(
    ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=Method.HOST)
    pick = begin(club, ada)
    choose(pick=pick, nomination=suggest(pick, bo, "Tide  Tables"), by=member(club, ada))

    with refuses("read_already"):
        suggest(begin(club, ada), cy, "tide TABLES")


def test_the_same_is_suggested_once_and_then_seconded(ada: User, bo: User, cy: User) -> None:
    work = make_work(ada)
    pick = begin(club_of(ada, bo, cy, method="ranked", seconds_needed=1), ada)
    nomination = suggest(pick, ada, work)

    with refuses("suggested_already"):
        suggest(pick, bo, work)
    second(nomination=nomination, by=member(pick.club, bo))
    second(nomination=nomination, by=member(pick.club, bo))
    assert nomination.seconds.count() == 1
    with refuses("own", NotNowError):
        second(nomination=nomination, by=member(pick.club, ada))


@pytest.mark.parametrize("method", ["ranked", "approval", "host", "turns"])
def test_where_seconds_decide_nothing_nobody_is_asked_for_one(
    method: str, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy, method=method), ada)
    nomination = suggest(pick, ada, "One")

    assert not pick.takes_seconds
    with refuses("not_asked_for", NotNowError):
        second(nomination=nomination, by=member(pick.club, bo))
    assert "Seconding" not in {said.about for said in sentences_for(pick, members=3)}


def test_only_what_has_enough_seconds_comes_to_the_vote(ada: User, bo: User, cy: User) -> None:
    pick = begin(club_of(ada, bo, cy, method="ranked", seconds_needed=1), ada)
    one, _, three = suggest(pick, ada, "One"), suggest(pick, bo, "Two"), suggest(pick, cy, "Three")
    second(nomination=one, by=member(pick.club, bo))
    second(nomination=three, by=member(pick.club, bo))

    voting = closed(pick)

    assert voting.count["options"] == [1, 3]
    assert voting.count["left_out"] == {"2": "seconds"}


def test_if_nothing_has_enough_seconds_what_has_most_goes_on(ada: User, bo: User, cy: User) -> None:
    pick = begin(club_of(ada, bo, cy, method="ranked", seconds_needed=2), ada)
    one = suggest(pick, ada, "One")
    suggest(pick, bo, "Two")
    second(nomination=one, by=member(pick.club, cy))

    done = closed(pick)

    assert done.count["fell_back"]
    assert (done.stage, done.winner) == (Stage.PICKED, one)


def test_a_single_suggestion_needs_no_vote(ada: User, bo: User, cy: User) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    one = suggest(pick, bo, "One")

    done = closed(pick)

    assert (done.winner, done.stage, done.count.get("result")) == (one, Stage.PICKED, None)


def test_without_any_suggestion_choosing_waits_and_the_first_one_sets_a_date(
    ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    with refuses("nothing_suggested", NotNowError):
        closed(pick)

    close(pick=pick, due_at=now() + timedelta(days=8))
    assert fresh(pick).nominations_close_at is None

    suggest(pick, bo, "One")
    closes_at = fresh(pick).nominations_close_at
    assert closes_at is not None
    assert timedelta(days=6) < closes_at - now() < timedelta(days=8)


def test_if_nobody_votes_a_host_decides_or_gives_it_more_time(
    ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    suggest(pick, ada, "One")
    two = suggest(pick, bo, "Two")
    closed(pick)

    asked = closed(pick)
    assert (asked.stage, asked.tied) == (Stage.TIED, [])
    again = reopen_vote(pick=pick, by=member(pick.club, ada), closes_at=now() + timedelta(days=2))
    assert again.stage == Stage.VOTING
    closed(pick)
    choose(pick=pick, nomination=two, by=member(pick.club, ada))

    assert fresh(pick).winner == two
    assert fresh(pick).stage == Stage.PICKED


def test_a_tie_goes_to_the_host_where_the_rules_say_so_and_the_count_goes_on(
    ada: User, bo: User, cy: User, di: User
) -> None:
    pick = begin(club_of(ada, bo, cy, di, method="ranked", tie_rule=TieRuleChoice.HOST), ada)
    one, two, three = (suggest(pick, who, who.username) for who in (ada, bo, cy))
    closed(pick)
    ballot(pick, ada, one)
    ballot(pick, bo, two, one)
    ballot(pick, cy, three, two)
    ballot(pick, di, one, three)

    asked = closed(pick)
    assert (asked.stage, asked.tied) == (Stage.TIED, [2, 3])
    with refuses("nothing_level", NotNowError):
        resolve_tie(pick=pick, nomination=one, by=member(pick.club, ada))

    # Three goes out, and its ballot makes two level with one; but in round 1 two had fewer.
    done = resolve_tie(pick=pick, nomination=three, by=member(pick.club, ada))
    assert (done.stage, done.winner) == (Stage.PICKED, one)
    assert len(done.count["decisions"]) == 1


@pytest.mark.parametrize("rule", [TieRuleChoice.EARLIER, TieRuleChoice.FEWEST, TieRuleChoice.LOT])
def test_every_other_rule_settles_a_tie_by_itself(
    ada: User, bo: User, cy: User, rule: TieRuleChoice
) -> None:
    club = club_of(ada, bo, cy, method="approval", tie_rule=rule)
    before = begin(club, ada)
    suggest(before, ada, "Before")
    closed(before)  # Ada has won once
    pick = begin(club, ada)
    one, two = suggest(pick, ada, "One"), suggest(pick, bo, "Two")
    closed(pick)
    ballot(pick, ada, one)
    ballot(pick, bo, two)

    done = closed(pick)

    by_lot = one if lottery_is_for_one(done) else two
    assert (
        done.winner
        == {TieRuleChoice.EARLIER: one, TieRuleChoice.FEWEST: two, TieRuleChoice.LOT: by_lot}[rule]
    )
    assert done.count["result"]["tied"] == (1, 2)


def lottery_is_for_one(pick: Pick) -> bool:
    return tie_hash(pick.seed, 1) < tie_hash(pick.seed, 2)


def test_a_lottery_can_be_drawn_again_by_anybody(ada: User, bo: User, cy: User, di: User) -> None:
    pick = begin(club_of(ada, bo, cy, di, method=Method.LOTTERY), ada)
    promised = pick.commitment
    one, two = suggest(pick, ada, "One"), suggest(pick, bo, "Two")
    for nomination, who in ((one, bo), (one, cy), (two, di)):
        second(nomination=nomination, by=member(pick.club, who))

    done = closed(pick)

    drawn = read_count(done.count["result"])
    assert isinstance(drawn, lottery.Draw)
    assert [str(each) for each in drawn.tickets] == ["1/1", "1/2", "2/1"]
    assert lottery.commitment_to(done.seed) == promised
    assert lottery.draw(done.seed, drawn.tickets) == drawn
    assert done.winner is not None
    assert done.winner.number == drawn.winner


def test_a_host_decides_before_or_after_suggestions_close(ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy, method=Method.HOST)
    early = begin(club, ada)
    choose(pick=early, nomination=suggest(early, bo, "One"), by=member(club, ada))
    late = begin(club, ada)
    two = suggest(late, bo, "Two")
    asked = closed(late)
    assert asked.stage == Stage.TIED
    assert list(members_to_remind(asked)) == [member(club, ada)]
    choose(pick=late, nomination=two, by=member(club, ada))

    assert [fresh(pick).winner.title for pick in (early, late)] == ["One", "Two"]  # type: ignore[union-attr]  # both are picked


def test_deadlines_close_by_themselves_unless_a_host_has_moved_them(
    ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    suggest(pick, ada, "One")
    suggest(pick, bo, "Two")
    move_deadline(pick=pick, closes_at=now() + timedelta(days=20))

    close_what_is_due(at=now() + timedelta(days=8))
    assert fresh(pick).stage == Stage.NOMINATING
    close_what_is_due(at=now() + timedelta(days=21))
    assert fresh(pick).stage == Stage.VOTING
    move_deadline(pick=pick, closes_at=now() + timedelta(days=1))
    close_what_is_due(at=now() + timedelta(days=2))
    assert fresh(pick).stage == Stage.TIED  # nobody voted
    with refuses("no_deadline", NotNowError):
        move_deadline(pick=pick, closes_at=now() + timedelta(days=1))


def test_a_reminder_comes_once_before_each_deadline_to_those_it_waits_for(
    ada: User, bo: User, cy: User, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[list[str]] = []

    def listen(sender: object, *, pick: Pick, **_: object) -> None:
        told.append([each.name for each in members_to_remind(pick)])

    signals.pick_reminder_due.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            pick = begin(club_of(ada, bo, cy), ada)
            suggest(pick, ada, "One")
            suggest(pick, bo, "Two")
            closes = pick.nominations_close_at or now()
            for hours in (26, 23, 22):
                remind_of_what_is_due(at=closes - timedelta(hours=hours))
            voting = closed(pick)
            ballot(pick, bo, pick.nominations.get(number=2))
            remind_of_what_is_due(at=(voting.vote_closes_at or now()) - timedelta(hours=23))
    finally:
        signals.pick_reminder_due.disconnect(listen)

    assert voting.reminded_at is None
    assert told == [["Cy"], ["Ada", "Cy"]]


def test_only_one_pick_is_under_way(ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy)
    pick = begin(club, ada)

    with refuses("under_way", NotNowError):
        begin(club, bo)
    cancel_pick(pick=pick, by=member(club, ada))
    assert begin(club, bo).number == 2
    with refuses("over", NotNowError):
        cancel_pick(pick=pick, by=member(club, ada))


def test_who_leaves_takes_their_ballot_and_seconds_along_but_not_their_suggestion(
    ada: User, bo: User, cy: User, di: User
) -> None:
    club = club_of(ada, bo, cy, di, method="ranked", seconds_needed=1)
    pick = begin(club, ada)
    one, two, three = (suggest(pick, who, who.username) for who in (ada, bo, cy))
    for nomination in (one, two):
        second(nomination=nomination, by=member(club, cy))
    second(nomination=three, by=member(club, di))
    closed(pick)
    ballot(pick, ada, one)
    ballot(pick, cy, two)
    ballot(pick, di, two)
    leave(club, cy)
    leave(club, di)

    done = closed(pick)

    assert done.winner == one
    assert done.count["options"] == [1, 2, 3]
    assert done.count["result"]["ballots"] == 1
    with refuses("left", NotNowError):
        vote(pick=pick, by=member(club, cy), ranking=[1])


def test_seconds_of_those_who_left_do_not_count(ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy, method="ranked", seconds_needed=1)
    pick = begin(club, ada)
    one, two = suggest(pick, ada, "One"), suggest(pick, bo, "Two")
    second(nomination=one, by=member(club, cy))
    second(nomination=two, by=member(club, ada))
    leave(club, cy)

    assert closed(pick).winner == two


def test_a_work_that_closes_or_goes_meanwhile_cannot_win(
    ada: User, bo: User, cy: User, di: User
) -> None:
    club = club_of(ada, bo, cy, di)
    gone, hidden = make_work(ada, title="Gone"), make_work(ada, title="Hidden")
    pick = begin(club, ada)
    first, second_one = suggest(pick, ada, gone), suggest(pick, bo, hidden)
    third, fourth = suggest(pick, cy, "Three"), suggest(pick, di, "Four")
    closed(pick)
    ballot(pick, ada, first, second_one, third)
    ballot(pick, bo, second_one, first, third)
    ballot(pick, cy, first, third)
    gone.delete()
    hidden.visibility = Visibility.NAMED
    hidden.save()
    ballot(pick, di, fourth)

    done = fresh(pick)

    assert done.winner == third
    assert done.count["left_out"] == {"1": "gone", "2": "gone"}
    first.refresh_from_db()
    assert (first.title, first.work) == ("Gone", None)


def test_a_work_that_some_members_cannot_open_is_not_suggested(
    ada: User, bo: User, cy: User
) -> None:
    work = make_work(ada, visibility=Visibility.NAMED)
    work.named_readers.add(bo)
    pick = begin(club_of(ada, bo, cy), ada)

    with refuses("not_for_all"):
        suggest(pick, bo, work)
    work.named_readers.add(cy)
    assert suggest(pick, bo, work).work == work


def test_if_everything_that_stood_to_the_vote_is_gone_suggestions_begin_anew(
    ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    for nomination in (suggest(pick, ada, "One"), suggest(pick, bo, "Two")):
        if nomination.number == 2:
            closed(pick)
            ballot(pick, cy, nomination)
    for nomination in pick.nominations.all():
        withdraw(nomination=nomination)

    again = closed(pick)

    assert (again.stage, again.count, again.nominations_close_at) == (Stage.NOMINATING, {}, None)
    assert again.vote_closes_at is None
    assert not again.ballots.exists()
    assert suggest(pick, cy, "Three").number == 3


def test_after_the_close_nothing_can_be_suggested_seconded_or_taken_back(
    ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy, method="ranked", seconds_needed=1), ada)
    one, two = suggest(pick, ada, "One"), suggest(pick, bo, "Two")
    second(nomination=one, by=member(pick.club, bo))
    second(nomination=two, by=member(pick.club, ada))
    closed(pick)

    with refuses("closed", NotNowError):
        suggest(pick, cy, "Three")
    with refuses("closed", NotNowError):
        second(nomination=two, by=member(pick.club, cy))
    with refuses("counted", NotNowError):
        take_back_second(nomination=one, by=member(pick.club, bo))
    ballot(pick, ada, one)
    closed(pick)
    with refuses("closed", NotNowError):
        withdraw(nomination=two)


def test_changing_the_rules_leaves_the_pick_under_way_alone(ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy, method="ranked", nominations_each=1)
    pick = begin(club, ada)
    club.pick_rules.nominations_each = 3
    club.pick_rules.method = Method.APPROVAL
    club.pick_rules.save()

    suggest(pick, ada, "One")
    with pytest.raises(NotNowError):
        suggest(pick, ada, "Two")
    assert fresh(pick).method == Method.RANKED


def test_who_does_not_belong_suggests_nothing(ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy)
    pick = begin(club, ada)
    leave(club, cy)

    with refuses("left", NotNowError):
        nominate(pick=pick, by=member(club, cy), what=make_work(ada))

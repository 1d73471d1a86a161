"""Taking turns: for two the other has the next one, and nobody is pressed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from bookcub.clubs.models import Club
from bookcub.core.clock import now
from bookcub.exporting.queries.clubs import club_export
from bookcub.people.models import User
from bookcub.picks import signals
from bookcub.picks.actions.deadlines import close_what_is_due, remind_of_what_is_due
from bookcub.picks.actions.nominations import nominate
from bookcub.picks.actions.picks import NotNowError, open_or_current
from bookcub.picks.actions.turns import bring, choose_in_turn, let_chance_choose, pass_turn
from bookcub.picks.counting import lottery
from bookcub.picks.counting.written import read as read_count
from bookcub.picks.models import Method, Pick, Stage
from bookcub.picks.queries.decided import BY_TURN, how_decided
from bookcub.picks.queries.reminders import members_to_remind
from bookcub.picks.queries.turns import turn_in
from bookcub.reads.actions.books import BookFields
from tests.making import join_late, make_read, make_work
from tests.picks.picking import begin, club_of, fresh, leave, member, suggest
from tests.refused import refuses

pytestmark = pytest.mark.django_db


def whose(club: Club) -> str:
    pick = Pick.objects.filter(club=club).under_way().first()
    turn = turn_in(club, pick)
    return turn.whose.name if turn.whose else "nobody"


def choose(club: Club, who: User, title: str) -> Pick:
    read = bring(club=club, by=member(club, who), what=BookFields(title))
    assert read.pick is not None
    return read.pick


def test_of_two_the_other_has_the_next_one(ada: User, bo: User) -> None:
    club = club_of(ada, bo)

    assert whose(club) == "Ada"
    pick = choose(club, ada, "One")
    assert (pick.method, pick.stage) == (Method.TURNS, Stage.PICKED)
    assert whose(club) == "Bo"
    choose(club, bo, "Two")
    assert whose(club) == "Ada"


def test_whoever_brought_the_first_book_has_had_their_turn(ada: User, bo: User) -> None:
    # Two who began with “read this with someone”: no pick, but Ada brought it.
    club = club_of(ada, bo)
    make_read(club, work=make_work(ada), brought_by=member(club, ada))

    assert whose(club) == "Bo"


def test_the_friend_who_came_when_the_first_read_was_there_has_the_next_one(
    ada: User, bo: User
) -> None:
    club = club_of(ada)
    make_read(club, work=make_work(ada), brought_by=member(club, ada))
    join_late(club, bo)

    assert whose(club) == "Bo"


def test_nobody_chooses_in_anothers_turn(ada: User, bo: User) -> None:
    club = club_of(ada, bo)

    with refuses("not_their_turn", NotNowError):
        choose(club, bo, "Mine")
    assert not Pick.objects.exists()


def test_a_wish_of_the_other_can_be_chosen_and_the_turn_is_spent(ada: User, bo: User) -> None:
    club = club_of(ada, bo)
    pick = open_or_current(club=club, by=member(club, bo))
    wish = nominate(pick=pick, by=member(club, bo), what=BookFields("The other one"))

    read = choose_in_turn(pick=pick, nomination=wish, by=member(club, ada))

    assert read.brought_by == member(club, bo)
    assert whose(club) == "Bo"


def test_a_turn_that_passes_goes_on_and_comes_back_the_next_time(
    ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=Method.TURNS)
    pass_turn(club=club, whose=member(club, ada), by=member(club, ada))

    assert whose(club) == "Bo"
    with refuses("not_their_turn", NotNowError):
        pass_turn(club=club, whose=member(club, ada), by=member(club, ada))
    choose(club, bo, "One")
    assert whose(club) == "Ada"


def test_when_everybody_has_passed_whoever_finds_something_may_bring_it(
    ada: User, bo: User
) -> None:
    club = club_of(ada, bo)
    for who in (ada, bo):
        pass_turn(club=club, whose=member(club, who), by=member(club, who))

    assert whose(club) == "nobody"
    pick = choose(club, bo, "Found")
    assert pick.turn_of == member(club, bo)
    assert whose(club) == "Ada"


def test_chance_chooses_among_the_wishes_and_can_be_checked(ada: User, bo: User) -> None:
    club = club_of(ada, bo, method=Method.TURNS, nominations_each=2)
    pick = open_or_current(club=club, by=member(club, ada))
    with refuses("nothing_suggested", NotNowError):
        let_chance_choose(pick=pick, by=member(club, ada))
    for title in ("One", "Two"):
        suggest(pick, bo, title)

    let_chance_choose(pick=pick, by=member(club, ada))

    done = fresh(pick)
    drawn = read_count(done.count["result"])
    assert isinstance(drawn, lottery.Draw)
    assert [str(each) for each in drawn.tickets] == ["1/1", "2/1"]
    assert done.winner is not None
    assert lottery.draw(done.seed, drawn.tickets).winner == done.winner.number
    assert whose(club) == "Bo"


def test_a_page_says_whose_turn_it_was_and_the_club_s_file_does_not(ada: User, bo: User) -> None:
    club = club_of(ada, bo)
    chosen = fresh(choose(club, ada, "One"))
    wished = open_or_current(club=club, by=member(club, bo))
    suggest(wished, ada, "Two")
    let_chance_choose(pick=wished, by=member(club, bo))
    drawn = fresh(wished)

    assert "Ada" in how_decided(chosen)
    assert "Bo" in how_decided(drawn)
    file = club_export(club, ada, address="https://a.example", at=now()).file
    told = [each.how for each in file.picks]
    assert len(told) == len(list(filter(None, told))) >= 2  # both were decided
    assert not any(name in how for how in told for name in ("Ada", "Bo"))


def test_a_pick_from_elsewhere_keeps_the_sentence_it_came_with(ada: User, bo: User) -> None:
    pick = Pick.objects.create(
        club=club_of(ada, bo),
        number=1,
        method=Method.TURNS,
        stage=Stage.PICKED,
        how="Somebody knew.",
    )

    assert how_decided(pick) == "Somebody knew."
    with translation.override("de"):
        pick.how = "Delete"  # which is on buttons, too
        assert how_decided(pick) == "Delete"
        pick.how = BY_TURN
        assert how_decided(pick) == "Ausgesucht hat, wer an der Reihe war."


def test_one_s_own_turn_is_not_counted_among_the_wishes(ada: User, bo: User) -> None:
    club = club_of(ada, bo)
    pick = open_or_current(club=club, by=member(club, ada))
    suggest(pick, ada, "A wish")
    with refuses("too_many", NotNowError):
        suggest(pick, ada, "Another")

    assert choose(club, ada, "The one").winner is not None


def test_the_no_repeats_rule_holds_in_a_turn_too(ada: User, bo: User) -> None:
    club = club_of(ada, bo)
    work = make_work(ada)
    make_read(club, work=work, brought_by=member(club, bo))

    with refuses("read_already"):
        bring(club=club, by=member(club, ada), what=work)
    assert not Pick.objects.exists()


def test_the_turn_of_somebody_who_leaves_is_the_next_ones(
    ada: User, bo: User, cy: User, django_capture_on_commit_callbacks: Any
) -> None:
    club = club_of(ada, bo, cy, method=Method.TURNS)
    pick = begin(club, bo)
    assert pick.turn_of == member(club, ada)
    leave(club, ada)
    assert whose(club) == "Bo"

    told: list[str] = []

    def listen(sender: object, *, membership: Any, **_: object) -> None:
        told.append(membership.name)

    signals.turn_came.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            remind_of_what_is_due(at=now())
            remind_of_what_is_due(at=now())
    finally:
        signals.turn_came.disconnect(listen)
    assert told == ["Bo"]
    assert fresh(pick).turn_of == member(club, bo)


def test_a_turn_has_no_deadline_but_one_reminder(ada: User, bo: User) -> None:
    club = club_of(ada, bo)
    pick = begin(club, bo)

    assert pick.closes_at is None
    close_what_is_due(at=now() + timedelta(days=60))
    assert fresh(pick).stage == Stage.NOMINATING
    assert [each.name for each in members_to_remind(pick)] == ["Ada"]
    assert remind_of_what_is_due(at=now() + timedelta(days=6)) == 0
    assert remind_of_what_is_due(at=now() + timedelta(days=8)) == 1
    assert remind_of_what_is_due(at=now() + timedelta(days=9)) == 0


def test_what_is_announced_when_one_s_turn_needs_no_ceremony(
    ada: User, bo: User, django_capture_on_commit_callbacks: Any
) -> None:
    club = club_of(ada, bo)
    told: list[str] = []

    def heard(name: str) -> Any:
        def listen(sender: object, **_: object) -> None:
            told.append(name)

        return listen

    names = ("pick_opened", "picked", "turn_came")
    listeners = {name: heard(name) for name in names}
    for name, listener in listeners.items():
        getattr(signals, name).connect(listener)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            choose(club, ada, "One")
        with django_capture_on_commit_callbacks(execute=True):
            pass_turn(club=club, whose=member(club, bo), by=member(club, bo))
    finally:
        for name, listener in listeners.items():
            getattr(signals, name).disconnect(listener)

    assert told == ["picked", "turn_came"]

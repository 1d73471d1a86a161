"""What the pages about choosing say is so: deadlines, ties, whose turn it was, where a press leads."""

from __future__ import annotations

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from selectolax.lexbor import LexborHTMLParser

from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.picks.actions.nominations import second
from bookcub.picks.actions.rules import adopt_rules, choose_by
from bookcub.picks.actions.turns import bring
from bookcub.picks.counting import ranked
from bookcub.picks.counting.written import write
from bookcub.picks.models import Method, Pick, PickRules, Stage
from bookcub.picks.queries.decided import how_decided
from bookcub.picks.queries.rules import sentences
from bookcub.reads.actions.books import BookFields
from bookcub.reads.models import Read
from tests.browsing import Client, words_of
from tests.making import make_read, make_work
from tests.picks.picking import begin, club_of, fresh, member, suggest
from tests.picks.test_pages import page, post

pytestmark = pytest.mark.django_db


def main_of(shown: str) -> str:
    """The words between the head and the foot of a page, as they are read."""
    main = LexborHTMLParser(shown).css_first("main")
    return " ".join(main.text().split()) if main else ""


def test_what_is_open_closes_in_an_evening_where_the_club_meets(ada: User, bo: User) -> None:
    club = club_of(ada, bo, method=Method.RANKED, nominating_days=3)
    club.time_zone = "Pacific/Auckland"
    club.save()

    closes = begin(club, ada).nominations_close_at

    assert closes is not None
    assert closes.astimezone(ZoneInfo("Pacific/Auckland")).time() == time(20)
    assert timedelta(days=3) <= closes - now() + timedelta(minutes=1) < timedelta(days=4, hours=2)


def test_seconding_goes_back_to_what_was_seconded(client: Client, ada: User, bo: User) -> None:
    pick = begin(club_of(ada, bo, method=Method.LOTTERY), ada)
    suggest(pick, ada, "Moss")

    for verb in ("second", "second/delete"):
        answer = post(client, bo, f"{pick.get_absolute_url()}/nominations/1/{verb}")
        assert answer.status_code == 302
        assert answer.url == f"{pick.get_absolute_url()}#nomination-1"


def test_who_chose_in_their_turn_is_spoken_to(client: Client, ada: User, bo: User) -> None:
    club = club_of(ada, bo)
    bring(club=club, by=member(club, ada), what=BookFields("Moss", page_count=9))
    pick = club.picks.get()

    assert "It was your turn." in words_of(page(client, ada, pick.get_absolute_url()))
    assert "It was Ada’s turn." in words_of(page(client, bo, pick.get_absolute_url()))


def test_a_read_without_a_plan_is_not_said_to_have_one(client: Client, ada: User, bo: User) -> None:
    pick = begin(club_of(ada, bo), ada)
    read = bring(club=pick.club, by=member(pick.club, ada), what=BookFields("Moss", page_count=9))

    assert "and its plan" not in page(client, bo, pick.get_absolute_url())
    read.milestones.create(upto=4)
    assert "See the read and its plan" in page(client, bo, pick.get_absolute_url())


def test_the_rules_of_a_ranked_vote_say_that_earlier_rounds_settle_ties(
    ada: User, bo: User
) -> None:
    ties = {
        method: next(
            said.sentence
            for said in sentences(method, PickRules(method=method).terms(), members=3)
            if said.about == "Ties"
        )
        for method in (Method.RANKED, Method.APPROVAL)
    }

    assert "fewer in an earlier round is eliminated" in ties[Method.RANKED]
    assert "earlier round" not in ties[Method.APPROVAL]


@pytest.mark.parametrize(("options", "said"), [(2, "more votes in an earlier"), (3, "fewer votes")])
def test_a_tie_that_earlier_rounds_settled_is_told_as_that(
    ada: User, options: int, said: str
) -> None:
    club = club_of(ada, method=Method.RANKED)
    pick = begin(club, ada)
    tied = ranked.Out(1, ranked.Why.EARLIER_ROUND, (1, 2), 1)
    tallies = tuple((number, 1) for number in range(1, options + 1))
    before = ranked.Round(1, ((2, 2), (1, 1), (3, 1)), 0, (ranked.Out(4, ranked.Why.TIE_RULE),))
    last = ranked.Round(2, tallies, 0, (tied,))
    result = ranked.Count((before, last, ranked.Round(3, ((2, 4),), 0)), 4, 2)
    pick.stage = Stage.PICKED
    pick.count = {"options": [1, 2, 3], "result": write(result)}

    assert said in how_decided(pick)
    assert "suggested" not in how_decided(pick)


def test_what_would_be_refused_is_said_where_it_is_found(
    client: Client, ada: User, bo: User
) -> None:
    club = club_of(ada, bo, method=Method.RANKED)
    was, new, here = (make_work(ada, title=f"Moss {number}") for number in (1, 2, 3))
    make_read(club, work=was)
    suggest(begin(club, ada), ada, here)

    shown = page(client, bo, f"/clubs/{club.pk}/nominations/new?q=moss")

    assert "You are reading this" in words_of(shown)
    assert "Already suggested: number 1" in words_of(shown)
    assert f"?work={new.pk}" in shown
    assert f"?work={was.pk}" not in shown
    assert f"?work={here.pk}" not in shown
    Read.objects.update(finished_at=now())
    assert "You have read this" in page(client, bo, f"/clubs/{club.pk}/nominations/new?q=moss")
    Pick.objects.update(rules=Pick.objects.get().rules | {"allows_repeats": True})
    assert f"?work={was.pk}" in page(client, bo, f"/clubs/{club.pk}/nominations/new?q=moss")


def test_how_many_wishes_one_has_is_said_before_and_in_words_of_wishes(
    client: Client, ada: User, bo: User
) -> None:
    club = club_of(ada, bo, method=Method.TURNS, nominations_each=1)
    new = f"/clubs/{club.pk}/nominations/new"

    assert "You have 1 wish left." in words_of(page(client, bo, new))
    post(client, bo, new, title="Moss", author="Somebody", meant="wish")
    assert "You have made your wish." in words_of(page(client, bo, new))
    answer = post(client, bo, new, title="Tide", author="Somebody", meant="wish")
    assert answer.status_code == 409
    assert "Each member can make 1 wish." in words_of(answer.content.decode())


def test_what_one_of_two_has_just_chosen_comes_before_the_turn_of_the_other(
    client: Client, ada: User, bo: User
) -> None:
    club = club_of(ada, bo)
    bring(club=club, by=member(club, ada), what=BookFields("Moss", page_count=9))
    address = f"/clubs/{club.pk}/picks"

    shown = main_of(page(client, bo, address))
    assert "Ada chose “Moss”" in shown
    assert "Then it is your turn" in shown
    assert shown.index("Ada chose “Moss”") < shown.index("Then it is your turn")
    assert "What you choose now begins when you have finished “Moss”." in shown
    assert "What you chose before" not in shown
    assert "Then it is Bo’s turn" in main_of(page(client, ada, address))

    Read.objects.update(finished_at=now())
    shown = main_of(page(client, bo, address))
    assert "Your turn: what will the two of you read?" in shown
    assert "What you chose before" in shown


def test_rules_that_change_in_the_middle_are_said_with_who_changed_them(
    client: Client, ada: User, bo: User
) -> None:
    club = club_of(ada, bo, method=Method.LOTTERY)
    pick = begin(club, ada)
    second(nomination=suggest(pick, ada, "Moss"), by=member(club, bo))
    assert "changed these rules" not in main_of(page(client, bo, pick.get_absolute_url()))

    choose_by(club=club, method=Method.HOST)
    adopt_rules(pick=pick, by=member(club, ada))

    shown = main_of(page(client, bo, pick.get_absolute_url()))
    assert "Ada changed these rules on" in shown
    assert ": “How” and “Seconding”." in shown
    assert "Seconds do not count any more" in shown
    assert fresh(pick).terms == PickRules(method=Method.HOST).terms()

"""What did not win stays for the next time, unless whoever begins says otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookcub.clubs.models import Club
from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.picks.actions.closing import choose
from bookcub.picks.actions.leftovers import MOST_OF_ONE
from bookcub.picks.actions.nominations import withdraw
from bookcub.picks.actions.picks import NotNowError, cancel_pick, open_or_current
from bookcub.picks.actions.trash import discard_pick
from bookcub.picks.models import Method, Nomination, Pick
from bookcub.picks.queries.reminders import members_to_remind
from bookcub.works.models import Visibility
from tests.browsing import Client, words_of
from tests.making import make_read, make_work
from tests.picks.picking import ballot, begin, closed, club_of, leave, member, suggest

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def titles(pick: Pick) -> list[str]:
    return [each.title for each in pick.nominations.order_by("number")]


def decided(club: Club, winner: Nomination, by: User) -> None:
    """The vote is over, and this one has won."""
    pick = closed(winner.pick)
    ballot(pick, by, winner)
    assert closed(pick).winner == winner


def test_what_did_not_win_stands_in_the_next_vote_as_it_was(ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy, method=Method.APPROVAL)
    pick = begin(club, ada)
    salt = suggest(pick, ada, "Salt")
    moss = suggest(pick, bo, make_work(ada, title="Moss"), "It is damp.")
    withdraw(nomination=suggest(pick, cy, "Taken back"))
    decided(club, salt, ada)

    following = begin(club, ada)

    kept = following.nominations.get()
    assert (kept.title, kept.work, kept.why, kept.membership) == (
        "Moss",
        moss.work,
        "It is damp.",
        member(club, bo),
    )
    tides = suggest(following, cy, "Tides")
    assert tides.number == 2
    ballot(closed(following), bo, kept)
    assert closed(following).winner == kept


def test_what_stays_says_so_keeps_its_day_and_takes_nobody_s_place(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=Method.APPROVAL)
    pick = begin(club, ada)
    moss = suggest(pick, bo, "Moss")
    cancel_pick(pick=pick, by=member(club, ada))
    first_day = now() - timedelta(days=40)
    Nomination.objects.filter(pk=moss.pk).update(made_at=first_day)

    following = begin(club, ada)

    assert following.nominations.get().made_at == first_day
    assert member(club, bo) in members_to_remind(following)
    client.force_login(bo)
    home = client.get(club.get_absolute_url()).content
    page = client.get(following.get_absolute_url()).content
    assert "Suggest our next read" in words_of(home)
    assert "From last time" in words_of(page)
    assert "is on the list" not in words_of(page)
    assert "Suggest something" in words_of(page)
    suggest(following, bo, "Tides")
    assert member(club, bo) not in members_to_remind(following)
    with pytest.raises(NotNowError):
        suggest(following, bo, "One too many")
    withdraw(nomination=following.nominations.get(title="Moss"))
    with pytest.raises(NotNowError):
        suggest(following, bo, "Still one too many")


def test_of_one_member_only_the_newest_stay(ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy, method=Method.APPROVAL, nominations_each=MOST_OF_ONE)
    pick = begin(club, ada)
    for number in range(MOST_OF_ONE):
        suggest(pick, bo, f"Old {number}")
    cancel_pick(pick=pick, by=member(club, ada))
    following = begin(club, ada)
    suggest(following, bo, "New")
    cancel_pick(pick=following, by=member(club, ada))

    stays = titles(begin(club, ada))
    assert len(stays) == MOST_OF_ONE
    assert stays[0] == "Old 1"
    assert stays[-1] == "New"


def test_what_cannot_be_read_any_longer_or_was_read_meanwhile_does_not_stay(
    ada: User, bo: User, cy: User, di: User
) -> None:
    club = club_of(ada, bo, cy, di, method=Method.HOST, nominations_each=5)
    pick = begin(club, ada)
    salt = suggest(pick, ada, "Salt")
    suggest(pick, ada, "Of two editions")
    suggest(pick, cy, "Of one who left")
    closing, read = make_work(ada, title="Closing"), make_work(ada, title="Read")
    suggest(pick, bo, closing)
    suggest(pick, bo, read)
    choose(pick=pick, nomination=salt, by=member(club, ada))
    closing.visibility = Visibility.NAMED
    closing.save()
    make_read(club, work=read)
    leave(club, cy)

    assert titles(begin(club, ada)) == ["Of two editions"]


def test_what_was_given_up_stays_too_and_the_trash_gives_nothing(
    ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=Method.APPROVAL)
    first = begin(club, ada)
    suggest(first, ada, "Salt")
    cancel_pick(pick=first, by=member(club, ada))
    second = begin(club, ada)
    assert titles(second) == ["Salt"]
    suggest(second, bo, "Moss")

    discard_pick(pick=second, by=ada)

    assert titles(begin(club, ada)) == ["Salt"]


def test_wishes_stay_where_two_take_turns(ada: User, bo: User) -> None:
    club = club_of(ada, bo, method=Method.TURNS)
    pick = open_or_current(club=club, by=member(club, ada))
    suggest(pick, bo, "A wish")
    cancel_pick(pick=pick, by=member(club, ada))

    assert titles(open_or_current(club=club, by=member(club, ada))) == ["A wish"]


def test_whoever_begins_says_what_stays(client: Client, ada: User, bo: User, cy: User) -> None:
    club, other = club_of(ada, bo, cy, method=Method.APPROVAL), club_of(ada, bo, cy)
    pick = begin(club, ada)
    kept, _, elsewhere = (
        suggest(pick, ada, "Salt"),
        suggest(pick, bo, "Moss"),
        suggest(begin(other, ada), bo, "Of another club"),
    )
    cancel_pick(pick=pick, by=member(club, ada))
    client.force_login(ada)
    path = f"/clubs/{club.pk}/picks/new"
    assert [choice[1] for choice in client.get(path).context["form"].fields["keeping"].choices]

    refused = client.post(path, {"keeping": [elsewhere.pk]})
    assert refused.status_code == 422
    client.post(path, {"keeping": [kept.pk]})

    assert titles(Pick.objects.filter(club=club).under_way().get()) == ["Salt"]

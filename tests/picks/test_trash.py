"""A pick in the trash makes room for another one, and does not push it aside when it comes back."""

from __future__ import annotations

import pytest

from bookcub.people.models import User
from bookcub.picks.actions.picks import NotNowError
from bookcub.picks.actions.trash import discard_pick, restore_pick
from bookcub.picks.models import Method, Pick
from bookcub.reads.actions.trash import discard_read
from bookcub.reads.models import Read
from tests.browsing import Client
from tests.making import make_work
from tests.picks.picking import ballot, begin, closed, club_of, suggest
from tests.refused import refuses

pytestmark = pytest.mark.both


def test_another_one_can_begin_and_the_first_waits_for_its_end(
    cy: User, di: User, bo: User
) -> None:
    club = club_of(cy, di, bo, method=Method.HOST)
    first = begin(club, cy)
    discard_pick(pick=first, by=cy)

    second = begin(club, cy)
    with refuses("under_way"):
        restore_pick(pick=first)
    discard_pick(pick=second, by=cy)
    restore_pick(pick=first)

    assert Pick.objects.under_way().get() == first


def test_the_trash_says_why_it_stays_there(client: Client, cy: User, di: User, bo: User) -> None:
    club = club_of(cy, di, bo, method=Method.HOST)
    first = begin(club, cy)
    discard_pick(pick=first, by=cy)
    begin(club, cy)
    client.force_login(cy)

    answer = client.post(f"/trash/pick/{first.pk}/restoration")

    assert answer.headers["Location"] == f"/trash/pick/{first.pk}"
    assert Pick.objects.get(pk=first.pk).is_discarded


def test_nobody_votes_in_what_was_deleted_meanwhile(cy: User, di: User, bo: User) -> None:
    club = club_of(cy, di, bo, method=Method.APPROVAL)
    pick = begin(club, cy)
    book = suggest(pick, cy, make_work(bo))
    pick = closed(pick)
    discard_pick(pick=pick, by=cy)

    with pytest.raises(NotNowError) as refusal:
        ballot(pick, di, book)

    assert refusal.value.code == "deleted"


def test_a_book_may_be_suggested_again_when_its_read_was_deleted(
    cy: User, di: User, bo: User
) -> None:
    club = club_of(cy, di, bo, method=Method.HOST)
    work = make_work(bo)
    read = Read.objects.create(club=club, work=work, title=work.title)
    pick = begin(club, cy)
    with refuses("read_already"):
        suggest(pick, di, work)

    discard_read(read=read, by=cy)

    assert suggest(pick, di, work).work == work

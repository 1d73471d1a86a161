"""Where somebody is, is nothing to whoever keeps away from them: as if they did not read along."""

from __future__ import annotations

import pytest

from bookcub.people.actions.blocks import block
from bookcub.people.models import User
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reads.models import Read, Reader
from bookcub.reads.queries.books import book_of
from bookcub.reads.queries.progress import Company, company
from tests.browsing import Client, words_of
from tests.making import make_club, make_read, make_work

pytestmark = pytest.mark.both


def begun(ada: User, *people: User) -> Read:
    """All of them have read the first of four chapters."""
    work = make_work(ada, chapters=4)
    for each in people:
        read_up_to_end(user=each, chapter=work.chapters.get(position=1))
    return make_read(make_club(*people), work=work)


def told(read: Read, who: User, *, room_for: int | None = None) -> Company:
    me = read.club.memberships.select_related("user", "club", "pseud").get(user=who)
    return company(read, me, book_of(read), room_for=room_for)


def names(found: Company) -> list[str]:
    return [one.name for one in found.circle.shown]


def test_among_several_they_are_not_even_hidden(ada: User, bo: User, cy: User, di: User) -> None:
    read = begun(ada, bo, cy, di)
    block(by=di, other=bo)

    for room_for in (None, 2):
        for who, shown in ((di, ["Cy", "Di"]), (bo, ["Bo", "Cy"]), (cy, ["Bo", "Cy", "Di"])):
            found = told(read, who, room_for=room_for)
            assert {*names(found)} <= {*shown}
            assert len(found.circle.shown) + found.more == len(shown)
            assert found.circle.hidden == 0
            assert len(found.members) == 3, "the list of members stays whole"


def test_what_everybody_is_past_says_nothing_of_them(
    ada: User, bo: User, cy: User, di: User
) -> None:
    read = begun(ada, bo, cy, di)
    for each in (cy, di):
        read_up_to_end(user=each, chapter=read.work.chapters.get(position=3))  # type: ignore[union-attr]  # it has a work
    assert told(read, di).circle.past == 1
    block(by=di, other=bo)
    assert told(read, di).circle.past == 3


def test_who_sits_it_out_is_not_named(ada: User, bo: User, cy: User, di: User) -> None:
    read = begun(ada, bo, cy, di)
    out = read.club.memberships.get(user=bo)
    Reader.objects.create(read=read, membership=out, sits_out=True)
    assert told(read, di).sitting_out == ["Bo"]
    block(by=di, other=bo)
    assert told(read, di).sitting_out == []
    assert told(read, cy).sitting_out == ["Bo"]


def test_two_read_side_by_side_and_see_nothing_of_each_other(
    client: Client, ada: User, bo: User, di: User
) -> None:
    read = begun(ada, bo, di)
    for each in read.club.memberships.all():
        Reader.objects.create(read=read, membership=each, shows_progress=True)
    assert names(told(read, di)) == ["Bo", "Di"]
    block(by=bo, other=di)

    for who in (bo, di):
        assert names(told(read, who)) == [who.username]
        client.force_login(who)
        for address in (read.get_absolute_url(), read.club.get_absolute_url()):
            answer = client.get(address)
            assert answer.status_code == 200
            assert "would like to see" not in words_of(answer.content.decode())

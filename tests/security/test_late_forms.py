"""A form that its page no longer holds: what was sent comes back with a sentence, not without a word."""

from __future__ import annotations

import pytest

from bookcub.people.models import User
from tests.browsing import Client, words_of
from tests.making import make_club, make_read, make_work
from tests.meetings.calling import proposed
from tests.security.test_invalid_input import tells_its_mistakes

pytestmark = pytest.mark.django_db


def refused(client: Client, address: str, **sent: str) -> str:
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert tells_its_mistakes(answer), address
    return words_of(answer.content.decode())


def test_a_meeting_whose_time_is_sought_takes_no_answer(client: Client, cy: User, di: User) -> None:
    meeting = proposed(make_club(cy, di), cy)
    client.force_login(di)

    assert "Somebody changed the meeting" in refused(client, f"/meetings/{meeting.pk}/rsvps")


def test_a_time_is_answered_as_it_can_be(client: Client, cy: User, di: User) -> None:
    meeting = proposed(make_club(cy, di), cy)
    client.force_login(di)

    slot = meeting.slots.all()[0]
    sent = {f"slot-{slot.pk}": "perhaps"}
    assert "not one of the" in refused(client, f"/meetings/{meeting.pk}/availability", **sent)


def test_a_work_of_this_archive_has_no_edition_and_no_typed_chapters(
    client: Client, cy: User, di: User
) -> None:
    club = make_club(cy, di)
    read = make_read(club, work=make_work(cy))
    client.force_login(di)

    for what in ("edition", "chapters", "chapters/typed"):
        page = refused(client, f"/clubs/{club.pk}/reads/{read.pk}/{what}")
        assert "this read no longer asks for it" in page, what


def test_its_only_creator_is_told_why_they_cannot_leave_a_work(client: Client, ada: User) -> None:
    work = make_work(ada)
    client.force_login(ada)

    assert "only creator" in refused(client, f"/works/{work.pk}/leave")


def test_revisions_that_there_are_not_are_told(client: Client, ada: User) -> None:
    work = make_work(ada)
    client.force_login(ada)

    answer = client.get(f"/works/{work.pk}/chapters/{work.chapters.get().pk}/revisions?old=0&new=0")

    assert answer.status_code == 422
    assert tells_its_mistakes(answer)

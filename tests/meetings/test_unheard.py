"""Whether somebody comes, can come, was there or is in the room is nothing to whoever keeps away from them; to the others all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bookcub.clubs.models import Club, Membership
from bookcub.meetings.actions.answers import say_when, say_whether
from bookcub.meetings.actions.questions import send
from bookcub.meetings.actions.rooms import enter
from bookcub.meetings.models import Attendance, Availability, Coming, LineKind, Meeting
from bookcub.people.actions.blocks import block, mute
from bookcub.people.models import User
from tests.meetings.calling import called, proposed
from tests.meetings.room import begins, made_of, make_meeting, member, sees, sends

pytestmark = pytest.mark.both


@pytest.fixture(params=["blocks", "is blocked", "mutes"])
def apart(request: pytest.FixtureRequest, bo: User, di: User) -> Any:
    """Di does not hear Bo, in one of three ways; she keeps away from him when it is called."""
    return {
        "blocks": lambda: block(by=di, other=bo),
        "is blocked": lambda: block(by=bo, other=di),
        "mutes": lambda: mute(by=di, other=bo),
    }[request.param]


def coming(who: User, meeting: Meeting) -> tuple[set[str], int]:
    page = made_of(who, meeting.get_absolute_url(), "page")
    return {row.name for _, rows in page.coming for row in rows}, page.silent


def test_who_comes(apart: Any, club: Club, bo: User, cy: User, di: User) -> None:
    meeting = called(club, cy)
    for who in (bo, cy):
        say_whether(meeting=meeting, by=member(who, club), coming=Coming.YES)
    assert coming(di, meeting) == ({"Bo", "Cy"}, 1)

    apart()
    assert coming(di, meeting) == ({"Cy"}, 1)
    assert coming(cy, meeting) == ({"Bo", "Cy"}, 1)


def test_who_can_come_when(apart: Any, club: Club, bo: User, cy: User, di: User) -> None:
    meeting = proposed(club, cy)
    slots = list(meeting.slots.values_list("pk", flat=True))
    for who, answer in ((bo, Availability.NO), (cy, Availability.YES)):
        say_when(meeting=meeting, by=member(who, club), answers=dict.fromkeys(slots, answer))
    apart()

    told = made_of(di, meeting.get_absolute_url(), "page").times
    row = told.days[0][1][0]
    assert (row.voices.yes, row.voices.no, row.voices.silent) == (("Cy",), (), ("Di",))
    assert (told.answered, told.asked, row.counts) == (1, 2, "1 yes")
    told = made_of(cy, meeting.get_absolute_url(), "page").times
    assert told.days[0][1][0].voices.no == ("Bo",)


def test_who_was_there(apart: Any, club: Club, bo: User, cy: User, di: User) -> None:
    meeting = called(club, cy)
    begins(meeting, in_minutes=-5)
    own = Membership.objects.filter(pk=member(di, club).pk)
    own.update(role="host")
    for who in (bo, cy):
        Attendance.objects.create(meeting=meeting, membership=member(who, club), was_there=True)
    apart()

    def there(who: User) -> set[str]:
        page = made_of(who, meeting.get_absolute_url(), "page")
        return {one.name for one in page.there}

    assert there(di) == {"Cy"}
    assert there(cy) == {"Bo", "Cy"}
    sheet = f"/meetings/{meeting.pk}/attendance"
    assert "Bo" not in {each.name for each in made_of(di, sheet, "sheet").members}
    assert sends(di, sheet, there="", ticked="") in {302, 422}
    assert there(cy) == {"Bo", "Cy"}, "who is not on the sheet is left as they were"


def test_who_is_in_the_room_and_what_they_say_while_one_listens(
    apart: Any, club: Club, bo: User, cy: User, di: User
) -> None:
    meeting = make_meeting(None, club, upto=0)
    for who in (bo, cy, di):
        enter(meeting=meeting, by=member(who, club))
        sends(who, f"/meetings/{meeting.pk}/room/lines", text=f"says {who.username}")
    room = f"/meetings/{meeting.pk}/room"
    assert "says Bo" in sees(di, f"{room}/stream")

    apart()
    for address in (room, f"{room}/stream"):
        told = sees(di, address)
        assert "says Cy" in told
        assert "says Bo" not in told
        assert "says Bo" in sees(cy, address)
    assert {each.membership.name for each in made_of(di, room, "page").here} == {"Cy", "Di"}
    assert {each.membership.name for each in made_of(cy, room, "page").here} == {"Bo", "Cy", "Di"}
    assert ">Bo<" not in sees(di, f"{room}/stream")


def test_a_show_of_hands_of_theirs_is_none(
    apart: Any, club: Club, bo: User, cy: User, di: User
) -> None:
    meeting = make_meeting(None, club, upto=0)
    room = f"/meetings/{meeting.pk}/room"
    sends(bo, f"{room}/hands", question="Tea?", options="Yes\nNo")
    show = meeting.shows_of_hands.get()
    assert f'"show": {show.pk}' in sees(di, f"{room}/stream")

    apart()
    assert '"show": null' in sees(di, f"{room}/stream")
    assert "Tea?" not in sees(di, room)
    assert sends(di, f"{room}/hands/{show.pk}", option="0") == 404
    assert f'"show": {show.pk}' in sees(cy, f"{room}/stream")


def test_their_show_of_hands_bars_none_of_one_s_own(
    apart: Any, club: Club, bo: User, cy: User, di: User
) -> None:
    meeting = make_meeting(None, club, upto=0)
    room = f"/meetings/{meeting.pk}/room"
    sends(bo, f"{room}/hands", question="Tea?", options="Yes\nNo")
    theirs = meeting.shows_of_hands.get()
    apart()

    assert sends(di, f"{room}/hands", question="Biscuits?", options="Yes\nNo") == 302
    own = meeting.shows_of_hands.last()
    assert own is not None
    assert made_of(di, room, "page").show.id == own.pk
    # Whoever hears both is asked the newer one, and then the other again; a third has to wait.
    assert made_of(cy, room, "page").show.id == own.pk
    assert sends(cy, f"{room}/hands", question="Cake?") == 422
    assert sends(di, f"{room}/hands", question="Cake?") == 422
    assert sends(di, f"{room}/hands/{own.pk}/count") == 302
    assert f'"show": {theirs.pk}' in sees(cy, f"{room}/stream")
    assert '"show": null' in sees(di, f"{room}/stream")
    assert sends(cy, f"{room}/hands/{theirs.pk}/count") == 302


def test_a_question_that_they_brought_up_can_be_brought_up(
    apart: Any, club: Club, bo: User, cy: User, di: User
) -> None:
    Membership.objects.filter(club=club, user__in=[bo, di]).update(role="host")
    meeting = make_meeting(None, club, upto=0)
    room = f"/meetings/{meeting.pk}/room"
    asked = send(meeting=meeting, by=member(cy, club), text="Who rang?", is_sealed=False)
    sends(bo, f"{room}/questions/{asked.pk}")
    apart()

    shown = made_of(di, room, "page").topics
    assert (shown.current, shown.next.id, shown.brought_up) == (None, asked.pk, 0)
    for _ in range(2):
        assert sends(di, f"{room}/questions/{asked.pk}") == 302
    assert meeting.lines.filter(kind=LineKind.TOPIC).count() == 2
    assert made_of(di, room, "page").topics.current.id == asked.pk


def stream_of(who: User, room: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Of the room's stream the lines, and how the room stands."""
    sent = [
        json.loads(each.removeprefix("data: "))
        for each in sees(who, f"{room}/stream").split("\n")
        if each.startswith("data: {")
    ]
    return sent[:-1], sent[-1]


def test_what_they_do_in_the_room_looks_as_if_it_had_been_taken_back(
    apart: Any, club: Club, bo: User, cy: User, di: User
) -> None:
    Membership.objects.filter(club=club, user=bo).update(role="host")
    meeting = make_meeting(None, club, upto=0)
    room = f"/meetings/{meeting.pk}/room"
    asked = send(meeting=meeting, by=member(cy, club), text="Who rang?", is_sealed=False)
    sends(cy, f"{room}/lines", text="never mind")
    sends(cy, f"{room}/lines/1/delete")
    assert meeting.lines.get().taken_back_at
    apart()
    before = stream_of(di, room)[1]
    assert before["gone"] == [1]

    sends(bo, f"{room}/lines", text="says Bo")
    sends(bo, f"{room}/hands", question="Tea?", options="Yes\nNo")
    sends(bo, f"{room}/questions/{asked.pk}")
    sends(bo, f"{room}/timer", minutes="5")
    send(meeting=meeting, by=member(bo, club), text="And who answered?", is_sealed=False)
    lines, state = stream_of(di, room)
    assert lines == [lines[0]] * 5
    assert (state["gone"], state["agenda"]) == ([1, 2, 3, 4, 5], before["agenda"])
    assert state["agenda"] == made_of(di, room, "page").topics.state
    lines, state = stream_of(cy, room)
    assert [each["kind"] for each in lines] == ["said", "said", "hands", "topic", "timer"]
    assert (state["gone"], state["agenda"] == before["agenda"]) == ([1], False)
    assert state["agenda"] == made_of(cy, room, "page").topics.state

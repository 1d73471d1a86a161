import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from bookcub.clubs.models import Club, LeftNotes, Membership
from bookcub.meetings.actions import lines, rooms
from bookcub.meetings.actions.questions import send
from bookcub.meetings.models import (
    SILENCE,
    Hand,
    Line,
    LineKind,
    Meeting,
    MeetingStage,
    Presence,
    Question,
    ShowOfHands,
    SpoilerConsent,
)
from bookcub.meetings.periodic_jobs import close_rooms
from bookcub.meetings.queries import opened_passages
from bookcub.meetings.queries import room as room_queries
from bookcub.meetings.queries.feeds import dates_of
from bookcub.meetings.queries.live import lines_after, state_of, welcome_in
from bookcub.meetings.signals import room_moved
from bookcub.people.models import User
from bookcub.reads.models import OutsideBook, Read
from bookcub.works.models import Chapter, Work
from tests.browsing import Client, words_of
from tests.making import add_chapter, join_late, make_club, make_read, make_work
from tests.meetings.room import begins, made_of, make_meeting, member, reads_to, sees, sends
from tests.memory.remembering import has_read, note
from tests.refused import refused

SECRET = "the captain is her father"  # noqa: S105  # of the book


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, chapters=3)


@pytest.fixture
def club(cy: User, di: User) -> Club:
    return make_club(cy, di)


@pytest.fixture
def meeting(club: Club, work: Work, cy: User, di: User) -> Meeting:
    reads_to(cy, work, 2)
    reads_to(di, work, 2)
    return make_meeting(make_read(club, work=work), club)


@pytest.fixture
def room(meeting: Meeting) -> str:
    return f"/meetings/{meeting.pk}/room"


# Saying something


def test_what_one_says_the_other_reads_after_looking_again(room: str, cy: User, di: User) -> None:
    assert sends(cy, f"{room}/lines", text="Hello *there*") == 302

    assert "Hello <em>there</em>" in sees(di, room)
    assert "Cy" in sees(di, room)


def test_a_script_gets_no_page_for_what_it_sends(room: str, cy: User) -> None:
    assert sends(cy, f"{room}/lines", quietly=True, text="Hello") == 204


def test_what_is_sent_twice_is_said_once(meeting: Meeting, room: str, cy: User, di: User) -> None:
    for _ in range(3):
        sends(cy, f"{room}/lines", text="Hello", client_key="one")
    sends(di, f"{room}/lines", text="Hello", client_key="one")
    sends(cy, f"{room}/lines", text="Hello", client_key="two")

    names = meeting.lines.order_by("number").values_list("number", "membership__pseud__name")
    assert list(names) == [(1, "Cy"), (2, "Di"), (3, "Cy")]


def test_lines_are_numbered_without_a_gap(meeting: Meeting, cy: User, di: User) -> None:
    by = [member(cy, meeting.club), member(di, meeting.club)]
    for number in range(10):
        lines.say(meeting=meeting, by=by[number % 2], html="<p>x</p>")

    meeting.refresh_from_db()
    assert list(meeting.lines.values_list("number", flat=True)) == list(range(1, 11))
    assert meeting.lines_said == 10


@pytest.mark.parametrize("text", ["", "   ", "<script></script>", "x" * 4001])
def test_what_cannot_be_said_stays_in_its_field(room: str, cy: User, text: str) -> None:
    client = Client()
    client.force_login(cy)
    answer = client.post(f"{room}/lines", {"text": text})

    assert answer.status_code == 422
    assert refused(answer)
    assert not Line.objects.exists()
    if text.startswith("x"):
        assert text in answer.content.decode()


def test_a_script_is_told_in_one_sentence_what_is_wrong(room: str, cy: User) -> None:
    client = Client()
    client.force_login(cy)
    answer = client.post(f"{room}/lines", {"text": ""}, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert answer.content
    assert b"<" not in answer.content


def test_what_people_say_does_no_harm(room: str, cy: User, di: User) -> None:
    sends(cy, f"{room}/lines", text="<img src=x onerror=alert(1)><b>bold</b><script>x</script>")

    page = sees(di, room)
    assert "<strong>bold</strong>" in page or "<b>bold</b>" in page
    assert "onerror" not in page
    assert "<script>x" not in page


def test_the_title_of_an_opened_chapter_does_no_harm(
    room: str, work: Work, cy: User, di: User
) -> None:
    work.chapters.filter(position=1).update(title="Salt & <img src=x onerror=alert(1)>")
    chapter = work.chapters.get(position=1)

    assert sends(cy, f"{room}/openings", chapter=str(chapter.pk)) == 302

    page = sees(di, room)
    assert "Salt &amp;" in page
    assert "<img src=x" not in page


def test_one_takes_back_ones_own_line_and_nobody_elses(
    meeting: Meeting, room: str, cy: User, di: User
) -> None:
    sends(cy, f"{room}/lines", text=SECRET)

    assert sends(di, f"{room}/lines/1/delete") == 403
    assert SECRET in sees(di, room)
    assert sends(cy, f"{room}/lines/1/delete") == 302
    assert SECRET not in sees(di, room)
    assert SECRET not in sees(cy, room)
    line = meeting.lines.get()
    assert (line.html, line.number) == ("", 1)
    assert json.loads(state_of(meeting.pk))["gone"] == [1]
    assert sends(cy, f"{room}/lines/1/delete") == 404


# Who may be there


def test_a_room_does_not_exist_for_strangers(room: str, bo: User, mo: User) -> None:
    for person in (bo, mo):
        client = Client()
        client.force_login(person)
        for address in (room, f"{room}/stream"):
            assert client.get(address).status_code == 404
        assert sends(person, f"{room}/lines", text="Hello") == 404


def test_a_guest_is_asked_to_log_in(room: str, client: Client) -> None:
    assert client.get(room).headers["Location"].startswith("/users/login")
    assert client.get(f"{room}/stream").status_code == 401


def test_who_has_not_read_so_far_hears_not_a_word(
    meeting: Meeting, room: str, work: Work, cy: User, di: User, bo: User
) -> None:
    late = Membership.objects.create(club=meeting.club, user=bo, pseud=bo.default_pseud)
    reads_to(bo, work, 1)
    sends(cy, f"{room}/lines", text=SECRET)

    page, door = sees(bo, room), made_of(bo, room, "access")
    assert SECRET not in page
    assert (door.at, door.is_open_to_them) == (1, False)
    client = Client()
    client.force_login(bo)
    assert client.get(f"{room}/stream").status_code == 403
    assert sends(bo, f"{room}/lines", text="Hello") == 403
    assert not Presence.objects.filter(membership=late).exists()
    assert welcome_in(meeting.pk, [cy.pk, di.pk, bo.pk]) == {cy.pk, di.pk}


def test_i_have_read_that_far_opens_the_room(
    meeting: Meeting, room: str, work: Work, cy: User, bo: User
) -> None:
    Membership.objects.create(club=meeting.club, user=bo, pseud=bo.default_pseud)
    sends(cy, f"{room}/lines", text=SECRET)

    assert made_of(bo, room, "access").at == 0
    assert sends(bo, f"/meetings/{meeting.pk}/arrival") == 302
    assert SECRET in sees(bo, room)
    whole = bo.chapter_progress.filter(read_whole_at__isnull=False)
    assert set(whole.values_list("chapter__position", flat=True)) == {1, 2}


def test_i_do_not_mind_opens_this_talk_alone_and_can_be_taken_back(
    meeting: Meeting, room: str, cy: User, bo: User
) -> None:
    Membership.objects.create(club=meeting.club, user=bo, pseud=bo.default_pseud)
    other = make_meeting(meeting.read, meeting.club, title="Another")
    sends(cy, f"{room}/lines", text=SECRET)
    sends(cy, f"/meetings/{other.pk}/room/lines", text="elsewhere")

    assert sends(bo, f"/meetings/{meeting.pk}/unminding") == 302
    assert SECRET in sees(bo, room)
    assert "elsewhere" not in sees(bo, f"/meetings/{other.pk}/room")
    assert welcome_in(meeting.pk, [bo.pk]) == {bo.pk}
    assert sends(bo, f"/meetings/{meeting.pk}/unminding/delete") == 302
    assert SECRET not in sees(bo, room)
    assert welcome_in(meeting.pk, [bo.pk]) == set()
    assert not SpoilerConsent.objects.exists()


def test_a_place_that_nobody_has_written_yet_cannot_be_reached(
    club: Club, ada: User, cy: User
) -> None:
    serial = make_work(ada, chapters=1, chapters_planned=5)
    meeting = make_meeting(make_read(club, work=serial), club, upto=4)

    door = made_of(cy, f"/meetings/{meeting.pk}/room", "access")
    assert not door.can_mark_read
    assert not door.is_open_to_them


def test_the_words_of_who_left_stand_as_they_chose(
    meeting: Meeting, room: str, cy: User, di: User
) -> None:
    sends(di, f"{room}/lines", text=SECRET)
    sends(cy, f"{room}/lines", text="an answer")
    left = member(di, meeting.club)
    left.left_at = timezone.now()

    left.left_notes = LeftNotes.UNNAME
    left.save()
    assert SECRET in sees(cy, room)
    assert "Di" not in words_of(sees(cy, room))
    left.left_notes = LeftNotes.TAKE
    left.save()
    assert SECRET not in sees(cy, room)
    told = [json.loads(data)["html"] for _, data in lines_after(meeting.pk, 0, 10)]
    assert told[0] == ""
    assert "an answer" in told[1]


# Opening and closing


def test_the_room_opens_by_itself_half_an_hour_before(
    meeting: Meeting, room: str, cy: User
) -> None:
    begins(meeting, in_minutes=31)
    assert sends(cy, f"{room}/lines", quietly=True, text="Hello") == 422
    assert not made_of(cy, room, "page").is_open
    begins(meeting, in_minutes=29)
    assert sends(cy, f"{room}/lines", quietly=True, text="Hello") == 204


def test_what_is_said_into_a_closed_room_stays_with_its_writer(
    meeting: Meeting, room: str, cy: User
) -> None:
    sends(cy, f"{room}/closing")
    client = Client()
    client.force_login(cy)
    answer = client.post(f"{room}/lines", {"text": "too late"}, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert not meeting.lines.filter(kind=LineKind.SAID).exists()


def test_a_host_opens_and_closes_and_members_do_not(
    club: Club, work: Work, cy: User, di: User, bo: User
) -> None:
    Membership.objects.create(club=club, user=bo, pseud=bo.default_pseud)  # three: no pair
    meeting = make_meeting(None, club, upto=0)
    begins(meeting, in_minutes=600)
    room = f"/meetings/{meeting.pk}/room"

    assert sends(di, f"{room}/opening") == 403
    assert sends(cy, f"{room}/opening") == 302
    assert sends(di, f"{room}/lines", text="Hello") == 302
    assert sends(di, f"{room}/closing") == 403
    assert sends(cy, f"{room}/closing", was_it="1") == 302
    over = Meeting.objects.get(pk=meeting.pk)
    assert over.stage == MeetingStage.HELD
    assert not over.room_is_open
    assert sends(cy, f"{room}/opening") == 302
    assert Meeting.objects.get(pk=meeting.pk).room_is_open
    kinds = list(meeting.lines.order_by("number").values_list("kind", flat=True))
    assert kinds == ["room", "said", "room", "room"]


@pytest.mark.both
def test_a_peek_into_the_room_leaves_the_meeting_to_come(
    meeting: Meeting, room: str, cy: User, di: User
) -> None:
    begins(meeting, in_minutes=60 * 24 * 16)
    meeting.refresh_from_db()
    planned = meeting.starts_at
    assert f'href="{room}/opening"' in sees(cy, room)
    assert "Open the room already?" in sees(cy, f"{room}/opening")

    sends(cy, f"{room}/opening")
    assert "stays planned" in sees(cy, f"{room}/closing")
    sends(di, f"{room}/lines", text="Anybody here?")
    sends(cy, f"{room}/closing")

    meeting.refresh_from_db()
    assert (meeting.stage, meeting.starts_at, meeting.closed_at) == ("fixed", planned, None)
    assert not meeting.room_is_open
    assert "Anybody here?" in sees(di, room)
    assert made_of(di, room, "page").was_shut
    assert not made_of(cy, meeting.get_absolute_url(), "face").is_over
    begins(meeting, in_minutes=1)
    assert sends(di, f"{room}/lines", text="Hello") == 302


def test_a_poll_goes_on_when_somebody_has_looked_into_the_room(
    meeting: Meeting, room: str, cy: User
) -> None:
    Meeting.objects.update(stage=MeetingStage.FINDING, starts_at=None)

    sends(cy, f"{room}/opening")
    sends(cy, f"{room}/closing")

    assert Meeting.objects.get().stage == MeetingStage.FINDING


def test_a_meeting_that_was_held_early_was_held_on_that_day_everywhere(
    meeting: Meeting, room: str, cy: User, di: User
) -> None:
    begins(meeting, in_minutes=60 * 24 * 16)
    sends(cy, f"{room}/opening")
    sends(cy, f"{room}/closing", was_it="1")

    meeting.refresh_from_db()
    assert (meeting.stage, meeting.starts_at) == ("held", meeting.opened_at)
    assert meeting.sequence == 1
    [event] = dates_of(di, [member(di, meeting.club).pk])
    assert event.starts == meeting.opened_at


@pytest.mark.parametrize(("minutes", "is_same"), [(20, True), (90, False)])
def test_a_meeting_held_early_began_with_its_talk_also_if_the_room_was_closed_for_a_moment(
    meeting: Meeting, room: str, cy: User, minutes: int, is_same: bool
) -> None:
    begins(meeting, in_minutes=60 * 24 * 16)
    sends(cy, f"{room}/opening")
    sends(cy, f"{room}/lines", text="Shall we begin?")
    sends(cy, f"{room}/closing", was_it="0")
    before = timezone.now() - timedelta(minutes=minutes)
    meeting.lines.update(at=before)
    sends(cy, f"{room}/opening")
    sends(cy, f"{room}/closing", was_it="1")

    meeting.refresh_from_db()
    assert meeting.starts_at == (before if is_same else meeting.opened_at)


@pytest.mark.both
def test_a_room_opened_early_and_forgotten_closes_and_the_meeting_stays(
    meeting: Meeting, room: str, cy: User
) -> None:
    begins(meeting, in_minutes=60 * 24 * 16)
    sends(cy, f"{room}/opening")
    assert close_rooms() == 0
    long_ago = timezone.now() - timedelta(hours=13)
    Meeting.objects.update(opened_at=long_ago)
    meeting.lines.update(at=long_ago)

    assert close_rooms() == 1
    assert close_rooms() == 0
    assert Meeting.objects.get().stage == MeetingStage.FIXED


def test_of_what_was_said_the_filled_button_makes_the_minutes(
    meeting: Meeting, room: str, cy: User
) -> None:
    begins(meeting, in_minutes=60 * 24 * 16)
    sends(cy, f"{room}/opening")
    peek = words_of(sees(cy, f"{room}/closing"))
    assert filled(cy, f"{room}/closing") == ["Only close the room"]
    assert "Close the room?" in peek

    sends(cy, f"{room}/lines", text="Then let us begin")
    assert filled(cy, f"{room}/closing") == ["Close the meeting"]
    assert sends(cy, f"{room}/closing", was_it="1") == 302
    assert "Then let us begin" in sees(cy, f"/meetings/{meeting.pk}/minutes")


def test_a_button_that_leaves_the_meeting_to_come_never_holds_it(
    meeting: Meeting, room: str, cy: User, di: User
) -> None:
    begins(meeting, in_minutes=60 * 24)
    sends(cy, f"{room}/opening")
    sends(cy, f"{room}/lines", text="Testing the room")
    assert "only close the room" in sees(cy, f"{room}/closing")
    begins(meeting, in_minutes=20)
    planned = Meeting.objects.get().starts_at
    client = Client()
    client.force_login(cy)

    answer = client.post(f"{room}/closing", {"was_it": "0"})

    assert answer.status_code == 409
    assert "Meanwhile the meeting has begun" in words_of(answer.content.decode())
    assert "only close the room" not in answer.content.decode()
    assert sends(cy, f"{room}/closing", quietly=True, was_it="0") == 409
    meeting.refresh_from_db()
    assert (meeting.stage, meeting.starts_at) == (MeetingStage.FIXED, planned)
    assert meeting.room_is_open
    assert sends(cy, f"{room}/closing") == 302
    assert Meeting.objects.get().stage == MeetingStage.HELD


def test_all_who_are_in_the_room_hear_at_once_that_it_opens_or_closes(
    meeting: Meeting, room: str, cy: User
) -> None:
    for door in ("closing", "opening"):
        before = Meeting.objects.get().changes
        sends(cy, f"{room}/{door}")
        assert Meeting.objects.get().changes > before


def test_what_waits_from_an_earlier_look_does_not_make_this_one_the_meeting(
    meeting: Meeting, room: str, cy: User
) -> None:
    begins(meeting, in_minutes=60 * 24 * 16)
    sends(cy, f"{room}/opening")
    sends(cy, f"{room}/lines", text="Nobody here yet")
    sends(cy, f"{room}/closing", was_it="0")
    meeting.lines.update(at=timezone.now() - timedelta(hours=3))

    sends(cy, f"{room}/opening")

    assert filled(cy, f"{room}/closing") == ["Only close the room"]


def test_a_door_that_opens_and_closes_with_nothing_said_is_one_line(
    meeting: Meeting, room: str, cy: User
) -> None:
    begins(meeting, in_minutes=60 * 24 * 16)
    for _ in range(3):
        sends(cy, f"{room}/opening")
        sends(cy, f"{room}/closing", was_it="0")
    sends(cy, f"{room}/opening")
    sends(cy, f"{room}/lines", text="Now")

    rows = made_of(cy, room, "page").lines
    assert [row.number for row in rows] == [7, 8]
    assert "Cy</b> opened the room." in rows[0].event


def test_an_open_room_has_a_head_of_its_own_and_no_foot(
    meeting: Meeting, room: str, cy: User
) -> None:
    assert "colophon" not in sees(cy, room)
    assert "masthead" not in sees(cy, room)
    assert meeting.get_absolute_url() in sees(cy, room)
    sends(cy, f"{room}/closing")
    assert "colophon" in sees(cy, room)


def test_while_a_time_is_sought_there_is_no_way_to_a_room(
    meeting: Meeting, room: str, cy: User
) -> None:
    Meeting.objects.update(stage=MeetingStage.FINDING, starts_at=None)
    assert room not in sees(cy, meeting.get_absolute_url())
    assert "half an hour before" not in sees(cy, meeting.get_absolute_url())
    sends(cy, f"{room}/opening")
    assert room in sees(cy, meeting.get_absolute_url())
    # A door that opens and closes says nothing.
    sends(cy, f"{room}/closing", was_it="0")
    assert room not in sees(cy, meeting.get_absolute_url())
    sends(cy, f"{room}/opening")
    sends(cy, f"{room}/lines", text="Shall we?")
    sends(cy, f"{room}/closing", was_it="0")
    # What was said while somebody had opened it can still be read.
    assert room in sees(cy, meeting.get_absolute_url())
    assert "half an hour before" not in sees(cy, meeting.get_absolute_url())


def test_the_book_lies_open_where_it_was_opened_last(
    meeting: Meeting, room: str, work: Work, cy: User
) -> None:
    chapter = work.chapters.get(position=2)
    for words in ("further than the map", "cockles"):
        sends(cy, f"{room}/openings", chapter=str(chapter.pk), words=words)
    opened = made_of(cy, room, "page").passage
    assert opened.quote == "Nobody had told the cockles."
    sends(cy, f"{room}/lines/{opened.number}/delete")
    assert made_of(cy, room, "page").passage.number < opened.number


@pytest.mark.both
def test_the_book_is_closed_and_a_further_question_closes_it(
    meeting: Meeting, room: str, work: Work, cy: User, di: User
) -> None:
    questions = [asked(meeting, di, words) for words in ("Why the heron?", "Who rang?")]
    opening: dict[str, Any] = {"chapter": str(work.chapters.get(position=2).pk), "words": "cockles"}
    assert sends(di, f"{room}/openings/delete") == 302
    assert not meeting.lines.exists()

    sends(cy, f"{room}/openings", **opening)
    assert sends(di, f"{room}/openings/delete", quietly=True) == 204
    sends(di, f"{room}/openings/delete")
    assert made_of(cy, room, "page").passage is None
    assert told(cy, room).count("Di closed the book.") == 1
    # What was opened stays in the talk.
    assert "Nobody had told the cockles." in told(cy, room)

    sends(cy, f"{room}/openings", **opening)
    sends(cy, f"{room}/questions/{questions[0].pk}")
    assert made_of(cy, room, "page").passage is not None
    sends(cy, f"{room}/questions/{questions[1].pk}")
    assert made_of(cy, room, "page").passage is None

    sends(cy, f"{room}/closing")
    assert sends(cy, f"{room}/openings/delete", quietly=True) == 409
    assert "closed the book" not in sees(cy, f"/meetings/{meeting.pk}/minutes")


@pytest.mark.both
def test_what_lies_open_does_so_however_much_was_said_since(
    meeting: Meeting,
    room: str,
    work: Work,
    cy: User,
    di: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    questions = [asked(meeting, di, words) for words in ("Why the heron?", "Who rang?")]
    sends(cy, f"{room}/questions/{questions[0].pk}")
    sends(cy, f"{room}/openings", chapter=str(work.chapters.get(position=2).pk), words="cockles")
    monkeypatch.setattr(room_queries, "AT_ONCE", 3)
    for number in range(4):
        sends(cy, f"{room}/lines", text=f"line {number}")

    page = made_of(di, room, "page")
    assert page.passage.quote == "Nobody had told the cockles."
    assert page.passage.number < page.lines[0].number
    assert f'data-passage="{page.passage.number}"' in sees(di, room)
    assert "Nobody had told the cockles." in sees(di, f"{room}?part=passage")
    # Which question was the first one is not forgotten either.
    sends(cy, f"{room}/questions/{questions[1].pk}")
    assert made_of(di, room, "page").passage is None
    assert made_of(di, f"{room}?before=4", "page").passage is None


@pytest.mark.both
def test_who_closes_the_book_closes_what_they_have_seen(
    meeting: Meeting, room: str, work: Work, cy: User, di: User
) -> None:
    questions = [asked(meeting, di, words) for words in ("Why the heron?", "Who rang?")]
    chapter = str(work.chapters.get(position=2).pk)
    sends(cy, f"{room}/openings", chapter=chapter, words="further than the map")
    seen = made_of(di, room, "page").passage.number
    assert f'name="number" value="{seen}"' in sees(di, room)
    # In that very moment Cy opens it elsewhere.
    sends(cy, f"{room}/openings", chapter=chapter, words="cockles")

    assert sends(di, f"{room}/openings/delete", quietly=True, number=str(seen)) == 204
    assert made_of(di, room, "page").passage.quote == "Nobody had told the cockles."
    for wrong in ("0", "x"):
        assert sends(di, f"{room}/openings/delete", number=wrong) == 422
    sends(di, f"{room}/openings/delete", number=str(made_of(di, room, "page").passage.number))
    assert made_of(di, room, "page").passage is None

    # A further question has closed it already: nobody closes it a second time.
    sends(cy, f"{room}/openings", chapter=chapter, words="cockles")
    for question in questions:
        sends(cy, f"{room}/questions/{question.pk}")
    sends(di, f"{room}/openings/delete")
    assert told(cy, room).count("Di closed the book.") == 1


def test_what_is_taken_back_opens_what_lay_open_before_unless_that_was_closed(
    meeting: Meeting, room: str, work: Work, cy: User, di: User
) -> None:
    question = asked(meeting, di, "Why the heron?")
    chapter = str(work.chapters.get(position=2).pk)

    def opens(person: User, words: str) -> int:
        sends(person, f"{room}/openings", chapter=chapter, words=words)
        return meeting.lines.latest("number").number

    first = opens(cy, "further than the map")
    second = opens(di, "cockles")
    sends(di, f"{room}/lines/{second}/delete")
    assert made_of(di, room, "page").passage.number == first
    sends(cy, f"{room}/openings/delete")
    third = opens(di, "cockles")
    sends(di, f"{room}/lines/{third}/delete")
    assert made_of(di, room, "page").passage is None
    # With its question goes that it was brought up: the next one is the first again.
    sends(cy, f"{room}/questions/{question.pk}")
    assert sends(di, f"/meetings/{meeting.pk}/questions/{question.pk}/delete") == 302
    fourth = opens(cy, "further than the map")
    sends(cy, f"{room}/questions/{asked(meeting, di, 'Who rang?').pk}")
    assert made_of(di, room, "page").passage.number == fourth
    # A room that closes and opens again goes on where it was.
    rooms.close_room(meeting=meeting, by=member(cy, meeting.club))
    assert made_of(di, room, "page").passage is None
    rooms.open_room(meeting=meeting, by=member(cy, meeting.club))
    assert made_of(di, room, "page").passage.number == fourth


def test_what_lies_open_is_nothing_to_whoever_has_not_come_so_far_or_without_whose_words_it_is(
    meeting: Meeting, room: str, work: Work, cy: User, di: User, bo: User
) -> None:
    join_late(meeting.club, bo)
    chapter = str(work.chapters.get(position=2).pk)
    sends(cy, f"{room}/openings", chapter=chapter, words="further than the map")
    sends(di, f"{room}/openings", chapter=chapter, words="cockles")

    for address in (room, f"{room}?part=passage"):
        assert "cockles" not in sees(bo, address)
    assert sends(bo, f"{room}/openings/delete", quietly=True) == 403
    client = Client()
    client.force_login(bo)
    part = client.get(f"{room}?part=passage", headers={"HX-Request": "true"})
    assert part.status_code == 403
    assert client.get(room).status_code == 200

    # Di leaves, and takes along what she has said: under it lies what Cy opened, and Cy can close that.
    Membership.objects.filter(user=di).update(left_notes=LeftNotes.TAKE)
    assert made_of(cy, room, "page").passage.quote == (
        "The tide went out further than the map allowed."
    )
    sends(cy, f"{room}/openings/delete")
    assert made_of(cy, room, "page").passage is None


def test_before_a_line_is_taken_back_it_is_named(meeting: Meeting, room: str, cy: User) -> None:
    sends(cy, f"{room}/lines", text="Did the *cockles* know how far out the tide would go today?")
    assert "Take back: Did the cockles know how far out the ti…" in told(cy, room)


def told(person: User, address: str) -> str:
    """The words of a page, in one line."""
    return " ".join(words_of(sees(person, address)).split())


def filled(person: User, address: str) -> list[str]:
    """The filled buttons of a page: there is one."""
    found = re.findall(
        r"<button[^>]*button--primary[^>]*>(.*?)</button>", sees(person, address), re.DOTALL
    )
    return [words_of(words).strip() for words in found]


def test_whoever_closes_is_told_who_is_there(room: str, cy: User, di: User) -> None:
    assert "may be writing" not in sees(cy, f"{room}/closing")
    sees(di, room)

    assert "Di is in the room and may be writing just now." in words_of(sees(cy, f"{room}/closing"))


def test_what_was_cut_off_can_be_added_for_a_day(
    meeting: Meeting, room: str, cy: User, di: User
) -> None:
    assert sends(di, f"{room}/lines", quietly=True, text="Early", is_afterthought="on") == 422
    sends(cy, f"{room}/closing")
    assert "is_afterthought" in sees(di, room)

    assert sends(di, f"{room}/lines", text="half a line", is_afterthought="on") == 302
    assert "half a line" in sees(cy, f"/meetings/{meeting.pk}/minutes")
    meeting.refresh_from_db()
    assert not meeting.room_is_open
    Meeting.objects.update(closed_at=timezone.now() - timedelta(hours=25))
    client = Client()
    client.force_login(di)
    late = client.post(f"{room}/lines", {"text": "very late", "is_afterthought": "on"})
    assert late.status_code == 422
    assert refused(late)
    assert "very late" in late.content.decode()


# The agenda


def asked(meeting: Meeting, by: User, text: str, *, is_sealed: bool = False) -> Question:
    return send(meeting=meeting, by=member(by, meeting.club), text=text, is_sealed=is_sealed)


@pytest.mark.both
def test_the_questions_are_brought_up_one_after_the_other(
    meeting: Meeting, room: str, cy: User, di: User
) -> None:
    first, second = asked(meeting, di, "Why the <heron>?"), asked(meeting, cy, "Who rang?")
    shown = made_of(cy, room, "page").topics
    assert [row.text for row in shown.rows] == ["Why the <heron>?", "Who rang?"]
    assert (shown.current, shown.next.id) == (None, first.pk)
    before = json.loads(state_of(meeting.pk))["agenda"]

    assert sends(cy, f"{room}/questions/{first.pk}") == 302
    assert sends(cy, f"{room}/questions/{first.pk}") == 302
    sends(di, f"{room}/lines", text="Because of the cockles")

    shown = made_of(di, room, "page").topics
    assert (shown.current.id, shown.next.id, shown.brought_up) == (first.pk, second.pk, 1)
    assert json.loads(state_of(meeting.pk))["agenda"] != before
    kinds = list(meeting.lines.order_by("number").values_list("kind", flat=True))
    assert kinds == ["topic", "said"]
    assert "brings up Di’s question" in words_of(sees(di, room))
    sends(cy, f"{room}/closing")
    minutes = sees(cy, f"/meetings/{meeting.pk}/minutes")
    assert minutes.index("Why the &lt;heron&gt;?") < minutes.index("Because of the cockles")
    assert made_of(cy, f"/meetings/{meeting.pk}/minutes", "page").topics[0].number == 1
    assert "Who rang?" not in minutes


def test_a_sealed_question_is_read_in_the_room_once_the_meeting_has_begun(
    meeting: Meeting, room: str, cy: User, di: User
) -> None:
    begins(meeting, in_minutes=20)
    sealed = asked(meeting, di, SECRET, is_sealed=True)
    assert SECRET not in sees(cy, room)
    assert made_of(cy, room, "page").topics.hidden == 1
    assert sends(cy, f"{room}/questions/{sealed.pk}") == 404

    begins(meeting, in_minutes=-1)

    assert SECRET in sees(cy, room)
    assert sends(cy, f"{room}/questions/{sealed.pk}") == 302
    assert not Question.objects.get().is_sealed


def test_members_bring_nothing_up_but_where_all_decide_together(
    meeting: Meeting, room: str, di: User, bo: User
) -> None:
    question = asked(meeting, di, "Who rang?")
    assert sends(di, f"{room}/questions/{question.pk}") == 302
    Membership.objects.create(club=meeting.club, user=bo, pseud=bo.default_pseud)  # three: no pair
    assert sends(di, f"{room}/questions/{question.pk}") == 403
    Club.objects.update(decides_together=True)
    assert sends(di, f"{room}/questions/{question.pk}") == 302


def test_a_question_that_is_removed_leaves_the_room_too(
    meeting: Meeting, room: str, cy: User, di: User
) -> None:
    question = asked(meeting, di, SECRET)
    sends(cy, f"{room}/questions/{question.pk}")
    assert SECRET in sees(cy, room)

    assert sends(di, f"/meetings/{meeting.pk}/questions/{question.pk}/delete") == 302

    assert SECRET not in sees(cy, room)
    assert meeting.lines.get().html == ""


def test_closing_counts_the_hands_and_stops_the_clock(
    meeting: Meeting, room: str, cy: User, di: User
) -> None:
    sends(cy, f"{room}/hands", question="Do we like her?")
    sends(di, f"{room}/hands/{ShowOfHands.objects.get().pk}", option="0")
    sends(cy, f"{room}/timer", minutes="5")
    sends(cy, f"{room}/closing")

    meeting.refresh_from_db()
    assert meeting.timer_ends_at is None
    assert ShowOfHands.objects.get().closed_at is not None
    counted = meeting.lines.get(kind=LineKind.COUNT)
    # Di asked nothing and Cy counted nothing: the closing did.
    assert counted.membership is None
    assert "The hands were counted" in sees(di, room)


def test_a_show_of_hands_that_nobody_answered_is_not_told_as_counted(
    meeting: Meeting, room: str, cy: User, di: User
) -> None:
    sends(di, f"{room}/hands", question="Biscuits?")
    sends(cy, f"{room}/closing")

    assert not meeting.lines.filter(kind=LineKind.COUNT).exists()
    assert not ShowOfHands.objects.filter(closed_at=None).exists()
    assert "Biscuits?" not in sees(cy, f"/meetings/{meeting.pk}/minutes")


def test_a_cancelled_meeting_has_no_room_to_talk_in(meeting: Meeting, room: str, cy: User) -> None:
    Meeting.objects.update(stage=MeetingStage.CANCELLED)

    assert sends(cy, f"{room}/lines", quietly=True, text="Hello") == 422
    assert sends(cy, f"{room}/opening") == 403
    assert not made_of(cy, room, "page").is_open


def test_a_room_that_nobody_closed_closes_by_itself(meeting: Meeting, cy: User) -> None:
    begins(meeting, in_minutes=-60 * 12)
    assert close_rooms() == 0
    begins(meeting, in_minutes=-60 * 14)
    lines.say(meeting=meeting, by=member(cy, meeting.club), html="<p>x</p>")
    assert close_rooms() == 0
    meeting.lines.update(at=timezone.now() - timedelta(hours=3))
    assert close_rooms() == 1
    assert close_rooms() == 0
    assert not made_of(cy, f"/meetings/{meeting.pk}/room", "page").is_open


# Who is here


def test_who_looks_in_is_here_until_they_go_out_or_fall_silent(
    meeting: Meeting, room: str, cy: User, di: User
) -> None:
    def here() -> str:
        return str(json.loads(state_of(meeting.pk))["here"])

    sees(cy, room)
    sees(di, room)
    assert "Cy" in here()
    assert "Di" in here()
    sends(di, f"{room}/leaving")
    assert "Di" not in here()
    Presence.objects.update(seen_at=timezone.now() - SILENCE - timedelta(seconds=1))
    assert "Cy" not in here()


def test_only_coming_and_going_moves_the_room(meeting: Meeting, cy: User) -> None:
    by = member(cy, meeting.club)

    def changes() -> int:
        return Meeting.objects.get(pk=meeting.pk).changes

    rooms.see(meeting_id=meeting.pk, memberships=[by.pk])
    assert changes() == 1
    rooms.see(meeting_id=meeting.pk, memberships=[by.pk])
    assert changes() == 1
    rooms.leave(meeting_id=meeting.pk, memberships=[by.pk])
    rooms.leave(meeting_id=meeting.pk, memberships=[by.pk])
    assert changes() == 2


def test_who_came_back_meanwhile_has_not_left(meeting: Meeting, cy: User) -> None:
    by = member(cy, meeting.club)
    closed = timezone.now() - timedelta(seconds=10)
    rooms.see(meeting_id=meeting.pk, memberships=[by.pk])
    rooms.leave(meeting_id=meeting.pk, memberships=[by.pk], before=closed)

    assert "Cy" in json.loads(state_of(meeting.pk))["here"]


# Opening the book


def test_the_book_opens_at_a_sentence_for_everybody(
    room: str, work: Work, cy: User, di: User
) -> None:
    chapter = work.chapters.get(position=2)
    chapter.html = (
        '<p id="b-00020001">He said: “Don’t go.” The tide — as ever — came in. She went.</p>'
    )
    chapter.save()

    words = "the TIDE - as  ever"
    assert sends(cy, f"{room}/openings", chapter=str(chapter.pk), words=words) == 302
    page = sees(di, room)
    assert "The tide — as ever — came in." in page
    # The whole paragraph, with these words marked in it.
    assert "<mark>The tide — as ever — came in.</mark>" in page
    assert "The tide — as ever — came in. She went." in told(di, room)
    assert f"/works/{work.pk}/chapters/{chapter.pk}#b-00020001" in page


def test_without_words_the_book_opens_at_the_beginning(
    meeting: Meeting, room: str, work: Work, cy: User
) -> None:
    sends(cy, f"{room}/openings", chapter=str(work.chapters.get(position=1).pk))

    line = meeting.lines.get()
    assert line.quote == "The tide went out further than the map allowed."
    assert line.block_id == "b-00010001"


def test_a_link_opens_the_book_at_its_block(
    meeting: Meeting, room: str, work: Work, cy: User
) -> None:
    chapter = work.chapters.get(position=2)
    page = sees(cy, f"{room}?chapter={chapter.pk}&block=b-00020002")
    assert 'value="b-00020002"' in page
    sends(cy, f"{room}/openings", chapter=str(chapter.pk), block="b-00020002")

    assert meeting.lines.get().quote == "Nobody had told the cockles."


def test_the_book_opens_no_further_than_the_talk_goes(room: str, work: Work, cy: User) -> None:
    beyond = work.chapters.get(position=3)
    draft = add_chapter(work, position=4, posted=False)

    for chapter in (beyond, draft):
        status = sends(cy, f"{room}/openings", chapter=str(chapter.pk))
        assert status == 422
    assert not Line.objects.exists()
    assert sends(cy, f"{room}/openings", chapter="nonsense") == 422


def test_words_are_looked_for_first_in_the_texts_in_which_their_longest_stands_and_in_few(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []

    def look(chapter: Chapter, *, words: str) -> None:
        looked.append(chapter.position)

    monkeypatch.setattr(opened_passages, "opening_by_words", look)
    chapters = list(work.chapters.order_by("position"))
    for position, text in ((1, "The HERON rang."), (2, "A heron, too."), (3, "No bird.")):
        work.chapters.filter(position=position).update(html=f"<p>{text}</p>")

    assert opened_passages.opening_anywhere(chapters, words="“Heron” é") is None
    assert looked == [2, 1, 3]
    for most, words, few in ((1, "é", [3]), (1, "heron", [2]), (2, "bird", [3, 2])):
        looked.clear()
        monkeypatch.setattr(opened_passages, "SEARCHED", most)
        opened_passages.opening_anywhere(chapters, words=words)
        assert looked == few


def test_words_are_found_in_whatever_chapter_they_stand(
    meeting: Meeting, room: str, work: Work, cy: User
) -> None:
    one, two = (work.chapters.get(position=position) for position in (1, 2))
    one.html = '<p id="b-00010001">Bees.</p><p id="b-00010002">The heron rang twice.</p>'
    one.save()

    for chapter in ("", str(two.pk)):
        assert sends(cy, f"{room}/openings", words="heron rang", chapter=chapter) == 302
        line = meeting.lines.latest("number")
        assert (line.chapter, line.block_id) == (one, "b-00010002")
    assert sends(cy, f"{room}/openings") == 422
    beyond = work.chapters.get(position=3)
    beyond.html = '<p id="b-00030001">A secret door.</p>'
    beyond.save()
    assert sends(cy, f"{room}/openings", words="secret door") == 422


@pytest.mark.both
@pytest.mark.both
@pytest.mark.parametrize("words", ["Once upon a tide", "an unbelievable"])
def test_a_word_with_emphasis_in_it_is_found(
    meeting: Meeting, room: str, work: Work, cy: User, words: str
) -> None:
    one, two = (work.chapters.get(position=position) for position in (1, 2))
    one.html = '<p id="b-00010001"><b>O</b>nce upon a tide: an un<em>believ</em>able one.</p>'
    one.save()
    two.html = '<p id="b-00020001">Once more it was unbelievable: no tide.</p>'
    two.save()

    assert sends(cy, f"{room}/openings", words=words) == 302
    assert meeting.lines.latest("number").block_id == "b-00010001"


def test_passages_of_this_meeting_open_at_a_press(
    meeting: Meeting, room: str, work: Work, cy: User, di: User
) -> None:
    one, two, three = work.chapters.order_by("position")
    has_read(cy, three)
    note(meeting.club, di, two, "Look at that")
    note(meeting.club, cy, one, "Only for me", private=True)
    note(meeting.club, cy, three, "Beyond the meeting", private=True)

    shown = made_of(cy, room, "page").openables
    assert [row.chapter_id for row in shown.talked] == [two.pk]
    assert [row.chapter_id for row in shown.noted] == [one.pk]
    assert made_of(di, room, "page").openables.noted[0].chapter_id == two.pk
    given = shown.noted[0]
    sends(
        cy,
        f"{room}/openings",
        chapter=str(given.chapter_id),
        block=given.block_id,
        words=given.words,
    )
    assert meeting.lines.get().block_id == given.block_id


def test_words_that_are_not_there_are_not_found(room: str, work: Work, cy: User) -> None:
    client = Client()
    client.force_login(cy)
    chapter = work.chapters.get(position=1)
    given = {"chapter": str(chapter.pk), "words": "no such words"}
    answer = client.post(f"{room}/openings", given)

    assert answer.status_code == 422
    assert refused(answer) == {"words"}
    assert "no such words" in answer.content.decode()


@pytest.mark.both
@pytest.mark.parametrize("words", ["further then the maps allow", "nobody had told de cokles"])
def test_what_comes_close_to_the_words_is_offered(
    meeting: Meeting, room: str, cy: User, words: str
) -> None:
    client = Client()
    client.force_login(cy)
    answer = client.post(f"{room}/openings", {"words": words})

    assert answer.status_code == 422
    assert not meeting.lines.exists()
    assert words in answer.content.decode()
    near = answer.context["opening"].near[0]
    assert near.words in {
        "The tide went out further than the map allowed.",
        "Nobody had told the cockles.",
    }
    # A script gets the buttons alone, and one press opens it.
    quiet = client.post(f"{room}/openings", {"words": words}, headers={"HX-Request": "true"})
    assert quiet.status_code == 422
    assert f'value="{near.words}"' in quiet.content.decode()
    assert "<h1" not in quiet.content.decode()
    given = {"chapter": str(near.chapter_id), "block": near.block_id, "words": near.words}
    assert sends(cy, f"{room}/openings", **given) == 302
    assert meeting.lines.get().quote == near.words


def test_words_that_are_nowhere_are_named_and_nothing_ahead_is_offered(
    room: str, work: Work, cy: User
) -> None:
    beyond = work.chapters.get(position=3)
    beyond.html = '<p id="b-00030001">A secret door behind the wardrobe.</p>'
    beyond.save()
    client = Client()
    client.force_login(cy)
    answer = client.post(
        f"{room}/openings", {"words": "secret dor wardrobe"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422
    assert "“secret”" in answer.content.decode()
    assert "behind" not in answer.content.decode()


def test_a_book_of_paper_opens_at_a_page(club: Club, cy: User, di: User) -> None:
    book = OutsideBook.objects.create(title="Piranesi", page_count=245)
    read = Read.objects.create(club=club, book=book, title="Piranesi")
    meeting = make_meeting(read, club, upto=read.measure.upto(40))
    room = f"/meetings/{meeting.pk}/room"

    assert made_of(cy, room, "access").at == 0
    sends(cy, f"/meetings/{meeting.pk}/arrival")
    counted = read.measure.token
    assert sends(cy, f"{room}/openings", number="40", words="x") == 422
    assert sends(cy, f"{room}/openings", number="41", words="x", number_counted_in=counted) == 422
    words = "The Beauty of the House"
    openings = f"{room}/openings"
    assert sends(cy, openings, number="40", words=words, number_counted_in=counted) == 302
    assert "The Beauty of the House" not in sees(di, room)
    assert "Page 40" in sees(cy, room)


# Hands and the clock


def test_hands_are_counted_once_each_and_can_change(
    meeting: Meeting, room: str, cy: User, di: User
) -> None:
    assert sends(di, f"{room}/hands", question="Is she lying?") == 302
    show = ShowOfHands.objects.get()
    assert show.options == ["Yes", "No", "Unsure"]
    for option in ("0", "2", "1"):
        assert sends(cy, f"{room}/hands/{show.pk}", quietly=True, option=option) == 204
    assert sends(di, f"{room}/hands/{show.pk}", option="1") == 302

    state = json.loads(state_of(meeting.pk))
    assert (state["show"], state["counts"]) == (show.pk, [0, 2, 0])
    assert sends(cy, f"{room}/hands/{show.pk}", option="3") == 422
    assert sends(di, f"{room}/hands/{show.pk}/count") == 302
    assert sends(cy, f"{room}/hands/{show.pk}", quietly=True, option="0") == 409
    assert Hand.objects.filter(option=1).count() == 2
    assert json.loads(state_of(meeting.pk))["show"] is None
    assert Line.objects.filter(meeting=meeting, kind=LineKind.COUNT).exists()


def test_whoever_has_not_raised_a_hand_is_not_told_how_the_others_did(
    room: str, cy: User, di: User
) -> None:
    sends(cy, f"{room}/hands", question="Biscuits?")
    show = ShowOfHands.objects.get()
    sends(di, f"{room}/hands/{show.pk}", option="0")

    def counted(person: User) -> list[str]:
        return html.fromstring(sees(person, room)).xpath("//*[@data-count]/text()")  # type: ignore[no-any-return]  # lxml has no types

    assert counted(cy) == []
    assert "Hands up: 1" in told(cy, room)
    assert counted(di) == ["1", "0", "0"]


def test_a_folded_show_of_hands_says_what_one_chose(room: str, cy: User, di: User) -> None:
    sends(cy, f"{room}/hands", question="Biscuits?")
    show = ShowOfHands.objects.get()
    sends(di, f"{room}/hands/{show.pk}", option="0")

    assert made_of(di, room, "page").show.own == "Yes"
    assert "Your hand: Yes" in words_of(sees(di, room))
    assert "Your hand: Yes" not in words_of(sees(cy, room))
    # HTML lets a heading stand in a summary, and in no span.
    headings = html.fromstring(sees(di, room)).xpath("//details[@data-show]//h2")
    assert [one.getparent().tag for one in headings] == ["summary"]


def test_one_show_of_hands_at_a_time(room: str, cy: User, di: User) -> None:
    sends(cy, f"{room}/hands", question="One?", options="a\nb\n\nb")
    assert ShowOfHands.objects.get().options == ["a", "b"]

    assert sends(di, f"{room}/hands", question="Two?") == 422


@pytest.mark.parametrize("options", ["alone", "a\nb\nc\nd\ne\nf", "a\n" + "x" * 61])
def test_answers_that_are_no_choice_are_refused(room: str, cy: User, options: str) -> None:
    assert sends(cy, f"{room}/hands", question="Which?", options=options) == 422


def test_who_did_not_ask_and_is_no_host_does_not_count(
    meeting: Meeting, room: str, work: Work, cy: User, di: User, bo: User
) -> None:
    Membership.objects.create(club=meeting.club, user=bo, pseud=bo.default_pseud)
    reads_to(bo, work, 2)
    sends(di, f"{room}/hands", question="Is she lying?")
    count = f"{room}/hands/{ShowOfHands.objects.get().pk}/count"

    assert sends(bo, count) == 403
    assert sends(cy, count) == 302


def test_a_host_sets_the_clock_for_all(meeting: Meeting, room: str, cy: User, di: User) -> None:
    assert sends(cy, f"{room}/timer", minutes="10") == 302

    ends = datetime.fromisoformat(json.loads(state_of(meeting.pk))["timer"])
    assert timedelta(minutes=9) < ends - timezone.now() <= timedelta(minutes=10)
    assert "until" in sees(di, room)
    assert sends(cy, f"{room}/timer/delete") == 302
    assert json.loads(state_of(meeting.pk))["timer"] is None


@pytest.mark.parametrize("minutes", ["0", "181", "-1", "ten", "99999999999999999999"])
def test_a_clock_that_makes_no_sense_is_refused(room: str, cy: User, minutes: str) -> None:
    assert sends(cy, f"{room}/timer", minutes=minutes) == 422


# Streams


def test_a_browser_that_comes_back_says_what_it_heard_last(room: str, cy: User, di: User) -> None:
    for number in range(1, 4):
        sends(cy, f"{room}/lines", text=f"line {number}")
    client = Client()
    client.force_login(di)

    fresh = client.get(f"{room}/stream?after=2").content.decode()
    assert "line 2" not in fresh
    assert "id: 3\nevent: line\n" in fresh
    back = client.get(f"{room}/stream?after=0", headers={"Last-Event-ID": "1"}).content.decode()
    assert "line 1" not in back
    assert "line 2" in back
    assert client.get(f"{room}/stream?after=x").content.decode().count("event: line") == 3


def test_behind_the_shell_a_stream_is_let_in_with_a_ticket(
    meeting: Meeting, room: str, cy: User
) -> None:
    sends(cy, f"{room}/lines", text="hello")
    client = Client()
    client.force_login(cy)
    behind: dict[str, Any] = {"asgi.scope": {}}
    answer = client.get(f"{room}/stream?after=77", **behind)

    ticket = json.loads(answer.headers["X-Bookcub-Stream"])
    assert ticket["room"] == meeting.pk
    assert ticket["person"] == cy.pk
    assert ticket["session"] == client.session.session_key
    assert ticket["after"] == 1  # nobody has heard more than was said
    assert answer.content == b""


@pytest.mark.django_db(transaction=True)
def test_everything_that_happens_in_a_room_wakes_those_who_listen(
    meeting: Meeting, room: str, cy: User, di: User
) -> None:
    woken: list[int] = []

    def wake(sender: object, *, meeting_id: int, **_: object) -> None:
        woken.append(meeting_id)

    room_moved.connect(wake)
    try:
        sends(cy, f"{room}/lines", text="hello")
        assert woken == [meeting.pk]
        sends(cy, f"{room}/lines/1/delete")
        sends(cy, f"{room}/hands", question="Yes?")
        before = len(woken)
        sends(di, f"{room}/hands/{ShowOfHands.objects.get().pk}", option="0")
        assert len(woken) == before + 1
    finally:
        room_moved.disconnect(wake)


# Cost


def test_the_page_takes_few_queries_however_much_was_said(
    meeting: Meeting, room: str, work: Work, cy: User, di: User
) -> None:
    chapter = work.chapters.get(position=1)
    for number in range(5):
        sends(cy, f"{room}/lines", text=f"line {number}")
        sends(di, f"{room}/openings", chapter=str(chapter.pk))
    sends(cy, f"{room}/hands", question="Yes?")
    client = Client()
    client.force_login(di)
    client.get(room)
    with CaptureQueriesContext(
        connection,
    ) as first:
        client.get(room)
    for number in range(40):
        lines.say(meeting=meeting, by=member(cy, meeting.club), html=f"<p>more {number}</p>")
    with CaptureQueriesContext(connection) as second:
        client.get(room)

    assert len(second) == len(first)
    assert len(first) <= 32, [query["sql"] for query in first.captured_queries]


def test_earlier_lines_have_a_page_of_their_own(meeting: Meeting, room: str, cy: User) -> None:
    by = member(cy, meeting.club)
    for number in range(1, 206):
        lines.say(meeting=meeting, by=by, html=f"<p>word{number:03}</p>")

    page = sees(cy, room)
    assert "word205" in page
    assert "word005" not in page
    assert "?before=6" in page
    earlier = sees(cy, f"{room}?before=6")
    assert "word005" in earlier
    assert "word006" not in earlier
    assert "data-say" in page
    assert "data-say" not in earlier

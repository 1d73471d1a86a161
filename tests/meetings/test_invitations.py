"""Meetings in people's mail and calendars: invited, moved, called off, left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from ical.calendar import Calendar

from bookcub.clubs import signals as club_signals
from bookcub.clubs.models import Club, Involvement, Membership
from bookcub.meetings import signals
from bookcub.meetings.actions.meetings import Details, cancel, revise
from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.people.models import User
from bookcub.reads.models import Read
from tests.browsing import Client
from tests.calendars import only_event, read_calendar
from tests.making import add_chapter
from tests.meetings.calling import called, membership, proposed, soon, span
from tests.meetings.conftest import Commits
from tests.memory.remembering import has_read

Mail = list[EmailMultiAlternatives]
AT = datetime(2031, 3, 15, 18, 0, tzinfo=UTC)


def calendar_of(letter: EmailMultiAlternatives) -> Calendar:
    """The one calendar that a letter carries twice."""
    (attached,) = letter.attachments
    alternative = letter.alternatives[1]
    assert str(alternative[0]).encode() == attached[1]
    assert attached[2] == "application/ics"
    calendar = read_calendar(attached[1])
    assert alternative[1] == f"text/calendar; method={calendar.method}"
    return calendar


def to(mail: Mail, person: User) -> EmailMultiAlternatives:
    (letter,) = [each for each in mail if each.to == [person.email]]
    return letter


def test_when_a_time_is_fixed_every_member_gets_it_for_their_calendar_on_their_own_clock(
    club: Club, cy: User, di: User, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    with committing():
        meeting = called(club, cy, at=AT, place="Cy’s kitchen")

    assert {letter.to[0] for letter in mailoutbox} == {cy.email, di.email, bo.email}
    letter = to(mailoutbox, di)
    assert letter.subject.startswith("Tea, ")
    assert "14:00 to 16:00 (New York time, UTC−4)" in letter.body
    assert "03:00 to 05:00 (Tokyo time, UTC+9)" in to(mailoutbox, bo).body
    assert f"https://stories.example/meetings/{meeting.pk}" in letter.body
    assert f"https://stories.example/clubs/{club.pk}/me" in letter.body, "where one asks for fewer"
    calendar = calendar_of(letter)
    assert calendar.method == "REQUEST"
    event = calendar.events[0]
    assert event.dtstart == AT
    assert getattr(event.dtstart, "tzinfo", None) == ZoneInfo(club.time_zone)
    assert event.dtend == AT + timedelta(hours=2)
    assert event.uid == meeting.uid
    assert event.sequence == 0
    assert event.organizer
    assert event.organizer.uri == "mailto:house@stories.example"
    assert event.organizer.common_name == "Weir Readers"
    assert event.location == "Cy’s kitchen"
    assert [alarm.trigger for alarm in event.alarm] == [
        -timedelta(days=1),
        -timedelta(hours=1),
    ]


def test_nobody_learns_the_address_of_another(
    club: Club, cy: User, di: User, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    with committing():
        called(club, cy, at=AT)

    for letter in mailoutbox:
        others = {cy.email, di.email, bo.email} - {letter.to[0]}
        whole = letter.message().as_string()
        assert not any(address in whole for address in others)
        (attendee,) = calendar_of(letter).events[0].attendees
        assert attendee.uri == f"mailto:{letter.to[0]}"


def test_who_has_no_address_or_wants_no_letters_gets_none(
    club: Club, cy: User, di: User, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    di.email = ""
    di.save()
    Membership.objects.filter(user=bo).update(involvement=Involvement.NOTHING)
    with committing():
        called(club, cy, at=AT)

    assert [letter.to for letter in mailoutbox] == [[cy.email]]


def test_a_change_of_time_or_place_moves_the_meeting_by_a_greater_sequence(
    club: Club, cy: User, di: User, mailoutbox: Mail, committing: Commits
) -> None:
    told: list[tuple[str, ...]] = []

    def hear(sender: object, *, what: tuple[str, ...], **_: object) -> None:
        told.append(what)

    signals.meeting_changed.connect(hear)
    with committing():
        meeting = called(club, cy, at=AT)
    first = calendar_of(to(mailoutbox, di)).events[0]
    mailoutbox.clear()
    by = membership(club, cy)

    with committing():
        revise(
            meeting=meeting, by=by, details=Details(title="Tea"), span=span(AT + timedelta(days=1))
        )
    moved = to(mailoutbox, di)
    mailoutbox.clear()
    with committing():
        revise(
            meeting=meeting,
            by=by,
            details=Details(title="Tea", place="The park"),
            span=span(AT + timedelta(days=1)),
        )
    elsewhere = to(mailoutbox, di)
    signals.meeting_changed.disconnect(hear)

    assert told == [("time",), ("place",)]
    assert "Tea, " in moved.subject
    events = [first, calendar_of(moved).events[0], calendar_of(elsewhere).events[0]]
    assert [event.sequence for event in events] == [0, 1, 2]
    assert len({event.uid for event in events}) == 1
    assert events[1].dtstart == AT + timedelta(days=1)
    assert events[2].location == "The park"
    assert events[0].dtstamp <= events[1].dtstamp <= events[2].dtstamp


def test_a_new_word_is_no_reason_for_letters(
    club: Club, cy: User, mailoutbox: Mail, committing: Commits
) -> None:
    with committing():
        meeting = called(club, cy, at=AT)
    mailoutbox.clear()

    with committing():
        what = revise(
            meeting=meeting,
            by=membership(club, cy),
            details=Details(title="Tea", word="<p>Bring cups</p>"),
            span=span(AT),
        )

    assert what == ("word",)
    assert mailoutbox == []
    meeting.refresh_from_db()
    assert meeting.sequence == 0


def test_a_cancelled_meeting_leaves_the_calendars(
    client: Client, club: Club, cy: User, di: User, mailoutbox: Mail, committing: Commits
) -> None:
    with committing():
        meeting = called(club, cy, at=AT)
    mailoutbox.clear()
    client.force_login(cy)
    path = f"/meetings/{meeting.pk}/cancellation"
    assert 'name="because"' in client.get(path).content.decode()

    with committing():
        client.post(path, {"because": "The kitchen\nis flooded."})

    letter = to(mailoutbox, di)
    assert "Tea" in letter.subject
    assert "The kitchen is flooded." in letter.body
    calendar = calendar_of(letter)
    assert calendar.method == "CANCEL"
    assert calendar.events[0].status == "CANCELLED"
    assert calendar.events[0].sequence == 1
    assert calendar.events[0].uid == meeting.uid
    meeting.refresh_from_db()
    assert meeting.stage == MeetingStage.CANCELLED
    assert "The kitchen is flooded." in client.get(meeting.get_absolute_url()).content.decode()
    assert client.post(path).status_code == 403, "it is over"


def test_when_times_are_proposed_the_others_are_asked(
    club: Club, cy: User, di: User, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    with committing():
        proposed(club, cy, until=AT)

    assert {letter.to[0] for letter in mailoutbox} == {di.email, bo.email}
    letter = to(mailoutbox, di)
    assert "Tea" in letter.subject
    assert "14:00" in letter.body
    assert letter.attachments == []


def test_who_was_only_asked_for_times_gets_no_calendar_when_it_is_given_up(
    club: Club, cy: User, di: User, mailoutbox: Mail, committing: Commits
) -> None:
    with committing():
        meeting = proposed(club, cy)
    mailoutbox.clear()
    with committing():
        cancel(meeting=meeting, by=membership(club, cy), because="Flu")

    letter = to(mailoutbox, di)
    assert letter.subject == "Cancelled: Tea, Weir Readers · Bookcub"
    assert "Flu" in letter.body
    assert letter.attachments == []


def test_whoever_leaves_loses_the_meeting_and_whoever_joins_gets_it(
    club: Club, cy: User, di: User, mailoutbox: Mail, committing: Commits
) -> None:
    with committing():
        meeting = called(club, cy, at=AT)
        Meeting.objects.filter(pk=called(club, cy).pk).update(starts_at=soon(-3))
    mailoutbox.clear()
    leaving = membership(club, di)
    leaving.left_at = timezone.now()
    leaving.save()
    with committing():
        club_signals.member_left.send(Membership, membership=leaving, by=None)

    (letter,) = mailoutbox
    assert letter.to == [di.email]
    gone = calendar_of(letter)
    assert (gone.method, gone.events[0].sequence) == ("CANCEL", 1)
    assert gone.events[0].uid == meeting.uid

    mailoutbox.clear()
    leaving.left_at = None
    leaving.save()
    with committing():
        club_signals.member_joined.send(Membership, membership=leaving, is_back=True)
    back = calendar_of(to(mailoutbox, di))
    assert back.method == "REQUEST"
    assert (back.events[0].sequence or 0) >= 1, "not older than what took it away"
    assert not to(mailoutbox, di).subject.startswith("Changed")


def test_what_a_meeting_is_for_reaches_only_those_who_have_come_so_far(
    client: Client, read: Read, cy: User, di: User, mailoutbox: Mail, committing: Commits
) -> None:
    assert read.work is not None
    has_read(di, *read.work.chapters.filter(position__lte=2))
    word = "<p>Why did the heron lie?</p>"
    with committing():
        meeting = called(read.club, cy, at=AT, read=read, upto=2, word=word)

    for person, may_read in ((di, True), (cy, False)):
        letter = to(mailoutbox, person)
        assert ("heron" in letter.body) is may_read
        assert ("heron" in letter.message().as_string()) is may_read
        event = calendar_of(letter).events[0]
        assert ("heron" in (event.description or "")) is may_read
        assert "The Weir" in (event.summary or "") + (event.description or "")
        client.force_login(person)
        for path in (meeting.get_absolute_url(), f"{meeting.get_absolute_url()}.ics"):
            unfolded = client.get(path).content.decode().replace("\r\n ", "")
            assert ("heron" in unfolded) is may_read


def test_whoever_is_behind_changes_a_meeting_without_seeing_what_it_is_for(
    client: Client, read: Read, cy: User, di: User
) -> None:
    word = "<p>Why did the heron lie?</p>"
    meeting = called(read.club, di, at=AT, read=read, upto=2, word=word)
    client.force_login(cy)
    address = f"{meeting.get_absolute_url()}/edit"

    assert "heron" not in client.get(address).content.decode()
    fields = {"title": "Tea", "place": "On the pier", "read": "", "upto": "0", "word": "Gone"}
    when = {"starts_at": "2031-03-15T19:00", "minutes_long": "60"}
    assert client.post(address, fields | when).status_code == 302

    meeting.refresh_from_db()
    assert (meeting.place, meeting.read, meeting.upto) == ("On the pier", read, 2)
    assert meeting.word == word


def test_no_title_of_a_chapter_ahead_stands_in_a_meeting(
    client: Client, club: Club, read: Read, cy: User, mailoutbox: Mail, committing: Commits
) -> None:
    assert read.work is not None
    add_chapter(read.work, position=5, title="In which the heron dies")
    with committing():
        meeting = called(club, cy, at=AT, read=read, upto=5, title="")
    client.force_login(cy)

    shown = client.get(meeting.get_absolute_url()).content.decode()
    shown += client.get(f"{meeting.get_absolute_url()}.ics").content.decode()
    shown += "".join(letter.message().as_string() for letter in mailoutbox)

    assert "chapter 5" in shown
    assert "heron" not in shown


def test_a_meeting_can_be_kept_as_a_file(client: Client, club: Club, cy: User, di: User) -> None:
    meeting = called(club, cy, at=AT, title="Tea; and\ncake, 😀")
    client.force_login(di)

    answer = client.get(f"/meetings/{meeting.pk}.ics")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="meeting-{meeting.pk}.ics"'
    event = only_event(answer.content)
    assert event.summary == "Tea; and\ncake, 😀 · Weir Readers"
    assert event.attendees == []
    assert client.get(f"/meetings/{proposed(club, cy).pk}.ics").status_code == 404

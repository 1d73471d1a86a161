"""What is printed for a meeting: as far as whoever prints has read, with dates, a ballot and names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bookcub.clubs.models import Club, Membership
from bookcub.comments.actions.comments import say
from bookcub.comments.models import Hearers
from bookcub.core.text import plain
from bookcub.meetings.actions.questions import send
from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.meetings.queries.handout import Handout
from bookcub.people.models import User
from bookcub.picks.models import Method, PickRules
from bookcub.reads.models import Read
from tests.browsing import Client
from tests.comments.announcing import announced
from tests.comments.noting import note
from tests.making import make_club
from tests.meetings.calling import called, membership
from tests.memory.remembering import has_read
from tests.picks.picking import begin, closed, suggest

pytestmark = pytest.mark.both


@pytest.fixture
def meeting(club: Club, read: Read, cy: User) -> Meeting:
    return called(club, cy, read=read, upto=2)


def handout(client: Client, person: User, meeting: Meeting) -> Handout:
    client.force_login(person)
    answer = client.get(f"/meetings/{meeting.pk}/agenda")
    assert answer.status_code == 200
    made: Handout = answer.context["handout"]
    return made


def test_whoever_has_read_less_prints_less_and_is_told(
    client: Client, meeting: Meeting, club: Club, read: Read, cy: User, di: User
) -> None:
    assert read.work is not None
    has_read(di, *read.work.chapters.filter(position__lte=2))
    send(meeting=meeting, by=membership(club, di), text="Why the heron?", is_sealed=False)

    ahead, behind = handout(client, di, meeting), handout(client, cy, meeting)

    assert [row.question.text for row in ahead.agenda.questions] == ["Why the heron?"]
    assert (ahead.is_open, behind.is_open) == (True, False)
    assert behind.agenda.questions == ()


def test_the_dates_of_the_club_alone_are_on_it(
    client: Client, meeting: Meeting, club: Club, pair: Club, cy: User
) -> None:
    called(pair, cy, title="Between us")
    after = called(club, cy, title="The one after")

    lines = [line.url for day in handout(client, cy, meeting).days for line in day.lines]

    assert lines == [after.get_absolute_url()], "of the meeting itself its head tells"


def test_under_each_question_is_room_for_notes(
    client: Client, meeting: Meeting, club: Club, read: Read, cy: User
) -> None:
    assert read.work is not None
    has_read(cy, *read.work.chapters.filter(position__lte=2))
    send(meeting=meeting, by=membership(club, cy), text="Why the heron?", is_sealed=False)
    handout(client, cy, meeting)

    html = client.get(f"/meetings/{meeting.pk}/agenda").content.decode()

    assert "handout-line" in html.split("Why the heron?")[1].split("</li>")[0]


def test_a_chapter_as_a_whole_is_named_once(
    client: Client, meeting: Meeting, club: Club, read: Read, cy: User
) -> None:
    assert read.work is not None
    first = read.work.chapters.get(position=1)
    has_read(cy, first)
    say(
        work=read.work,
        chapter=first,
        by=cy.default_pseud,
        html="<p>All of it!</p>",
        hearers=Hearers.CLUB,
        club=club,
    )
    client.force_login(cy)

    html = client.get(meeting.get_absolute_url()).content.decode()
    row = html.split("Chapter 1 as a whole")
    assert len(row) == 2
    assert "Chapter 1" not in row[1].split("</li>")[0]
    # On paper there would be nothing to look at.
    assert "as a whole" not in client.get(f"/meetings/{meeting.pk}/agenda").content.decode()


def test_what_is_announced_for_another_meeting_is_not_on_the_sheet(
    client: Client, meeting: Meeting, club: Club, cy: User
) -> None:
    called(club, cy, title="Feet!")
    announced(club, cy, "On the day of “Feet!” the radiator is mended.")
    announced(club, cy, f"Bring a cushion for “{meeting.name}”.")

    lines = handout(client, cy, meeting).announced

    assert [str(line.words) for line in lines] == [f"<p>Bring a cushion for “{meeting.name}”.</p>"]


def test_what_is_announced_for_this_meeting_is_on_its_sheet(
    client: Client, meeting: Meeting, club: Club, cy: User
) -> None:
    called(club, cy, title=meeting.name)  # as one that repeats
    called(club, cy, title=f"{meeting.name} and cake")
    about = f"Bring a cushion for {meeting.name}, and for {meeting.name} and cake."
    announced(club, cy, f"“{meeting.name}” begins at eight.")
    announced(club, cy, about)
    announced(club, cy, "The Teacher and the Sea is on the shelf.")
    for hour in ("nine", "ten", "eleven"):  # the newest, and all of them for another
        announced(club, cy, f"“{meeting.name} and cake” begins at {hour}.")

    lines = handout(client, cy, meeting).announced

    assert [plain(line.words) for line in lines] == [
        "The Teacher and the Sea is on the shelf.",
        about,
        f"“{meeting.name}” begins at eight.",
    ]


def test_passages_stand_in_their_sentences(
    client: Client, meeting: Meeting, club: Club, read: Read, cy: User
) -> None:
    assert read.work is not None
    first = read.work.chapters.get(position=1)
    has_read(cy, first)
    note(first, cy, "the map", html="<p>Which map?</p>", club=club)

    [passage] = handout(client, cy, meeting).passages

    assert passage.quote == "The tide went out further than the map allowed."
    assert "Chapter 1" in client.get(f"/meetings/{meeting.pk}/agenda").content.decode()


def test_a_meeting_that_was_closed_early_says_how_long_it_was(
    client: Client, meeting: Meeting, cy: User
) -> None:
    starts = datetime(2031, 3, 3, 19, 0, tzinfo=UTC)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=starts,
        minutes_long=90,
        stage=MeetingStage.HELD,
        closed_at=starts + timedelta(minutes=25),
    )

    assert "20:00 to 20:25" in handout(client, cy, meeting).face.when
    # One that nobody closed until the next day lasted as long as was planned.
    Meeting.objects.update(closed_at=starts + timedelta(hours=13))
    assert "20:00 to 21:30" in handout(client, cy, meeting).face.when


@pytest.mark.parametrize("method", [Method.APPROVAL, Method.RANKED])
def test_a_vote_that_is_open_has_a_ballot_and_what_is_decided_none(
    client: Client, meeting: Meeting, club: Club, cy: User, di: User, method: Method
) -> None:
    assert handout(client, cy, meeting).ballot is None
    PickRules.objects.update_or_create(club=club, defaults={"method": method})
    pick = begin(club, cy)
    moss, tides = suggest(pick, cy, "Moss"), suggest(pick, di, "Tides")
    assert handout(client, cy, meeting).takes_suggestions

    closed(pick)

    made = handout(client, cy, meeting)
    assert made.ballot is not None
    assert (made.ballot.options, made.takes_suggestions) == ((moss, tides), False)
    assert made.ballot.is_ranked == (method == Method.RANKED)
    closed(pick)
    assert handout(client, cy, meeting).ballot is None


def test_everybody_of_a_club_signs_in_but_who_has_left_and_two_need_no_list(
    client: Client, pair: Club, ada: User, bo: User, cy: User, di: User
) -> None:
    four = make_club(cy, di, bo, ada)
    meeting = called(four, cy)
    assert handout(client, cy, meeting).names == ("Ada", "Bo", "Cy", "Di")

    Membership.objects.filter(club=four, user=bo).update(left_at=meeting.made_at)

    assert handout(client, cy, meeting).names == ("Ada", "Cy", "Di")
    assert handout(client, cy, called(pair, cy)).names == ()

"""What was said on this day in earlier years comes back, to those who may see it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from bookcub.clubs.models import Club
from bookcub.comments.models import Comment
from bookcub.memory.queries.year_ago import _same_day, year_ago
from bookcub.people.models import User
from bookcub.picks.models import Nomination, Pick
from bookcub.reads.models import Read
from bookcub.works.models import Work
from tests.browsing import Client
from tests.conftest import person
from tests.making import make_club, make_read, make_work
from tests.memory.remembering import belonging, has_read, line, meeting_of, note


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, chapters=2)


@pytest.fixture
def read(work: Work, cy: User, di: User) -> Read:
    old = timezone.now() - timedelta(days=3 * 365)
    return make_read(make_club(cy, di, at=old), work=work, made_at=old)


def a_year_ago(days: int = 0) -> datetime:
    today = timezone.now()
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    noon = datetime(today.year - 1, today.month, day, 12, tzinfo=UTC)
    return noon + timedelta(days=days)


def said_then(comment: Comment, at: datetime) -> None:
    Comment.objects.filter(pk=comment.pk).update(written_at=at)


def words(club: Club, who: User) -> list[str]:
    page = year_ago(club, who)
    return ["".join(piece.text for piece in hit.words) for year in page.years for hit in year.hits]


def test_notes_and_lines_of_this_day_come_back(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    said_then(note(read.club, di, first, "Long ago."), a_year_ago())
    said_then(note(read.club, di, first, "Too early."), a_year_ago(-30))
    spoken = line(meeting_of(read), cy, "Spoken then.")
    spoken.at = a_year_ago()
    spoken.save()

    assert words(read.club, cy) == ["Long ago.", "Spoken then."]
    client.force_login(cy)
    part = client.get(f"/clubs/{read.club_id}/a-year-ago?part=true").content.decode()
    assert "Spoken then." in part
    assert "<html" not in part
    assert "Long ago." in client.get(f"/clubs/{read.club_id}/a-year-ago").content.decode()


def test_what_lies_ahead_does_not_come_back(read: Read, work: Work, cy: User, di: User) -> None:
    first, second = work.chapters.order_by("position")
    has_read(cy, first)
    said_then(note(read.club, di, second, "SECRET"), a_year_ago())

    assert words(read.club, cy) == []


def test_a_small_club_looks_a_few_days_around(read: Read, work: Work, cy: User, di: User) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    said_then(note(read.club, di, first, "Nearly."), a_year_ago(2))

    assert words(read.club, cy) == ["Nearly."]
    for number in range(6):
        read.club.memberships.create(user=person(f"Guest{number}"))
    assert words(read.club, cy) == []


def test_picks_and_ends_come_back(client: Client, read: Read, work: Work, cy: User) -> None:
    pick = Pick.objects.create(
        club=read.club, number=1, method="turns", stage="picked", closed_at=a_year_ago()
    )
    pick.winner = Nomination.objects.create(
        pick=pick, number=1, membership=belonging(read.club, cy), work=work, title="The Weir"
    )
    pick.save()
    Read.objects.update(finished_at=a_year_ago())

    [year] = year_ago(read.club, cy).years

    assert [event.url for event in year.events] == [
        pick.get_absolute_url(),
        f"{read.get_absolute_url()}/memory",
    ]


def test_a_day_that_a_year_does_not_have_is_the_day_before() -> None:
    assert _same_day(date(2024, 2, 29), 2023) == date(2023, 2, 28)


def test_an_empty_page_says_so_and_an_empty_part_says_nothing(
    client: Client, read: Read, cy: User
) -> None:
    client.force_login(cy)

    assert not client.get(f"/clubs/{read.club_id}/a-year-ago").context["page"].years
    part = client.get(f"/clubs/{read.club_id}/a-year-ago?part=true")
    assert part.content.decode().strip() == ""


def test_strangers_remember_nothing_of_a_club(client: Client, read: Read, bo: User) -> None:
    client.force_login(bo)

    assert client.get(f"/clubs/{read.club_id}/a-year-ago").status_code == 404


def test_the_lines_of_a_meeting_stand_together_under_it(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    meeting = meeting_of(read, title="The long one")
    for minutes, (by, words_said) in enumerate([(cy, "I begin."), (di, "I go on."), (cy, "So.")]):
        spoken = line(meeting, by, words_said)
        spoken.at = a_year_ago() + timedelta(minutes=10 * minutes)
        spoken.save()
    said_then(note(read.club, di, first, "Between."), a_year_ago() + timedelta(minutes=5))

    client.force_login(cy)
    page = LexborHTMLParser(client.get(f"/clubs/{read.club_id}/a-year-ago?part=true").content)

    [talk, between] = page.css(".recall-hit")
    assert [each.text(strip=True) for each in talk.css("li")] == [
        "CyI begin.",
        "DiI go on.",
        "CySo.",
    ]
    assert len(talk.css("a")) == 1
    assert read.club.name not in talk.text() + between.text()

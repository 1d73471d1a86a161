"""The demo's clubs have lived through what their files say, and are in the middle of a book."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import QuerySet

from bookcub.clubs.models import Club, Membership
from bookcub.comments.models import Announcement, Comment, Hearers, Passage
from bookcub.core.database.prepared import prepared
from bookcub.core.text import blocks_of
from bookcub.formats.club_file.kinds import FilePart
from bookcub.home.demo.clubs import as_of, demo_clubs
from bookcub.home.demo.loading import fill
from bookcub.meetings.models import Line, Meeting
from bookcub.memory.models import Prediction
from bookcub.people.models import User
from bookcub.picks.models import Pick
from bookcub.reading.models import ChapterProgress
from bookcub.reads.models import Read
from tests.browsing import Client


def member(name: str) -> User:
    return User.objects.get(pseuds__name=name)


def test_there_are_clubs_of_two_of_five_and_of_twelve(filled: None) -> None:
    sizes = [each.memberships.current().count() for each in Club.objects.all()]

    assert sorted(sizes) == [2, 5, 12]


def test_each_is_in_the_middle_of_a_book(filled: None) -> None:
    for each in Club.objects.all():
        [read] = Read.objects.filter(club=each).going_on()
        assert read.milestones.exists()
        whole = ChapterProgress.objects.filter(
            chapter__work=read.work, user__memberships__club=each, read_whole_at__isnull=False
        )
        assert whole.exists()


def test_every_passage_stands_in_its_chapter_as_it_is_quoted(filled: None) -> None:
    passages = Passage.objects.select_related("chapter")

    assert passages.count() > 40
    for passage in passages:
        text = {block.id: block.text for block in blocks_of(passage.chapter.html)}
        words = text[passage.start_block_id][passage.start_offset : passage.end_offset]
        assert words == passage.exact


def test_nobody_speaks_of_what_they_have_not_read(filled: None) -> None:
    of_works = Comment.objects.filter(hearers=Hearers.CLUB, work__isnull=False)
    for comment in of_works.select_related("pseud__user"):
        assert comment.pseud is not None
        assert _heard_by(comment.pseud.user, comment)
        progress = ChapterProgress.objects.get(user=comment.pseud.user, chapter=comment.chapter)
        assert comment.place_index is None or progress.furthest_index >= comment.place_index


@prepared
def _heard_by(person: User, comment: Comment) -> QuerySet[Comment]:
    return Comment.objects.visible_to(person).filter(pk=comment.pk)


def test_sam_does_not_see_what_bridie_wrote_a_chapter_ahead_of_him(filled: None) -> None:
    ahead = Comment.objects.get(html__contains="ring me", hearers=Hearers.CLUB)
    sam, bridie = member("Sam Okafor"), member("Bridie Cole")

    assert Comment.objects.visible_to(bridie).filter(pk=ahead.pk).exists()
    assert not Comment.objects.visible_to(sam).filter(pk=ahead.pk).exists()
    assert Comment.objects.ahead_of(sam).filter(pk=ahead.pk).exists()


def test_a_host_announces_something_that_still_stands_and_is_answered(filled: None) -> None:
    announcement = Announcement.objects.standing().get()
    gwen, sunniva = member("Gwen Tarrant"), member("Sunniva Hauge")

    assert announcement.comment.pseud == gwen.default_pseud
    assert Announcement.objects.visible_to(sunniva).get() == announcement
    assert announcement.comment.replies.get().pseud == sunniva.default_pseud


def test_some_guesses_are_open_and_some_are_sealed(filled: None) -> None:
    assert Prediction.objects.filter(verdicts=None).exists()
    assert Prediction.objects.filter(verdicts__isnull=False).exists()


def test_meetings_were_held_and_one_is_looking_for_its_time(filled: None) -> None:
    assert Line.objects.count() > 40
    assert {meeting.stage for meeting in Meeting.objects.all()} == {"held", "fixed", "finding"}


def test_all_minutes_say_who_was_there(filled: None) -> None:
    for meeting in Meeting.objects.filter(stage="held"):
        assert meeting.presences.count() > 1, meeting


def test_every_way_of_choosing_was_used(filled: None) -> None:
    methods = set(Pick.objects.filter(stage="picked").values_list("method", flat=True))

    assert methods == {"turns", "host", "ranked", "approval", "lottery"}


def test_filling_twice_doubles_nothing(filled: None) -> None:
    before = (Club.objects.count(), Membership.objects.count(), Comment.objects.count())
    for _step in fill():
        pass

    assert (Club.objects.count(), Membership.objects.count(), Comment.objects.count()) == before


@pytest.mark.parametrize("name", ["Sam Okafor", "Amal K", "Gwen Tarrant", "Ravi Deshmukh"])
def test_their_pages_open(filled: None, client: Client, name: str) -> None:
    client.force_login(member(name))

    assert client.get("/").status_code == 200
    assert client.get("/clubs").status_code == 200
    for each in Club.objects.of(member(name)):
        assert client.get(each.get_absolute_url()).status_code == 200
        for read in each.reads.all():
            assert client.get(read.get_absolute_url()).status_code == 200
        for meeting in each.meetings.all():
            assert client.get(meeting.get_absolute_url()).status_code == 200


def moments(file: FilePart) -> Iterator[datetime]:
    for part in file.parts():
        for name in part.__struct_fields__:
            value = getattr(part, name)
            if isinstance(value, datetime):
                yield value


@pytest.mark.parametrize("hour", [0, 11, 12, 23])
def test_their_files_move_to_the_day_and_keep_their_hours_in_summer_and_winter(hour: int) -> None:
    for _, file in demo_clubs():
        at = datetime(2031, 1, 15, hour, 30, tzinfo=UTC)
        moved, zone = as_of(file, at), ZoneInfo(file.time_zone)

        for before, after in zip(moments(file), moments(moved), strict=True):
            assert before.astimezone(zone).time() == after.astimezone(zone).time()
            assert after <= at or before >= file.exported_at
        assert at - moved.exported_at < timedelta(days=1, hours=2)
        assert as_of(file, file.exported_at) == file


def test_guests_find_a_club(filled: None) -> None:
    page = Client().get("/clubs").content.decode()

    assert "Marrick Library, the Tuesday Room" in page
    assert "Bridie and Sam" not in page


def test_what_was_said_in_the_last_days_is_new_to_its_people(filled: None) -> None:
    client = Client()
    client.force_login(member("Sam Okafor"))
    club = Club.objects.get(name__startswith="Bridie and Sam")

    news = client.get(f"/clubs/{club.pk}").context["page"].talk.feed.news

    new = [line.name for talk in news for line in talk.lines if line.card.is_new]
    assert new == ["Bridie Cole", "Bridie Cole"]
    assert news[0].first.words.startswith("Forty years of moving boundaries")

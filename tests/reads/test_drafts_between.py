"""A draft between posted chapters: plans, places and letters of clubs count as the story's readers do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from bookcub.clubs.models import Club, Membership
from bookcub.meetings.own_names import own_name
from bookcub.meetings.queries.events import milestone_event
from bookcub.meetings.queries.wording import place_words
from bookcub.memory.queries.predictions import places_ahead
from bookcub.people.models import User
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reads.actions.plans import follow_book, set_milestones, set_pace
from bookcub.reads.actions.reads import begin_read
from bookcub.reads.models import Milestone, PaceKind, Read
from bookcub.reads.periodic_jobs import let_plans_follow_their_books
from bookcub.reads.planning import BookMeasure
from bookcub.reads.queries import measures
from bookcub.reads.queries.books import book_of, today_of
from bookcub.reads.queries.measures import Measures, counted_by_all, counted_in, measure_of
from bookcub.reads.queries.places import place_of
from bookcub.reads.queries.plans import PaceWish, RowWish, newest_change
from bookcub.works.models import Chapter, Work
from tests.browsing import Client, words_of
from tests.making import make_club, make_work

CHANGED = "The chapters of this story have changed since you opened this page."


@pytest.fixture
def club(bo: User, cy: User, di: User) -> Club:
    return make_club(bo, cy, di)


@pytest.fixture
def serial(ada: User) -> Work:
    """Posted, draft, posted, posted: its readers count 1, 2, 3."""
    work = make_work(ada, title="Low Water", chapters=4, chapters_planned=4)
    takes_back(work, 2)
    return work


@pytest.fixture
def read(club: Club, serial: Work) -> Read:
    return begin_read(club=club, work=serial)


def posts(work: Work, position: int) -> None:
    first = Chapter.objects.get(work=work, position=1)
    Chapter.objects.filter(work=work, position=position).update(posted_at=first.posted_at)
    work.count_again()


def takes_back(work: Work, position: int) -> None:
    Chapter.objects.filter(work=work, position=position).update(posted_at=None)
    work.count_again()


def weekly(read: Read) -> None:
    me = Membership.objects.get(club=read.club_id, user__username="Bo")
    set_pace(read=read, by=me, wish=PaceWish(PaceKind.PER_WEEK, 1, None, 6, today_of(read.club)))


def plan(read: Read) -> list[int]:
    return list(Milestone.objects.filter(read=read).values_list("upto", flat=True))


def sees(client: Client, who: User, path: str) -> str:
    client.force_login(who)
    return " ".join(words_of(client.get(path).content.decode()).split())


@pytest.mark.django_db
@pytest.mark.both
def test_a_plan_leads_to_chapters_that_its_readers_find_and_calls_them_as_they_do(
    client: Client, read: Read, bo: User, cy: User
) -> None:
    weekly(read)

    assert plan(read) == [1, 3, 4, 5], "places, of which the last is to come"
    for path in (read.get_absolute_url(), f"{read.get_absolute_url()}/plan"):
        words = sees(client, cy, path)
        assert all(f"To the end of chapter {number} " in words for number in (1, 2, 3, 4))
        assert "chapter 5" not in words.lower()
        assert "Chapter 2 is not there yet." not in words
    assert "the last one to the end of chapter 4" in sees(client, cy, read.get_absolute_url())


@pytest.mark.django_db
@pytest.mark.both
def test_a_plan_says_the_same_numbers_when_the_draft_is_posted_and_taken_back(
    client: Client, read: Read, serial: Work, cy: User
) -> None:
    weekly(read)
    due = list(Milestone.objects.filter(read=read).values_list("due_on", flat=True))
    posts(serial, 2)

    follow_book(read=Read.objects.get(pk=read.pk))

    assert list(Milestone.objects.filter(read=read).values_list("due_on", flat=True)) == due
    assert plan(read) == [1, 2, 3, 4]
    takes_back(serial, 2)
    follow_book(read=Read.objects.get(pk=read.pk))
    assert plan(read) == [1, 3, 4, 5]
    assert "To the end of chapter 4 " in sees(client, cy, f"{read.get_absolute_url()}/plan")
    assert follow_book(read=Read.objects.get(pk=read.pk)) is None


@pytest.mark.django_db
@pytest.mark.both
def test_a_milestone_behind_a_draft_that_a_host_took_out_stays_out_when_the_draft_is_posted(
    read: Read, serial: Work, bo: User
) -> None:
    weekly(read)
    rows = Milestone.objects.filter(read=read).order_by("upto")
    wishes = [
        RowWish(row.pk, number, row.due_on, is_removed=row.upto == 4)
        for number, row in enumerate(rows, start=1)
    ]
    me = Membership.objects.get(club=read.club_id, user=bo)
    set_milestones(read=read, by=me, wishes=wishes, as_of=newest_change(read))
    assert plan(read) == [1, 3, 5]

    posts(serial, 2)
    follow_book(read=Read.objects.get(pk=read.pk))
    posted = plan(read)
    Work.objects.filter(pk=serial.pk).update(chapters_planned=6)
    follow_book(read=Read.objects.get(pk=read.pk))

    assert posted == [1, 2, 3], "of four chapters, without the last"
    assert plan(read) == [1, 2, 3, 5, 6]


@pytest.mark.django_db
@pytest.mark.both
def test_a_plan_from_before_drafts_were_left_out_finds_its_places_by_itself(read: Read) -> None:
    weekly(read)
    Milestone.objects.filter(read=read).delete()
    Milestone.objects.bulk_create(
        Milestone(
            read=read,
            upto=upto,
            due_on=today_of(read.club) + timedelta(weeks=upto),
            uid=f"old-{upto}",
        )
        for upto in (1, 2, 3, 4)
    )
    read.refresh_from_db()
    numbers = [counted_by_all(read).number(upto) for upto in plan(read)]

    assert let_plans_follow_their_books() == 0, "nobody is told"
    assert numbers == [1, 2, 2, 3]
    assert plan(read) == [1, 3, 4]


@pytest.mark.django_db
def test_places_meetings_calendars_and_guesses_say_the_same_number(
    client: Client, read: Read, serial: Work, cy: User
) -> None:
    milestone = Milestone.objects.create(read=read, upto=3, due_on=today_of(read.club))
    read_up_to_end(user=cy, chapter=Chapter.objects.get(work=serial, position=3))
    measure = measure_of(read, cy)

    assert place_of(cy, read) == 3
    assert "You are at the end of chapter 2." in sees(client, cy, read.get_absolute_url())
    assert Measures(cy).of(read) == measure == counted_by_all(read)
    assert counted_in(read, book_of(read)) == measure
    assert place_words(read, 3, measure) == place_words(read, 3) == "up to the end of chapter 2"
    assert own_name(read, 3) == "Low Water, up to the end of chapter 2"
    event = milestone_event(milestone, changed_at=read.made_at, measure=measure)
    assert event.summary == "Read “Low Water” to the end of chapter 2"
    assert [upto for upto, _ in places_ahead(read, 0, measure)] == [1, 3, 4, 5]
    assert next(name for _, name in places_ahead(read, 3, measure)) == "The end of chapter 3"


@pytest.mark.django_db
def test_what_is_typed_is_the_number_that_is_read_also_where_a_draft_is_posted_meanwhile(
    client: Client, read: Read, serial: Work, bo: User, cy: User
) -> None:
    client.force_login(cy)
    where = reverse("reads:progress_create", args=[read.club_id, read.pk])
    content = client.get(read.get_absolute_url()).content
    (form,) = [
        one
        for one in html.fromstring(content).forms
        if one.action == where and "upto" in one.fields
    ]
    sent = {**form.fields, "upto": "2"}
    posts(serial, 2)
    asked_again = client.post(where, sent)
    assert asked_again.status_code == 422
    assert CHANGED in words_of(asked_again.content.decode())
    takes_back(serial, 2)

    assert client.post(where, sent).status_code == 302
    assert place_of(cy, read) == 3


@pytest.mark.django_db
def test_no_page_tells_where_drafts_stand(
    client: Client, club: Club, read: Read, ada: User, cy: User
) -> None:
    other = make_work(ada, title="High Water", chapters=4, chapters_planned=4)
    takes_back(other, 2)
    first, second = (measure_of(one, cy) for one in (read, begin_read(club=club, work=other)))
    assert first == second

    tokens = {first.token, second.token}
    assert len(tokens) == 2, "nobody learns from a work of theirs what stands for its drafts"
    assert not any(part == "2" for token in tokens for part in re.split(r"\W", token))
    client.force_login(cy)
    assert "without:" not in client.get(read.get_absolute_url()).content.decode()
    assert "without:" not in client.get(f"{read.get_absolute_url()}/plan").content.decode()


@pytest.mark.django_db
def test_where_no_drafts_stand_between_nothing_is_hashed(
    monkeypatch: pytest.MonkeyPatch, club: Club, read: Read, ada: User
) -> None:
    hashed: list[object] = []

    def counted(*told: object, **how: object) -> object:
        hashed.append(told)
        return salted_hmac(*told, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(measures, "salted_hmac", counted)
    whole = begin_read(club=club, work=make_work(ada, title="Kestrels", chapters=3))

    assert counted_by_all(whole) == BookMeasure.of_chapters()
    assert hashed == []
    assert counted_by_all(read).mark
    assert len(hashed) == 1


@given(drafts=st.sets(st.integers(1, 12)), number=st.integers(0, 20))
def test_a_number_is_that_of_the_chapter_which_stands_at_its_place(
    drafts: set[int], number: int
) -> None:
    measure = BookMeasure.of_chapters(drafts=tuple(sorted(drafts)))
    posted = [place for place in range(1, 40) if place not in drafts]

    assert measure.upto(number) == ([0, *posted][number])
    assert measure.number(measure.upto(number)) == number == measure.read(measure.upto(number))
    for place in range(1, 30):
        assert measure.read(place) == sum(one <= place for one in posted)
        assert measure.number(place) == sum(one < place for one in posted) + 1

"""Saying how far one is, and keeping it to oneself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookcub.clubs.models import Club, Membership, Role
from bookcub.people.models import User
from bookcub.reading.models import ChapterProgress
from bookcub.reads.actions.reads import begin_read
from bookcub.reads.models import OutsideBook, Read, Reader
from bookcub.reads.queries import progress
from bookcub.reads.queries.books import book_of
from bookcub.reads.queries.privacy import BookPlace, PairConsent
from bookcub.reads.queries.progress import Company, Headcount
from bookcub.reads.queries.reads import read_page
from tests.browsing import Client, words_of
from tests.conftest import person
from tests.extent import often
from tests.making import make_club, make_work


def say(client: Client, read: Read, **sent: object) -> int:
    url = reverse("reads:progress_create", args=[read.club_id, read.pk])
    return client.post(url, sent).status_code


def choose(client: Client, read: Read, who: User, **sent: str) -> int:
    client.force_login(who)
    url = reverse("reads:reader_update", args=[read.club_id, read.pk])
    status = client.post(url, sent).status_code
    client.get(read.get_absolute_url())  # where they read that it is kept
    return status


def seen(client: Client, read: Read, who: User) -> str:
    client.force_login(who)
    page = client.get(read.get_absolute_url()).content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def company(client: Client, read: Read, who: User) -> Company:
    """Where the readers stand, as far as one of them is told."""
    client.force_login(who)
    told: Company = client.get(read.get_absolute_url()).context["page"].company
    return told


def places(client: Client, read: Read, who: User) -> dict[str, int]:
    return {one.name: one.place.upto for one in company(client, read, who).circle.shown}


@pytest.fixture
def book(db: None) -> OutsideBook:
    return OutsideBook.objects.create(title="Emma", chapter_titles=[""] * 10)


def at(read: Read, who: User, upto: int, *, shows: bool | None = None) -> None:
    row = Membership.objects.get(club=read.club_id, user=who)
    Reader.objects.update_or_create(
        read=read, membership=row, defaults={"at": upto, "shows_progress": shows}
    )


def test_a_place_in_a_work_is_the_horizon_of_the_readers_page(
    client: Client, ada: User, cy: User, di: User
) -> None:
    work = make_work(ada, chapters=3)
    read = begin_read(club=make_club(cy, di), work=work)
    client.force_login(cy)

    assert say(client, read, upto=2) == 302

    assert ChapterProgress.objects.filter(user=cy, read_whole_at__isnull=False).count() == 2
    assert company(client, read, cy).place == BookPlace(2)


def test_a_chapter_that_was_opened_is_where_one_is(
    client: Client, ada: User, cy: User, di: User
) -> None:
    work = make_work(ada, chapters=3)
    read = begin_read(club=make_club(cy, di), work=work)
    client.force_login(cy)
    chapter = work.chapters.get(position=1)
    client.post(
        reverse("reading:place_create", args=[work.pk, chapter.pk]), {"block": "b-00010001"}
    )

    assert company(client, read, cy).place == BookPlace(0, is_inside=True)


def test_a_place_in_an_outside_book_is_what_one_says(
    client: Client, cy: User, di: User, book: OutsideBook
) -> None:
    read = begin_read(club=make_club(cy, di), book=book)
    client.force_login(cy)

    assert say(client, read, upto=4) == 302
    assert 'value="5"' in seen(client, read, cy)

    assert say(client, read, upto=3) == 302
    assert company(client, read, cy).place == BookPlace(3)


@pytest.mark.parametrize("upto", ["", "11", "-1", "soon", "1e9", "99999999999999999999"])
def test_a_place_that_is_not_there_is_refused(
    client: Client, cy: User, di: User, book: OutsideBook, upto: str
) -> None:
    read = begin_read(club=make_club(cy, di), book=book)
    client.force_login(cy)

    assert say(client, read, upto=upto) == 422
    assert not Reader.objects.filter(at__gt=0).exists()


def test_chapters_nobody_has_posted_have_not_been_read(
    client: Client, ada: User, cy: User, di: User
) -> None:
    read = begin_read(club=make_club(cy, di), work=make_work(ada, chapters_planned=5))
    client.force_login(cy)

    assert say(client, read, upto=4) == 422


def test_nothing_chosen_is_asked_again(
    client: Client, cy: User, di: User, book: OutsideBook
) -> None:
    read = begin_read(club=make_club(cy, di), book=book)

    assert choose(client, read, cy) == 422
    assert choose(client, read, cy, shows="perhaps") == 422


def test_two_see_each_other_once_both_have_said_so(
    client: Client, cy: User, di: User, book: OutsideBook
) -> None:
    read = begin_read(club=make_club(cy, di), book=book)
    at(read, di, 7)
    assert "Di" not in places(client, read, cy)

    choose(client, read, di, shows="yes")
    circle = company(client, read, cy).circle
    assert circle.pair == PairConsent.THEIRS
    assert "Di" not in {one.name for one in circle.shown}

    choose(client, read, cy, shows="yes")
    assert places(client, read, cy)["Di"] == 7

    choose(client, read, di, shows="no")
    assert "Di" not in places(client, read, cy)


def test_a_no_looks_like_no_answer_to_whoever_asked(
    client: Client, cy: User, di: User, book: OutsideBook
) -> None:
    read = begin_read(club=make_club(cy, di), book=book)
    choose(client, read, cy, shows="yes")
    before = seen(client, read, cy)

    choose(client, read, di, shows="no")

    assert seen(client, read, cy) == before


def test_whoever_comes_third_is_not_shown_what_two_never_shared(
    client: Client, cy: User, di: User, bo: User, book: OutsideBook
) -> None:
    club = make_club(cy, di)
    read = begin_read(club=club, book=book)
    at(read, di, 7)

    Membership.objects.create(
        club=club, user=bo, pseud=bo.default_pseud, joined_at=read.made_at + timedelta(days=1)
    )

    assert "Di" not in places(client, read, bo)
    assert [company(client, read, who).is_shown for who in (di, bo)] == [False, True]
    choose(client, read, di, shows="yes")
    assert places(client, read, bo)["Di"] == 7


def test_what_a_member_said_for_all_reads_holds_until_they_say_otherwise(
    client: Client, cy: User, di: User, bo: User, book: OutsideBook
) -> None:
    club = make_club(cy, di, bo)
    club.memberships.filter(user=di).update(hides_progress=True)
    read = begin_read(club=club, book=book)
    at(read, di, 7)
    assert "Di" not in places(client, read, cy)

    choose(client, read, di, shows="yes")

    assert places(client, read, cy)["Di"] == 7


def test_whoever_sits_out_is_not_on_the_line(
    client: Client, cy: User, di: User, bo: User, book: OutsideBook
) -> None:
    read = begin_read(club=make_club(cy, di, bo), book=book)
    at(read, di, 7)

    choose(client, read, di, sits_out="yes")

    assert company(client, read, cy).sitting_out == ["Di"]
    assert "Di" not in places(client, read, cy)
    own = company(client, read, di).reader
    assert own is not None
    assert own.sits_out


def test_who_is_further_stands_in_no_order(
    client: Client, cy: User, di: User, bo: User, book: OutsideBook
) -> None:
    read = begin_read(club=make_club(cy, di, bo), book=book)
    at(read, di, 9)
    at(read, bo, 2)

    page = read_page(read, Membership.objects.get(user=cy), cy)

    assert [line.name for line in page.people] == ["Bo", "Cy", "Di"]


@pytest.mark.both
def test_a_club_s_page_looks_for_the_places_of_those_alone_whom_it_names(
    client: Client, ada: User, cy: User
) -> None:
    people = [cy, *(person(f"Reader{number}") for number in range(8))]
    read = begin_read(club=make_club(*people), work=make_work(ada, chapters=2))
    client.force_login(cy)

    with CaptureQueriesContext(connection) as queries:
        shown = words_of(client.get(f"/clubs/{read.club_id}").content.decode())

    asked = [query["sql"] for query in queries if "read_whole_at" in query["sql"]]
    names = [
        found[1].split(",") for sql in asked if (found := re.search(r"user_id. IN \(([^)]+)", sql))
    ]
    assert [len(of) for of in names] == [3]
    assert "and 6 more" in " ".join(shown.split())


@pytest.mark.parametrize("sits_out", [False, True])
@pytest.mark.parametrize("i_show", [False, True])
def test_those_for_whom_there_is_room_are_shown_as_among_all(
    cast: list[User], book: OutsideBook, *, sits_out: bool, i_show: bool
) -> None:
    read = begin_read(club=club_of(cast), book=book)
    at(read, cast[0], 9)
    at(read, cast[1], 4, shows=False)
    at(read, cast[3], 5, shows=i_show)
    Reader.objects.filter(membership__user=cast[3]).update(sits_out=sits_out)
    me, there = Membership.objects.get(user=cast[3]), book_of(read)
    whole = progress.company(read, me, there)

    for room in range(1, 5):
        short = progress.company(read, me, there, room_for=room)
        first = sorted(whole.circle.shown, key=lambda one: not one.is_me)[:room]
        assert sorted(short.circle.shown, key=lambda one: not one.is_me) == first
        assert short.more == len(whole.circle.shown) - len(first)
        assert (short.place, short.circle.hidden) == (whole.place, whole.circle.hidden)
        assert short.circle.past == 0, "of those who are not looked for nothing is known"


@pytest.mark.both
def test_a_large_club_is_gone_through_once_and_not_once_for_each_of_its_members(
    monkeypatch: pytest.MonkeyPatch, cast: list[User], book: OutsideBook
) -> None:
    club = club_of(cast)
    gone = [person(f"Former{number}") for number in range(3)]
    for one in gone:
        club.memberships.create(user=one, pseud=one.default_pseud, left_at=club.created_at)
    read = begin_read(club=club, book=book)
    me, there = Membership.objects.get(user=cast[0]), book_of(read)
    made, compared = [], []
    of_row, alike = Membership.from_db.__func__, Membership.__eq__  # type: ignore[attr-defined]

    def counted(kind: type[Membership], *row: object) -> Membership:
        made.append(row)
        one: Membership = of_row(kind, *row)
        return one

    def counted_alike(one: Membership, other: object) -> bool:
        compared.append(other)
        return alike(one, other)

    monkeypatch.setattr(Membership, "from_db", classmethod(counted))
    monkeypatch.setattr(Membership, "__eq__", counted_alike)
    assert len(progress.company(read, me, there).members) == len(cast)
    assert len(made) == len(cast), "who left before the read began belonged to none of it"
    assert compared == []


DAYS = st.integers(0, 6)


@given(rows=st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=6), day=DAYS)
def test_a_headcount_is_of_those_who_have_come_and_not_left(
    rows: list[tuple[int, int | None]], day: int
) -> None:
    def on(number: int) -> datetime:
        return datetime(2026, 1, 1 + number, tzinfo=UTC)

    members = [
        Membership(joined_at=on(came), left_at=None if left is None else on(left))
        for came, left in rows
    ]
    there = sum(came <= day and (left is None or left > day) for came, left in rows)
    assert Headcount.of(members).at(on(day)) == there


@contextmanager
def undone() -> Iterator[None]:
    """Take back what an example wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def cast(db: None) -> list[User]:
    return [person(name) for name in ("Abe", "Bea", "Cat", "Dov", "Eve")]


def club_of(people: list[User]) -> Club:
    club = Club.objects.create(name="Property", created_by=people[0])
    for one in people:
        Membership.objects.create(club=club, user=one, pseud=one.default_pseud, role=Role.MEMBER)
    return club


@settings(
    max_examples=often(6),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    places=st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from([False, False, True, None])),
        min_size=3,
        max_size=4,
    )
)
def test_no_page_of_anybody_tells_where_somebody_hidden_is(
    client: Client, cast: list[User], places: list[tuple[int, bool | None]]
) -> None:
    """For each hidden member another place leaves every other member's page as it was, letter for letter."""
    with undone():
        people = cast[: len(places)]
        book = OutsideBook.objects.create(title="Emma", chapter_titles=[""] * 5)
        read = begin_read(club=club_of(people), book=book)
        for who, (upto, shows) in zip(people, places, strict=True):
            at(read, who, upto, shows=shows)
        is_open_pair = len(people) == 2 and all(shows for _, shows in places)

        for index, hidden in enumerate(people):
            upto, shows = places[index]
            hides = not is_open_pair if len(people) == 2 else shows is False
            if not hides:
                continue
            others = [who for who in people if who != hidden]
            before = all_of(client, read, others)
            twins = 0
            for other in {max(0, upto - 1), min(5, upto + 1)} - {upto}:
                at(read, hidden, other, shows=shows)
                twins += all_of(client, read, others) == before
            at(read, hidden, upto, shows=shows)
            assert twins


def all_of(client: Client, read: Read, people: list[User]) -> list[object]:
    """What each of these may know: the page as words, and what it was made from."""
    fresh = Read.objects.select_related("club", "book").get(pk=read.pk)
    pages: list[object] = []
    for who in people:
        mine = Membership.objects.select_related("club", "pseud").get(club=read.club_id, user=who)
        made = read_page(fresh, mine, who)
        parts = (made.people, made.picture, made.company.circle, made.milestones, made.next)
        pages.append((seen(client, read, who), parts))
    return pages

"""What a club chooses while it reads something waits for its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from bookcub.clubs.models import Club, Membership
from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.picks.actions.turns import bring
from bookcub.picks.models import Method
from bookcub.reads import signals
from bookcub.reads.actions.reads import (
    abandon_read,
    begin_next,
    begin_read,
    begin_waiting,
    finish_read,
)
from bookcub.reads.actions.trash import discard_read, restore_read
from bookcub.reads.models import Read
from bookcub.reads.periodic_jobs import begin_what_has_waited
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.coming_due import reads_of_work, your_clubs
from bookcub.works.models import Work
from tests.browsing import Client, words_of
from tests.making import make_club, make_work
from tests.picks.picking import club_of

pytestmark = pytest.mark.both


@pytest.fixture
def club(cy: User, di: User) -> Club:
    return make_club(cy, di)


@pytest.fixture
def host(club: Club, cy: User) -> Membership:
    return club.memberships.get(user=cy)


@pytest.fixture
def works(ada: User) -> list[Work]:
    return [make_work(ada, title=title, chapters=3) for title in ("Weir", "Moor", "Fen")]


@pytest.fixture
def three(club: Club, host: Membership, works: list[Work]) -> list[Read]:
    """One that is read, and two that were chosen meanwhile."""
    return [begin_read(club=club, work=work, brought_by=host, after_others=True) for work in works]


@pytest.fixture
def begun(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Iterator[list[str]]:
    """The titles of what was announced to begin."""
    told: list[str] = []

    def hear(sender: object, *, read: Read, **_: object) -> None:
        told.append(read.title)

    signals.read_begun.connect(hear, weak=False)
    with django_capture_on_commit_callbacks(execute=True):
        yield told
    signals.read_begun.disconnect(hear)


def going_on(club: Club) -> list[str]:
    return sorted(read.title for read in Read.objects.going_on().filter(club=club))


def test_three_picks_are_one_read_and_two_that_wait(cy: User, di: User, works: list[Work]) -> None:
    club = club_of(cy, di, method=Method.TURNS)

    for who, work in zip((cy, di, cy), works, strict=True):
        bring(club=club, by=club.memberships.get(user=who), what=work)

    assert going_on(club) == ["Weir"]
    assert [read.title for read in Read.objects.waiting().filter(club=club)] == ["Moor", "Fen"]


@pytest.mark.parametrize("end", [finish_read, abandon_read])
def test_when_one_ends_the_one_that_was_chosen_first_begins(
    three: list[Read], club: Club, host: Membership, end: object
) -> None:
    assert callable(end)
    end(read=three[0], by=host)

    assert going_on(club) == ["Moor"]
    three[1].refresh_from_db()
    assert three[1].starts_on == today_of(club)
    assert not end(read=three[0], by=host)
    assert going_on(club) == ["Moor"]


def test_one_begins_only_when_nothing_else_is_read(
    three: list[Read], club: Club, host: Membership, ada: User
) -> None:
    other = begin_read(club=club, work=make_work(ada, title="Beside"), brought_by=host)

    finish_read(read=three[0], by=host)
    assert going_on(club) == ["Beside"]
    assert not begin_next(club=club)

    discard_read(read=other, by=host.user or ada)
    assert going_on(club) == ["Moor"]


def test_one_that_comes_back_from_the_trash_begins_where_nothing_is_read(
    three: list[Read], club: Club, host: Membership, cy: User
) -> None:
    for read in three[1:]:
        discard_read(read=read, by=cy)
    finish_read(read=three[0], by=host)
    assert going_on(club) == []

    restore_read(read=three[2])

    assert going_on(club) == ["Fen"]


def test_what_nobody_has_ended_is_found_within_the_hour(three: list[Read], club: Club) -> None:
    assert begin_what_has_waited() == 0
    Read.objects.filter(pk=three[0].pk).delete()
    # As long as a club is being brought in, nobody belongs to it.
    Membership.objects.filter(club=club).update(left_at=now())
    assert begin_what_has_waited() == 0
    Membership.objects.filter(club=club).update(left_at=None)

    assert begin_what_has_waited() == 1

    assert going_on(club) == ["Moor"]


def test_it_is_announced_when_it_begins_and_not_when_it_is_chosen(
    begun: list[str],
    club: Club,
    host: Membership,
    works: list[Work],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first, second = (
            begin_read(club=club, work=work, brought_by=host, after_others=True)
            for work in works[:2]
        )
    assert begun == ["Weir"]

    with django_capture_on_commit_callbacks(execute=True):
        assert begin_waiting(read=second, by=host)
        assert not begin_waiting(read=second, by=host)
    assert begun == ["Weir", "Moor"]

    with django_capture_on_commit_callbacks(execute=True):
        finish_read(read=first, by=host)
    assert begun == ["Weir", "Moor"]


def test_nobody_has_to_read_it_yet(three: list[Read], di: User) -> None:
    (mine,) = your_clubs(di)

    assert [one.read.title for one in mine.reads] == ["Weir"]
    work = three[1].work
    assert work is not None
    assert reads_of_work(work, di) == []


def test_its_pages_say_that_it_waits(
    client: Client, three: list[Read], club: Club, cy: User, di: User
) -> None:
    client.force_login(di)
    pages = {
        "home": reverse("home:club_detail", args=[club.pk]),
        "reads": reverse("reads:read_index", args=[club.pk]),
        "read": three[1].get_absolute_url(),
        "plan": reverse("reads:plan_edit", args=[club.pk, three[1].pk]),
        "end": reverse("reads:ending_create", args=[club.pk, three[0].pk]),
        "picks": reverse("picks:pick_index", args=[club.pk]),
        "mine": reverse("home:club_index"),
    }

    said = {
        name: " ".join(words_of(client.get(url).content.decode()).split())
        for name, url in pages.items()
    }

    assert "After this you read Moor" in said["home"]
    assert "After what you are reading now" in said["reads"]
    assert "It begins when you have finished what you are reading now." in said["read"]
    assert "End this read" not in said["read"]
    assert "Take it up again" not in said["read"]
    assert "Once it begins, it can have a plan." in said["plan"]
    assert "which you have chosen to read next" in said["end"]
    assert "begins when you have finished what you are reading" in said["picks"]
    assert "Moor · After what you are reading now" in said["mine"]
    assert client.post(pages["plan"], {"pace": "as_we_go"}).status_code == 403


def test_a_host_begins_it_at_once(
    client: Client, club: Club, three: list[Read], cy: User, bo: User
) -> None:
    Membership.objects.create(club=club, user=bo, pseud=bo.default_pseud)
    here = reverse("reads:beginning_create", args=[club.pk, three[2].pk])
    client.force_login(bo)
    assert "Begin it now" not in client.get(three[2].get_absolute_url()).content.decode()
    assert client.post(here).status_code == 403
    client.force_login(cy)
    assert "Begin it now" in client.get(three[2].get_absolute_url()).content.decode()

    for _ in range(2):
        assert client.post(here)["Location"] == three[2].get_absolute_url()

    assert going_on(club) == ["Fen", "Weir"]


@pytest.mark.parametrize(
    ("chosen", "waits"), [({}, True), ({"when": "after"}, True), ({"when": "now"}, False)]
)
def test_beginning_a_read_asks_whether_it_comes_after_what_is_read(
    client: Client, club: Club, three: list[Read], cy: User, chosen: dict[str, str], waits: bool
) -> None:
    work = make_work(cy, title="Tarn")
    client.force_login(cy)
    here = reverse("reads:read_new", args=[club.pk])
    assert 'name="when"' in client.get(here, {"work": work.pk}).content.decode()

    client.post(here, {"work": work.pk} | chosen)

    assert Read.objects.get(work=work).waits == waits


def test_a_day_is_a_day(client: Client, club: Club, three: list[Read], cy: User, ada: User) -> None:
    work = make_work(ada, title="Tarn")
    client.force_login(cy)
    day = today_of(club) + timedelta(days=9)

    client.post(
        reverse("reads:read_new", args=[club.pk]),
        {"work": work.pk, "when": "after", "starts_on": day.isoformat()},
    )

    made = Read.objects.get(work=work)
    assert (made.waits, made.starts_on) == (False, day)


def test_nobody_is_asked_where_nothing_is_read(
    client: Client, club: Club, cy: User, ada: User
) -> None:
    work = make_work(ada)
    client.force_login(cy)
    here = reverse("reads:read_new", args=[club.pk])
    assert 'name="when"' not in client.get(here, {"work": work.pk}).content.decode()

    client.post(here, {"work": work.pk, "when": "after"})

    assert going_on(club) == [work.title]

"""Talk of an outside book whose work comes back or goes, and what a line of the inbox tells of it: never of what lies ahead."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from bookcub.clubs.actions.leaving import leave
from bookcub.clubs.models import Club, Involvement, LeftNotes, Membership
from bookcub.comments.actions import say
from bookcub.comments.models import Comment, Hearers
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.people.trash import TRASH
from bookcub.reads.actions.reads import begin_read
from bookcub.reads.models import OutsideBook, Read
from bookcub.works.actions.trash import discard_work, restore_work
from bookcub.works.models import Work
from tests.browsing import Client
from tests.comments.conftest import Commits
from tests.comments.talking import as_member
from tests.comments.test_outside_books import is_at, member_of, sees, told
from tests.making import make_club, make_read, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def club(bo: User, cy: User, di: User) -> Club:
    club = make_club(bo, cy, di)
    Membership.objects.filter(club=club).update(involvement=Involvement.EVERYTHING)
    return club


@pytest.fixture
def paperback(club: Club) -> Read:
    return begin_read(club=club, book=OutsideBook.objects.create(title="Dune", page_count=300))


@pytest.fixture
def serial(ada: User) -> Work:
    return make_work(ada, chapters=3)


def lines(person: User) -> list[tuple[int, bool]]:
    """What the person's lines about talk are of, and whether they have read them."""
    found = Notice.objects.visible_to(person).filter(kind="talk")
    return [(one.subject, one.read_at is not None) for one in found]


def test_a_line_that_was_read_stays_where_it_is_when_something_is_said_ahead(
    paperback: Read, cy: User, di: User, committing: Commits
) -> None:
    is_at(paperback, di, 10)
    with committing():
        told(paperback, cy, 5, "Sand.")
    Notice.objects.visible_to(di).filter(kind="talk").mark_read()
    assert lines(di) == [(paperback.pk, True)]

    with committing():
        told(paperback, cy, 200, "Sandworms!")

    assert lines(di) == [(paperback.pk, True)]
    with committing():
        told(paperback, cy, 6, "More sand.")
    assert lines(di) == [(paperback.pk, False)]


def test_a_work_that_has_come_back_is_told_of_like_before(
    club: Club, serial: Work, ada: User, cy: User, di: User, committing: Commits
) -> None:
    read = make_read(club, work=serial)
    discard_work(work=serial, by=ada)
    read.refresh_from_db()
    with committing():
        told(read, cy, 0, "While it is away.")
    restore_work(work=serial)
    read = Read.objects.get(pk=read.pk)
    Notice.objects.visible_to(di).filter(kind="talk").mark_read()

    client = Client()
    client.force_login(cy)
    talk = f"/clubs/{club.pk}/reads/{read.pk}/talk"
    fields = {"text": "Here again.", "to": f"club-{club.pk}", "chapter": "", **as_member(cy)}
    with committing():
        assert client.post(talk, fields).status_code == 302

    assert lines(di) == [(read.pk, False)]


def test_a_place_typed_before_the_work_came_back_is_asked_for_again(
    club: Club, serial: Work, cy: User, di: User
) -> None:
    read = make_read(club, work=serial)
    client = Client()
    client.force_login(cy)
    talk = f"/clubs/{club.pk}/reads/{read.pk}/talk"
    typed = {"text": "He dies!", "to": f"club-{club.pk}", **as_member(cy)}

    for more in ({"upto": "3"}, {}):
        answer = client.post(talk, typed | more)
        assert answer.status_code == 409
        assert "He dies!" in answer.content.decode()

    assert not Comment.objects.exists()


def test_a_work_without_chapters_that_comes_back_tells_nobody_what_was_said_of_one(
    club: Club, serial: Work, ada: User, cy: User, di: User
) -> None:
    read = make_read(club, work=serial)
    serial.chapters.update(posted_at=None)
    discard_work(work=serial, by=ada)
    read.refresh_from_db()
    comment = told(read, cy, 1, "He dies in the first!")

    restore_work(work=serial)
    serial.chapters.update(posted_at=timezone.now())

    assert not sees(di, comment)


def test_of_two_friends_none_puts_away_what_the_other_said_of_a_paperback(
    club: Club, paperback: Read, bo: User, cy: User
) -> None:
    trash = TRASH["read"]
    assert not trash.why_it_stays(paperback, bo)
    Club.objects.filter(pk=club.pk).update(decides_together=True)
    paperback = Read.objects.get(pk=paperback.pk)
    told(paperback, bo, 0, "My own.")
    assert not trash.why_it_stays(paperback, bo)

    told(paperback, cy, 0, "Another's.")

    assert trash.why_it_stays(paperback, bo)


def test_whoever_comes_back_and_goes_again_has_each_note_once(
    club: Club, paperback: Read, cy: User
) -> None:
    Club.objects.filter(pk=club.pk).update(decides_together=True)
    told(paperback, cy, 0, "Sand.")

    for _ in range(2):
        Membership.objects.filter(club=club, user=cy).update(left_at=None)
        leave(membership=member_of(Club.objects.get(pk=club.pk), cy), notes=LeftNotes.KEEP)

    assert Comment.objects.filter(hearers=Hearers.SELF).count() == 1


def test_the_last_two_friends_host_alike(club: Club, bo: User, cy: User, di: User) -> None:
    Club.objects.filter(pk=club.pk).update(decides_together=True)

    leave(membership=member_of(Club.objects.get(pk=club.pk), di), notes=LeftNotes.KEEP)

    assert all(member_of(club, person).is_host for person in (bo, cy))


def test_whoever_has_left_says_nothing_more_from_a_page_that_was_open(
    club: Club, paperback: Read, serial: Work, cy: User
) -> None:
    leave(membership=member_of(club, cy), notes=LeftNotes.KEEP)

    with pytest.raises(PermissionDenied):
        told(paperback, cy, 0, "One more thing.")
    with pytest.raises(PermissionDenied):
        say(work=serial, by=cy.default_pseud, html="<p>And</p>", hearers=Hearers.CLUB, club=club)
    assert not Comment.objects.exists()

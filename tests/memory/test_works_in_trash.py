"""A club whose work lies in the trash goes on as if it were gone, and has everything back when it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session

from bookcub.clubs.models import Club
from bookcub.comments.models import Comment
from bookcub.memory.models import KeptNote
from bookcub.people.models import User
from bookcub.picks.models import Nomination, Pick
from bookcub.reads.models import OutsideBook, Read, Reader
from bookcub.search.models import SearchChange
from bookcub.works.actions import delete_work
from bookcub.works.actions.trash import discard_work, restore_work
from bookcub.works.models import Work
from tests.browsing import Client
from tests.making import make_club, make_read, make_work
from tests.memory.remembering import belonging, has_read, note

pytestmark = pytest.mark.both


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, chapters=2)


@pytest.fixture
def club(cy: User, di: User) -> Club:
    return make_club(cy, di)


@pytest.fixture
def read(club: Club, work: Work, cy: User, di: User) -> Read:
    read = make_read(club, work=work, byline=work.byline)
    first = work.chapters.get(position=1)
    for person in (cy, di):
        has_read(person, first)
    note(club, di, first, "A heron at the weir.")
    return read


def rows() -> dict[str, list[dict[str, Any]]]:
    """All that the archive holds, but for who is logged in, how far members said they are, and what an index is to look at again."""
    models = [model for model in apps.get_models() if model not in {Session, Reader, SearchChange}]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models
    }


def test_its_notes_stay_while_the_work_lies_in_the_trash(
    client: Client, read: Read, work: Work, ada: User, cy: User
) -> None:
    discard_work(work=work, by=ada)

    assert not Comment.objects.visible_to(cy).exists()
    assert [kept.html for kept in KeptNote.objects.visible_to(cy)] == [
        "<p>A heron at the weir.</p>"
    ]
    read.refresh_from_db()
    assert (read.work_id, read.title) == (None, "The Weir")
    client.force_login(cy)
    assert client.get(read.get_absolute_url()).status_code == 200


def test_everything_is_back_when_the_work_is(read: Read, work: Work, ada: User) -> None:
    before = rows()

    discard_work(work=work, by=ada)
    assert rows() != before
    restore_work(work=work)

    assert rows() == before


def test_what_is_deleted_for_good_is_kept_once(read: Read, work: Work, ada: User) -> None:
    discard_work(work=work, by=ada)
    delete_work(work=work, by=None)

    assert KeptNote.objects.count() == 1
    assert OutsideBook.objects.get().stands_for is None


def test_what_was_begun_with_it_meanwhile_is_a_read_of_the_work_too(
    read: Read, work: Work, ada: User, cy: User
) -> None:
    discard_work(work=work, by=ada)
    read.refresh_from_db()
    again = Read.objects.create(
        club=read.club, book=read.book, title=read.title, brought_by=belonging(read.club, cy)
    )

    restore_work(work=work)

    read.refresh_from_db()
    again.refresh_from_db()
    assert read.work == work
    assert again.work == work


def test_a_book_that_is_suggested_again_meanwhile_stays(
    read: Read, work: Work, ada: User, cy: User
) -> None:
    discard_work(work=work, by=ada)
    read.refresh_from_db()
    pick = Pick.objects.create(club=read.club, number=1)
    named = Nomination.objects.create(
        pick=pick, number=1, book=read.book, title=read.title, membership=belonging(read.club, cy)
    )

    restore_work(work=work)

    read.refresh_from_db()
    named.refresh_from_db()
    assert (read.work, read.book) == (work, None)
    assert named.book is not None
    assert named.book.stands_for is None

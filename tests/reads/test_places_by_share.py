"""Places of older archives and of older files were pages: each stays the end of the page that it was."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from bookcub.comments import actions
from bookcub.comments.models import Comment, Hearers
from bookcub.meetings.models import Meeting
from bookcub.memory.models import KeptNote, Prediction
from bookcub.people.models import User
from bookcub.reads.actions.reads import begin_read
from bookcub.reads.models import Milestone, OutsideBook, Read, Reader
from bookcub.reads.planning import WHOLE, BookMeasure
from tests.making import make_club

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MIGRATION = import_module("bookcub.reads.migrations.0009_places_by_share")
PAGES = (1, 2, 211, 212, 411, 412)


@pytest.fixture
def read(cy: User, di: User) -> Read:
    """As an older archive kept it: every table holds the numbers of pages."""
    club = make_club(cy, di)
    read = begin_read(club=club, book=OutsideBook.objects.create(title="Dune", page_count=412))
    first, second = club.memberships.order_by("pk")
    for page in PAGES:
        Milestone.objects.create(read=read, upto=page)
        actions.say(
            read=read,
            upto=page,
            by=cy.default_pseud,
            html=f"<p>{page}</p>",
            hearers=Hearers.CLUB,
            club=club,
        )
    Milestone.objects.create(
        read=read, upto=500
    )  # beyond the end, as a file may have brought it in
    Reader.objects.update_or_create(read=read, membership=first, defaults={"at": 212})
    Reader.objects.update_or_create(read=read, membership=second, defaults={"at": 0})
    Meeting.objects.create(club=club, read=read, title="We meet", upto=212, made_by=first)
    Prediction.objects.create(read=read, membership=first, text="No.", upto=412, made_at_place=211)
    KeptNote.objects.create(
        club=club, read=read, upto=2, html="<p>Old.</p>", written_at=read.made_at
    )
    return read


def places(read: Read) -> list[list[int | None]]:
    """Everything that keeps a place, table by table."""
    return [
        [*Milestone.objects.filter(read=read).order_by("upto").values_list("upto", flat=True)],
        [*Comment.objects.filter(read=read).order_by("pk").values_list("upto", flat=True)],
        [*Reader.objects.filter(read=read).order_by("pk").values_list("at", flat=True)],
        [*Meeting.objects.filter(read=read).values_list("upto", flat=True)],
        [*Prediction.objects.filter(read=read).values_list("upto", flat=True)],
        [*Prediction.objects.filter(read=read).values_list("made_at_place", flat=True)],
        [*KeptNote.objects.filter(read=read).values_list("upto", flat=True)],
    ]


def test_every_place_stays_the_end_of_its_page(read: Read) -> None:
    before = places(read)
    end = BookMeasure.of_pages(412).upto

    MIGRATION.to_shares(apps, connection.schema_editor())

    assert places(read) == [[end(page or 0) for page in pages] for pages in before]
    assert end(412) == WHOLE < end(500)

    MIGRATION.to_pages(apps, connection.schema_editor())

    assert places(read) == before


def test_places_in_chapters_stay_as_they_are(read: Read) -> None:
    OutsideBook.objects.update(chapter_titles=["One", "Two"])
    before = places(read)

    MIGRATION.to_shares(apps, connection.schema_editor())

    assert places(read) == before


def test_of_a_book_of_which_nothing_was_known_the_one_place_is_its_end(read: Read) -> None:
    OutsideBook.objects.update(page_count=None)
    Milestone.objects.exclude(upto=1).delete()

    MIGRATION.to_shares(apps, connection.schema_editor())

    assert places(read)[0] == [WHOLE]

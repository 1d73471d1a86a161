"""What stands in a row is in nobody's language but its writer's: what the archive says is said when it is shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from bookcub.exporting.queries.clubs import club_export
from bookcub.home.actions.starting_clubs import read_together
from bookcub.home.demo.loading import fill
from bookcub.importing.actions.clubs.save_club import bring_club
from bookcub.meetings.actions.lines import ask_for_hands, open_book
from bookcub.meetings.forms.room import HandsForm
from bookcub.meetings.models import Meeting
from bookcub.meetings.own_names import own_name
from bookcub.meetings.queries.opened_passages import opening_by_words
from bookcub.people.models import User
from bookcub.reading.actions.lists import put_on_shelf
from bookcub.reading.models import ShelfKind
from bookcub.reads.actions.plans import follow_book, set_pace
from bookcub.reads.actions.reads import begin_read
from bookcub.reads.models import PaceKind, Read
from bookcub.reads.queries.plans import PaceWish
from tests.brackets import BEGIN, bracketed
from tests.conftest import person
from tests.lasting import lasting
from tests.making import add_chapter, make_club, make_work
from tests.security.world import full_world


def _busy_archive() -> None:
    with bracketed():
        list(fill())
        ada = full_world().people["ada"]
        assert ada
        cy, di = person("Cy"), person("Di")
        _write(ada)
        _meet(_read_together(ada, cy, di), cy)


def _write(ada: User) -> None:
    """A work that nobody has signed is kept by somebody, and an older text of it comes back."""
    work = make_work(ada, title="Unsigned", chapters=2, is_anonymous=True)
    chapter = work.chapters.all()[0]
    first = chapter.keep_revision(by=ada.default_pseud)
    chapter.rewrite(by=ada.default_pseud, html="<p>Another beginning.</p>")
    chapter.restore(first, by=ada.default_pseud)
    put_on_shelf(user=ada, work=work, kind=ShelfKind.LATER)


def _read_together(ada: User, cy: User, di: User) -> Read:
    """The plan moves, by hand and with its book, and the club's file comes in again."""
    read_together(by=cy, pseud=cy.default_pseud, work=make_work(ada, title="Alone"), friend=None)
    work = make_work(ada, title="Unsigned too", chapters=2, is_anonymous=True)
    read = begin_read(club=make_club(cy, di), work=work)
    host = read.club.memberships.get(user=cy)
    today = timezone.now().date()
    wish = PaceWish(PaceKind.PER_WEEK, 1, None, today.weekday(), today)
    set_pace(read=read, by=host, wish=wish)
    add_chapter(work, position=3)
    follow_book(read=read)
    file = club_export(read.club, cy, address="https://a.example", at=timezone.now()).file
    bring_club(file=file, host=cy.default_pseud, pseuds={}, here={})
    return read


def _meet(read: Read, cy: User) -> None:
    """The book is opened, and there is a show of hands."""
    host = read.club.memberships.get(user=cy)
    meeting = Meeting.objects.create(
        club=read.club,
        read=read,
        upto=2,
        title=own_name(read, 2),
        stage="fixed",
        opened_at=timezone.now(),
    )
    hands = HandsForm({"question": "Tea?"})
    assert hands.is_valid()
    assert read.work
    opening = opening_by_words(read.work.chapters.all()[0], words="")
    assert opening
    open_book(meeting=meeting, by=host, opening=opening)
    ask_for_hands(meeting=meeting, by=host, question="Tea?", options=hands.cleaned_data["options"])


_built = lasting(_busy_archive)


def stored() -> Iterator[tuple[str, str]]:
    """Each text that stands in the database, with where it stands."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)]
        for row in model._base_manager.values(*names) if names else ():
            for name, value in row.items():
                yield f"{model.__name__}.{name}", str(value)
    for session in Session.objects.all():
        yield "Session.session_data", str(session.get_decoded())


@pytest.mark.slow_first
@pytest.mark.usefixtures("_built", "db")
def test_no_sentence_of_ours_is_stored() -> None:
    translated = {where: text for where, text in stored() if BEGIN in text}

    assert translated == {}

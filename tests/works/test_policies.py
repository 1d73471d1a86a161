from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from bookcub.people.models import User
from bookcub.works.actions import invite_co_creator, put_in_series, relate
from bookcub.works.models import Relation, Work
from bookcub.works.policies import (
    may_answer,
    may_approve,
    may_delete,
    may_edit,
    may_edit_series,
    may_post,
    may_see_revisions,
    may_write,
)


def test_only_its_creators_write_in_a_work(ada: User, bo: User, mo: User, serial: Work) -> None:
    chapter = serial.chapters.get(position=1)

    for person, may in ((ada, True), (bo, False), (mo, False), (AnonymousUser(), False)):
        assert may_edit(person, serial) is may
        assert may_delete(person, serial) is may
        assert may_post(person, chapter) is may
        assert may_see_revisions(person, chapter) is may


def test_an_invited_co_creator_writes_only_after_accepting(
    ada: User, bo: User, serial: Work
) -> None:
    asked = invite_co_creator(work=serial, pseud=bo.default_pseud, by=ada)
    assert may_answer(bo, asked)
    assert not may_answer(ada, asked)
    assert not may_edit(bo, serial)

    asked.accept()

    assert may_edit(bo, serial)


def test_who_is_switched_off_writes_nothing(ada: User, serial: Work) -> None:
    ada.is_active = False

    assert not may_write(ada)
    assert not may_edit(ada, serial)


def test_a_series_belongs_to_its_maker_and_the_creators_of_its_works(
    ada: User, bo: User, cy: User, serial: Work
) -> None:
    series = put_in_series(work=serial, title="Estuary", by=cy)

    assert may_edit_series(cy, series)
    assert may_edit_series(ada, series)
    assert not may_edit_series(bo, series)
    assert not may_edit_series(AnonymousUser(), series)


def test_what_stands_on_a_page_is_for_the_parents_creators_to_say(
    ada: User, bo: User, serial: Work, draft: Work
) -> None:
    inside = relate(work=draft, relation=Relation.INSPIRED_BY, parent=serial)
    outside = relate(work=draft, relation=Relation.INSPIRED_BY, url="https://example.org/x")

    assert may_approve(ada, inside)
    assert not may_approve(bo, inside)
    assert not may_approve(ada, outside)

"""What lies in the trash is nowhere else, comes back as it was, and goes for good after thirty days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.utils import timezone

from bookcub.comments.actions.comments import say
from bookcub.comments.models import Comment
from bookcub.people.models import KEPT_FOR, Discardable, User
from bookcub.people.trash import TRASH, delete_expired
from bookcub.search.models import SearchChange
from bookcub.tags.models import Tag
from bookcub.works.actions import put_in_series, reorder_chapters, trash
from bookcub.works.actions.trash import (
    discard_chapter,
    discard_series,
    discard_work,
    restore_chapter,
    restore_series,
    restore_work,
)
from bookcub.works.models import Chapter, Creatorship, Series, Work, WorkingCopy
from bookcub.works.queries.pages import desk as unpublished
from tests.browsing import Client
from tests.conftest import PASSWORD
from tests.refused import refused, refuses

pytestmark = pytest.mark.both

GUEST = AnonymousUser()


@pytest.fixture
def desk(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture
def second(serial: Work) -> Chapter:
    return serial.chapters.get(position=2)


def rows() -> dict[str, list[dict[str, Any]]]:
    """All that the archive holds, but for who is logged in, and what an index is to look at again."""
    models = [model for model in apps.get_models() if model not in {Session, SearchChange}]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models
    }


def long_ago(thing: Discardable) -> None:
    at = timezone.now() - KEPT_FOR - timedelta(hours=1)
    type(thing)._base_manager.filter(pk=thing.pk).update(discarded_at=at)


def together(work: Work, other: User) -> None:
    Creatorship.objects.create(
        work=work, pseud=other.default_pseud, position=1, accepted_at=timezone.now()
    )


def test_a_discarded_work_is_there_for_nobody(serial: Work, ada: User, bo: User) -> None:
    say(work=serial, by=bo.default_pseud, html="<p>High tide.</p>")

    discard_work(work=serial, by=ada)

    for somebody in (GUEST, bo, ada):
        assert not Work.objects.visible_to(somebody).exists()
        assert not Chapter.objects.visible_to(somebody).exists()
        assert not Comment.objects.visible_to(somebody).exists()
    assert not Work.objects.posted().exists()
    assert not Work.objects.by_person(ada).exists()
    assert Tag.objects.get(name="Original Work").uses == 0


def test_a_work_comes_back_as_it_was(serial: Work, draft: Work, ada: User, bo: User) -> None:
    say(work=serial, by=bo.default_pseud, html="<p>High tide.</p>")
    series = put_in_series(work=serial, title="Estuary", by=ada)
    series.add(draft)
    before = rows()

    discard_work(work=serial, by=ada)
    assert rows() != before
    restore_work(work=serial)

    assert rows() == before


def test_a_chapter_comes_back_to_its_place(serial: Work, second: Chapter, ada: User) -> None:
    before = rows()

    discard_chapter(chapter=second, by=ada)
    serial.refresh_from_db()
    assert (serial.chapter_count, serial.chapters.posted().count()) == (2, 2)
    assert not Chapter.objects.visible_to(ada).filter(pk=second.pk).exists()
    assert not Chapter.objects.by_person(ada).filter(pk=second.pk).exists()
    restore_chapter(chapter=second)

    assert rows() == before


def test_a_series_comes_back_with_its_works(serial: Work, draft: Work, ada: User) -> None:
    series = put_in_series(work=serial, title="Estuary", by=ada)
    series.add(draft)
    before = rows()

    discard_series(series=series, by=ada)
    for somebody in (GUEST, ada):
        assert not Series.objects.visible_to(somebody).exists()
        assert not serial.series_entries.visible_to(somebody).exists()
    assert not Series.objects.by_person(ada).exists()
    restore_series(series=series)

    assert rows() == before


def test_a_title_may_be_used_again_while_its_series_lies_in_the_trash(
    serial: Work, ada: User
) -> None:
    first = put_in_series(work=serial, title="Estuary", by=ada)
    discard_series(series=first, by=ada)

    second = put_in_series(work=serial, title="Estuary", by=ada)
    restore_series(series=first)

    assert set(Series.objects.visible_to(ada)) == {first, second}


def test_a_works_last_chapter_stays(draft: Work, chapter: Chapter, ada: User) -> None:
    with refuses("last_chapter"):
        discard_chapter(chapter=chapter, by=ada)


def test_the_last_chapter_but_those_in_the_trash_stays(serial: Work, ada: User) -> None:
    first, second, third = serial.chapters.order_by("position")
    discard_chapter(chapter=first, by=ada)
    discard_chapter(chapter=second, by=ada)

    with refuses("last_chapter"):
        discard_chapter(chapter=third, by=ada)


def test_another_order_leaves_a_discarded_chapter_behind_its_neighbour(
    serial: Work, ada: User
) -> None:
    first, second, third = serial.chapters.order_by("position")
    discard_chapter(chapter=second, by=ada)

    reorder_chapters(work=serial, ids=[third.pk, first.pk])
    assert list(serial.chapters.order_by("position")) == [third, first, second]
    restore_chapter(chapter=second)

    assert [c.number for c in serial.chapters.order_by("position")] == [1, 2, 3]


def test_what_was_scheduled_is_not_posted_from_the_trash_nor_at_once_when_it_is_back(
    serial: Work, ada: User
) -> None:
    waiting = serial.chapters.get(position=3)
    waiting.withdraw()
    waiting.schedule(by=ada, at=timezone.now() + timedelta(hours=1))
    discard_chapter(chapter=waiting, by=ada)
    Chapter.objects.filter(pk=waiting.pk).update(
        scheduled_for=timezone.now() - timedelta(minutes=1)
    )
    assert not Chapter.objects.due().exists()

    restore_chapter(chapter=waiting)

    assert not Chapter.objects.due().exists()


def test_nothing_is_due_in_a_discarded_work(serial: Work, ada: User) -> None:
    waiting = serial.chapters.get(position=3)
    waiting.withdraw()
    Chapter.objects.filter(pk=waiting.pk).update(
        scheduled_for=timezone.now() - timedelta(minutes=1)
    )
    assert Chapter.objects.due().exists()

    discard_work(work=serial, by=ada)

    assert not Chapter.objects.due().exists()


def test_after_thirty_days_it_is_gone_and_not_before(
    serial: Work, draft: Work, second: Chapter, ada: User
) -> None:
    discard_chapter(chapter=second, by=ada)
    discard_work(work=draft, by=ada)
    assert delete_expired() == 0

    long_ago(second)
    assert delete_expired() == 1
    assert [c.position for c in serial.chapters.order_by("position")] == [1, 2]
    long_ago(draft)
    assert delete_expired() == 1

    assert list(Work.objects.all()) == [serial]


def test_one_that_cannot_go_does_not_keep_the_others(
    serial: Work, draft: Work, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for work in (serial, draft):
        discard_work(work=work, by=ada)
        long_ago(work)
    kind, delete = TRASH["work"], TRASH["work"].delete

    def broken(thing: Work, by: User | None) -> None:
        is_stuck = thing == serial
        delete(thing, by)
        if is_stuck:
            raise RuntimeError

    monkeypatch.setattr(kind, "delete", broken)
    assert delete_expired() == 1
    assert list(Work.objects.all()) == [serial], "what broke off has undone nothing else"
    monkeypatch.undo()

    assert delete_expired() == 1
    assert not Work.objects.exists()


def test_a_work_that_is_back_is_not_deleted(serial: Work, ada: User) -> None:
    discard_work(work=serial, by=ada)
    long_ago(serial)
    restore_work(work=serial)

    assert delete_expired() == 0
    assert Work.objects.visible_to(ada).exists()


def test_deleting_offers_the_way_back(desk: Client, serial: Work) -> None:
    after = desk.post(f"/works/{serial.pk}/delete", follow=True).content.decode()

    assert f'action="/trash/work/{serial.pk}/restoration"' in after
    desk.post(f"/trash/work/{serial.pk}/restoration")
    assert desk.get(f"/works/{serial.pk}").status_code == 200


def test_the_address_of_a_discarded_thing_leads_its_owner_to_the_trash_and_others_nowhere(
    desk: Client, serial: Work, second: Chapter, ada: User, bo: User
) -> None:
    discard_chapter(chapter=second, by=ada)
    in_trash = f"/trash/chapter/{second.pk}"
    assert desk.get(second.get_absolute_url())["Location"] == in_trash
    assert desk.get(f"/works/{serial.pk}/chapters/{second.pk}/edit")["Location"] == in_trash
    assert desk.get(in_trash).status_code == 200
    discard_work(work=serial, by=ada)
    assert desk.get(f"/works/{serial.pk}/edit")["Location"] == f"/trash/work/{serial.pk}"
    assert desk.get(in_trash).status_code == 404, "it comes back with its work"

    for other in (bo, None):
        desk.logout()
        if other:
            desk.force_login(other)
            assert desk.get(f"/trash/work/{serial.pk}").status_code == 404
            assert desk.post(f"/trash/work/{serial.pk}/restoration").status_code == 404
        assert desk.get(f"/works/{serial.pk}").status_code == 404
        assert desk.get(second.get_absolute_url()).status_code == 404


def test_the_trash_lists_what_can_be_brought_back(
    desk: Client, serial: Work, draft: Work, second: Chapter, ada: User, bo: User
) -> None:
    assert "/trash/" not in desk.get("/trash").content.decode()
    discard_chapter(chapter=second, by=ada)
    discard_series(series=put_in_series(work=serial, title="Estuary", by=ada), by=ada)
    discard_work(work=draft, by=ada)

    page = desk.get("/trash").content.decode()

    for words in ("Neap", "Estuary", "The Weir"):
        assert words in page
    desk.force_login(bo)
    assert "Neap" not in desk.get("/trash").content.decode()
    assert desk.get("/trash?page=x").status_code == desk.get("/trash?page=9").status_code == 200


def test_deleting_for_good_wants_the_title_typed(desk: Client, serial: Work, ada: User) -> None:
    discard_work(work=serial, by=ada)
    address = f"/trash/work/{serial.pk}/deletion"
    assert desk.get(address).status_code == 200
    assert refused(desk.post(address, {"typed": "Something"})) == {"typed not_the_title"}
    assert Work.objects.exists()

    desk.post(address, {"typed": "low water"})

    assert not Work.objects.exists()


def test_a_co_creator_can_bring_it_back(desk: Client, serial: Work, ada: User, bo: User) -> None:
    together(serial, bo)
    discard_work(work=serial, by=ada)
    desk.force_login(bo)

    assert "Ada" in desk.get(f"/trash/work/{serial.pk}").content.decode()
    desk.post(f"/trash/work/{serial.pk}/restoration")

    assert Work.objects.visible_to(ada).get() == serial


def test_what_was_typed_into_it_waits_with_it(serial: Work, ada: User) -> None:
    typed = {"title": ["Heron"]}
    WorkingCopy.objects.create(user=ada, form_key="work-1", work=serial, fields=typed)
    assert len(unpublished(ada).copies) == 1

    discard_work(work=serial, by=ada)

    assert unpublished(ada).copies == []


def test_an_account_that_goes_empties_its_trash(
    desk: Client, serial: Work, draft: Work, second: Chapter, ada: User, bo: User
) -> None:
    discard_chapter(chapter=second, by=ada)
    discard_work(work=draft, by=ada)
    shared = Work.objects.create(title="Both")
    together(shared, ada)
    together(shared, bo)
    discard_work(work=shared, by=ada)
    query = "works=orphan"

    answer = desk.post(
        f"/settings/deletion/summary?{query}", {"username": "Ada", "old_password": PASSWORD}
    )

    assert answer["Location"] == "/"
    assert set(Work.objects.all()) == {serial, shared}
    assert not Chapter.objects.filter(pk=second.pk).exists()
    assert list(Work.objects.in_trash_of(bo)) == [shared]


def test_what_breaks_off_leaves_all_as_it_was(
    serial: Work, second: Chapter, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    before = rows()
    with monkeypatch.context() as patched:
        patched.setattr(Work, "count_again", broken)
        with pytest.raises(RuntimeError):
            discard_chapter(chapter=second, by=ada)
    assert rows() == before

    discard_work(work=serial, by=ada)
    before = rows()
    with monkeypatch.context() as patched:
        patched.setattr(trash, "_forget_hours_past", broken)
        with pytest.raises(RuntimeError):
            restore_work(work=serial)
    assert rows() == before

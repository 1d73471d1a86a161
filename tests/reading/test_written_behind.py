"""What a page leaves behind is as good as written, and written is what was meant."""

from __future__ import annotations

import time

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookcub.comments import actions
from bookcub.comments.models import Comment
from bookcub.core import behind
from bookcub.people.middleware import SEEN
from bookcub.people.models import User
from bookcub.people.session_store import SessionStore
from bookcub.reading.actions.places import leave_visit, visit
from bookcub.reading.models import ChapterProgress, OpenedPage, Place
from bookcub.works.models import Chapter, Work
from tests.browsing import Client
from tests.making import make_work
from tests.read_only import keep_in_session, last_seen_long_ago, only_read


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, chapters=3)


@pytest.fixture
def reader(client: Client, bo: User) -> Client:
    client.force_login(bo)
    return client


def say_under(chapter: Chapter, by: User) -> Comment:
    pseud = by.default_pseud
    return actions.say(work=chapter.work, chapter=chapter, parent=None, by=pseud, html="<p>Oh.</p>")


@pytest.mark.usefixtures("left_behind")
def test_a_visit_that_is_not_written_yet_opens_what_a_written_one_would(
    reader: Client, work: Work, ada: User, bo: User
) -> None:
    first, second, third = work.chapters.order_by("position")
    said = {each: say_under(each, ada) for each in (first, second, third)}
    reader.get(first.get_absolute_url())
    behind.write_all()

    with connection.execute_wrapper(only_read):
        reader.get(second.get_absolute_url())
        heard = set(Comment.objects.visible_to(bo))

    assert heard == {said[first], said[second]}
    behind.write_all()
    assert set(Comment.objects.visible_to(bo)) == heard
    assert Place.objects.get(user=bo).chapter == second


@pytest.mark.usefixtures("left_behind")
def test_who_has_not_begun_a_work_has_begun_it_with_a_visit_that_is_not_written_yet(
    reader: Client, work: Work, ada: User, bo: User
) -> None:
    first, second, _ = work.chapters.order_by("position")
    here, ahead = (say_under(each, ada) for each in (first, second))
    assert set(Comment.objects.visible_to(bo)) == {here, ahead}

    reader.get(first.get_absolute_url())

    assert set(Comment.objects.visible_to(bo)) == {here}


@pytest.mark.usefixtures("left_behind")
def test_a_visit_that_is_written_late_takes_no_place_back(
    reader: Client, work: Work, bo: User
) -> None:
    first, second, _ = work.chapters.order_by("position")
    reader.get(first.get_absolute_url())
    block = second.blocks[1].id
    told = {"block": block, "quietly": "on", "opened": OpenedPage.of(bo, second).signed()}
    answer = reader.post(f"{second.get_absolute_url()}/place", told)
    assert answer.status_code == 204

    behind.write_all()

    place = Place.objects.get(user=bo)
    assert (place.chapter, place.block_id, place.visits) == (second, block, 2)
    assert set(ChapterProgress.objects.values_list("chapter", flat=True)) == {first.pk, second.pk}


@pytest.mark.usefixtures("left_behind")
def test_what_went_in_the_meantime_is_not_visited(reader: Client, work: Work, bo: User) -> None:
    reader.get(work.chapters.first().get_absolute_url())  # type: ignore[union-attr]  # it has some
    other = make_work(bo, chapters=2)
    reader.get(other.chapters.first().get_absolute_url())  # type: ignore[union-attr]  # as above
    work.delete()

    behind.write_all()

    assert [place.work for place in Place.objects.filter(user=bo)] == [other]


@pytest.mark.usefixtures("left_behind")
def test_what_is_forgotten_does_not_come_back(reader: Client, work: Work, bo: User) -> None:
    chapter = work.chapters.first()
    assert chapter
    reader.get(chapter.get_absolute_url())
    behind.write_all()
    reader.get(chapter.get_absolute_url())
    reader.post(f"/history/{Place.objects.get().pk}/forget")

    behind.write_all()

    assert not Place.objects.exists()
    assert not ChapterProgress.objects.exists()


@pytest.mark.usefixtures("left_behind")
def test_a_session_that_ended_stays_ended_and_takes_over_only_what_a_page_changed(
    reader: Client,
) -> None:
    key = reader.cookies["bookcub_session"].value
    last_seen_long_ago(key)
    reader.get("/settings")  # leaves when the device was seen
    keep_in_session(key, "else", 1)

    behind.write_all()

    held = SessionStore().decode(Session.objects.get(pk=key).session_data)
    assert held["else"] == 1
    assert held[SEEN] > time.time() - 60

    last_seen_long_ago(key)
    reader.get("/settings")
    Session.objects.filter(pk=key).delete()
    behind.write_all()
    assert not Session.objects.filter(pk=key).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("left_behind")
def test_one_can_log_out_while_nothing_can_be_written(reader: Client) -> None:
    key = reader.cookies["bookcub_session"].value
    with connection.execute_wrapper(only_read):
        answer = reader.post("/users/logout")
        assert answer.status_code == 302
        reader.cookies["bookcub_session"] = key  # somebody has kept the cookie
        assert reader.get("/settings").status_code == 302  # to the log-in

    behind.write_all()

    assert not Session.objects.filter(pk=key).exists()


@pytest.mark.usefixtures("left_behind")
def test_visits_of_many_change_no_place_that_nobody_turned_to(
    work: Work, ada: User, bo: User, cy: User
) -> None:
    stories = [work, make_work(ada, title="Low Water")]
    for reader in (bo, cy):
        for story in stories:
            visit(user=reader, chapter=story.chapters.all()[0])
    for reader, story in zip((bo, cy), stories, strict=True):
        leave_visit(user=reader, chapter=story.chapters.all()[0])

    with CaptureQueriesContext(connection) as asked:
        behind.write_all()

    changes = [one for one in asked.captured_queries if 'UPDATE "reading_place"' in one["sql"]]
    assert len(changes) == 2

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from bookcub.people.models import User
from bookcub.tags.models import Tag
from bookcub.works import signals
from bookcub.works.actions import add_chapter, make_work, post_due_chapters
from bookcub.works.fields import WorkFields
from bookcub.works.models import Chapter, Work
from tests.works.conftest import LONG_ENOUGH, TAGS


@pytest.mark.django_db(transaction=True)
def test_two_workers_post_each_due_chapter_once(ada: User) -> None:
    work = make_work(by=ada.default_pseud, fields=WorkFields(title="The Weir"), tags=TAGS)
    for _ in range(6):
        chapter = add_chapter(work=work, by=ada.default_pseud, html=LONG_ENOUGH)
        chapter.schedule(by=ada, at=timezone.now() + timedelta(hours=1))
    Chapter.objects.update(scheduled_for=timezone.now() - timedelta(minutes=1))
    told: list[int] = []
    posted: list[int] = []
    start = Barrier(2)

    def hear(chapter: Chapter, **_more: object) -> None:
        told.append(chapter.pk)

    def be_a_worker() -> None:
        start.wait()
        try:
            posted.append(post_due_chapters())
        finally:
            connection.close()

    signals.chapter_posted.connect(hear)
    try:
        workers = [Thread(target=be_a_worker) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    finally:
        signals.chapter_posted.disconnect(hear)

    work.refresh_from_db()
    assert sum(posted) == 6
    assert sorted(told) == sorted(work.chapters.values_list("pk", flat=True))
    assert work.chapter_count == 6
    assert Tag.objects.get(name="Original Work").uses == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_get_places_and_numbers_of_their_own(ada: User) -> None:
    work = make_work(by=ada.default_pseud, fields=WorkFields(title="The Weir"), tags=TAGS)
    chapter = add_chapter(work=work, by=ada.default_pseud, html=LONG_ENOUGH)
    start = Barrier(3)

    def write(number: int) -> None:
        start.wait()
        try:
            add_chapter(work=Work.objects.get(pk=work.pk), by=None, html=LONG_ENOUGH)
            own = Chapter.objects.select_related("work").get(pk=chapter.pk)
            own.rewrite(by=None, html=f"<p>Written by number {number}.</p>")
        finally:
            connection.close()

    writers = [Thread(target=write, args=(number,)) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert list(work.chapters.values_list("position", flat=True)) == [1, 2, 3, 4]
    numbers = chapter.revisions.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]

"""The same reader on several devices at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from bookcub.core.text import blocks_of
from bookcub.people.models import User
from bookcub.reading.actions.places import keep_place, move_places, read_up_to_end, visit
from bookcub.reading.models import ChapterProgress, Place
from bookcub.works.models import Chapter, Work
from tests.making import make_work

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 15


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, chapters=4)


def again_and_again(*does: Callable[[], object]) -> None:
    """Each on a thread of its own, over and over; raises what any of them raised."""

    def do(action: Callable[[], object]) -> None:
        try:
            for _ in range(ROUNDS):
                action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(does)) as pool:
        for done in [pool.submit(do, each) for each in does]:
            done.result()


def edit(chapter: Chapter) -> None:
    move_places(chapter=chapter, before=blocks_of(chapter.html))


def test_devices_never_wait_for_each_other_for_ever(work: Work, bo: User, cy: User) -> None:
    first, second, third, last = work.chapters.order_by("position")
    again_and_again(
        lambda: visit(user=bo, chapter=third),
        lambda: visit(user=bo, chapter=first),
        lambda: read_up_to_end(user=bo, chapter=last),
        lambda: keep_place(user=bo, chapter=second, block_id=second.blocks[0].id),
        lambda: read_up_to_end(user=cy, chapter=last),
        lambda: edit(second),
    )

    assert Place.objects.filter(user=bo).count() == 1
    assert Place.objects.get(user=bo).visits in {
        2 * ROUNDS,
        2 * ROUNDS + 1,
    }  # a place kept first is one
    read = ChapterProgress.objects.filter(user=bo, read_whole_at__isnull=False)
    assert read.count() == 4


def test_the_device_that_is_behind_takes_nothing_from_the_other(work: Work, bo: User) -> None:
    chapter = work.chapters.first()
    assert chapter
    start, end = chapter.blocks[0].id, chapter.blocks[-1].id

    again_and_again(
        lambda: keep_place(user=bo, chapter=chapter, block_id=end),
        lambda: keep_place(user=bo, chapter=chapter, block_id=start),
    )

    assert ChapterProgress.objects.get(user=bo).furthest_index == len(chapter.blocks) - 1

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookcub.people.models import User
from bookcub.tags.models import TagKind
from bookcub.works import signals
from bookcub.works.actions import (
    add_chapter,
    delete_chapter,
    make_work,
    move_chapter,
    post_due_chapters,
    reorder_chapters,
)
from bookcub.works.fields import ChapterFields, WorkFields
from bookcub.works.models import Chapter, Work
from tests.extent import often
from tests.refused import refuses
from tests.works.conftest import LONG_ENOUGH

COUNTING = settings(
    max_examples=often(20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def titles(work: Work) -> list[str]:
    return [chapter.title for chapter in work.chapters.order_by("position")]


def positions(work: Work) -> list[int]:
    return list(work.chapters.order_by("position").values_list("position", flat=True))


def test_a_chapter_comes_clean_counted_and_with_its_first_revision(draft: Work, ada: User) -> None:
    html = "<p onclick='x()'>Four words stand here.</p><script>alert(1)</script>"

    chapter = add_chapter(work=draft, by=ada.default_pseud, html=html, note="First thoughts")

    chapter.refresh_from_db()
    assert "onclick" not in chapter.html
    assert "alert" not in chapter.html
    assert 'id="b-' in chapter.html
    assert chapter.word_count == 4
    revision = chapter.revisions.get()
    assert (revision.number, revision.note, revision.html) == (1, "First thoughts", chapter.html)


def test_an_empty_chapter_has_a_first_revision_too(draft: Work, ada: User) -> None:
    chapter = add_chapter(work=draft, by=ada.default_pseud, html="")

    assert chapter.revisions.get().html == ""


def test_a_chapter_may_be_put_between_others(serial: Work, ada: User) -> None:
    fields = ChapterFields(title="Slack")

    chapter = add_chapter(
        work=serial, by=ada.default_pseud, fields=fields, html=LONG_ENOUGH, position=2
    )

    assert titles(serial) == ["Ebb", "Slack", "Neap", "Flood"]
    assert positions(serial) == [1, 2, 3, 4]
    assert chapter.position == 2


def test_a_rewrite_makes_a_revision_and_one_that_changes_nothing_does_not(
    chapter: Chapter, ada: User
) -> None:
    by = ada.default_pseud

    assert chapter.rewrite(by=by, html=chapter.html) is None
    revision = chapter.rewrite(by=by, html="<p>Entirely other words.</p>", note="Better")

    assert revision is not None
    assert (revision.number, revision.saved_by, revision.note) == (2, by, "Better")
    assert "Entirely" not in chapter.revisions.get(number=1).html


def test_a_rewrite_is_announced_with_what_stood_before(chapter: Chapter, ada: User) -> None:
    before, heard = chapter.html, list[str]()

    def remember(before: str, **_more: object) -> None:
        heard.append(before)

    signals.chapter_edited.connect(remember)
    try:
        with TestCase.captureOnCommitCallbacks(execute=True):
            chapter.rewrite(by=ada.default_pseud, html="<p>Other words.</p>")
    finally:
        signals.chapter_edited.disconnect(remember)

    assert heard == [before]


@COUNTING
@given(texts=st.lists(st.text("abc é\n", max_size=20), min_size=1, max_size=4), pick=st.integers(0))
def test_restoring_gives_back_exactly_the_text_that_was(
    draft: Work, ada: User, texts: list[str], pick: int
) -> None:
    by = ada.default_pseud
    chapter = add_chapter(work=draft, by=by, html="<p>First of all.</p>")
    for number, text in enumerate(texts):
        chapter.rewrite(by=by, html=f"<p>{number} {text}</p><p>The same end.</p>")
    revisions = list(chapter.revisions.order_by("number"))
    wanted = revisions[pick % len(revisions)]

    chapter.restore(wanted, by=by)

    chapter.refresh_from_db()
    words = [line.split(">", 1)[1] for line in wanted.html.split("<p")[1:]]
    assert [line.split(">", 1)[1] for line in chapter.html.split("<p")[1:]] == words
    numbers = list(chapter.revisions.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_posting_opens_the_work_counts_it_and_tells_once(draft: Work, ada: User) -> None:
    chapter, heard = draft.chapters.get(), list[object]()

    def remember(**news: object) -> None:
        heard.append(news["quietly"])

    signals.chapter_posted.connect(remember)
    try:
        with TestCase.captureOnCommitCallbacks(execute=True):
            assert chapter.post(by=ada)
            assert not chapter.post(by=ada)
            assert not Chapter.objects.get(pk=chapter.pk).post(by=ada)
    finally:
        signals.chapter_posted.disconnect(remember)

    draft.refresh_from_db()
    assert heard == [False]
    assert draft.is_posted
    assert (draft.chapter_count, draft.word_count) == (1, chapter.word_count)


def test_two_who_hold_the_same_draft_post_it_once(chapter: Chapter, ada: User) -> None:
    other = Chapter.objects.get(pk=chapter.pk)

    assert [chapter.post(by=ada), other.post(by=ada)] == [True, False]


def test_an_empty_text_and_a_work_without_fandom_cannot_be_posted(ada: User, draft: Work) -> None:
    empty = add_chapter(work=draft, by=ada.default_pseud, html="<p>Short</p>")
    with pytest.raises(ValidationError, match="characters"):
        empty.post(by=ada)

    untagged = make_work(
        by=ada.default_pseud, fields=WorkFields(title="x"), tags={TagKind.FANDOM: []}
    )
    chapter = add_chapter(work=untagged, by=ada.default_pseud, html=LONG_ENOUGH)
    with pytest.raises(ValidationError, match="fandom"):
        chapter.post(by=ada)


def test_a_chapter_may_be_dated_back_to_1950_and_never_ahead(chapter: Chapter, ada: User) -> None:
    for impossible in (date(1949, 12, 31), timezone.localdate() + timedelta(days=3)):
        with pytest.raises(ValidationError, match="1950"):
            chapter.redate(impossible)
    chapter.refresh_from_db()

    chapter.redate(date(1950, 1, 1))
    chapter.post(by=ada)

    chapter.work.refresh_from_db()
    assert chapter.work.revised_at.year == 1950
    assert chapter.posted_at is not None
    assert chapter.posted_at.year > 2000


def test_a_withdrawn_chapter_is_a_draft_again(serial: Work) -> None:
    serial.chapters.get(position=3).withdraw()
    serial.refresh_from_db()
    assert serial.chapter_count == 2

    for chapter in serial.chapters.all():
        chapter.withdraw()
    serial.refresh_from_db()
    assert not serial.is_posted
    assert serial.word_count == 0


@COUNTING
@given(moves=st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 9)), max_size=6))
def test_chapters_stand_at_one_to_n_after_any_moves(
    draft: Work, ada: User, moves: list[tuple[int, int]]
) -> None:
    while draft.chapters.count() < 4:
        add_chapter(work=draft, by=ada.default_pseud, html=LONG_ENOUGH)
    for which, where in moves:
        chapter = draft.chapters.order_by("pk")[which]
        move_chapter(chapter=chapter, position=where)
        assert Chapter.objects.get(pk=chapter.pk).position == max(1, min(where, 4))

    assert positions(draft) == [1, 2, 3, 4]


def test_an_order_that_misses_or_repeats_a_chapter_is_refused(serial: Work) -> None:
    ids = list(serial.chapters.values_list("pk", flat=True))

    for wrong in (ids[:2], [*ids[:2], ids[0]], [*ids, 999]):
        with pytest.raises(ValidationError, match="in the meantime"):
            reorder_chapters(work=serial, ids=wrong)

    reorder_chapters(work=serial, ids=ids[::-1])
    assert titles(serial) == ["Flood", "Neap", "Ebb"]


def test_deleting_a_chapter_closes_the_gap_and_the_last_one_stays(serial: Work) -> None:
    delete_chapter(chapter=serial.chapters.get(position=2))
    serial.refresh_from_db()
    assert titles(serial) == ["Ebb", "Flood"]
    assert positions(serial) == [1, 2]
    assert serial.chapter_count == 2

    delete_chapter(chapter=serial.chapters.get(position=1))
    with refuses("last_chapter"):
        delete_chapter(chapter=serial.chapters.get())


def test_a_scheduled_chapter_is_posted_when_its_hour_comes_and_not_before(
    chapter: Chapter, ada: User
) -> None:
    chapter.schedule(by=ada, at=timezone.now() + timedelta(hours=1), quietly=True)
    assert post_due_chapters() == 0

    Chapter.objects.update(scheduled_for=timezone.now() - timedelta(seconds=1))
    assert post_due_chapters() == 1
    assert post_due_chapters() == 0

    chapter.refresh_from_db()
    assert chapter.is_posted
    assert chapter.is_quiet
    assert chapter.scheduled_for is None


def test_a_scheduled_chapter_that_was_emptied_stays_a_draft(chapter: Chapter, ada: User) -> None:
    chapter.schedule(by=ada, at=timezone.now() + timedelta(hours=1))
    Chapter.objects.update(html="", scheduled_for=timezone.now() - timedelta(hours=1))

    assert post_due_chapters() == 0

    chapter.refresh_from_db()
    assert not chapter.is_posted
    assert chapter.scheduled_for is None


def test_the_past_cannot_be_scheduled(chapter: Chapter, ada: User) -> None:
    with refuses("past"):
        chapter.schedule(by=ada, at=timezone.now() - timedelta(minutes=1))


def test_a_text_over_the_limit_is_refused_and_the_old_one_stays(
    chapter: Chapter, ada: User
) -> None:
    before = Chapter.objects.get(pk=chapter.pk).html

    with pytest.raises(ValidationError, match="500,000"):
        chapter.rewrite(by=ada.default_pseud, html="<p>" + "word " * 100_001 + "</p>")

    assert Chapter.objects.get(pk=chapter.pk).html == before

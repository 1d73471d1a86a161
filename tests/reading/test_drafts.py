"""A draft on the reader's page: for whom it is shown to, with what has changed since they read it."""

from __future__ import annotations

import pytest

from bookcub.people.models import User
from bookcub.reading.models import ChapterProgress, Place
from bookcub.works.actions.draft_readers import show_draft
from bookcub.works.models import Chapter, DraftReading, Work
from tests.browsing import Client
from tests.making import add_chapter, make_work

pytestmark = pytest.mark.both


@pytest.fixture
def draft(ada: User, bo: User) -> Work:
    """Ada's draft of two chapters, which she shows to Bo."""
    work = make_work(ada, title="The Weir", chapters=2, posted=False)
    show_draft(work=work, to=[bo], by=ada)
    return work


@pytest.fixture
def chapter(draft: Work) -> Chapter:
    return draft.chapters.get(position=1)


def retell(chapter: Chapter, old: str, new: str) -> None:
    fresh = Chapter.objects.get(pk=chapter.pk)
    fresh.rewrite(by=None, html=fresh.html.replace(old, new))


def test_a_draft_has_no_kudos_comments_bookmarks_lists_or_clubs_and_no_visit_is_kept(
    client: Client, draft: Work, chapter: Chapter, bo: User
) -> None:
    client.force_login(bo)

    for page in (f"/works/{draft.pk}", chapter.get_absolute_url()):
        shown = client.get(page).content.decode()
        assert "The tide went out" in shown
        assert "You are shown this before it is posted" in shown
        for way in ("/kudos", "/comments", "/bookmarks", "/later", "/lists", "/reads", "/place"):
            assert f"/works/{draft.pk}{way}" not in shown, way

    assert not Place.objects.exists()
    assert not ChapterProgress.objects.exists()


def test_who_prefers_entire_works_reads_a_draft_too(client: Client, draft: Work, bo: User) -> None:
    bo.preferences.entire_work = True
    bo.preferences.save()
    client.force_login(bo)

    assert "The tide went out" in client.get(f"/works/{draft.pk}").content.decode()


def test_the_next_version_is_shown_against_the_one_that_was_read(
    client: Client, chapter: Chapter, bo: User
) -> None:
    client.force_login(bo)
    changes = f"{chapter.get_absolute_url()}/changes"
    client.get(chapter.get_absolute_url())
    retell(chapter, "further", "much further")
    retell(chapter, "much further", "farther")

    page = client.get(changes).content.decode()
    again = client.get(changes).content.decode()

    for shown in (page, again):
        assert "<del>further</del>" in shown
        assert "<ins>farther</ins>" in shown
        assert "put in:" in shown
        assert "much" not in shown  # between two readings there is nothing to be seen
    reading = DraftReading.objects.get()
    assert (reading.before, reading.number) == (1, 3)


def test_a_version_that_was_deleted_for_good_is_not_shown_again(
    client: Client, chapter: Chapter, bo: User
) -> None:
    client.force_login(bo)
    client.get(chapter.get_absolute_url())
    retell(chapter, "cockles", "whelks")
    chapter.revisions.get(number=1).delete()

    page = client.get(f"{chapter.get_absolute_url()}/changes").content.decode()

    assert "cockles" not in page
    assert "was deleted" in page


def test_changes_are_for_whom_it_is_shown_to_alone(
    client: Client, chapter: Chapter, ada: User, cy: User
) -> None:
    for other in (ada, cy):
        client.force_login(other)
        assert client.get(f"{chapter.get_absolute_url()}/changes").status_code == 404


@pytest.mark.usefixtures("left_behind")
def test_reading_a_draft_writes_nothing_while_somebody_waits(
    client: Client, chapter: Chapter, bo: User
) -> None:
    from bookcub.core import behind  # noqa: PLC0415

    client.force_login(bo)
    client.get(chapter.get_absolute_url())
    assert not DraftReading.objects.exists()

    behind.write_all()

    assert DraftReading.objects.get().number == 1


def test_a_draft_among_posted_chapters_stands_in_their_list(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    work = make_work(ada, title="Low Water")
    secret = add_chapter(work, position=2, title="Neap", posted=False)
    show_draft(work=work, to=[bo], by=ada)

    for reader, sees in ((bo, True), (cy, False)):
        client.force_login(reader)
        assert ("Neap" in client.get(f"/works/{work.pk}/navigate").content.decode()) is sees
        assert client.get(secret.get_absolute_url()).status_code == (200 if sees else 404)


def test_of_a_draft_no_words_and_chapters_are_counted(client: Client, ada: User) -> None:
    work = make_work(ada, posted=False, title="The Weir")
    client.force_login(ada)

    page = client.get(work.get_absolute_url()).content.decode()

    assert "0 words" not in page
    assert "0/1" not in page
    assert "<span>Draft</span>" in page

"""A draft is shown to whom its author names, and to nobody else; posting ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from bookcub.people.actions.accounts import switch_off, switch_on
from bookcub.people.models import User
from bookcub.works.actions import add_chapter, delete_chapter, leave_work, orphan_work
from bookcub.works.actions.draft_readers import MOST, show_draft
from bookcub.works.actions.trash import discard_chapter, discard_work, restore_chapter, restore_work
from bookcub.works.models import (
    Chapter,
    Creatorship,
    DraftReader,
    Series,
    SeriesEntry,
    Visibility,
    Work,
)
from tests.browsing import Client
from tests.conftest import person
from tests.refused import refused, refuses

pytestmark = pytest.mark.both


@pytest.fixture
def shown(draft: Work, ada: User, bo: User) -> DraftReader:
    """Ada shows her draft to Bo."""
    (reader,) = show_draft(work=draft, to=[bo], by=ada)
    return reader


def may_read(user: User | AnonymousUser, work: Work) -> tuple[bool, int]:
    """Whether they may read the work, and how many of its chapters."""
    works = Work.objects.visible_to(user).filter(pk=work.pk)
    return works.exists(), Chapter.objects.visible_to(user).filter(work=work).count()


def test_whom_a_draft_is_shown_to_reads_it_and_nobody_else(
    shown: DraftReader, draft: Work, bo: User, cy: User, mo: User
) -> None:
    assert may_read(bo, draft) == (True, 1)
    for other in (cy, mo, AnonymousUser()):
        assert may_read(other, draft) == (False, 0)
    assert not Work.objects.visible_to(bo).posted().filter(pk=draft.pk).exists()


def test_a_draft_among_posted_chapters_is_shown_too(serial: Work, ada: User, bo: User) -> None:
    add_chapter(work=serial, by=ada.default_pseud, html="<p>Slack water at noon.</p>")
    assert may_read(bo, serial) == (True, 3)

    show_draft(work=serial, to=[bo], by=ada)

    assert may_read(bo, serial) == (True, 4)


def test_what_is_shown_leads_to_the_first_chapter_that_is_not_posted(
    client: Client, serial: Work, ada: User, bo: User
) -> None:
    second = add_chapter(work=serial, by=ada.default_pseud, html="<p>Slack water at noon.</p>")
    add_chapter(work=serial, by=ada.default_pseud, html="<p>The tide went out.</p>")
    show_draft(work=serial, to=[bo], by=ada)
    client.force_login(bo)

    for page in ("/desk", "/works/drafts"):
        assert f'href="{second.get_absolute_url()}' in client.get(page).content.decode()


def test_the_drafts_page_says_to_whom_they_are_shown(
    client: Client, shown: DraftReader, draft: Work, ada: User, bo: User, cy: User
) -> None:
    draft.chapters.update(scheduled_for=timezone.now() + timedelta(days=1))
    second = add_chapter(work=draft, by=ada.default_pseud, html="<p>Slack water at noon.</p>")
    client.force_login(ada)

    page = client.get("/works/drafts").content.decode()

    assert page.count(f'href="/works/{draft.pk}/draft-readers"') == 2
    assert page.count("Bo</a>") == 2
    assert f'href="/works/{draft.pk}/delete"' in page
    draft.chapters.exclude(pk=second.pk).get().post(by=ada)
    page = client.get("/works/drafts").content.decode()
    assert f'href="{second.get_absolute_url()}/delete"' in page


def test_posting_the_last_draft_ends_the_showing(
    shown: DraftReader, draft: Work, ada: User, bo: User
) -> None:
    second = add_chapter(work=draft, by=ada.default_pseud, html="<p>Slack water at noon.</p>")
    draft.chapters.get(position=1).post(by=ada)
    assert draft.draft_readers.count() == 1
    assert may_read(bo, draft) == (True, 2)

    Chapter.objects.get(pk=second.pk).post(by=ada)
    assert draft.draft_readers.count() == 0
    Chapter.objects.get(pk=second.pk).withdraw()

    assert may_read(bo, draft) == (True, 1)


def test_the_trash_hides_what_is_shown_and_brings_it_back(
    shown: DraftReader, draft: Work, chapter: Chapter, ada: User, bo: User
) -> None:
    add_chapter(work=draft, by=ada.default_pseud, html="<p>Slack water at noon.</p>")
    discard_chapter(chapter=chapter, by=ada)
    assert may_read(bo, draft) == (True, 1)
    discard_work(work=draft, by=ada)
    assert may_read(bo, draft) == (False, 0)
    assert not DraftReader.objects.visible_to(bo).exists()

    restore_work(work=draft)

    assert may_read(bo, draft) == (True, 1)


def test_of_a_switched_off_author_nothing_is_shown(
    shown: DraftReader, draft: Work, ada: User, bo: User, mo: User
) -> None:
    switch_off(ada, by=mo, reason="Spam.")
    assert may_read(bo, draft) == (False, 0)
    assert not DraftReader.objects.visible_to(bo).exists()

    switch_on(ada)

    assert may_read(bo, draft) == (True, 1)


def test_what_somebody_showed_ends_when_they_leave_the_work_or_give_it_up(
    shown: DraftReader, draft: Work, ada: User, bo: User, cy: User
) -> None:
    Creatorship.objects.create(work=draft, pseud=cy.default_pseud, accepted_at=timezone.now())
    (other,) = show_draft(work=draft, to=[person("Gus")], by=cy)

    leave_work(work=draft, by=ada)
    assert list(draft.draft_readers.all()) == [other]
    orphan_work(work=draft, by=cy, keep_name=False)

    assert not draft.draft_readers.exists()


def test_a_series_of_a_draft_stays_with_its_creators(
    shown: DraftReader, draft: Work, ada: User, bo: User
) -> None:
    series = Series.objects.create(title="The Weir Books", made_by=ada)
    entry = SeriesEntry.objects.create(series=series, work=draft)

    assert entry in SeriesEntry.objects.visible_to(ada)
    assert not SeriesEntry.objects.visible_to(bo).exists()
    assert not Series.objects.visible_to(bo).exists()


def test_only_drafts_are_shown_and_not_to_a_crowd(
    serial: Work, draft: Work, ada: User, bo: User
) -> None:
    with refuses("posted"):
        show_draft(work=serial, to=[bo], by=ada)
    draft.draft_readers.bulk_create(
        DraftReader(work=draft, user=person(f"Reader{number}")) for number in range(MOST)
    )
    with refuses("too_many"):
        show_draft(work=draft, to=[bo], by=ada)


def test_showing_it_again_or_to_its_creators_changes_nothing(
    shown: DraftReader, draft: Work, ada: User, bo: User
) -> None:
    assert show_draft(work=draft, to=[ada, bo], by=ada) == []
    assert list(draft.draft_readers.all()) == [shown]


def test_an_author_names_readers_and_takes_them_away(
    client: Client, draft: Work, ada: User, bo: User
) -> None:
    client.force_login(ada)
    page = f"/works/{draft.pk}/draft-readers"

    wrong = client.post(page, {"names": "Bo, Nobody"})
    assert wrong.status_code == 422
    assert refused(wrong) == {"names unknown"}
    assert "Bo, Nobody" in wrong.content.decode()
    assert client.post(page, {"names": "Bo"}).status_code == 302
    reader = draft.draft_readers.get()
    assert reader.user == bo
    assert "Not read yet" in client.get(page).content.decode()
    client.post(f"{page}/{reader.pk}/delete")

    assert not draft.draft_readers.exists()


def test_a_reader_leaves_and_cannot_send_others_away(
    client: Client, shown: DraftReader, draft: Work, ada: User, bo: User, cy: User
) -> None:
    (other,) = show_draft(work=draft, to=[cy], by=ada)
    client.force_login(bo)
    page = f"/works/{draft.pk}/draft-readers"

    assert client.get(page).status_code == 403
    assert client.post(f"{page}/{other.pk}/delete").status_code == 404
    assert client.post(f"{page}/{shown.pk}/delete").status_code == 302

    assert list(draft.draft_readers.all()) == [other]
    assert client.get(f"/works/{draft.pk}").status_code == 404


def test_without_a_draft_nothing_is_shown_and_a_named_work_is_closed(
    serial: Work, ada: User, bo: User
) -> None:
    serial.visibility = Visibility.NAMED
    serial.save(update_fields=["visibility"])
    new = add_chapter(work=serial, by=ada.default_pseud, html="<p>Slack water at noon.</p>")
    show_draft(work=serial, to=[bo], by=ada)
    assert may_read(bo, serial) == (True, 4)

    discard_chapter(chapter=new, by=ada)
    assert may_read(bo, serial) == (False, 0)
    restore_chapter(chapter=new)
    assert may_read(bo, serial) == (True, 4)
    delete_chapter(chapter=new)

    assert may_read(bo, serial) == (False, 0)
    assert not DraftReader.objects.exists()


def test_a_reader_who_became_a_creator_and_left_reads_on_no_longer(
    shown: DraftReader, draft: Work, ada: User, bo: User
) -> None:
    invited = Creatorship.objects.create(work=draft, pseud=bo.default_pseud, invited_by=ada)
    invited.accept()
    assert not draft.draft_readers.exists()

    leave_work(work=draft, by=bo)

    assert may_read(bo, draft) == (False, 0)

"""Whoever is shown a draft hears of another chapter in it, once until they look, and only as long as it is shown."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from bookcub.notifications.models import Notice
from bookcub.notifications.queries.items import items_of
from bookcub.people.actions.accounts import switch_off
from bookcub.people.models import User
from bookcub.works.actions import add_chapter
from bookcub.works.actions.draft_readers import note_reading, show_draft
from bookcub.works.actions.trash import discard_chapter
from bookcub.works.models import Chapter, DraftReader, Work
from tests.making import make_work
from tests.notifications.conftest import Commits
from tests.works.conftest import LONG_ENOUGH

pytestmark = pytest.mark.both

Mail = list[EmailMultiAlternatives]


@pytest.fixture
def shown(ada: User, bo: User, committing: Commits, mailoutbox: Mail) -> DraftReader:
    """Ada shows Bo the draft of a chapter. He was told, and has looked."""
    work = make_work(ada, posted=False)
    with committing():
        (reader,) = show_draft(work=work, to=[bo], by=ada)
    assert [letter.to for letter in mailoutbox] == [[bo.email]]
    mailoutbox.clear()
    Notice.objects.of(bo).mark_read()
    return reader


def another(work: Work, committing: Commits, html: str = LONG_ENOUGH) -> Chapter:
    with committing():
        return add_chapter(work=work, by=work.creators.get(), html=html)


def told(person: User) -> list[str]:
    """Where the unread lines that somebody sees lead to."""
    lines = list(Notice.objects.visible_to(person).unread())
    return [item.url for item in items_of(person, lines).values()]


def test_a_new_chapter_is_told_to_whom_the_draft_is_shown_and_to_nobody_else(
    shown: DraftReader, bo: User, cy: User, mailoutbox: Mail, committing: Commits
) -> None:
    chapter = another(shown.work, committing)

    assert told(bo) == [f"/works/{shown.work_id}/chapters/{chapter.pk}"]
    assert told(cy) == []
    (letter,) = mailoutbox
    assert letter.to == [bo.email]
    assert f"/works/{shown.work_id}/chapters/{chapter.pk}" in letter.body


def test_ten_new_chapters_are_one_line_and_one_letter_until_one_has_looked(
    shown: DraftReader, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    first, *_ = [another(shown.work, committing) for _ in range(10)]

    assert told(bo) == [f"/works/{shown.work_id}/chapters/{first.pk}"]
    assert len(mailoutbox) == 1

    for chapter in shown.work.chapters.all():
        note_reading(user_id=bo.pk, chapter=chapter, number=1, at=timezone.now())
    Notice.objects.of(bo).mark_read()
    last = another(shown.work, committing)
    assert told(bo) == [f"/works/{shown.work_id}/chapters/{last.pk}"]
    assert len(mailoutbox) == 2


def test_a_chapter_without_words_is_no_news_until_it_has_some(
    shown: DraftReader, bo: User, ada: User, committing: Commits
) -> None:
    chapter = another(shown.work, committing, html="")
    assert told(bo) == []

    with committing():
        chapter.rewrite(by=ada.default_pseud, html=LONG_ENOUGH)
    assert told(bo) == [f"/works/{shown.work_id}/chapters/{chapter.pk}"]


def test_who_has_not_looked_at_the_draft_yet_is_led_to_its_beginning(
    shown: DraftReader, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    Notice.objects.of(bo).mark_unread()

    another(shown.work, committing)

    assert told(bo) == [shown.work.chapters.get(position=1).get_absolute_url()]
    assert mailoutbox == []


def test_who_wants_no_such_letters_finds_it_in_the_inbox_alone(
    shown: DraftReader, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    bo.preferences.mails_invitations = False
    bo.preferences.save()

    another(shown.work, committing)

    assert len(told(bo)) == 1
    assert mailoutbox == []


@pytest.mark.parametrize("end", ["taken off", "switched off", "posted", "posted at once", "gone"])
def test_nobody_hears_of_what_they_are_not_shown(
    shown: DraftReader, ada: User, mo: User, mailoutbox: Mail, committing: Commits, end: str
) -> None:
    work, bo = shown.work, shown.user
    if end == "taken off":
        shown.delete()
    elif end == "switched off":
        switch_off(bo, by=mo, reason="")
    elif end == "posted":
        work.chapters.get().post(by=ada)

    with committing():
        chapter = add_chapter(work=work, by=ada.default_pseud, html=LONG_ENOUGH)
        if end == "posted at once":
            chapter.post(by=ada, quietly=True)
        elif end == "gone":
            discard_chapter(chapter=chapter, by=ada)

    assert told(bo) == []
    assert mailoutbox == []

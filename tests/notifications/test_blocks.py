"""Blocks and mutes in the inbox and its letters: what is signed is kept, and no gap names an anonymous creator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from bookcub.comments import actions
from bookcub.comments.actions.suggestions import accept_suggestion
from bookcub.comments.models import Comment
from bookcub.meetings import signals as meetings
from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.notifications.channels.digest import mail_kudos
from bookcub.notifications.channels.mail import mail_notice
from bookcub.notifications.models import Notice
from bookcub.notifications.queries.items import items_of
from bookcub.notifications.queries.visible_lines import VisibleLines, unread_of
from bookcub.people.actions.blocks import block, mute
from bookcub.people.models import Preferences, User
from bookcub.works.actions import invite_co_creator
from bookcub.works.actions.draft_readers import show_draft
from bookcub.works.choices import MayComment
from bookcub.works.models import Work
from tests.comments.noting import suggested
from tests.comments.talking import a_comment
from tests.making import make_club, make_work
from tests.notifications.conftest import Commits
from tests.notifications.every_kind import tell_of_everything

pytestmark = pytest.mark.both

Mail = list[EmailMultiAlternatives]

# Told whoever did it: what a whole club decides, and what its reader is asked by nobody.
OF_NOBODY = {
    "meeting", "minutes", "pick", "read", "plan", "host", "req_answer",
    "gone_read", "gone_pick", "gone_meeting", "gone_minutes",
}  # fmt: skip


def kinds_seen(person: User) -> set[str]:
    return {line.kind for line in VisibleLines(person)[:1000]}


def test_all_that_somebody_signs_is_gone_and_comes_back(
    ada: User, bo: User, cy: User, committing: Commits
) -> None:
    """Who asked to join, and whose answer it is, is another: theirs stays."""
    tell_of_everything(bo, by=cy, host=ada, committing=committing, more="1")
    before = kinds_seen(bo)
    of_ada = {"invited", "inv_answer", "request"}
    # Said under his works, and in the club that he hosts: nobody hides that from him by blocking him.
    decided = {"comment", "reply", "said", "talk", "club_talk", "announcement"}
    for keep, one, other in ((block, bo, cy), (block, cy, bo), (mute, bo, cy)):
        made = keep(by=one, other=other)

        heard = decided if keep is block and one == cy else set()
        assert kinds_seen(bo) == OF_NOBODY | of_ada | heard, (keep, one)
        lines = list(Notice.objects.visible_to(bo))
        assert {line.kind for line in lines} == kinds_seen(bo)
        assert unread_of(bo) == len(lines)
        items = items_of(bo, lines)
        named = {one.pk for one in lines if one.kind not in decided}
        sentences = [one.sentence for pk, one in items.items() if pk in named and one.sentence]
        assert not any("Cy" in sentence.split() for sentence in sentences)

        made.delete()
        assert kinds_seen(bo) == before

    made = mute(by=cy, other=bo)
    assert kinds_seen(bo) == before


@pytest.fixture
def anonymous(ada: User) -> Work:
    return make_work(ada, is_anonymous=True, may_comment=MayComment.EVERYONE)


def test_an_anonymous_answer_is_told_to_whom_its_writer_has_blocked(
    anonymous: Work, ada: User, bo: User, committing: Commits, mailoutbox: Mail
) -> None:
    """Even once its writer has left the byline."""
    asked = a_comment(anonymous, bo)
    block(by=bo, other=ada)
    with committing():
        actions.say(
            work=anonymous,
            chapter=asked.chapter,
            parent=asked,
            by=ada.default_pseud,
            html="<p>Unsigned words</p>",
        )
    assert "Unsigned words" in mailoutbox[-1].body
    assert Notice.objects.visible_to(bo).count() == 1

    Comment.objects.filter(parent=asked).update(as_creator=True)
    anonymous.creatorships.all().delete()
    assert Notice.objects.visible_to(bo).count() == 1

    Work.objects.filter(pk=anonymous.pk).update(is_anonymous=False)
    assert not Notice.objects.visible_to(bo).exists()


def test_an_anonymous_draft_and_what_is_accepted_in_it_are_told(
    ada: User, bo: User, committing: Commits
) -> None:
    draft = make_work(ada, is_anonymous=True, posted=False)
    block(by=bo, other=ada)
    with committing():
        show_draft(work=draft, to=[bo], by=ada)
        told = suggested(draft.chapters.get(), bo)
    with committing():
        accept_suggestion(suggestion=told.suggestion, by=ada.default_pseud)

    assert kinds_seen(bo) == {"draft", "accepted"}


def test_whoever_asks_onto_an_anonymous_byline_says_who_they_are(
    anonymous: Work, ada: User, bo: User, committing: Commits
) -> None:
    with committing():
        invite_co_creator(work=anonymous, pseud=bo.default_pseud, by=ada)
    assert kinds_seen(bo) == {"invitation"}

    mute(by=bo, other=ada)
    assert kinds_seen(bo) == set()


def test_a_letter_that_waits_does_not_go_once_there_is_a_block(
    work: Work, ada: User, bo: User, committing: Commits, mailoutbox: Mail
) -> None:
    with committing():
        a_comment(work, bo)
    line = Notice.objects.get(user=ada)
    mailoutbox.clear()
    block(by=ada, other=bo)

    assert not mail_notice.func(line.pk)
    assert not mailoutbox


def test_a_meeting_is_told_whoever_fixed_it(bo: User, cy: User, committing: Commits) -> None:
    club = make_club(cy, bo)
    meeting = Meeting.objects.create(club=club, title="Friday", stage=MeetingStage.FIXED)
    block(by=bo, other=cy)
    with committing():
        meetings.meeting_fixed.send(Meeting, meeting=meeting, by=cy)

    assert kinds_seen(bo) == {"meeting"}


def test_thanks_of_whom_one_does_not_hear_are_counted(
    work: Work, ada: User, bo: User, cy: User, mailoutbox: Mail
) -> None:
    Preferences.objects.filter(user=ada).update(mails_kudos=True)
    for one in (bo, cy):
        actions.give_kudos(work=work, by=one, guest_key="")
    mute(by=ada, other=bo)
    at = timezone.now()

    assert mail_kudos.func(ada.pk, (at - timedelta(hours=1)).isoformat(), at.isoformat())
    assert "Cy and 1 other" in mailoutbox[-1].body
    assert "Bo" not in mailoutbox[-1].body.replace("Bookcub", "").split()

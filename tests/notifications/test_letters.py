"""Letters: wanted, allowed, true when they go, and with a way out."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import Message

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation

from bookcub.clubs.actions.joining import invite
from bookcub.comments import actions
from bookcub.comments.actions import Guest, give_kudos
from bookcub.comments.models import Kudos
from bookcub.comments.queries.cards import ANONYMOUS
from bookcub.notifications.channels.mail import mail_notice
from bookcub.notifications.letters import WayOut
from bookcub.notifications.models import KudosDigest, Notice
from bookcub.notifications.periodic_jobs import tell_of_kudos
from bookcub.people.models import Archive, Preferences, User
from bookcub.works.choices import MayComment, Visibility
from bookcub.works.models import Work
from tests.browsing import Client, Forger, words_of
from tests.comments.talking import a_comment
from tests.making import make_club, make_work
from tests.notifications.conftest import Commits

Mail = list[EmailMultiAlternatives]
RUE = Guest("Rue", "rue@example.org")


def to(mail: Mail) -> list[str]:
    return [address for letter in mail for address in letter.to]


def html_of(letter: EmailMultiAlternatives) -> str:
    return str(letter.alternatives[0][0])


def test_a_letter_goes_to_the_creator_and_to_the_one_answered(
    work: Work, bo: User, cy: User, mailoutbox: Mail, committing: Commits
) -> None:
    root = a_comment(work, bo)
    with committing():
        answer = a_comment(work, cy, "Cockles <em>indeed</em>", to=root)

    assert sorted(to(mailoutbox)) == ["ada@example.org", "bo@example.org"]
    letter = next(letter for letter in mailoutbox if letter.to == ["bo@example.org"])
    assert work.title in letter.subject
    assert "Cockles indeed" in letter.body
    assert f"https://stories.example/comments/{answer.pk}" in letter.body
    assert "<blockquote>" in html_of(letter)
    assert "List-Unsubscribe-Post" in letter.extra_headers
    message: Message = letter.message()
    assert message["Auto-Submitted"] == "auto-generated"


def test_what_was_said_long_ago_stands_in_the_inbox_at_its_time_and_sends_no_letter(
    work: Work, ada: User, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    then = timezone.now() - timedelta(days=40)
    with committing():
        actions.say(work=work, by=bo.default_pseud, html="<p>Long ago</p>", at=then)

    assert mailoutbox == []
    assert Notice.objects.get(user=ada).made_at == then


def test_who_wants_no_letters_gets_none(
    work: Work, ada: User, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    ada.preferences.mails_comments = False
    ada.preferences.save()

    with committing():
        a_comment(work, bo)

    assert mailoutbox == []


def test_nobody_is_written_to_about_what_they_did_themselves(
    work: Work, ada: User, mailoutbox: Mail, committing: Commits
) -> None:
    with committing():
        a_comment(work, ada, to=a_comment(work, ada))

    assert mailoutbox == []


@pytest.mark.parametrize("what", ["deleted", "closed", "refused", "switched off"])
def test_a_letter_asks_again_when_it_goes(
    work: Work, ada: User, bo: User, mailoutbox: Mail, committing: Commits, what: str
) -> None:
    root = a_comment(work, ada)
    with committing():
        comment = a_comment(work, bo, to=root)
    notice = Notice.objects.get(user=ada)
    assert mail_notice.func(notice.pk)
    mailoutbox.clear()
    if what == "deleted":
        actions.delete(comment=comment, by=bo)
    elif what == "closed":
        work.visibility = Visibility.NAMED
        work.save()
        work.creatorships.all().delete()
    elif what == "refused":
        ada.preferences.mails_comments = False
        ada.preferences.save()
    else:
        ada.is_active = False
        ada.save()

    assert mail_notice.func(notice.pk) is False
    assert mailoutbox == []


def test_markup_in_names_and_words_harms_no_letter(
    work: Work, mailoutbox: Mail, committing: Commits
) -> None:
    with committing():
        a_comment(work, Guest("<b>Rue</b>\nBcc: x@example.org"), "1 &lt; 2 <a href='x'>y</a>")

    (letter,) = mailoutbox
    assert "<b>Rue" not in html_of(letter)
    assert "\n" not in letter.subject
    assert "1 < 2 y" in letter.body


def test_a_guest_who_gave_an_address_is_told_of_answers(
    work: Work, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    with_address, without = a_comment(work, RUE), a_comment(work, Guest("Sedge"))
    mailoutbox.clear()
    with committing():
        a_comment(work, bo, "Hello Rue", to=with_address)
        a_comment(work, bo, "Hello Sedge", to=without)

    assert [letter.to for letter in mailoutbox if letter.to != ["ada@example.org"]] == [
        ["rue@example.org"]
    ]
    assert not any("Sedge" in letter.body for letter in mailoutbox if "rue" in letter.to[0])


def test_a_letter_to_a_guest_speaks_the_archives_language(
    work: Work, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    """Not that of whoever replied, who may be one that nobody is to know."""
    archive = Archive.current()
    archive.language = "de"
    archive.save()
    root = a_comment(work, RUE)
    mailoutbox.clear()
    with translation.override("en"), committing():
        a_comment(work, bo, "Hello Rue", to=root)

    [letter] = [each for each in mailoutbox if each.to == ["rue@example.org"]]
    with translation.override("de"):
        assert translation.gettext("Read the reply") in letter.body


def test_a_guest_is_told_only_of_what_everybody_may_see(
    work: Work, ada: User, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    root = a_comment(work, RUE)
    work.moderates_comments = True
    work.save()
    with committing():
        answer = a_comment(work, bo, "Waiting", to=root)
    assert "rue@example.org" not in to(mailoutbox)
    with committing():
        actions.approve(comment=answer, by=ada)
    assert "rue@example.org" in to(mailoutbox)

    mailoutbox.clear()
    work.visibility = Visibility.MEMBERS
    work.save()
    with committing():
        a_comment(work, ada, "Among ourselves", to=root)
    assert "rue@example.org" not in to(mailoutbox)


def test_a_guest_who_answers_themselves_gets_no_letter(
    work: Work, mailoutbox: Mail, committing: Commits
) -> None:
    root = a_comment(work, RUE)
    with committing():
        a_comment(work, RUE, "And another thing", to=root)

    assert to(mailoutbox) == ["ada@example.org"]


def test_an_anonymous_creator_is_unnamed_in_letters(
    ada: User, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    work = make_work(ada, is_anonymous=True, may_comment=MayComment.EVERYONE)
    for root in (a_comment(work, bo), a_comment(work, RUE)):
        with committing():
            a_comment(work, ada, "Thank you", to=root)

    assert sorted(to(mailoutbox)) == ["bo@example.org", "rue@example.org"]
    for letter in mailoutbox:
        assert str(ANONYMOUS) in f"{letter.subject} {letter.body}"
        assert "Ada" not in words_of(f"{letter.subject} {letter.from_email} {letter.body}")
        assert all("Ada" not in words_of(str(html)) for html, _ in letter.alternatives)
        assert work.title in letter.subject


def test_a_link_without_log_in_ends_the_letters(
    client: Client, work: Work, ada: User, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    with committing():
        a_comment(work, bo)
    url = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = url.removeprefix("https://stories.example")

    assert client.get(path).status_code == 200
    assert Preferences.objects.get(user=ada).mails_comments
    # As a mail program does it: no cookies, no token of ours.
    answer = Forger().post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    kept = Preferences.objects.get(user=ada)
    assert (kept.mails_comments, kept.mails_invitations, kept.mails_kudos) == (False, True, True)


def test_a_guest_ends_the_letters_too(
    client: Client, work: Work, bo: User, mailoutbox: Mail, committing: Commits
) -> None:
    root = a_comment(work, RUE)
    client.post(f"/letters/{WayOut(email='Rue@example.org').token}")
    with committing():
        a_comment(work, bo, to=root)

    assert "rue@example.org" not in to(mailoutbox)


@pytest.mark.parametrize("token", ["x", "WzEsIm1haWxzIiwiIl0:1x:forged"])
def test_a_broken_link_is_not_found(client: Client, db: None, token: str) -> None:
    assert client.get(f"/letters/{token}").status_code == 404
    assert client.post(f"/letters/{token}").status_code == 404


def test_kudos_of_a_day_are_one_letter(
    work: Work, ada: User, bo: User, cy: User, mailoutbox: Mail
) -> None:
    other = make_work(ada, title="Low Water")
    give_kudos(work=work, by=bo)
    give_kudos(work=work, by=cy)
    give_kudos(work=work, by=None, guest_key="a")
    give_kudos(work=other, by=None, guest_key="a")

    tell_of_kudos()

    (letter,) = mailoutbox
    assert letter.to == ["ada@example.org"]
    for shown in ("The Weir", "Bo", "Cy", "Low Water"):
        assert shown in letter.body


def test_kudos_are_told_once_and_none_is_left_out(work: Work, bo: User, mailoutbox: Mail) -> None:
    give_kudos(work=work, by=bo)
    tell_of_kudos()
    tell_of_kudos()
    assert len(mailoutbox) == 1

    # Whatever time passed between two rounds, the next begins where the last one ended.
    KudosDigest.objects.update(until=timezone.now() - timedelta(days=9))
    Kudos.objects.update(given_at=timezone.now() - timedelta(days=8))
    tell_of_kudos()
    assert len(mailoutbox) == 2


def test_who_wants_no_kudos_letters_gets_none(
    work: Work, ada: User, bo: User, mailoutbox: Mail
) -> None:
    ada.preferences.mails_kudos = False
    ada.preferences.save()
    give_kudos(work=work, by=bo)

    tell_of_kudos()

    assert mailoutbox == []


def test_the_way_out_of_an_invitation_ends_invitations_alone(
    cy: User, bo: User, client: Client, mailoutbox: Mail, committing: Commits
) -> None:
    club = make_club(cy)
    with committing():
        invite(membership=club.memberships.get(), pseud=bo.default_pseud, word="Come")

    assert to(mailoutbox) == ["bo@example.org"]
    way = re.search(
        r"https://stories.example(/\S+)", mailoutbox[0].extra_headers["List-Unsubscribe"]
    )
    assert way
    client.post(way[1].rstrip(">"))

    kept = Preferences.objects.get(user=bo)
    assert (kept.mails_comments, kept.mails_invitations, kept.mails_kudos) == (True, False, True)

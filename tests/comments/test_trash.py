"""What a host deletes of a club's talk waits in the hosts' trash; everybody else's deletions are as they were."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from bookcub.clubs.actions.leaving import leave
from bookcub.clubs.models import Club, LeftNotes, Membership, Role
from bookcub.comments.actions import delete, restore
from bookcub.comments.models import MAY_UNDO_FOR, Comment
from bookcub.comments.periodic_jobs import forget_deleted_comments
from bookcub.people.actions.accounts import delete_account
from bookcub.people.models import KEPT_FOR, User
from bookcub.people.owned_content import questions_for
from bookcub.people.trash import delete_expired, trash_of
from bookcub.works.models import Creatorship, Work
from tests.browsing import Client
from tests.comments.talking import a_comment
from tests.making import make_club, make_work
from tests.memory.remembering import has_read, note

pytestmark = pytest.mark.both


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada)


@pytest.fixture
def club(cy: User, di: User, bo: User) -> Club:
    return make_club(cy, di, bo)


@pytest.fixture
def said(club: Club, work: Work, cy: User, di: User) -> Comment:
    chapter = work.chapters.get()
    for person in (cy, di):
        has_read(person, chapter)
    return note(club, di, chapter, "The heron did it.")


def days_later(days: int) -> None:
    ago = timedelta(days=days)
    for comment in Comment.objects.filter(deleted_at__isnull=False):
        comment.deleted_at = timezone.now() - ago
        comment.discarded_at = comment.discarded_at and comment.deleted_at
        comment.save(update_fields=["deleted_at", "discarded_at"])
    forget_deleted_comments()
    delete_expired()


def test_a_host_undoes_it_even_weeks_later(
    client: Client, said: Comment, cy: User, di: User
) -> None:
    client.force_login(cy)
    answer = client.post(f"/comments/{said.pk}/delete", follow=True)
    assert f"/trash/comment/{said.pk}/restoration" in answer.content.decode()
    assert not Comment.objects.visible_to(di).exists()
    days_later(20)

    assert (
        client.post(f"/trash/comment/{said.pk}/restoration").headers["Location"]
        == said.get_absolute_url()
    )

    assert Comment.objects.visible_to(di).get().html == "<p>The heron did it.</p>"


def test_after_thirty_days_its_words_are_gone(said: Comment, cy: User) -> None:
    delete(comment=said, by=cy)
    days_later(29)
    assert Comment.objects.get().removed_html
    days_later(KEPT_FOR.days + 1)

    assert not Comment.objects.exists()


def test_ones_own_words_are_kept_for_a_day_and_shown_to_no_host(
    said: Comment, cy: User, di: User
) -> None:
    delete(comment=said, by=di)
    assert trash_of(cy, 1).lines == []
    assert [line.title for line in trash_of(di, 1).lines] == ["The heron did it."]
    days_later(2)

    assert not Comment.objects.exists()


def test_the_trash_shows_no_words_of_others(ada: User, bo: User, work: Work) -> None:
    delete(comment=a_comment(work, by=bo, words="Whelks!"), by=ada)
    delete(comment=a_comment(work, by=ada), by=ada)

    assert [line.title for line in trash_of(ada, 1).lines] == ["Cockles!", "Comment by Bo"]
    assert trash_of(bo, 1).lines == []


def test_the_trash_shows_no_words_and_nothing_that_lies_ahead_of_a_host(
    said: Comment, club: Club, cy: User, bo: User
) -> None:
    Membership.objects.filter(club=club, user=bo).update(role="host")
    delete(comment=said, by=cy)

    assert [line.title for line in trash_of(cy, 1).lines] == ["Comment by Di"]
    assert trash_of(bo, 1).lines == [], "Bo has not read so far"


def test_who_takes_their_words_along_takes_them_out_of_the_trash(
    said: Comment, club: Club, cy: User, di: User
) -> None:
    delete(comment=said, by=cy)

    leave(membership=club.memberships.get(user=di), notes=LeftNotes.TAKE)

    assert trash_of(cy, 1).lines == []
    assert not Comment.objects.filter(club=club).exclude(removed_html="").exists()


def test_said_again_meanwhile_it_stays_in_the_trash(
    client: Client, said: Comment, cy: User, work: Work, club: Club, di: User
) -> None:
    said.fingerprint = said.fingerprint_of_words()
    said.save()
    delete(comment=said, by=cy)
    again = note(club, di, work.chapters.get(), "The heron did it.")
    again.refresh_from_db()
    again.fingerprint = again.fingerprint_of_words()
    again.save()
    client.force_login(cy)

    answer = client.post(f"/trash/comment/{said.pk}/restoration")

    assert answer.headers["Location"] == f"/trash/comment/{said.pk}"
    assert Comment.objects.get(pk=said.pk).is_discarded


def test_restored_where_it_was_deleted_it_leaves_the_trash(said: Comment, cy: User) -> None:
    delete(comment=said, by=cy)

    restore(comment=said)

    assert trash_of(cy, 1).lines == []
    assert not Comment.objects.get().is_discarded


def test_whoever_hosts_no_longer_restores_nothing(
    client: Client, said: Comment, club: Club, cy: User, di: User
) -> None:
    delete(comment=said, by=cy)
    Membership.objects.filter(club=club, user=cy).update(role=Role.MEMBER)
    client.force_login(cy)

    for door in (f"/comments/{said.pk}/restoration", f"/trash/comment/{said.pk}/restoration"):
        assert client.post(door).status_code in {403, 404}

    said.refresh_from_db()
    assert said.is_deleted


def test_an_account_that_goes_is_asked_about_what_a_host_has_deleted(
    said: Comment, cy: User, di: User
) -> None:
    delete(comment=said, by=cy)
    assert "comments" in {question.key for question, _ in questions_for(di)}

    delete_account(di, choices={"comments": "delete", "clubs": "keep"})

    said.refresh_from_db()
    assert said.removed_html == ""
    assert not Comment.objects.in_trash_of(cy).exists()


def test_what_one_deletes_oneself_can_be_found_and_brought_back_for_a_day(
    client: Client, work: Work, ada: User, bo: User
) -> None:
    said = a_comment(work, bo)
    client.force_login(bo)
    client.post(f"/comments/{said.pk}/delete")

    (line,) = trash_of(bo, 1).lines
    assert (line.belongs_to, line.goes_at - line.discarded_at) == (work.title, MAY_UNDO_FOR)
    assert trash_of(ada, 1).lines == []
    assert client.get("/trash").status_code == 200
    answer = client.post(f"/trash/{line.name}/{line.pk}/restoration")

    assert answer.headers["Location"] == said.get_absolute_url()
    assert trash_of(bo, 1).lines == []
    assert "Cockles!" in Comment.objects.get(pk=said.pk).html

    client.post(f"/comments/{said.pk}/delete")
    days_later(2)
    assert trash_of(bo, 1).lines == []
    assert client.get(f"/trash/{line.name}/{line.pk}").status_code == 404
    assert not Comment.objects.filter(pk=said.pk).exists()


def test_nobody_brings_back_what_is_no_longer_theirs_to_delete(
    client: Client, work: Work, ada: User, bo: User
) -> None:
    said = a_comment(work, bo)
    delete(comment=said, by=ada)
    assert len(trash_of(ada, 1).lines) == 1

    Creatorship.objects.filter(work=work).update(pseud=bo.default_pseud)

    assert trash_of(ada, 1).lines == []

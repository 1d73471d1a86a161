"""A new account posts as much in a day as the keepers say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bookcub.clubs.models import Club
from bookcub.comments.models import Comment
from bookcub.people.context import forget_archive
from bookcub.people.models import Archive, Attempt, RoleKind, User
from bookcub.works.actions import add_chapter, post_due_chapters
from bookcub.works.actions.chapters import post_chapters
from bookcub.works.models import Chapter, Work
from tests.browsing import Client
from tests.comments.talking import as_member
from tests.conftest import person
from tests.making import make_work
from tests.people.test_keeper_pages import ARCHIVE
from tests.refused import refused

RATIONS = {"works_a_day": 2, "chapters_a_day": 3, "comments_a_day": 2, "clubs_a_day": 1}
TEXT = "<p>The tide went out further than the map allowed, and nobody had told the cockles.</p>"


@pytest.fixture
def rationed(db: None) -> None:
    Archive.current()
    Archive.objects.update(**RATIONS)
    forget_archive()


@pytest.fixture
def newcomer(rationed: None, client: Client) -> User:
    wren = person("Wren")
    client.force_login(wren)
    return wren


def draft(by: User, title: str) -> Chapter:
    work = make_work(by, title=title, posted=False)
    return work.chapters.get()


def publish(client: Client, chapter: Chapter) -> Any:
    path = f"/works/{chapter.work_id}/chapters/{chapter.pk}/publication"
    return client.post(path, follow=True)


def posted() -> int:
    return Work.objects.posted().count()


def test_a_new_account_posts_so_many_works_and_keeps_the_next_as_a_draft(
    newcomer: User, client: Client
) -> None:
    for number in range(3):
        answer = publish(client, draft(newcomer, f"Weir {number}"))

    assert posted() == 2
    assert "A new account can post 2 works a day." in answer.content.decode()
    Attempt.objects.update(at=timezone.now() - timedelta(hours=25))
    publish(client, Chapter.objects.get(work__posted_at=None))
    assert posted() == 3


def test_a_chapter_that_two_presses_want_to_post_is_counted_once(newcomer: User) -> None:
    work = make_work(newcomer, chapters=2, posted=False)
    both = [list(work.chapters.order_by("position")) for _ in range(2)]

    assert [post_chapters(chapters=each, by=newcomer).posted for each in both] == [2, 0]

    assert Attempt.objects.count() == 2


def test_chapters_have_a_number_of_their_own(newcomer: User, client: Client) -> None:
    first = draft(newcomer, "Weir")
    publish(client, first)
    for _ in range(4):
        chapter = add_chapter(work=first.work, by=newcomer.default_pseud, html=TEXT)
        publish(client, chapter)

    assert first.work.posted_chapters().count() == 1 + 3


def test_what_was_scheduled_counts_when_it_is_posted(newcomer: User) -> None:
    for number in range(3):
        chapter = draft(newcomer, f"Weir {number}")
        chapter.schedule(at=timezone.now() + timedelta(minutes=1), by=newcomer)
    Chapter.objects.update(scheduled_for=timezone.now() - timedelta(minutes=1))

    assert post_due_chapters() == 2
    assert posted() == 2
    assert Chapter.objects.get(posted_at=None).scheduled_for is None


def test_what_was_refused_for_another_reason_is_not_counted(newcomer: User, client: Client) -> None:
    empty = draft(newcomer, "Weir")
    Chapter.objects.update(html="")
    publish(client, empty)

    assert posted() == 0
    assert not Attempt.objects.exists()


def test_comments_are_refused_with_the_words_kept(
    newcomer: User, ada: User, client: Client
) -> None:
    work = make_work(ada)
    answers = [
        client.post(f"/works/{work.pk}/comments", {"text": f"Well {n}", **as_member(newcomer)})
        for n in range(3)
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Well 2</textarea>" in answers[2].content.decode()
    assert Comment.objects.count() == 2


def test_clubs_are_refused_in_the_form(newcomer: User, client: Client) -> None:
    fields = {"name": "Weir", "pseud": newcomer.default_pseud.pk, "time_zone": "UTC"}
    fields |= {"visibility": "private", "joining": "invitation"}
    assert client.post("/clubs/new", fields).status_code == 302

    answer = client.post("/clubs/new", fields | {"name": "Other"})

    assert answer.status_code == 422
    assert refused(answer) == {" too_many_today"}
    assert Club.objects.count() == 1


@pytest.mark.parametrize("trusted", ["a keeper", "an older account"])
def test_keepers_and_older_accounts_are_not_counted(
    newcomer: User, client: Client, trusted: str
) -> None:
    if trusted == "a keeper":
        newcomer.give_role(RoleKind.KEEPER, by=None)
    else:
        User.objects.filter(pk=newcomer.pk).update(joined_at=timezone.now() - timedelta(9))
    for number in range(4):
        publish(client, draft(newcomer, f"Weir {number}"))

    assert posted() == 4


def test_the_keepers_set_the_numbers_and_an_empty_one_is_no_limit(mo: User, client: Client) -> None:
    client.force_login(mo)
    fields = ARCHIVE | {"works_a_day": "7", "chapters_a_day": "", "comments_a_day": "0"}
    assert client.post("/keeper/archive", fields).status_code == 302

    row = Archive.current()
    assert (row.works_a_day, row.chapters_a_day, row.comments_a_day) == (7, None, 0)
    assert refused(client.post("/keeper/archive", fields | {"works_a_day": "many"})) == {
        "works_a_day invalid"
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("http://shelf.local:9000/", "http://shelf.local:9000"), ("http://a.example/books", None)],
)
def test_the_address_that_letters_lead_to_is_a_host_without_a_path(
    mo: User, client: Client, typed: str, kept: str | None
) -> None:
    client.force_login(mo)
    answer = client.post("/keeper/archive", ARCHIVE | {"address": typed})

    assert answer.status_code == (302 if kept else 422)
    assert Archive.current().address == (kept or "")

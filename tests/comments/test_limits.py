"""Newcomers and guests have patience asked of them; nothing they typed is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from bookcub.comments import actions
from bookcub.comments.actions import AlreadySaidError
from bookcub.comments.models import Comment
from bookcub.people.models import User
from bookcub.works.choices import MayComment
from bookcub.works.models import Work
from tests.browsing import Client
from tests.comments.talking import GUEST, as_member, post
from tests.conftest import person
from tests.making import make_work


@pytest.fixture
def newcomers(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.NEW_ACCOUNT_DAYS = 3
    monkeypatch.setattr("bookcub.comments.actions.limits.KNOWN_AFTER", 3)


def say_many(client: Client, work: Work, number: int, **data: str) -> list[int]:
    return [post(client, work, f"Words {n}", **data) for n in range(number)]


@pytest.mark.usefixtures("newcomers")
def test_a_new_account_says_three_things_in_a_quarter_of_an_hour(
    client: Client, work: Work, bo: User
) -> None:
    client.force_login(bo)

    assert say_many(client, work, 4, **as_member(bo)) == [302, 302, 302, 429]
    answer = client.post(f"/works/{work.pk}/comments", {"text": "Kept?", **as_member(bo)})
    assert answer.status_code == 429
    assert "Kept?</textarea>" in answer.content.decode()

    Comment.objects.update(posted_at=timezone.now() - timedelta(minutes=16))
    assert post(client, work, "Later", **as_member(bo)) == 302


@pytest.mark.usefixtures("newcomers")
def test_who_is_old_and_known_says_more(client: Client, work: Work, bo: User) -> None:
    bo.joined_at = timezone.now() - timedelta(days=4)
    bo.save()
    client.force_login(bo)
    assert say_many(client, work, 4, **as_member(bo)) == [302, 302, 302, 302]


@pytest.mark.usefixtures("newcomers")
def test_who_is_old_and_was_never_approved_is_new(client: Client, work: Work, bo: User) -> None:
    work.moderates_comments = True
    work.save()
    bo.joined_at = timezone.now() - timedelta(days=400)
    bo.save()
    client.force_login(bo)

    assert say_many(client, work, 4, **as_member(bo)) == [302, 302, 302, 429]


@pytest.mark.usefixtures("newcomers")
def test_under_ones_own_work_nobody_is_new(client: Client, work: Work, ada: User) -> None:
    client.force_login(ada)

    assert say_many(client, work, 5, **as_member(ada)) == [302] * 5


@pytest.mark.usefixtures("newcomers")
def test_deleting_does_not_make_room(client: Client, work: Work, bo: User) -> None:
    client.force_login(bo)
    say_many(client, work, 3, **as_member(bo))
    for comment in Comment.objects.all():
        actions.delete(comment=comment, by=bo)

    assert post(client, work, "Again", **as_member(bo)) == 429


def test_guests_at_one_address_share_five(client: Client, work: Work) -> None:
    assert say_many(client, work, 6, **GUEST) == [302] * 5 + [429]

    data = {"text": "From elsewhere", **GUEST}
    other = client.post(f"/works/{work.pk}/comments", data, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one() -> None:
    ada, bo = person("Ada"), person("Bo")
    work = make_work(ada, may_comment=MayComment.EVERYONE)

    def say(_: int) -> bool:
        try:
            actions.say(
                work=Work.objects.get(pk=work.pk), by=bo.default_pseud, html="<p>Cockles!</p>"
            )
        except AlreadySaidError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(say, range(4))) == [False, False, False, True]
    work.refresh_from_db()
    assert work.comment_count == Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_answers_given_at_once_each_have_their_place() -> None:
    ada = person("Ada")
    people = [person(name) for name in ("Bo", "Cy", "Di", "Mo")]
    work = make_work(ada)
    root = actions.say(work=work, by=ada.default_pseud, html="<p>Well?</p>")

    def answer(user: User) -> None:
        try:
            actions.say(
                work=Work.objects.get(pk=work.pk),
                parent=Comment.objects.get(pk=root.pk),
                by=user.default_pseud,
                html="<p>Well.</p>",
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(answer, people))
    assert len(set(Comment.objects.values_list("path", flat=True))) == 5
    work.refresh_from_db()
    assert work.comment_count == 5

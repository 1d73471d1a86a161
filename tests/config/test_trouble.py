"""The database is busy, full or away: everybody is told so, and keeps what they typed."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection
from psycopg import errors

from bookcub.comments.models import Comment
from bookcub.core.database.trouble import Trouble, tried_again, trouble_of
from bookcub.people.models import User
from bookcub.works.models import MayComment, Work
from tests.browsing import Client
from tests.making import make_work
from tests.read_only import only_read
from tests.security.pages import post_forms

WORDS = "Cockles, “mussels” & <winkles>"


def fails_with(words: str, *, reads: bool = False) -> Callable[..., Any]:
    """For `connection.execute_wrapper`: nothing can be written, or not even read."""

    def execute(run: Callable[..., Any], sql: str, *more: Any) -> Any:
        if reads:
            raise OperationalError(words)
        try:
            return only_read(run, sql, *more)
        except OperationalError:
            raise OperationalError(words) from None

    return execute


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, may_comment=MayComment.EVERYONE)


@pytest.fixture
def reader(client: Client, bo: User) -> Client:
    client.force_login(bo)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        ("database is locked", "busy"),
        ("database table is locked: works_work", "busy"),
        ("database or disk is full", "full"),
        ("unable to open database file", "away"),
        ("connection failed: connection to server at 127.0.0.1 failed: refused", "away"),
        ("no such table: works_work", None),
    ],
)
def test_what_is_the_matter_is_told_by_words(words: str, trouble: str | None) -> None:
    assert trouble_of(OperationalError(words)) == trouble


@pytest.mark.parametrize(
    ("cause", "trouble"),
    [
        (errors.LockNotAvailable(), "busy"),
        (errors.QueryCanceled(), "busy"),
        (errors.DeadlockDetected(), "busy"),
        (errors.DiskFull(), "full"),
        (errors.TooManyConnections(), "away"),
        (errors.AdminShutdown(), "away"),
        (errors.InvalidCatalogName(), "away"),
        (errors.UndefinedTable(), None),
    ],
)
def test_what_is_the_matter_is_told_by_codes(cause: psycopg.Error, trouble: str | None) -> None:
    error = DatabaseError("in any language")
    error.__cause__ = cause

    assert trouble_of(error) == trouble
    assert trouble_of(RuntimeError("led to by it")) is None


def test_a_full_disk_is_one_whoever_meets_it() -> None:
    assert trouble_of(OSError(errno.ENOSPC, "No space left on device")) == Trouble.FULL
    assert trouble_of(OSError(errno.ENOENT, "No such file")) is None


def test_a_knot_of_locks_is_tried_again_and_nothing_else() -> None:
    knot = OperationalError("deadlock detected")
    knot.__cause__ = errors.DeadlockDetected()
    fails = [knot, knot]

    @tried_again
    def act() -> str:
        if fails:
            raise fails.pop()
        return "done"

    assert act() == "done"
    fails = [OperationalError("database is locked")]
    with pytest.raises(OperationalError):
        act()


@pytest.mark.parametrize(
    ("words", "seconds"), [("database is locked", 5), ("database or disk is full", 300)]
)
def test_a_form_that_cannot_be_stored_can_be_sent_again_as_it_was(
    reader: Client, work: Work, bo: User, words: str, seconds: int
) -> None:
    address = f"/works/{work.pk}/comments"
    fields = {"text": WORDS, "as_member": "yes", "pseud": str(bo.default_pseud.pk)}
    with connection.execute_wrapper(fails_with(words)):
        refused = reader.post(address, fields)

    assert (refused.status_code, refused["Retry-After"]) == (503, str(seconds))
    assert refused["Cache-Control"] == "no-store"
    [form] = [each for each in post_forms(refused.content, address) if "text" in each.values]
    assert form.values == fields
    assert reader.post(form.action, form.values).status_code in {200, 302}
    assert Comment.objects.count() == 1


def test_a_password_is_written_into_no_page(reader: Client) -> None:
    reader.logout()
    with connection.execute_wrapper(fails_with("database is locked")):
        refused = reader.post("/users/login", {"name": "Bo", "password": "a walk by the weir"})

    assert refused.status_code == 503
    assert b"a walk by the weir" not in refused.content


@pytest.mark.parametrize("who", ["a guest", "a member"])
def test_a_database_that_is_away_is_a_page_and_logs_nobody_out(
    reader: Client, work: Work, who: str
) -> None:
    if who == "a guest":
        reader.cookies.clear()
    before = dict(reader.cookies)
    with connection.execute_wrapper(fails_with("connection failed: refused", reads=True)):
        answer = reader.get(work.get_absolute_url())

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert b'<link rel="stylesheet"' in answer.content  # the whole frame
    assert f'href="{work.get_absolute_url()}"' in answer.content.decode()
    assert {name: reader.cookies[name].value for name in before} == {
        name: each.value for name, each in before.items()
    }


def test_other_mistakes_are_ours(reader: Client, work: Work) -> None:
    with connection.execute_wrapper(fails_with("no such column: weir", reads=True)):
        assert reader.get(work.get_absolute_url()).status_code == 500

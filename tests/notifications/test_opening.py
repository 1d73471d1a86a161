"""Who follows a line of their inbox has read it."""

from __future__ import annotations

import pytest

from bookcub.comments.models import Comment
from bookcub.core import behind
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.works.models import Work
from tests.browsing import Client
from tests.comments.talking import a_comment
from tests.notifications.conftest import Commits

pytestmark = pytest.mark.both


@pytest.fixture
def comment(work: Work, bo: User, committing: Commits) -> Comment:
    with committing():
        return a_comment(work, bo, "First")


@pytest.fixture
def line(comment: Comment, ada: User) -> Notice:
    return Notice.objects.of(ada).get()


def test_it_leads_to_what_happened_and_is_read(
    comment: Comment, line: Notice, ada: User, client: Client
) -> None:
    client.force_login(ada)
    [told] = [one for one in client.get("/desk").context["page"].waiting if one.icon == "inbox"]

    answer = client.get(told.url)

    assert answer["Location"] == comment.get_absolute_url()
    line.refresh_from_db()
    assert line.read_at
    assert not client.get("/desk").context["page"].waiting


@pytest.mark.usefixtures("left_behind")
def test_nobody_waits_until_that_is_stored_and_what_comes_again_meanwhile_is_news(
    line: Notice, ada: User, client: Client
) -> None:
    client.force_login(ada)
    client.get(f"/inbox/{line.pk}")
    line.refresh_from_db()
    assert line.read_at is None

    behind.write_all()

    line.refresh_from_db()
    assert line.read_at


def test_a_line_that_a_service_worker_fetches_for_its_page_is_read(
    line: Notice, ada: User, client: Client
) -> None:
    """As Chromium sends it once a browser has the archive's worker: the page is what it asks for, for nothing in it."""
    client.force_login(ada)

    asked = {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "navigate"}
    client.get(f"/inbox/{line.pk}", headers=asked | {"Sec-Fetch-Site": "same-origin"})

    line.refresh_from_db()
    assert line.read_at


@pytest.mark.parametrize(
    "header",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Sec-Fetch-Dest": "image", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_what_a_browser_fetches_beforehand_or_as_a_picture_is_not_read(
    line: Notice, ada: User, client: Client, header: dict[str, str]
) -> None:
    client.force_login(ada)

    client.get(f"/inbox/{line.pk}", headers=header)

    line.refresh_from_db()
    assert line.read_at is None


def test_it_leads_to_the_inbox_where_there_is_nothing_to_see_any_more(
    comment: Comment, line: Notice, ada: User, bo: User, client: Client
) -> None:
    Comment.objects.filter(pk=comment.pk).update(hearers="self")
    client.force_login(ada)

    answer = client.get(f"/inbox/{line.pk}")

    assert answer["Location"] == "/inbox"


def test_nobody_follows_lines_of_others(line: Notice, bo: User, client: Client) -> None:
    client.force_login(bo)

    assert client.get(f"/inbox/{line.pk}").status_code == 404
    line.refresh_from_db()
    assert line.read_at is None

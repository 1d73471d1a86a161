"""“My comments and notes”: what one has said, where, and what was answered."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookcub.comments import actions
from bookcub.comments.models import Comment
from bookcub.people.models import User
from bookcub.reading.actions.places import read_up_to_end
from bookcub.works.models import Work
from tests.browsing import Client, words_of
from tests.comments.talking import a_comment
from tests.making import make_work

PAGE = "/comments/mine"


def shown(client: Client, page: str = PAGE) -> str:
    return words_of(client.get(page).content.decode())


def test_what_one_said_stands_there_with_its_work_and_the_way_back(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    mine, theirs = a_comment(work, bo, "The cockles knew."), a_comment(work, cy, "So did I.")
    a_comment(work, cy, "Indeed.", to=mine)
    a_comment(work, bo, "And more.", to=mine)  # one's own is no answer
    client.force_login(bo)

    page = client.get(PAGE).content.decode()

    assert f'href="{mine.get_absolute_url()}#{mine.anchor}"' in page
    assert theirs.get_absolute_url() not in page
    assert work.title in page
    assert "1 reply" in words_of(page)
    assert "So did I." not in page


def test_the_menu_and_the_inbox_lead_there(client: Client, bo: User) -> None:
    client.force_login(bo)

    for page in ("/desk", "/inbox"):
        assert f'href="{PAGE}"' in client.get(page).content.decode()
    assert "Nothing said yet" in shown(client)
    # Whoever looks for their notes finds them by this name.
    assert "My comments and notes" in words_of(client.get("/desk").content.decode())
    assert "<h1>My comments and notes</h1>" in client.get(PAGE).content.decode()


def test_what_is_answered_beyond_ones_place_is_not_counted(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    serial = make_work(ada, chapters=2)
    first, last = serial.posted_chapters()
    mine = a_comment(serial, bo, "Early days.")
    ahead = actions.say(
        work=serial, chapter=last, by=cy.default_pseud, html="<p>The gull did it.</p>"
    )
    Comment.objects.filter(pk=ahead.pk).update(parent=mine)
    read_up_to_end(user=bo, chapter=first)
    client.force_login(bo)

    assert "No replies yet" in shown(client)
    read_up_to_end(user=bo, chapter=last)
    assert "1 reply" in shown(client)


def test_what_one_may_no_longer_read_and_what_is_deleted_is_not_there(
    client: Client, work: Work, bo: User
) -> None:
    gone, kept = a_comment(work, bo, "Gone."), a_comment(work, bo, "Kept.")
    actions.delete(comment=gone, by=bo)
    client.force_login(bo)

    assert "Kept." in shown(client)
    assert "Gone." not in shown(client)
    Work.objects.filter(pk=work.pk).update(posted_at=None)
    assert kept.html.strip("</p>") not in shown(client)
    assert work.title not in shown(client)


@pytest.mark.parametrize("number", [3, 30])
def test_the_page_asks_for_as_much_however_much_was_said(
    client: Client, work: Work, bo: User, cy: User, number: int
) -> None:
    for n in range(number):
        a_comment(work, cy, f"Indeed {n}.", to=a_comment(work, bo, f"Said {n}."))
    client.force_login(bo)
    client.get(PAGE)

    with CaptureQueriesContext(connection) as asked:
        page = client.get(PAGE).content.decode()

    assert page.count("1 reply") == min(number, 25)
    assert len([one for one in asked if "comments_" in one["sql"]]) <= 4

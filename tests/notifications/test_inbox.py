"""Who is told of what, and what they can do with it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bookcub.comments import actions
from bookcub.comments.actions import SourceComment
from bookcub.comments.models import Comment
from bookcub.comments.queries.cards import ANONYMOUS
from bookcub.notifications.kinds.comments import ABOUT_COMMENTS
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.works.actions import invite_co_creator
from bookcub.works.actions.related import relate
from bookcub.works.choices import MayComment, Visibility
from bookcub.works.models import Relation, Work
from tests.browsing import Client, asks_for, words_of
from tests.comments.talking import a_comment, as_member
from tests.making import add_chapter, make_work
from tests.notifications.conftest import Commits

pytestmark = pytest.mark.both


def told(person: User) -> list[tuple[str, str]]:
    """Kind and words of each line of an inbox, oldest first."""
    rows = Notice.objects.of(person).order_by("pk")
    words = dict(Comment.objects.values_list("pk", "html"))
    return [(row.kind, words[row.subject] if row.kind in ABOUT_COMMENTS else "") for row in rows]


def inbox(client: Client, person: User, query: str = "") -> str:
    client.force_login(person)
    return client.get(f"/inbox{query}").content.decode()


def change(client: Client, **data: Any) -> int:
    return client.post("/inbox/changes", data).status_code


def test_the_creator_and_the_one_who_is_answered_are_told_and_nobody_else(
    work: Work, ada: User, bo: User, cy: User, committing: Commits
) -> None:
    with committing():
        root = a_comment(work, bo, "First")
    with committing():
        a_comment(work, cy, "Second", to=root)

    assert told(ada) == [("comment", "<p>First</p>"), ("comment", "<p>Second</p>")]
    assert told(bo) == [("reply", "<p>Second</p>")]
    assert told(cy) == []


def test_a_creator_who_is_answered_is_told_once(
    work: Work, ada: User, bo: User, committing: Commits
) -> None:
    with committing():
        root = a_comment(work, ada)
    with committing():
        a_comment(work, bo, "Answer", to=root)

    assert told(ada) == [("reply", "<p>Answer</p>")]


def test_what_waits_is_told_to_the_creator_first_and_to_the_answered_when_it_is_approved(
    work: Work, ada: User, bo: User, cy: User, committing: Commits
) -> None:
    root = a_comment(work, bo)
    work.moderates_comments = True
    work.save()

    with committing():
        answer = a_comment(work, cy, "Waiting", to=root)
    assert (len(told(ada)), len(told(bo))) == (1, 0)
    with committing():
        actions.approve(comment=answer, by=ada)
    assert (len(told(ada)), len(told(bo))) == (1, 1)


def test_what_waits_again_after_an_edit_is_news_for_the_creator_alone(
    work: Work, ada: User, bo: User, cy: User, committing: Commits
) -> None:
    with committing():
        answer = a_comment(work, cy, "Harmless", to=a_comment(work, bo))
    Notice.objects.update(read_at=answer.posted_at)
    work.moderates_comments = True
    work.save()

    with committing():
        answer.refresh_from_db()
        actions.edit(comment=answer, html="<p>Quite another thing</p>", pseud=cy.default_pseud)

    assert [(row.user, row.is_read) for row in Notice.objects.filter(subject=answer.pk)] == [
        (ada, False)
    ]


def test_nobody_is_told_of_what_they_can_no_longer_read(
    client: Client, work: Work, bo: User, cy: User, committing: Commits
) -> None:
    root = a_comment(work, bo)
    with committing():
        a_comment(work, cy, "Before it closed", to=root)
    work.visibility = Visibility.NAMED
    work.save()
    work.named_readers.add(cy)
    with committing():
        a_comment(work, cy, "After it closed", to=root)

    assert told(bo) == [("reply", "<p>Before it closed</p>")]
    page = inbox(client, bo)
    assert "Before it closed" not in page
    assert work.title not in page
    assert f"/works/{work.pk}" not in page


def test_a_deleted_comment_leaves_the_inbox_and_comes_back_with_undo(
    work: Work, ada: User, bo: User, committing: Commits
) -> None:
    with committing():
        comment = a_comment(work, bo)
    with committing():
        actions.delete(comment=comment, by=bo)
    assert told(ada) == []
    with committing():
        actions.restore(comment=comment)
    assert told(ada) == [("comment", "<p>Cockles!</p>")]


def test_answering_in_place_comes_back_and_counts_as_read(
    client: Client, work: Work, ada: User, bo: User, committing: Commits
) -> None:
    with committing():
        comment = a_comment(work, bo)
    page = inbox(client, ada)
    assert f"/comments/{comment.pk}/reply?next=/inbox" in page
    assert "1<span" in page.split("masthead-count")[1][:20]

    data = {"text": "Thank you", "next": "/inbox", **as_member(ada)}
    with committing():
        answer = client.post(f"/comments/{comment.pk}/reply", data)

    assert answer["Location"].partition("#")[0] == "/inbox"
    page = inbox(client, ada)
    assert Notice.objects.get(user=ada).read_at
    assert "masthead-count" not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Read", "Answered", "New"]),
        ("?read=unread", ["New"]),
        ("?read=read", ["Read", "Answered"]),
        ("?replied=yes", ["Answered"]),
        ("?replied=no", ["Read", "New"]),
        ("?replied=no&read=unread", ["New"]),
        ("?order=oldest", ["Read", "Answered", "New"]),
        ("?read=x&replied=y&order=z&page=q", ["Read", "Answered", "New"]),
    ],
)
def test_the_inbox_shows_what_one_asks_for(  # the cast and the question
    client: Client, ada: User, bo: User, committing: Commits, query: str, shown: list[str]
) -> None:
    work = make_work(ada)
    with committing():
        read, answered, _ = (
            a_comment(work, bo, f"{word} words") for word in ("Read", "Answered", "New")
        )
    with committing():
        a_comment(work, ada, "Mine", to=answered)
    client.force_login(ada)
    change(client, do="read", notice=[Notice.objects.get(subject=read.pk).pk])

    page = inbox(client, ada, query)

    assert [word for word in ("Read", "Answered", "New") if f"{word} words" in page] == shown
    if "order=oldest" in query:
        assert page.index("Read words") < page.index("New words")


def test_one_several_or_all_are_read_unread_or_gone(
    client: Client, work: Work, ada: User, bo: User, committing: Commits
) -> None:
    with committing():
        for number in range(4):
            a_comment(work, bo, f"Words {number}")
    client.force_login(ada)
    first, second, *_ = Notice.objects.order_by("pk")

    def unread() -> int:
        return Notice.objects.of(ada).unread().count()

    change(client, do="read", notice=[first.pk])
    assert unread() == 3
    change(client, do="read", everything="on")
    assert unread() == 0
    change(client, do="unread", notice=[first.pk, second.pk])
    assert unread() == 2
    change(client, do="delete", notice=[first.pk])
    assert Notice.objects.of(ada).count() == 3
    assert asks_for(client.get("/inbox/delete")) == {"/inbox/changes"}
    change(client, do="delete", everything="on")
    assert told(ada) == []
    assert Comment.objects.count() == 4


def test_nobody_changes_anothers_inbox(
    client: Client, work: Work, ada: User, bo: User, committing: Commits
) -> None:
    with committing():
        a_comment(work, bo)
    notice = Notice.objects.get()
    client.force_login(bo)

    change(client, do="delete", notice=[notice.pk])
    change(client, do="delete", everything="on")

    assert Notice.objects.filter(pk=notice.pk).exists()


@pytest.mark.parametrize(
    "data", [{}, {"do": "burn"}, {"do": "read"}, {"do": "read", "notice": ["x", "9" * 40]}]
)
@pytest.mark.both
def test_nonsense_changes_nothing_and_says_so(
    client: Client, bo: User, data: dict[str, Any]
) -> None:
    client.force_login(bo)

    page = client.post("/inbox/changes", data, follow=True).content.decode()

    assert "Choose" in page


def test_a_guest_has_no_inbox(client: Client, db: None) -> None:
    for url in ("/inbox", "/inbox/delete"):
        assert client.get(url).status_code == 302
    assert change(client, do="read", everything="on") == 302
    assert client.get("/inbox/changes").status_code == 302


def test_invitations_debts_and_claims_stand_in_the_inbox(
    client: Client, work: Work, ada: User, bo: User, committing: Commits
) -> None:
    theirs = make_work(bo, title="After the Weir")
    with committing():
        relate(work=theirs, relation=Relation.INSPIRED_BY, parent=work)
    with committing():
        invite_co_creator(work=theirs, pseud=ada.default_pseud, by=bo)
    rows = [SourceComment(source_id="1", name="Old", html="<p>x</p>")]
    actions.keep_imported(work=work, comments=rows)
    with committing():
        actions.claim(comment=Comment.objects.get(), pseud=bo.default_pseud)

    page = inbox(client, ada)

    kinds = set(Notice.objects.of(ada).values_list("kind", flat=True))
    assert kinds == {"related", "invitation", "claim"}
    ways = re.findall(r'href="(/inbox/\d+)"', page)
    assert sorted(client.get(way)["Location"] for way in ways) == [
        "/comments/claims",
        "/works/invitations",
        "/works/related",
    ]
    assert told(bo) == []


def test_a_debt_of_a_draft_is_told_when_the_draft_is_posted(
    work: Work, ada: User, bo: User, committing: Commits
) -> None:
    draft = make_work(bo, title="After the Weir", posted=False)
    with committing():
        relate(work=draft, relation=Relation.INSPIRED_BY, parent=work)
    assert told(ada) == []

    with committing():
        draft.chapters.get().post(by=bo)

    assert [kind for kind, _ in told(ada)] == ["related"]


def test_what_is_posted_without_telling_anyone_tells_nobody(
    work: Work, ada: User, bo: User, committing: Commits
) -> None:
    draft = make_work(bo, title="After the Weir", posted=False)
    with committing():
        relate(work=draft, relation=Relation.INSPIRED_BY, parent=work)

    with committing():
        draft.chapters.get().post(by=bo, quietly=True)
    assert told(ada) == []

    # Its author can still be asked: the next chapter is posted aloud.
    with committing():
        add_chapter(draft, position=2, posted=False).post(by=bo)
    assert [kind for kind, _ in told(ada)] == ["related"]


def test_an_anonymous_creator_is_unnamed_in_inboxes(
    client: Client, ada: User, bo: User, committing: Commits
) -> None:
    work = make_work(ada, is_anonymous=True, may_comment=MayComment.EVERYONE)
    root = a_comment(work, bo)
    with committing():
        a_comment(work, ada, "Thank you", to=root)

    page = inbox(client, bo)

    assert "Thank you" in page
    assert str(ANONYMOUS) in page
    assert "Ada" not in words_of(page)

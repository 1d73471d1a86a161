"""Imported conversations: nothing doubled, nothing invented, nobody's until claimed."""

from __future__ import annotations

from datetime import UTC, datetime

from bookcub.comments import actions
from bookcub.comments.actions import SourceComment
from bookcub.comments.models import Comment, CommentClaim
from bookcub.people.models import User
from bookcub.works.models import Work
from tests.browsing import Client
from tests.comments.conftest import Commits
from tests.comments.talking import a_comment

THEN = datetime(2019, 3, 9, 21, 15, tzinfo=UTC)
CONVERSATION = [
    SourceComment(source_id="71", name="tidewrack", html="<p>First!</p>", written_at=THEN),
    SourceComment(source_id="72", name="Osier", html=None, parent_id="71"),
    SourceComment(source_id="73", name="tidewrack", html="<p>Hm.</p>", parent_id="72"),
    SourceComment(source_id="74", name="", html=None, is_deleted=True),
    SourceComment(source_id="75", name="Reed", html="<p>Still here.</p>", parent_id="74"),
]


def test_a_conversation_comes_in_as_its_source_tells_it(client: Client, work: Work) -> None:
    assert actions.keep_imported(work=work, comments=CONVERSATION) == 5

    first, second, third, gone, last = Comment.objects.order_by("source_id")
    assert (second.parent, third.parent, last.parent) == (first, second, gone)
    assert (first.thread, third.thread, third.depth) == (first, first, 2)
    assert first.pseud is None
    page = client.get(f"/works/{work.pk}/comments").content.decode()
    assert ">9 Mar 2019</time>" in page
    assert [each.written_at for each in (last,)] == [None]
    assert "Imported" in page
    assert f'id="comment_{gone.pk}"' in page
    work.refresh_from_db()
    assert work.comment_count == 4


def test_importing_again_doubles_nothing_and_brings_what_was_missing(work: Work) -> None:
    actions.keep_imported(work=work, comments=CONVERSATION)
    fuller = [
        *CONVERSATION[:1],
        SourceComment(source_id="72", name="Osier", html="<p>Second.</p>", parent_id="71"),
        SourceComment(source_id="76", name="Late", html="<p>New.</p>", parent_id="72"),
    ]

    assert actions.keep_imported(work=work, comments=fuller) == 1

    assert Comment.objects.count() == 6
    second = Comment.objects.get(source_id="72")
    assert (second.html, second.has_words) == ("<p>Second.</p>", True)
    assert Comment.objects.get(source_id="76").parent == second


def test_what_a_creator_deleted_does_not_come_back_with_an_import(work: Work, ada: User) -> None:
    actions.keep_imported(work=work, comments=CONVERSATION)
    first = Comment.objects.get(source_id="71")
    actions.delete(comment=first, by=ada)

    actions.keep_imported(work=work, comments=CONVERSATION)

    first.refresh_from_db()
    assert first.is_deleted
    assert first.html == ""


def test_circles_orphans_and_doubles_in_a_source_harm_nobody(work: Work) -> None:
    rows = [
        SourceComment(source_id="1", name="A", html="<p>a</p>", parent_id="2"),
        SourceComment(source_id="2", name="B", html="<p>b</p>", parent_id="1"),
        SourceComment(source_id="3", name="C", html="<p>c</p>", parent_id="none"),
        SourceComment(source_id="3", name="C", html="<p>c</p>", parent_id="3"),
        SourceComment(source_id="x" * 200, name="D" * 300, html="<p>d</p>"),
    ]

    assert actions.keep_imported(work=work, comments=rows) == 4
    assert actions.keep_imported(work=work, comments=rows) == 0


def test_a_thread_deeper_than_threads_go_keeps_everybody(work: Work, bo: User) -> None:
    rows = [
        SourceComment(source_id=str(n), name="A", html="<p>a</p>", parent_id=str(n - 1))
        for n in range(1200)
    ]
    actions.keep_imported(work=work, comments=rows)
    deepest = Comment.objects.order_by("-depth").first()
    assert deepest is not None
    answer = a_comment(work, bo, to=deepest)

    assert Comment.objects.count() == 1201
    assert len(answer.path) < 2100
    assert answer.thread == deepest.thread


def test_a_member_claims_and_the_creator_believes(
    client: Client, work: Work, ada: User, bo: User, committing: Commits
) -> None:
    actions.keep_imported(work=work, comments=CONVERSATION)
    comment = Comment.objects.get(source_id="71")
    client.force_login(bo)
    page = client.get(f"/works/{work.pk}/comments").content.decode()
    assert f'href="/comments/{comment.pk}/claim"' in page
    data = {"pseud": bo.default_pseud.pk}
    assert client.post(f"/comments/{comment.pk}/claim", data).status_code == 302
    claim = CommentClaim.objects.get()
    assert client.post(f"/comments/claims/{claim.pk}/approval").status_code == 404

    client.force_login(ada)
    assert "tidewrack" in client.get("/comments/claims").content.decode()
    with committing():
        assert client.post(f"/comments/claims/{claim.pk}/approval").status_code == 302

    comment.refresh_from_db()
    assert comment.pseud == bo.default_pseud
    assert comment.is_imported
    assert not CommentClaim.objects.open().exists()


def test_a_keeper_answers_claims_too_and_a_stranger_does_not(
    client: Client, work: Work, bo: User, cy: User, mo: User
) -> None:
    actions.keep_imported(work=work, comments=CONVERSATION)
    claim = actions.claim(comment=Comment.objects.get(source_id="71"), pseud=bo.default_pseud)

    for person, status in ((cy, 404), (mo, 302)):
        client.force_login(person)
        assert client.post(f"/comments/claims/{claim.pk}/rejection").status_code == status
    assert Comment.objects.get(source_id="71").pseud is None


def test_nobody_answers_their_own_claim(client: Client, work: Work, ada: User) -> None:
    actions.keep_imported(work=work, comments=CONVERSATION)
    claim = actions.claim(comment=Comment.objects.get(source_id="71"), pseud=ada.default_pseud)
    client.force_login(ada)

    assert client.post(f"/comments/claims/{claim.pk}/approval").status_code == 404


def test_what_is_somebodys_cannot_be_claimed(
    client: Client, work: Work, ada: User, bo: User, cy: User
) -> None:
    actions.keep_imported(work=work, comments=CONVERSATION)
    comment = Comment.objects.get(source_id="71")
    first = actions.claim(comment=comment, pseud=bo.default_pseud)
    second = actions.claim(comment=comment, pseud=cy.default_pseud)
    actions.answer_claim(made=first, believed=True, by=ada)
    actions.answer_claim(made=second, believed=True, by=ada)
    native = a_comment(work, bo)
    client.force_login(cy)

    comment.refresh_from_db()
    assert comment.pseud == bo.default_pseud
    for one in (comment, native):
        assert client.get(f"/comments/{one.pk}/claim").status_code == 403
    client.logout()
    assert client.get(f"/comments/{native.pk}/claim").status_code == 302

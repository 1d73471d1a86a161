"""What creators decide under their works, and what nobody may learn of them."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from bookcub.comments import actions
from bookcub.comments.models import Comment
from bookcub.comments.queries.cards import ANONYMOUS
from bookcub.people.models import User
from bookcub.works.actions import leave_work
from bookcub.works.choices import MayComment
from bookcub.works.models import Creatorship, Work
from tests.browsing import Client, asks_for, words_of
from tests.comments.conftest import Commits
from tests.comments.talking import a_comment, as_member, post
from tests.making import make_work


@pytest.fixture
def moderated(ada: User) -> Work:
    return make_work(ada, may_comment=MayComment.EVERYONE, moderates_comments=True)


def test_what_waits_is_seen_by_its_writer_and_the_creator_alone(
    client: Client, moderated: Work, ada: User, bo: User, cy: User
) -> None:
    comment = a_comment(moderated, bo, "Waiting words")

    for person, sees in ((None, False), (cy, False), (bo, True), (ada, True)):
        if person:
            client.force_login(person)
        page = client.get(f"/works/{moderated.pk}/comments").content.decode()
        assert ("Waiting words" in page) is sees
        assert (client.get(comment.get_absolute_url()).status_code == 200) is sees
    moderated.refresh_from_db()
    assert moderated.comment_count == 0


def test_the_creators_own_words_wait_for_nobody(moderated: Work, ada: User) -> None:
    assert a_comment(moderated, ada).is_approved


def test_a_creator_approves_or_rejects_one(
    client: Client, moderated: Work, ada: User, bo: User
) -> None:
    good, bad = a_comment(moderated, bo, "Good"), a_comment(moderated, bo, "Bad")
    client.force_login(ada)

    page = client.get(f"/works/{moderated.pk}/comments/unreviewed").content.decode()
    assert "Good" in page
    assert client.post(f"/comments/{good.pk}/approval").status_code == 302
    assert client.post(f"/comments/{bad.pk}/rejection").status_code == 302

    client.logout()
    page = client.get(f"/works/{moderated.pk}/comments").content.decode()
    assert "Good" in page
    assert "Bad" not in words_of(page)
    moderated.refresh_from_db()
    assert moderated.comment_count == 1


@pytest.mark.parametrize(("verdict", "count"), [("approvals", 3), ("rejections", 0)])
def test_a_creator_decides_on_all_that_they_have_seen(
    client: Client, moderated: Work, ada: User, bo: User, verdict: str, count: int
) -> None:
    for number in range(3):
        a_comment(moderated, bo, f"Words {number}")
    client.force_login(ada)
    newest = client.get(f"/works/{moderated.pk}/comments/unreviewed").context["newest"]
    late = a_comment(moderated, bo, "Came after the page was shown")

    client.post(f"/works/{moderated.pk}/comments/{verdict}", {"up_to": newest})

    moderated.refresh_from_db()
    assert moderated.comment_count == count
    assert list(moderated.comments.unreviewed()) == [late]


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 30])
def test_nonsense_decides_nothing(
    client: Client, moderated: Work, ada: User, bo: User, up_to: str
) -> None:
    a_comment(moderated, bo)
    client.force_login(ada)

    url = f"/works/{moderated.pk}/comments/approvals"
    assert client.post(url, {"up_to": up_to}).status_code == 302
    assert moderated.comments.unreviewed().count() == 1


def test_nobody_else_decides(client: Client, moderated: Work, bo: User, cy: User, mo: User) -> None:
    comment = a_comment(moderated, bo)

    for person in (bo, cy, mo):
        client.force_login(person)
        assert client.get(f"/works/{moderated.pk}/comments/unreviewed").status_code == 403
        for verb in ("approval", "rejection"):
            assert client.post(f"/comments/{comment.pk}/{verb}").status_code in {403, 404}
        for verb in ("approvals", "rejections"):
            url = f"/works/{moderated.pk}/comments/{verb}"
            assert client.post(url, {"up_to": "999999"}).status_code == 403
    assert not Comment.objects.get().is_approved


def test_an_approved_comment_cannot_be_rejected_afterwards(
    client: Client, work: Work, ada: User, bo: User
) -> None:
    comment = a_comment(work, bo)
    client.force_login(ada)

    assert client.post(f"/comments/{comment.pk}/rejection").status_code == 403


def test_a_frozen_thread_takes_no_answers_anywhere_below(
    client: Client, work: Work, ada: User, bo: User, cy: User
) -> None:
    root = a_comment(work, bo)
    below = a_comment(work, cy, to=a_comment(work, cy, to=root))
    beside = a_comment(work, bo, "Beside")
    client.force_login(ada)
    client.post(f"/comments/{root.pk}/freeze")

    client.force_login(bo)
    for comment, status in ((root, 403), (below, 403), (beside, 302)):
        data = {"text": "More", **as_member(bo)}
        assert client.post(f"/comments/{comment.pk}/reply", data).status_code == status
    page = client.get(f"/works/{work.pk}/comments")
    assert [one.may_reply for one in page.context["talk"].threads] == [False, True]

    client.force_login(ada)
    client.post(f"/comments/{root.pk}/freeze/delete")
    client.force_login(bo)
    data = {"text": "More", **as_member(bo)}
    assert client.post(f"/comments/{below.pk}/reply", data).status_code == 302


def test_freezing_asks_first_and_leads_back_to_where_one_was(
    client: Client, work: Work, ada: User, bo: User
) -> None:
    comment, here = a_comment(work, bo), f"/works/{work.pk}/comments?page=1"
    client.force_login(ada)
    listed = LexborHTMLParser(client.get(here).content)
    link = listed.css_first(f".comment-menu a[href^='/comments/{comment.pk}/freeze']")
    assert link is not None

    asked = client.get(str(link.attributes["href"]))
    comment.refresh_from_db()
    assert comment.frozen_at is None
    assert asks_for(asked) == {f"/comments/{comment.pk}/freeze"}

    there = f"{here}#{comment.anchor}"
    frozen = client.post(f"/comments/{comment.pk}/freeze", {"next": here})
    assert frozen["Location"] == there
    assert client.post(f"/comments/{comment.pk}/freeze/delete", {"next": here})["Location"] == there
    elsewhere = client.post(f"/comments/{comment.pk}/freeze", {"next": "https://example.org"})
    assert elsewhere["Location"] == comment.get_absolute_url()


def test_htmx_freezes_a_thread_where_it_stands(
    client: Client, work: Work, ada: User, bo: User
) -> None:
    comment = a_comment(work, bo)
    htmx = {"HX-Request": "true", "HX-Target": comment.anchor}
    client.force_login(ada)

    box = client.get(f"/comments/{comment.pk}/freeze", headers=htmx).content.decode()
    done = client.post(f"/comments/{comment.pk}/freeze", headers=htmx).content

    assert "<html" not in box
    assert f'hx-post="/comments/{comment.pk}/freeze"' in box
    shown = LexborHTMLParser(done).css_first(f"#{comment.anchor}.comment--frozen[autofocus]")
    assert shown is not None
    assert shown.css_first(f"form[action='/comments/{comment.pk}/freeze/delete']")
    assert shown.css_first("[data-told]")
    assert client.get(f"/comments/{comment.pk}/freeze?part=closed", headers=htmx).content == b""


def test_strangers_freeze_nothing(client: Client, work: Work, bo: User, cy: User) -> None:
    comment = a_comment(work, bo)

    for person in (bo, cy):
        client.force_login(person)
        assert client.get(f"/comments/{comment.pk}/freeze").status_code == 403
        assert client.post(f"/comments/{comment.pk}/freeze").status_code == 403
        assert client.post(f"/comments/{comment.pk}/freeze/delete").status_code == 403


def test_a_creator_deletes_what_they_do_not_want_under_their_work(
    client: Client, work: Work, ada: User, bo: User
) -> None:
    comment = a_comment(work, bo)
    client.force_login(ada)

    assert client.post(f"/comments/{comment.pk}/delete").status_code == 302
    assert not Comment.objects.spoken().exists()


def test_decisions_are_made_by_post_alone(client: Client, work: Work, ada: User, bo: User) -> None:
    comment = a_comment(work, bo)
    client.force_login(ada)

    for verb in ("approval", "rejection", "freeze/delete", "restoration"):
        assert client.get(f"/comments/{comment.pk}/{verb}").status_code == 405
    for verb in ("approvals", "rejections"):
        assert client.get(f"/works/{work.pk}/comments/{verb}").status_code == 405


def test_a_form_never_leads_out_of_the_archive(
    client: Client, moderated: Work, ada: User, bo: User
) -> None:
    comment = a_comment(moderated, bo)
    client.force_login(ada)

    data = {"next": "https://elsewhere.example/"}
    answer = client.post(f"/comments/{comment.pk}/approval", data)

    assert answer["Location"] == comment.get_absolute_url()


def test_a_creator_is_named_as_one_and_nobody_else(
    client: Client, work: Work, ada: User, bo: User
) -> None:
    a_comment(work, ada)
    a_comment(work, bo)

    page = client.get(f"/works/{work.pk}/comments")
    named = {row.card.author: row.card.by_work_author for row in page.context["talk"].threads}
    assert named == {"Ada": True, "Bo": False}
    assert page.content.decode().count('<span class="comment-about">(') == 1


def test_an_anonymous_creator_is_named_nowhere(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    work = make_work(ada, may_comment=MayComment.EVERYONE, is_anonymous=True)
    client.force_login(ada)
    post(client, work, "From me", **as_member(ada))
    mine = Comment.objects.get()
    answer = a_comment(work, bo, to=mine)
    a_comment(work, ada, "Thanks", to=answer)

    for person in (None, bo, cy):
        client.logout()
        if person:
            client.force_login(person)
        for url in (
            f"/works/{work.pk}/comments",
            f"/works/{work.pk}/comments?part=true",
            mine.get_absolute_url(),
            answer.get_absolute_url(),
            f"/comments/{mine.pk}/reply",
            "/inbox",
        ):
            page = client.get(url, follow=True).content.decode()
            assert "Ada" not in words_of(page), url
        talk = client.get(f"/works/{work.pk}/comments")
        [hers] = [row.card for row in talk.context["talk"].threads]
        assert (hers.author, hers.author_url, hers.by_work_author) == (ANONYMOUS, "", False)
        assert "From me" in talk.content.decode()


def test_an_anonymous_creator_stays_unnamed_after_leaving(
    client: Client, ada: User, bo: User, committing: Commits
) -> None:
    work = make_work(ada, may_comment=MayComment.EVERYONE, is_anonymous=True)
    early = a_comment(work, bo, "Before I wrote here")
    part = Creatorship.objects.create(work=work, pseud=bo.default_pseud)
    with committing():
        part.accept()
    late = a_comment(work, bo, "While I wrote here")
    leave_work(work=work, by=bo)

    talk = client.get(f"/works/{work.pk}/comments")
    page = talk.content.decode()

    cards = [row.card for row in talk.context["talk"].threads]
    assert {(card.author, card.author_url) for card in cards} == {(ANONYMOUS, "")}
    assert early.html in page
    assert late.html in page
    assert not {"Ada", "Bo"} & set(words_of(page).split())


def test_a_withdrawn_chapters_comments_do_not_count(
    serial: Work, ada: User, bo: User, committing: Commits
) -> None:
    chapter = serial.chapters.get(position=2)
    actions.say(work=serial, chapter=chapter, by=bo.default_pseud, html="<p>Second</p>")
    a_comment(serial, bo, "First")

    with committing():
        chapter.withdraw()

    serial.refresh_from_db()
    assert serial.comment_count == 1
    chapter.refresh_from_db()
    with committing():
        chapter.post(by=ada)
    serial.refresh_from_db()
    assert serial.comment_count == 2

"""What becomes of what somebody said when they change their name or leave."""

from __future__ import annotations

import re

import pytest

from bookcub.comments.actions import give_kudos
from bookcub.comments.models import Comment
from bookcub.comments.owned_content import DELETE, KEEP, UNNAME
from bookcub.people.actions.accounts import delete_account
from bookcub.people.models import User
from bookcub.people.owned_content import move_all, owned_by, questions_for
from bookcub.works.models import Work
from tests.browsing import Client, words_of
from tests.comments.talking import a_comment

pytestmark = pytest.mark.both


def test_a_pseuds_comments_move_with_the_rest(work: Work, bo: User) -> None:
    comment = a_comment(work, bo)
    other = bo.pseuds.create(name="Bobolink")
    assert [number for kind, number in owned_by(bo.default_pseud)] == [1]

    move_all(bo.default_pseud, other)

    comment.refresh_from_db()
    assert comment.pseud == other


@pytest.mark.parametrize("choice", [KEEP, UNNAME, DELETE])
def test_a_leaving_person_chooses_what_stays(
    client: Client, work: Work, bo: User, cy: User, choice: str
) -> None:
    a_comment(work, cy, "Answer", to=a_comment(work, bo, "Left behind"))
    give_kudos(work=work, by=bo)
    assert [question.key for question, _ in questions_for(bo)] == ["comments"]

    delete_account(bo, choices={"comments": choice})

    page = client.get(f"/works/{work.pk}/comments").content.decode()
    assert (re.search(r">\s*Bo\s*</h4>", page) is not None) is (choice == KEEP)
    assert ("Left behind" in page) is (choice != DELETE)
    assert "Guest" not in page
    work.refresh_from_db()
    assert work.comment_count == (1 if choice == DELETE else 2)
    assert not Comment.objects.filter(removed_html__gt="").exists()


def test_an_anonymous_creator_who_leaves_with_their_name_stays_unnamed_there(
    client: Client, work: Work, ada: User
) -> None:
    work.is_anonymous = True
    work.save()
    a_comment(work, ada)

    delete_account(ada, choices={"comments": KEEP, "works": "orphan_named"})

    answer = client.get(f"/works/{work.pk}/comments")
    (shown,) = answer.context["talk"].threads
    page = answer.content.decode()
    assert not shown.card.author_url
    assert "Ada" not in words_of(page)

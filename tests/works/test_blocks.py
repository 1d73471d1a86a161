"""Blocks and mutes around works: whom one asks, names and finds, and what lists leave out."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookcub.people.actions.blocks import block, mute
from bookcub.people.models import User, UserBlock, UserMute
from bookcub.reading.actions.bookmarks import BookmarkFields, bookmark_work
from bookcub.reading.models import Bookmark
from bookcub.works.actions import invite_co_creator
from bookcub.works.actions.draft_readers import note_reading, show_draft
from bookcub.works.actions.related import approve, relate
from bookcub.works.actions.writing import rewrite_work
from bookcub.works.commands import WorkCommand
from bookcub.works.fields import WorkFields
from bookcub.works.models import Creatorship, RelatedWork, Relation, Work
from bookcub.works.queries.bylines import users_named
from tests.browsing import Client, words_of
from tests.making import make_work
from tests.refused import refused, refuses
from tests.works.conftest import TAGS

pytestmark = pytest.mark.both

BOTH_WAYS = pytest.mark.parametrize("who", ["ada", "bo"])


def keep_apart(ada: User, bo: User, who: str) -> None:
    block(by=ada if who == "ada" else bo, other=bo if who == "ada" else ada)


def page(client: Client, who: User, url: str) -> str:
    client.force_login(who)
    return words_of(client.get(url).content)


@BOTH_WAYS
def test_nobody_is_asked_onto_a_byline_by_whom_they_may_not_meet(
    client: Client, draft: Work, ada: User, bo: User, who: str
) -> None:
    """They are told the same as by somebody who takes no invitations."""
    keep_apart(ada, bo, who)
    client.force_login(ada)

    answer = client.post(
        "/works/mine/edit",
        {"works": [draft.pk], "co_creators": "Bo", "confirmed": "yes", "visibility": ""},
    )
    assert refused(answer) == {"co_creators takes_none"}
    assert not Creatorship.objects.filter(pseud__user=bo).exists()


def test_a_question_of_somebody_blocked_or_muted_waits_out_of_sight(
    client: Client, draft: Work, ada: User, bo: User
) -> None:
    asked = invite_co_creator(work=draft, pseud=bo.default_pseud, by=ada)
    for keep in (block, mute):
        made = keep(by=bo, other=ada)
        assert str(draft) not in page(client, bo, "/works/invitations")
        assert client.post(f"/works/invitations/{asked.pk}/accept").status_code == 404

        made.delete()
        assert str(draft) in page(client, bo, "/works/invitations")
    client.post(f"/works/invitations/{asked.pk}/accept")
    asked.refresh_from_db()
    assert asked.is_accepted


@BOTH_WAYS
def test_a_draft_is_not_shown_to_whom_one_may_not_meet(
    client: Client, draft: Work, ada: User, bo: User, who: str
) -> None:
    """It reads as if nobody had that name."""
    keep_apart(ada, bo, who)
    client.force_login(ada)

    answer = client.post(f"/works/{draft.pk}/draft-readers", {"names": "Bo"})
    nobody = client.post(f"/works/{draft.pk}/draft-readers", {"names": "Nobody At All"})
    assert answer.status_code == nobody.status_code == 422
    assert refused(answer) == refused(nobody) == {"names unknown"}
    assert not draft.draft_readers.exists()


@BOTH_WAYS
def test_of_several_names_the_unknown_are_named_together_as_they_were_typed(  # the cast
    client: Client, draft: Work, ada: User, bo: User, cy: User, who: str
) -> None:
    """Else what is missing from the sentence would be whom one may not meet."""
    keep_apart(ada, bo, who)
    client.force_login(ada)
    named = {"names": "Bo, Zed, Cy, Yan"}

    answer = client.post(f"/works/{draft.pk}/draft-readers", named)
    assert "Nobody here goes by “Bo”, “Zed”, “Yan”." in words_of(answer.content)
    with pytest.raises(ValidationError, match="“Zed”, “Bo”\\."):
        users_named(["Zed", "Cy", "Bo"], field="named_readers", by=ada)


@BOTH_WAYS
def test_who_is_on_the_byline_is_not_unknown_to_the_others(
    client: Client, draft: Work, ada: User, bo: User, who: str
) -> None:
    draft.creatorships.create(pseud=bo.default_pseud, accepted_at=draft.revised_at)
    keep_apart(ada, bo, who)
    client.force_login(ada)

    answer = client.post(f"/works/{draft.pk}/draft-readers", {"names": "Bo"})
    assert answer.status_code == 302
    assert not draft.draft_readers.exists()
    command = WorkCommand(fields=WorkFields(title="The Weir"), tags=TAGS, named_readers=("Bo",))
    rewrite_work(work=draft, by=ada, command=command)


def test_when_a_draft_was_read_is_told_to_those_who_hear_of_its_reader(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    """An anonymous one stays open to whoever has blocked its author, and tells nobody so."""
    draft = make_work(ada, posted=False, is_anonymous=True)
    draft.creatorships.create(pseud=cy.default_pseud, accepted_at=draft.revised_at)
    show_draft(work=draft, to=[bo], by=ada)
    url = f"/works/{draft.pk}/draft-readers"
    block(by=bo, other=ada)
    note_reading(user_id=bo.pk, chapter=draft.chapters.get(), number=1, at=timezone.now())

    shown = page(client, ada, url)
    assert "Bo" in shown
    assert "Not read yet" in shown
    assert "Last read" not in shown
    assert "Last read" in page(client, cy, url)


def test_a_draft_that_was_shown_is_gone_with_a_block_but_an_anonymous_one_names_nobody(
    ada: User, bo: User
) -> None:
    signed = make_work(ada, posted=False)
    hidden = make_work(ada, posted=False, is_anonymous=True)
    for work in (signed, hidden):
        show_draft(work=work, to=[bo], by=ada)

    block(by=bo, other=ada)
    assert list(Work.objects.visible_to(bo)) == [hidden]

    UserBlock.objects.all().delete()
    assert set(Work.objects.visible_to(bo)) == {signed, hidden}


@BOTH_WAYS
def test_a_work_names_nobody_anew_whom_its_author_may_not_meet(
    ada: User, bo: User, who: str
) -> None:
    """Whom it names already it goes on naming: a form that is saved again does not stumble over them."""
    keep_apart(ada, bo, who)

    with refuses("unknown"):
        users_named(["Bo"], field="named_readers", by=ada)
    assert users_named(["Bo"], field="named_readers", by=ada, known=[bo]) == [bo]


@BOTH_WAYS
def test_whom_one_may_not_meet_is_not_offered(
    client: Client, ada: User, bo: User, cy: User, who: str
) -> None:
    def offered(name: str) -> list[str]:
        client.force_login(ada)
        found = json.loads(client.get("/works/people", {"q": name}).content)["results"]
        return [one["name"] for one in found]

    assert offered("bo") == offered("Bo") == ["Bo"]
    mute(by=ada, other=bo)
    assert offered("bo") == ["Bo"]

    keep_apart(ada, bo, who)
    assert offered("bo") == offered("Bo") == []
    assert offered("cy") == ["Cy"]


def test_a_mute_leaves_out_of_lists_what_somebody_signs(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    """One of several creators is enough. An anonymous work stays, and each is open at its own address."""
    alone = make_work(ada, title="Alone")
    shared = make_work(cy, title="Shared")
    shared.creatorships.create(pseud=ada.default_pseud, accepted_at=shared.revised_at)
    make_work(ada, title="Unsigned", is_anonymous=True)
    make_work(cy, title="Of Cy")
    for work in Work.objects.all():
        bookmark_work(pseud=cy.default_pseud, work=work, fields=BookmarkFields())
    lists = ("/works", "/", "/bookmarks", "/tags/fandom/Original%20Work")
    assert "Alone" in page(client, bo, "/works")

    mute(by=bo, other=ada)

    for url in lists:
        shown = page(client, bo, url)
        assert "Alone" not in shown, url
        assert "Shared" not in shown, url
    for url in ("/works", "/bookmarks", "/tags/fandom/Original%20Work"):
        shown = page(client, bo, url)
        assert "Unsigned" in shown, url
        assert "Of Cy" in shown, url
    for url in (f"/works/{alone.pk}", f"/works/{shared.pk}", "/users/Ada/works"):
        assert client.get(url).status_code == 200
    assert "Alone" in page(client, bo, "/users/Ada/works")
    assert "Alone" in page(client, cy, "/works")
    UserMute.objects.all().delete()
    assert "Alone" in page(client, bo, "/works")


def test_a_block_leaves_works_as_open_as_they_were(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada, title="Alone")
    bookmark_work(pseud=ada.default_pseud, work=work, fields=BookmarkFields())
    block(by=ada, other=bo)

    assert "Alone" in page(client, bo, "/works")
    assert "Alone" in page(client, bo, "/bookmarks")
    assert client.get(f"/works/{work.pk}").status_code == 200


def test_a_list_counts_what_it_shows(client: Client, ada: User, bo: User, cy: User) -> None:
    for number in range(3):
        make_work(ada, title=f"Ada {number}")
        make_work(cy, title=f"Cy {number}")
    mute(by=bo, other=ada)

    client.force_login(bo)
    for url in ("/works", "/tags/fandom/Original%20Work"):
        assert client.get(url).context["page"].paginator.count == 3


def test_a_tag_that_only_the_muted_use_is_still_there(client: Client, ada: User, bo: User) -> None:
    make_work(ada)
    mute(by=bo, other=ada)

    client.force_login(bo)
    assert client.get("/tags/fandom/Original%20Work").status_code == 200


def test_bookmarks_of_the_muted_are_left_out(client: Client, ada: User, bo: User, cy: User) -> None:
    work = make_work(cy)
    for pseud in (ada.default_pseud, cy.default_pseud):
        bookmark_work(pseud=pseud, work=work, fields=BookmarkFields(notes=f"Why, {pseud.name}"))
    mute(by=bo, other=ada)

    for url in ("/bookmarks", f"/works/{work.pk}/bookmarks"):
        shown = page(client, bo, url)
        assert "Why, Cy" in shown
        assert "Why, Ada" not in shown
    assert "Why, Ada" in page(client, bo, "/users/Ada/bookmarks")
    assert Bookmark.objects.visible_to(bo).count() == 2


def test_who_names_ones_work_is_not_heard_of(client: Client, ada: User, bo: User) -> None:
    mine, theirs = make_work(bo, title="Mine"), make_work(ada, title="Theirs")
    related = relate(work=theirs, relation=Relation.INSPIRED_BY, parent=mine)
    block(by=bo, other=ada)
    assert not RelatedWork.objects.to_works_of(bo).exists()

    Work.objects.filter(pk=theirs.pk).update(is_anonymous=True)
    assert RelatedWork.objects.to_works_of(bo).get() == related

    Work.objects.filter(pk=theirs.pk).update(is_anonymous=False)
    approve(related=related)
    assert RelatedWork.objects.to_works_of(bo).get() == related

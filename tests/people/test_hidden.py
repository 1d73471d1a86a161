"""What keepers hide: out of readers' sight and of every count, told to its authors, and back as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bookcub.clubs.actions.joining import invite
from bookcub.clubs.actions.trash import discard_club, restore_club
from bookcub.clubs.models import (
    Club,
    ClubInvitation,
    ClubVisibility,
    InvitationLink,
    Membership,
)
from bookcub.comments.actions.comments import delete, say
from bookcub.meetings.models import Line, LineKind
from bookcub.notifications.models import Notice
from bookcub.notifications.queries.visible_lines import unread_of
from bookcub.people.actions.pseuds import keep_pseud
from bookcub.people.hiding import HIDEABLE, forget_gone, hide, show_again
from bookcub.people.models import Hideable, Hiding, Pseud, User
from bookcub.reading.actions.bookmarks import BookmarkFields, bookmark_work
from bookcub.reading.models import Bookmark
from bookcub.reads.models import Milestone
from bookcub.tags.models import Tag
from bookcub.works import signals
from bookcub.works.actions.chapters import post_chapter, post_chapters
from bookcub.works.actions.draft_readers import show_draft
from bookcub.works.actions.trash import discard_chapter, discard_work, restore_chapter, restore_work
from bookcub.works.models import Chapter, DraftReading, Visibility, Work
from bookcub.works.queries.pages import desk as unpublished
from tests.browsing import Client
from tests.browsing import words_of as words_in
from tests.conftest import person
from tests.making import add_chapter, make_club, make_read, make_work
from tests.meetings.room import make_meeting
from tests.notifications.conftest import Commits
from tests.people.pictures import picture
from tests.works.test_trash import rows

pytestmark = [pytest.mark.both, pytest.mark.django_db]

GUEST = AnonymousUser()
WHY = "It names somebody’s child."


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Callable[..., Any]) -> Commits:
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def story(ada: User) -> Work:
    work = make_work(ada, chapters=3)
    work.count_again()
    return work


def hidden(kind: str, thing: Hideable, by: User) -> Hiding:
    hiding = hide(HIDEABLE[kind], thing, by=by, why=WHY)
    assert hiding
    thing.refresh_from_db()
    return hiding


def signed_in(somebody: User) -> Client:
    client = Client()
    client.force_login(somebody)
    return client


def words_of(answer: Any) -> str:
    return words_in(answer.content.decode())


def page_of(somebody: User, thing: Any) -> str:
    return words_of(signed_in(somebody).get(thing.get_absolute_url()))


def test_all_that_is_hidden_comes_back_as_it_was(story: Work, bo: User, mo: User) -> None:
    said = say(work=story, by=bo.default_pseud, html="<p>He lives at the weir.</p>")
    say(work=story, by=mo.default_pseud, html="<p>Please don’t.</p>", parent=said)
    club = make_club(bo, visibility=ClubVisibility.PUBLIC)
    things: list[tuple[str, Hideable]] = [
        ("chapter", story.chapters.get(position=2)),
        ("comment", said),
        ("work", story),
        ("club", club),
    ]
    before = rows()

    made = [hidden(kind, thing, mo) for kind, thing in things]
    assert rows() != before
    for hiding in reversed(made):
        assert show_again(hiding)

    assert rows() == before


def test_no_count_knows_of_what_is_hidden(story: Work, bo: User, mo: User) -> None:
    said = say(work=story, by=bo.default_pseud, html="<p>He lives at the weir.</p>")
    words = story.word_count
    hidden("comment", said, mo)
    hidden("chapter", story.chapters.get(position=2), mo)
    story.refresh_from_db()
    assert (story.comment_count, story.chapter_count) == (0, 2)
    assert 0 < story.word_count < words
    assert [one.number for one in story.posted_chapters()] == [1, 2]

    fandom = Tag.objects.get(taggings__work=story)
    assert fandom.uses == 1
    hidden("work", story, mo)
    fandom.refresh_from_db()
    assert fandom.uses == 0


def test_authors_and_keepers_see_it_and_why(story: Work, ada: User, bo: User, mo: User) -> None:
    hidden("work", story, mo)

    for one in (ada, mo):
        assert WHY in page_of(one, story)
    assert "Show it again" in page_of(mo, story)
    assert "Show it again" not in page_of(ada, story)
    assert signed_in(bo).get(story.get_absolute_url()).status_code == 404
    assert "Hidden" in words_of(signed_in(ada).get(reverse("works:work_index")))


def test_a_hidden_chapter_cannot_be_posted_again(story: Work, ada: User, mo: User) -> None:
    chapter = story.chapters.get(position=2)
    hidden("chapter", chapter, mo)

    with pytest.raises(ValidationError, match="hidden this chapter"):
        post_chapter(chapter=chapter, by=ada)
    assert post_chapters(chapters=[chapter], by=ada).posted == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Chapter.objects.filter(pk=chapter.pk).update(posted_at=story.posted_at)
    assert unpublished(ada).is_empty  # it is no draft that waits for its author
    assert "hidden this" in page_of(ada, chapter)


def test_the_last_chapter_is_hidden_with_its_work(ada: User, mo: User) -> None:
    work = make_work(ada)
    client = signed_in(mo)
    address = reverse("people:hiding_new", args=["chapter", work.chapters.get().pk])

    answer = client.post(address, {"why": WHY})

    assert answer.status_code == 422
    assert "Hide the whole work." in words_of(answer)
    assert WHY in answer.content.decode()
    assert not Hiding.objects.exists()


def test_trash_and_hiding_do_not_undo_each_other(story: Work, ada: User, mo: User) -> None:
    chapter = story.chapters.get(position=2)
    hiding = hidden("chapter", chapter, mo)
    discard_chapter(chapter=chapter, by=ada)
    restore_chapter(chapter=chapter)
    assert not Chapter.objects.visible_to(GUEST).filter(pk=chapter.pk).exists()

    assert show_again(hiding)
    assert Chapter.objects.visible_to(GUEST).filter(pk=chapter.pk).exists()

    hiding = hidden("work", story, mo)
    discard_work(work=story, by=ada)
    assert show_again(hiding) is None  # it lies in its author's trash, which is theirs alone
    restore_work(work=story)
    assert not Work.objects.visible_to(GUEST).filter(pk=story.pk).exists()


def test_a_place_stays_where_somebody_has_answered(
    story: Work, ada: User, bo: User, mo: User, committing: Commits
) -> None:
    with committing():
        said = say(work=story, by=bo.default_pseud, html="<p>He lives at the weir.</p>")
        answer = say(work=story, by=ada.default_pseud, html="<p>Please don’t.</p>", parent=said)
    Notice.objects.update(read_at=None)
    assert (unread_of(ada), unread_of(bo)) == (1, 1)
    hidden("comment", said, mo)

    talk = reverse("comments:work_comment_index", args=[story.pk])
    other = words_of(signed_in(person("Zoe")).get(talk))
    assert "lives at the weir" not in other
    assert "Please don’t." in other
    assert "(Previous comment deleted.)" in other
    own = words_of(signed_in(bo).get(talk))
    assert "lives at the weir" in own
    assert WHY in own
    assert unread_of(ada) == 0  # she was told of what is hidden now
    assert unread_of(bo) == 1
    delete(comment=answer, by=ada)
    assert "deleted" not in words_of(signed_in(person("Yan")).get(talk))


def test_keepers_are_not_told_who_is_anonymous(ada: User, mo: User) -> None:
    work = make_work(ada, is_anonymous=True)
    said = say(work=work, by=ada.default_pseud, html="<p>Thank you!</p>")
    hidden("comment", said, mo)

    page = words_of(signed_in(mo).get(reverse("people:hiding_index")))
    assert "anonymous creator" in page
    assert "Ada" not in page


def test_a_hidden_club_is_for_its_members(bo: User, cy: User, mo: User) -> None:
    club = make_club(cy, visibility=ClubVisibility.PUBLIC)
    assert Client().get(club.get_absolute_url()).status_code == 200
    hidden("club", club, mo)

    assert Client().get(club.get_absolute_url()).status_code == 404
    assert signed_in(bo).get(club.get_absolute_url()).status_code == 404
    assert WHY in page_of(cy, club)
    assert WHY in page_of(mo, club)
    assert club.name not in words_of(Client().get(reverse("home:club_index")))


def test_a_club_that_went_private_is_not_named_to_keepers(cy: User, mo: User) -> None:
    club = make_club(cy, visibility=ClubVisibility.PUBLIC)
    hiding = hidden("club", club, mo)
    Club.objects.filter(pk=club.pk).update(visibility=ClubVisibility.PRIVATE, name="Something else")

    client = signed_in(mo)
    listed = words_of(client.get(reverse("people:hiding_index")))
    assert "Something else" not in listed
    assert "A private club" in listed
    shown = client.post(reverse("people:hiding_delete", args=[hiding.pk]), follow=True)
    assert "Something else" not in words_of(shown)
    assert not Hiding.objects.exists()


def test_a_hidden_club_lets_nobody_in_and_stays_hidden_through_the_trash(
    bo: User, cy: User, mo: User
) -> None:
    club = make_club(cy, visibility=ClubVisibility.PUBLIC)
    member = Membership.objects.get(club=club, user=cy)
    link = InvitationLink.objects.create(club=club, made_by=cy)
    invite(membership=member, pseud=bo.default_pseud)
    address = reverse("clubs:link_detail", args=[link.key])
    assert Client().get(address).status_code == 200
    assert ClubInvitation.objects.to(bo).exists()
    hidden("club", club, mo)

    assert Client().get(address).status_code == 404
    assert not ClubInvitation.objects.to(bo).exists()
    discard_club(club=club, by=cy)
    assert forget_gone() == 0
    restore_club(club=club)
    assert not Club.objects.visible_to(GUEST).exists()


def test_what_is_hidden_gets_no_new_words_out(
    story: Work, ada: User, bo: User, cy: User, mo: User, committing: Commits
) -> None:
    bookmark_work(pseud=bo.default_pseud, work=story, fields=BookmarkFields())
    club = make_club(cy, bo)
    read = make_read(club, work=story)
    meeting = make_meeting(read, club, upto=0)
    chapter = story.chapters.get(position=1)
    Line.objects.create(
        meeting=meeting, number=1, kind=LineKind.BOOK, chapter=chapter, quote="Nobody had told"
    )
    assert Line.objects.visible_to(bo).exists()
    hidden("work", story, mo)

    with committing():
        story.title = "Come to my own site"
        story.save()
        signals.work_revised.send(Work, work=story)
    assert Bookmark.objects.get().title != story.title
    read.refresh_from_db()
    assert read.title != story.title
    assert not Line.objects.visible_to(bo).exists()


def test_a_plan_waits_for_a_chapter_that_is_hidden(
    story: Work, bo: User, cy: User, mo: User, committing: Commits
) -> None:
    read = make_read(make_club(cy, bo), work=story)
    for upto in (1, 2, 3):
        Milestone.objects.create(read=read, upto=upto, due_on=date(2026, 12, upto))
    before = list(Milestone.objects.values())

    with committing():
        hiding = hidden("chapter", story.chapters.get(position=2), mo)
    assert signed_in(bo).get(read.get_absolute_url()).status_code == 200
    assert signed_in(bo).get(read.club.get_absolute_url()).status_code == 200
    with committing():
        assert show_again(hiding)

    assert list(Milestone.objects.values()) == before


def test_authors_take_nothing_hidden_out_of_keepers_reach(
    story: Work, ada: User, bo: User, mo: User
) -> None:
    chapters = list(story.chapters.all())
    said = say(work=story, by=bo.default_pseud, html="<p>He lives at the weir.</p>")
    made = [hidden("chapter", chapters[1], mo), hidden("comment", said, mo)]
    for chapter in (chapters[0], chapters[2]):
        chapter.withdraw()
    type(said).objects.filter(pk=said.pk).update(approved_at=None)
    Work.objects.filter(pk=story.pk).update(visibility=Visibility.NAMED)

    listed = words_of(signed_in(mo).get(reverse("people:hiding_index")))
    assert "The Weir" in listed
    assert "He lives at the weir." in listed
    for hiding in made:
        assert show_again(hiding)


def test_withdrawn_while_hidden_it_is_a_draft_when_it_is_shown_again(story: Work, mo: User) -> None:
    chapter = story.chapters.get(position=2)
    hiding = hidden("chapter", chapter, mo)
    chapter.withdraw()

    assert show_again(hiding)

    assert Chapter.objects.get(pk=chapter.pk).is_draft


def test_whom_a_draft_is_shown_hears_nothing_of_a_hidden_chapter(
    story: Work, ada: User, bo: User, mo: User, committing: Commits
) -> None:
    draft = add_chapter(story, position=4, posted=False)
    chapter = story.chapters.get(position=2)
    [reader] = show_draft(work=story, to=[bo], by=ada)
    DraftReading.objects.create(reader=reader, chapter=chapter, number=1)
    hidden("chapter", chapter, mo)

    assert Chapter.objects.visible_to(bo).filter(pk=draft.pk).exists()
    assert not Chapter.objects.visible_to(bo).filter(pk=chapter.pk).exists()
    chapter.refresh_from_db()
    with committing():
        chapter.rewrite(by=ada.default_pseud, html="<p>Other words, that say more.</p>")
    assert not Notice.objects.of(bo).filter(kind="version").exists()


def test_a_hidden_icon_is_given_out_no_more(ada: User, mo: User) -> None:
    pseud = ada.default_pseud
    keep_pseud(pseud, is_default=True, icon=ContentFile(picture("WEBP"), "one.webp"))
    first = pseud.icon_url
    profile = reverse("people:profile_detail", args=["Ada"])
    assert first in Client().get(profile).content.decode()
    hidden("icon", pseud, mo)

    assert Client().get(first).status_code == 404
    assert first not in Client().get(profile).content.decode()
    edit = signed_in(ada).get(reverse("people:pseud_edit", args=[pseud.pk]))
    assert WHY in words_of(edit)
    keep_pseud(pseud, is_default=True, icon=ContentFile(picture("WEBP"), "again.webp"))
    assert not Pseud.objects.get(pk=pseud.pk).icon_url  # it is the same picture
    keep_pseud(pseud, is_default=True, icon=ContentFile(picture("WEBP", (20, 20)), "two.webp"))
    assert Pseud.objects.get(pk=pseud.pk).icon_url
    assert not Hiding.objects.exists()


def test_a_hidden_icon_whose_file_is_gone_can_be_replaced(ada: User, mo: User) -> None:
    pseud = ada.default_pseud
    keep_pseud(pseud, is_default=True, icon=ContentFile(picture("WEBP"), "one.webp"))
    hidden("icon", pseud, mo)
    pseud.icon.storage.delete(pseud.icon.name)

    keep_pseud(pseud, is_default=True, icon=ContentFile(picture("WEBP", (20, 20)), "two.webp"))

    assert Pseud.objects.get(pk=pseud.pk).icon_url


def test_only_keepers_hide_and_only_with_a_reason(story: Work, bo: User, mo: User) -> None:
    address = reverse("people:hiding_new", args=["work", story.pk])
    assert signed_in(bo).post(address, {"why": WHY}).status_code == 403
    keeper = signed_in(mo)
    assert keeper.post(address, {"why": "  "}).status_code == 422
    assert keeper.post(address, {"why": "x" * 501}).status_code == 422
    assert not Hiding.objects.exists()

    for _ in range(2):  # once more changes nothing
        assert keeper.post(address, {"why": WHY}).status_code == 302
    assert Hiding.objects.count() == 1
    listed = words_of(keeper.get(reverse("people:hiding_index")))
    assert WHY in listed
    assert keeper.get(reverse("people:hiding_new", args=["planet", 1])).status_code == 404
    draft = make_work(bo, posted=False)
    assert keeper.get(reverse("people:hiding_new", args=["work", draft.pk])).status_code == 404


def test_what_hid_something_goes_with_it(story: Work, ada: User, mo: User) -> None:
    hidden("chapter", story.chapters.get(position=2), mo)
    kept = hidden("work", make_work(ada), mo)
    story.delete()

    assert forget_gone() == 1
    assert Hiding.objects.get() == kept


@pytest.mark.both
class Steps(TestCase):
    """Whatever authors and keepers do to a chapter, in whatever order, readers see it as the two conditions say."""

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.sampled_from(["hide", "show", "discard", "restore", "withdraw", "post"]), max_size=8
        )
    )
    def test_readers_see_what_is_posted_and_not_hidden(self, steps: list[str]) -> None:
        ada, mo = person("Ada"), person("Mo", keeper=True)
        chapter = make_work(ada, chapters=2).chapters.get(position=2)
        posted, hiding, in_trash = True, False, False
        for step in steps:
            chapter = Chapter.objects.get(pk=chapter.pk)
            if step == "hide" and posted and not in_trash:
                hiding |= bool(hide(HIDEABLE["chapter"], chapter, by=mo, why=WHY))
            elif step == "show" and chapter.hiding and not in_trash:
                assert show_again(chapter.hiding)
                hiding = False
            elif step == "discard":
                discard_chapter(chapter=chapter, by=ada)
                in_trash = True
            elif step == "restore":
                restore_chapter(chapter=chapter)
                in_trash = False
            elif step == "withdraw" and not in_trash:
                chapter.withdraw()
                posted = False
            elif step == "post" and not hiding:
                posted |= post_chapter(chapter=chapter, by=ada)
            seen = Chapter.objects.visible_to(GUEST).filter(pk=chapter.pk).exists()
            assert seen == (posted and not hiding and not in_trash)
            work = Work.objects.get(pk=chapter.work_id)
            assert work.chapter_count == 1 + seen
            own = Chapter.objects.visible_to(ada).filter(pk=chapter.pk).exists()
            assert own == (not in_trash)

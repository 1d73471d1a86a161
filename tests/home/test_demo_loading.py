"""The demo stories come in as people would have posted them, and only once."""

from __future__ import annotations

import pytest
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from bookcub.comments.models import Comment, Hearers, Kudos
from bookcub.home.demo.clubs import demo_clubs
from bookcub.home.demo.loading import fill
from bookcub.home.demo.texts import demo_folders, demo_people, demo_works
from bookcub.home.models import DemoPerson, DemoWork
from bookcub.home.tasks import fill_with_demo
from bookcub.people.models import Pseud, User
from bookcub.reading.models import Bookmark, Place, ReadingList
from bookcub.tags.models import Tag
from bookcub.works.models import Chapter, RelatedWork, Revision, Series, Work
from bookcub.works.queries.bylines import bylines_suggested, pseuds_named
from tests.browsing import Client
from tests.conftest import PASSWORD

pytestmark = pytest.mark.both

BOOKS = (Work, Chapter, Revision, Tag, Series, RelatedWork, User)
TRACES = (Comment, Kudos, Bookmark, Place, ReadingList, DemoWork, DemoPerson)
folders = pytest.mark.parametrize("folder", demo_folders())


def test_everything_in_the_files_is_in_the_archive(filled: None) -> None:
    texts = demo_works()

    assert Work.objects.posted().count() == len(texts) == DemoWork.objects.count()
    assert Chapter.objects.posted().count() == sum(len(text.chapters) for text in texts)
    public = Comment.objects.filter(hearers=Hearers.EVERYONE)
    assert public.count() == sum(len(text.comments) for text in texts)
    assert Bookmark.objects.count() == sum(len(text.bookmarks) for text in texts)
    assert Kudos.objects.count() == sum(len(text.applause) + text.guest_kudos for text in texts)
    assert ReadingList.objects.filter(kind="own").count() == sum(
        len(person.lists) for person in demo_people()
    )


def test_the_background_brings_in_what_is_missing(filled: None, mo: User, client: Client) -> None:
    client.force_login(mo)
    missing = DemoWork.objects.order_by("pk").last()
    assert missing is not None
    missing.work.delete()
    assert 'href="/keeper/demo"' in client.get("/keeper/first-steps").content.decode()

    fill_with_demo.call()

    assert DemoWork.objects.filter(folder=missing.folder).exists()
    page = client.get("/keeper/first-steps").content.decode()
    assert '="/keeper/demo"' not in page
    assert "hx-trigger" not in page
    assert client.post("/keeper/demo").status_code == 302
    assert not DBTaskResult.objects.exists()


def test_filling_twice_doubles_nothing(filled: None) -> None:
    before = [model._default_manager.count() for model in (*BOOKS, *TRACES)]

    steps = list(fill())

    assert [model._default_manager.count() for model in (*BOOKS, *TRACES)] == before
    assert [step.done for step in steps if step.is_new] == [len(demo_folders()) + 1]


def test_a_work_that_somebody_deleted_comes_back_and_the_others_stay(filled: None) -> None:
    gone = DemoWork.objects.get(folder="saved-places").work
    others = set(Work.objects.exclude(pk=gone.pk).values_list("pk", flat=True))
    gone.delete()

    list(fill())

    assert others < set(Work.objects.values_list("pk", flat=True))
    assert Work.objects.filter(title="Saved Places").count() == 1


def test_progress_is_told_step_by_step(filled: None) -> None:
    steps = list(fill())

    total = len(demo_folders()) + 1 + len(demo_clubs())
    assert [step.done for step in steps] == list(range(1, total + 1))
    assert {step.total for step in steps} == {total}


def test_nobody_can_log_in_as_somebody_of_the_demo(filled: None) -> None:
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_everybody_of_the_demo_is_found_by_what_the_suggestions_say(filled: None) -> None:
    pseuds = Pseud.objects.select_related("user")
    for pseud in pseuds:
        assert pseud.byline in bylines_suggested(pseud.name, to=pseud.user)
        assert pseuds_named([pseud.byline], field="friend") == [pseud]
    assert pseuds.filter(is_default=True).exclude(name=F("user__username")).exists()


def test_with_a_password_everybody_of_the_demo_can_log_in(filled: None) -> None:
    list(fill(password=PASSWORD))

    assert all(user.check_password(PASSWORD) for user in User.objects.all())


def test_nothing_lies_in_the_future_and_answers_follow_what_they_answer(filled: None) -> None:
    now = timezone.now()

    assert not Chapter.objects.filter(posted_at__gt=now).exists()
    assert not Bookmark.objects.filter(created_at__gt=now).exists()
    assert not Kudos.objects.filter(given_at__gt=now).exists()
    for comment in Comment.objects.select_related("parent", "chapter", "club"):
        assert comment.approved_at is not None
        assert comment.posted_at <= now
        begins = comment.club.created_at if comment.club else None
        if comment.parent:
            begins = comment.parent.posted_at
        elif comment.chapter:
            begins = comment.chapter.posted_at
        assert begins is not None
        assert comment.posted_at > begins


def test_chapters_and_revisions_are_as_old_as_their_texts_say(filled: None) -> None:
    work = DemoWork.objects.get(folder="the-low-water-atlas").work
    first, *_, last = work.chapters.order_by("position")
    [text] = [text for text in demo_works() if text.folder == "the-low-water-atlas"]

    assert (timezone.now() - first.posted_at).days == text.chapters[0].days_ago  # type: ignore[operator]  # it is posted
    assert first.revisions.get().saved_at == first.posted_at == work.posted_at
    assert work.revised_at == last.posted_at


def test_series_relations_and_co_creators_are_as_the_files_say(filled: None) -> None:
    works = {row.folder: row.work for row in DemoWork.objects.select_related("work")}

    for text in demo_works():
        work = works[text.folder]
        assert [pseud.name for pseud in work.creators.order_by("creatorships__position")] == [
            text.table["pseud"],
            *text.table.get("co_creators", []),
        ]
        places = {entry.position for entry in work.series_entries.all()}
        assert places == {part["position"] for part in text.table.get("series", [])}
        assert {works[name].pk for name in text.parents} == set(
            work.parents.filter(approved_at__isnull=False).values_list("parent", flat=True)
        )


def test_the_nameless_work_shows_nobody(filled: None, client: Client) -> None:
    work = DemoWork.objects.get(folder="a-visitation").work

    page = client.get(f"{work.get_absolute_url()}?view_adult=true", follow=True)

    assert "Anonymous" in page.content.decode()
    assert "ifeoma" not in page.content.decode().lower()


def test_a_guest_of_the_demo_has_no_address_to_be_shown(filled: None) -> None:
    assert set(Comment.objects.filter(pseud=None).values_list("guest_email", flat=True)) == {""}


def test_half_read_serials_wait_where_they_were_left(filled: None) -> None:
    for person in demo_people():
        user = User.objects.get(username=person.username)
        for kept in person.places:
            place = user.places.get(work__pk=DemoWork.objects.get(folder=kept["work"]).work_id)
            assert place.chapter is not None
            assert place.chapter.position == kept["chapter"]


@folders
def test_every_page_of_a_work_opens_with_a_bounded_number_of_queries(
    filled: None, client: Client, folder: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    work = DemoWork.objects.get(folder=folder).work
    client.post(f"/works/{work.pk}/adult", {"answer": "always"})
    pages = [work.get_absolute_url(), f"/works/{work.pk}/navigate"]
    pages += [f"{work.get_absolute_url()}?view_full_work=true"]
    pages += [chapter.get_absolute_url() for chapter in work.chapters.all()]

    for page in pages:
        with django_assert_max_num_queries(25):
            assert client.get(page, follow=True).status_code == 200

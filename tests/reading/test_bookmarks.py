"""Bookmarks: private means private, and a deleted work keeps its title for who marked it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bookcub.people.models import User
from bookcub.reading.actions.bookmarks import BookmarkFields, bookmark_series, bookmark_work
from bookcub.reading.models import Bookmark, ListEntry, Place
from bookcub.works.actions import delete_work, revise_work
from bookcub.works.actions.trash import discard_series
from bookcub.works.fields import WorkFields
from bookcub.works.models import Series, SeriesEntry, Visibility, Work
from tests.browsing import Client, asks_for
from tests.making import make_work

Commits = Callable[..., Any]


def mark(client: Client, work: Work, person: User, **data: str) -> int:
    client.force_login(person)
    data.setdefault("pseud", str(person.default_pseud.pk))
    return client.post(f"{work.get_absolute_url()}/bookmarks/new", data).status_code


def test_a_bookmark_keeps_notes_tags_and_counts(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada)

    assert mark(client, work, bo, notes="*Cockles*", own_tags="re-read, weirs", is_rec="on") == 302

    bookmark = Bookmark.objects.get()
    assert bookmark.notes == "<p><em>Cockles</em></p>"
    assert [tag.name for tag in bookmark.own_tags.all()] == ["re-read", "weirs"]
    assert bookmark.is_rec
    work.refresh_from_db()
    assert work.bookmark_count == 1


def test_bookmarking_again_changes_the_bookmark(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada)
    mark(client, work, bo, notes="one")
    mark(client, work, bo, notes="two", is_private="on")

    assert "two" in Bookmark.objects.get().notes
    work.refresh_from_db()
    assert work.bookmark_count == 0


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*Cockles*, and\n\nweirs", "*Cockles*, and\n\nweirs"),
        ("<ul><li>Cockles</li></ul>", "<ul><li>Cockles</li></ul>"),
        ("\\*Cockles\\*", "<p>*Cockles*</p>"),  # would be something else if typed again
    ],
)
def test_notes_come_back_as_they_were_typed(
    client: Client, ada: User, bo: User, typed: str, shown: str
) -> None:
    work = make_work(ada)
    mark(client, work, bo, notes=typed)
    stored = Bookmark.objects.get().notes

    form = client.get(f"/works/{work.pk}/bookmarks/new").context["form"]

    assert form["notes"].value() == shown
    mark(client, work, bo, notes=form["notes"].value())
    assert Bookmark.objects.get().notes == stored


def test_a_private_bookmark_is_seen_by_nobody_else(
    client: Client, ada: User, bo: User, mo: User
) -> None:
    work = make_work(ada)
    mark(client, work, bo, notes="my-secret-words", is_private="on")
    urls = ["/bookmarks", "/users/Bo", "/users/Bo/bookmarks", f"/works/{work.pk}/bookmarks"]

    for person in (ada, mo):
        client.force_login(person)
        for url in urls:
            assert "my-secret-words" not in client.get(url).content.decode(), url
    client.force_login(bo)
    assert "my-secret-words" in client.get("/users/Bo/bookmarks").content.decode()


def test_a_deleted_work_keeps_its_title_for_the_owner(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    work = make_work(ada, title="Gone With the Tide")
    bookmark_work(pseud=bo.default_pseud, work=work, fields=BookmarkFields(notes="<p>Oh.</p>"))
    work.delete()

    client.force_login(bo)
    page = client.get("/users/Bo/bookmarks").content.decode()
    assert "Gone With the Tide" in page
    assert "Ada" in page

    client.force_login(cy)
    assert "Gone With the Tide" not in client.get("/users/Bo/bookmarks").content.decode()


def test_what_is_kept_of_a_work_is_the_name_it_had_last(
    client: Client, ada: User, bo: User, django_capture_on_commit_callbacks: Commits
) -> None:
    work = make_work(ada, title="First Title")
    bookmark_work(pseud=bo.default_pseud, work=work, fields=BookmarkFields())
    client.force_login(bo)
    client.get(work.get_absolute_url())
    client.post(f"{work.get_absolute_url()}/lists", {"shelf": "later"})

    def revised(**fields: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            revise_work(work=work, fields=WorkFields(**fields))

    revised(title="Low Water", is_anonymous=True)
    revised(title="Hidden Title", is_anonymous=True, visibility=Visibility.NAMED)
    delete_work(work=work, by=ada)

    bookmark, place, entry = Bookmark.objects.get(), Place.objects.get(), ListEntry.objects.get()
    assert (bookmark.title, bookmark.byline) == ("Low Water", "Anonymous")
    assert (place.work_title, place.work_byline) == ("Low Water", "Anonymous")
    assert (entry.work_title, entry.work_byline) == ("Low Water", "Anonymous")


def test_who_becomes_anonymous_while_closed_is_forgotten_too(
    ada: User, bo: User, django_capture_on_commit_callbacks: Commits
) -> None:
    work = make_work(ada, title="Low Water")
    bookmark_work(pseud=bo.default_pseud, work=work, fields=BookmarkFields())

    with django_capture_on_commit_callbacks(execute=True):
        closed = WorkFields(title="Other", is_anonymous=True, visibility=Visibility.NAMED)
        revise_work(work=work, fields=closed)

    bookmark = Bookmark.objects.get()
    assert (bookmark.title, bookmark.byline) == ("Low Water", "Anonymous")


def test_too_many_tags_are_refused_with_nothing_typed_lost(
    client: Client, ada: User, bo: User
) -> None:
    work = make_work(ada)
    client.force_login(bo)
    tags = ", ".join(f"tag {n}" for n in range(60))

    response = client.post(
        f"{work.get_absolute_url()}/bookmarks/new",
        {"pseud": bo.default_pseud.pk, "own_tags": tags, "notes": "typed with care"},
    )

    assert response.status_code == 422
    assert "typed with care" in response.content.decode()
    assert not Bookmark.objects.exists()


def test_nobody_bookmarks_under_anothers_name(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada)

    assert mark(client, work, bo, pseud=str(ada.default_pseud.pk)) == 422


def test_only_its_owner_changes_or_deletes_a_bookmark(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    bookmark = bookmark_work(pseud=bo.default_pseud, work=make_work(ada), fields=BookmarkFields())
    client.force_login(cy)
    assert client.post(f"/bookmarks/{bookmark.pk}/delete").status_code == 403
    refused = client.post(f"/bookmarks/{bookmark.pk}/edit")
    assert refused.status_code == 403
    assert "make one of your own" in refused.content.decode()

    client.force_login(bo)
    page = client.get(f"/bookmarks/{bookmark.pk}/delete")
    assert asks_for(page) == {f"/bookmarks/{bookmark.pk}/delete"}
    assert bookmark.work is not None
    assert bookmark.work.title in page.content.decode()
    assert Bookmark.objects.exists()
    client.post(f"/bookmarks/{bookmark.pk}/delete")
    assert not Bookmark.objects.exists()


def test_a_series_and_something_elsewhere_can_be_marked(
    client: Client, ada: User, bo: User
) -> None:
    series = Series.objects.create(title="The Weir Books", made_by=ada)
    SeriesEntry.objects.create(series=series, work=make_work(ada))
    client.force_login(bo)
    pseud = bo.default_pseud.pk

    client.post(f"/series/{series.pk}/bookmarks/new", {"pseud": pseud})
    client.post(
        "/bookmarks/new",
        {
            "pseud": pseud,
            "url": "https://example.org/story",
            "title": "Elsewhere",
            "fandoms": "Weirs",
            "summary": "<script>alert(1)</script>Short.",
        },
    )

    page = client.get("/users/Bo/bookmarks").content.decode()
    assert "The Weir Books" in page
    assert "https://example.org/story" in page
    assert "<script>alert" not in page


def test_an_address_that_runs_code_is_refused(client: Client, bo: User) -> None:
    client.force_login(bo)

    response = client.post(
        "/bookmarks/new",
        {"pseud": bo.default_pseud.pk, "url": "javascript:alert(1)", "title": "x", "fandoms": "y"},
    )

    assert response.status_code == 422


def test_bookmarks_narrow_to_recs_and_to_own_tags(client: Client, ada: User, bo: User) -> None:
    for title, tags, rec in (("One", ["dusk"], True), ("Two", ["dawn"], False)):
        bookmark_work(
            pseud=bo.default_pseud,
            work=make_work(ada, title=f"Story {title}"),
            fields=BookmarkFields(own_tags=tags, is_rec=rec),
        )

    assert "Story Two" not in client.get("/users/Bo/bookmarks?recs=on").content.decode()
    page = client.get("/users/Bo/bookmarks?tag=DAWN").content.decode()
    assert "Story Two" in page
    assert "Story One" not in page


def test_a_bookmark_leads_to_no_series_in_the_trash(client: Client, ada: User, bo: User) -> None:
    series = Series.objects.create(title="The Weir Books", made_by=ada)
    SeriesEntry.objects.create(series=series, work=make_work(ada))
    bookmark_series(pseud=bo.default_pseud, series=series, fields=BookmarkFields())
    client.force_login(bo)
    assert series.get_absolute_url() in client.get("/users/Bo/bookmarks").content.decode()

    discard_series(series=series, by=ada)

    assert series.get_absolute_url() not in client.get("/users/Bo/bookmarks").content.decode()

"""A person's history: searchable, forgettable, theirs alone."""

from __future__ import annotations

import pytest

from bookcub.people.models import User
from bookcub.reading.actions.places import visit
from bookcub.reading.models import Place
from tests.browsing import Client, asks_for
from tests.making import make_work

pytestmark = pytest.mark.both


def remember(person: User, author: User, title: str) -> Place:
    place = visit(user=person, chapter=make_work(author, title=title).chapters.get())
    assert place
    return place


def test_history_finds_by_title_and_by_author(
    client: Client, ada: User, cy: User, bo: User
) -> None:
    remember(bo, ada, "The Weir")
    remember(bo, cy, "Low Water")
    client.force_login(bo)

    found = client.get("/history?q=weir").content.decode()
    assert "The Weir" in found
    assert "Low Water" not in found
    assert "Low Water" in client.get("/history?q=cy").content.decode()


def test_a_deleted_work_keeps_its_name_in_the_history(client: Client, ada: User, bo: User) -> None:
    place = remember(bo, ada, "Gone With the Tide")
    assert place.work
    place.work.delete()
    client.force_login(bo)

    page = client.get("/history").content.decode()

    assert "Gone With the Tide" in page
    assert "Ada" in page


def test_a_work_can_be_forgotten_and_only_by_its_reader(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    place = remember(bo, ada, "The Weir")
    client.force_login(cy)
    assert client.post(f"/history/{place.pk}/forget").status_code == 404

    client.force_login(bo)
    client.post(f"/history/{place.pk}/forget")

    assert not Place.objects.exists()


def test_all_is_forgotten_only_after_asking(client: Client, ada: User, bo: User) -> None:
    remember(bo, ada, "The Weir")
    client.force_login(bo)

    assert asks_for(client.get("/history/forget")) == {"/history/forget"}
    assert Place.objects.count() == 1

    client.post("/history/forget")
    assert Place.objects.count() == 0


def test_opening_a_work_twice_counts_and_does_not_double(ada: User, bo: User) -> None:
    work = make_work(ada)
    chapter = work.chapters.get()

    visit(user=bo, chapter=chapter)
    place = visit(user=bo, chapter=chapter)

    assert place
    place.refresh_from_db()
    assert place.visits == 2
    assert Place.objects.count() == 1

"""Reading lists: one of the four at a time, own ones private unless shown."""

from __future__ import annotations

from bookcub.people.models import User
from bookcub.reading.actions.lists import (
    add,
    discard_list,
    own_list,
    put_on_shelf,
    restore_list,
    shelf,
)
from bookcub.reading.models import ListEntry, ReadingList, ShelfKind
from bookcub.works.models import Visibility, Work
from tests.browsing import Client, asks_for
from tests.making import make_work
from tests.refused import refuses


def stand(client: Client, work: Work, **data: object) -> int:
    return client.post(f"{work.get_absolute_url()}/lists", data).status_code


def test_a_work_stands_on_one_of_the_four_at_a_time(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada)
    client.force_login(bo)

    stand(client, work, shelf="later")
    stand(client, work, shelf="finished")

    assert ListEntry.objects.get().reading_list.kind == ShelfKind.FINISHED
    stand(client, work, shelf="")
    assert not ListEntry.objects.exists()


def test_own_lists_are_made_and_filled_in_one_step(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada)
    client.force_login(bo)

    stand(client, work, shelf="reading", new_list="Rainy days")
    rainy = ReadingList.objects.get(name="Rainy days")
    stand(client, work, shelf="reading", lists=[rainy.pk], new_list="Sunny days")
    assert ListEntry.objects.filter(work=work).count() == 3

    assert stand(client, work, new_list="rainy DAYS") == 422
    stand(client, work, shelf="reading")
    assert ListEntry.objects.get().reading_list.kind == ShelfKind.READING


def test_a_private_list_is_nobody_elses_business(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    private = ReadingList.objects.create(user=bo, name="Whispers")
    client.force_login(cy)

    assert client.get(f"/lists/{private.pk}").status_code == 404
    assert "Whispers" not in client.get("/users/Bo/lists").content.decode()
    assert client.post(f"/lists/{private.pk}/delete").status_code == 404

    ReadingList.objects.update(is_public=True)
    assert client.get(f"/lists/{private.pk}").status_code == 200
    refused = client.post(f"/lists/{private.pk}/delete")
    assert refused.status_code == 403
    assert "make one of your own" in refused.content.decode()


def test_a_public_list_does_not_tell_of_works_closed_to_the_visitor(
    client: Client, ada: User, bo: User
) -> None:
    shown = ReadingList.objects.create(user=bo, name="Good ones", is_public=True)
    work = make_work(ada, title="Members-title", visibility=Visibility.MEMBERS)
    ListEntry.objects.create(reading_list=shown, work=work, work_title=work.title)

    assert "Members-title" not in client.get(f"/lists/{shown.pk}").content.decode()


def test_two_lists_of_one_name_are_refused(client: Client, bo: User) -> None:
    client.force_login(bo)
    assert client.post("/lists/new", {"name": "Rainy days"}).status_code == 302

    assert client.post("/lists/new", {"name": "rainy  Days"}).status_code == 422
    assert ReadingList.objects.count() == 1


def test_a_shelf_that_is_changed_in_another_language_stays_a_shelf_for_everyone(
    client: Client, ada: User, bo: User
) -> None:
    client.force_login(bo)
    stand(client, make_work(ada), shelf="later")
    later = ReadingList.objects.get()
    german = {"Accept-Language": "de"}

    form = client.get(f"/lists/{later.pk}/edit", headers=german).context["form"]
    assert form["name"].value() == "Für später"
    data = {"name": "Für später", "description": "Im Winter", "is_public": "on"}
    assert client.post(f"/lists/{later.pk}/edit", data, headers=german).status_code == 302

    later.refresh_from_db()
    assert (later.name, later.description) == ("For later", "Im Winter")


def test_a_deleted_work_keeps_its_title_on_the_list(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada, title="Gone With the Tide")
    client.force_login(bo)
    stand(client, work, shelf="later")
    work.delete()

    later = ReadingList.objects.get(kind=ShelfKind.LATER)
    assert "Gone With the Tide" in client.get(f"/lists/{later.pk}").content.decode()


def test_a_list_is_deleted_only_after_asking(client: Client, bo: User) -> None:
    mine = ReadingList.objects.create(user=bo, name="Rainy days")
    client.force_login(bo)

    page = client.get(f"/lists/{mine.pk}/delete")
    assert asks_for(page) == {f"/lists/{mine.pk}/delete"}
    assert "Rainy days" in page.content.decode()
    client.post(f"/lists/{mine.pk}/delete")

    assert not ReadingList.objects.visible_to(bo).exists()


def test_a_list_comes_back_from_the_trash_as_it_was(client: Client, ada: User, bo: User) -> None:
    mine = ReadingList.objects.create(user=bo, name="Rainy days", is_public=True)
    add(reading_list=mine, work=make_work(ada))
    before = ReadingList.objects.values().get(), ListEntry.objects.values().get()
    client.force_login(bo)

    client.post(f"/lists/{mine.pk}/delete")
    assert client.get(f"/lists/{mine.pk}")["Location"] == f"/trash/list/{mine.pk}"
    client.force_login(ada)
    assert client.get(f"/lists/{mine.pk}").status_code == 404
    assert "Rainy days" not in client.get("/users/Bo/lists").content.decode()
    assert client.post(f"/trash/list/{mine.pk}/restoration").status_code == 404
    client.force_login(bo)
    client.post(f"/trash/list/{mine.pk}/restoration")

    assert (ReadingList.objects.values().get(), ListEntry.objects.values().get()) == before


def test_a_name_is_free_while_its_list_lies_in_the_trash(bo: User) -> None:
    first = ReadingList.objects.create(user=bo, name="Rainy days")
    discard_list(reading_list=first)
    second = own_list(user=bo, name="rainy days")
    assert second != first

    with refuses("taken"):
        restore_list(reading_list=first)
    ReadingList.objects.filter(pk=second.pk).update(name="Sunny days")
    restore_list(reading_list=first)

    assert set(ReadingList.objects.visible_to(bo)) == {first, second}


def test_one_of_the_four_is_joined_to_the_one_that_was_begun_anew(ada: User, bo: User) -> None:
    works = [make_work(ada, title=title) for title in ("Ebb", "Neap", "Flood")]
    for work in works[:2]:
        put_on_shelf(user=bo, work=work, kind=ShelfKind.LATER)
    old = shelf(user=bo, kind=ShelfKind.LATER)
    discard_list(reading_list=old)
    put_on_shelf(user=bo, work=works[1], kind=ShelfKind.FINISHED)
    put_on_shelf(user=bo, work=works[2], kind=ShelfKind.LATER)
    assert old.entries.count() == 2

    restore_list(reading_list=old)

    shelved = ListEntry.objects.of_person(bo).values_list("work_title", "reading_list__kind")
    assert sorted(shelved) == [("Ebb", "later"), ("Flood", "later"), ("Neap", "finished")]
    assert shelf(user=bo, kind=ShelfKind.LATER) == old


def test_one_tap_keeps_a_work_for_later_and_another_lets_it_go(
    client: Client, ada: User, bo: User
) -> None:
    work = make_work(ada)
    later = f"{work.get_absolute_url()}/later"
    assert later not in client.get("/works").content.decode()
    client.force_login(bo)
    assert f'action="{later}"' in client.get("/works").content.decode()

    # Without a script the page comes back; with one only the buttons do.
    answer = client.post(later, {"next": "/works?page=1"})
    assert answer.headers["Location"] == "/works?page=1"
    assert ListEntry.objects.get().reading_list.kind == ShelfKind.LATER
    for page in ("/works", work.get_absolute_url()):
        assert f'action="{later}/delete"' in client.get(page).content.decode(), page
    part = client.post(f"{later}/delete", {"next": "/works"}, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert f'hx-post="{later}"' in part.content.decode()
    assert "<html" not in part.content.decode()
    assert not ListEntry.objects.exists()


def test_letting_go_of_later_leaves_the_other_lists(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada)
    client.force_login(bo)
    stand(client, work, shelf="reading")

    client.post(f"{work.get_absolute_url()}/later/delete")

    assert ListEntry.objects.get().reading_list.kind == ShelfKind.READING


def test_lists_are_chosen_where_one_is(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada)
    lists = f"{work.get_absolute_url()}/lists"
    client.force_login(bo)

    form = client.get(f"{lists}?part=true").content.decode()
    assert "<html" not in form
    assert f'hx-post="{lists}?part=true"' in form
    done = client.post(f"{lists}?part=true", {"shelf": "later"})
    assert done.status_code == 200
    assert ListEntry.objects.get().reading_list.kind == ShelfKind.LATER
    assert client.post(lists, {"next": "/works"}).headers["Location"] == "/works"

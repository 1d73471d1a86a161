"""Searches under a name: kept, found again, made the default of all lists, and nobody else's business."""

from __future__ import annotations

import pytest

from bookcub.finding.models import SavedSearch
from bookcub.people.models import User
from bookcub.search.copies import forget_readers
from bookcub.search.following import Follower
from bookcub.tags.models import Tag, TagKind
from tests.browsing import Client
from tests.indexing import follower  # noqa: F401  # a fixture
from tests.making import make_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(follower: Follower, ada: User, client: Client, bo: User) -> None:  # noqa: F811
    follower.step()
    make_work(
        ada,
        title="The Weir",
        rating="teen",
        tags={TagKind.FREEFORM: ["Storms"], TagKind.FANDOM: ["A"]},
    )
    make_work(ada, title="The Mill", rating="general", tags={TagKind.FANDOM: ["A"]})
    make_work(ada, title="The Lock", rating="explicit", tags={TagKind.FANDOM: ["A"]})
    follower.step()
    forget_readers()
    client.force_login(bo)


def titles(client: Client, address: str) -> set[str]:
    return {work.title for work in client.get(address).context["page"].object_list}


@pytest.mark.usefixtures("shelf")
def test_a_list_is_kept_under_a_name_and_found_again(client: Client, bo: User) -> None:
    page = client.get("/works?in=rating:teen&sort=title")
    form = client.get(page.context["filters"].save_url)
    assert form.context["form"].initial["name"] == "Teen And Up Audiences"
    search = form.context["search"].search
    answer = client.post("/searches/new", {"list": search.address, "name": "For the train"})
    assert answer["Location"] == "/works?in=rating%3Ateen&sort=title"
    kept = SavedSearch.objects.get(user=bo)
    assert kept.name in client.get("/searches").content.decode()
    assert kept.name in client.get("/search").content.decode()
    assert client.get(kept.get_absolute_url())["Location"] == kept.address
    assert titles(client, kept.address) == {"The Weir"}

    client.post(f"/searches/{kept.pk}/edit", {"name": "For the bus"})
    kept.refresh_from_db()
    assert (kept.name, kept.query) == ("For the bus", "in=rating%3Ateen&sort=title")
    assert client.get(f"/searches/{kept.pk}/delete").status_code == 200
    client.post(f"/searches/{kept.pk}/delete")
    assert not SavedSearch.objects.exists()


@pytest.mark.usefixtures("shelf")
def test_one_of_them_holds_in_all_lists_and_each_list_says_so(client: Client, bo: User) -> None:
    told = {"list": "/works?out=rating:explicit", "name": "Never", "is_default": "on"}
    client.post("/searches/new", told)
    for address in ("/works", "/works?sort=title", "/tags/fandom/A", "/search?q=the"):
        page = client.get(address)
        assert {work.title for work in page.context["page"].object_list} == {
            "The Weir",
            "The Mill",
        }, address
        assert "With the conditions of your search “Never”" in page.content.decode()
        off = client.get(page.context["filters"].default_url)
        assert len(off.context["page"].object_list) == 3
        assert "Let them hold again" in off.content.decode()
    # It joins what is asked of the list itself.
    assert titles(client, "/works?in=rating:teen") == {"The Weir"}
    # Who has to ask first is shown nothing before.
    assert titles(client, "/search") == set()

    # Another one takes its place.
    client.post(
        "/searches/new", {"list": "/works?in=rating:explicit", "name": "Only", "is_default": "on"}
    )
    assert SavedSearch.objects.get(user=bo, is_default=True).name == "Only"
    assert titles(client, "/works") == {"The Lock"}
    client.logout()
    assert len(titles(client, "/works")) == 3


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    "address",
    [
        "",
        "/",
        "/settings",
        "https://example.org/works?q=a",
        "//example.org/works",
        "javascript:alert(1)",
        "/works/1",
        "\x00",
    ],
)
def test_only_lists_are_kept(client: Client, address: str) -> None:
    answer = client.post("/searches/new", {"list": address, "name": "Away"})
    assert answer["Location"] == "/works"
    kept = SavedSearch.objects.first()
    assert kept is None


@pytest.mark.usefixtures("shelf")
def test_two_cannot_have_one_name_and_nothing_typed_is_lost(client: Client) -> None:
    told = {"list": "/works?in=rating:teen", "name": "Mine"}
    client.post("/searches/new", told)
    answer = client.post("/searches/new", told | {"list": "/works?in=rating:general"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "You already have a search with that name" in text
    assert 'value="Mine"' in text
    assert "rating%3Ageneral" in text


@pytest.mark.usefixtures("shelf")
def test_what_is_anothers_is_not_there(client: Client, di: User) -> None:
    kept = SavedSearch.objects.create(user=di, name="Hers", path="/works", query="in=rating:teen")
    for address in (
        f"/searches/{kept.pk}",
        f"/searches/{kept.pk}/edit",
        f"/searches/{kept.pk}/delete",
    ):
        assert client.get(address).status_code == 404
    assert client.post(f"/searches/{kept.pk}/delete").status_code == 404
    assert "Hers" not in client.get("/searches").content.decode()


@pytest.mark.usefixtures("shelf")
def test_a_tag_that_went_is_no_mistake(
    follower: Follower,  # noqa: F811
    client: Client,
    bo: User,
) -> None:
    tag = Tag.objects.get(name="Storms")
    SavedSearch.objects.create(
        user=bo,
        name="Gone",
        path="/works",
        query=f"in=tag:{tag.pk}&out=rating:explicit",
        is_default=True,
    )
    tag.delete()
    follower.step()
    forget_readers()
    assert client.get("/searches").status_code == 200
    assert titles(client, "/works") == {"The Weir", "The Mill"}

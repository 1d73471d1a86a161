"""The page of a tag: what it means, its family, its works; and addresses that lead to it."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from bookcub.people.models import User
from bookcub.tags.actions.families import describe, make_canonical, merge, set_parents
from bookcub.tags.models import MEDIA, Tag, TagKind
from bookcub.works.models import Visibility
from tests.browsing import Client, words_of
from tests.making import make_work

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return words_of(answer.content.decode())


def canonical(name: str, kind: str = TagKind.FANDOM) -> Tag:
    [tag] = Tag.objects.taken([name], kind)
    make_canonical(tag, by=None)
    tag.refresh_from_db()
    return tag


def test_variants_are_found_together_with_each_of_them(client: Client, ada: User) -> None:
    make_work(ada, title="With slash", tags={TagKind.RELATIONSHIP: ["Ada/Bo"]})
    make_work(ada, title="With and", tags={TagKind.RELATIONSHIP: ["Bo & Áda"]})
    make_work(ada, title="Another", tags={TagKind.RELATIONSHIP: ["Ada/Cy"]})

    for tag in Tag.objects.exclude(name="Ada/Cy"):
        page = words(client, tag.get_absolute_url())
        assert "With slash" in page
        assert "With and" in page
        assert "Another" not in page


def test_a_way_to_write_it_that_no_work_has_leads_to_one_that_is_there(
    client: Client, ada: User
) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["Les Misérables"]})

    for name in ("les miserables", "LES MISÉRABLES", "Les%20Miserables"):
        page = client.get(f"/tags/fandom/{name}", follow=True)
        assert page.status_code == 200, name


@pytest.mark.parametrize(
    "fields", [{"posted": False}, {"visibility": Visibility.NAMED}, {"visibility": Visibility.MEMBERS}]
)  # fmt: skip
def test_a_spelling_that_stands_where_nobody_sees_it_is_no_other_than_one_nobody_thought_of(
    client: Client, ada: User, fields: dict[str, object]
) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["Léviathan", "Secret"]}, **fields)  # type: ignore[arg-type]  # fields of a work
    make_work(ada, tags={TagKind.FANDOM: ["Leviathan"]})

    led = [client.get(f"/tags/fandom/{name}") for name in ("Léviathan", "LÈVIATHAN")]
    none = [client.get(f"/tags/fandom/{name}") for name in ("Secret", "Nothing")]

    assert {answer.headers["Location"] for answer in led} == {"/tags/fandom/Leviathan"}
    assert {answer.status_code for answer in none} == {404}
    assert "Léviathan" not in words(client, "/tags/fandom/Leviathan")


def test_a_meta_tag_lists_what_stands_under_it(client: Client, ada: User) -> None:
    make_work(ada, title="The smallest", tags={TagKind.FANDOM: ["weirs"]})
    water, weir = canonical("Water"), canonical("Weir")
    set_parents(weir, add=[water], by=None)
    merge(Tag.objects.get(name="weirs"), into=weir, by=None)

    assert "The smallest" in words(client, "/tags/fandom/Water")
    assert client.get("/tags/fandom/weirs").headers["Location"] == "/tags/fandom/Weir"


def test_its_page_tells_what_it_means_and_its_family(client: Client, ada: User) -> None:
    books, weir, film = canonical("Books", MEDIA), canonical("Weir"), canonical("Weir: The Film")
    bo, ship = canonical("Bo", TagKind.CHARACTER), canonical("Bo/Cy", TagKind.RELATIONSHIP)
    for child, parent in ((weir, books), (film, weir), (bo, weir), (ship, weir), (ship, bo)):
        set_parents(child, add=[parent], by=None)
    [old, draft] = Tag.objects.taken(["The Weirs", "Only on a draft"], TagKind.FANDOM)
    merge(old, into=weir, by=None)
    describe(weir, note="The novel, and all that was made of it.", by=None)
    [unseen] = Tag.objects.taken(["Nobody knows"], TagKind.CHARACTER)
    set_parents(unseen, add=[weir], by=None)

    page = words(client, "/tags/fandom/Weir")

    assert "The novel, and all that was made of it." in page
    for name in ("Books", "Weir: The Film", "Bo", "Bo/Cy", "The Weirs"):
        assert name in page
    assert "Nobody knows" not in page
    assert draft.name not in page
    assert "Weir" in words(client, "/tags/media/Books")
    assert "Books" in words(client, "/browse/fandoms")
    assert "Bo/Cy" in words(client, "/tags/character/Bo")


def test_a_canonical_tag_is_browsed_though_only_its_synonyms_are_on_works(
    client: Client, ada: User
) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["weirs"]})
    weir, _ = canonical("The Weir"), canonical("Nothing yet")
    merge(Tag.objects.get(name="weirs"), into=weir, by=None)

    page = words(client, "/browse/fandoms")

    assert "The Weir" in page
    assert "weirs" not in page
    assert "Nothing yet" not in page


def test_a_family_costs_no_query_for_each_of_its_tags(
    client: Client, ada: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    water = canonical("Water")
    for number in range(12):
        weir = canonical(f"Weir {number}")
        set_parents(weir, add=[water], by=None)
        make_work(ada, tags={TagKind.FANDOM: [f"weir  {number}", f"wéir {number}"]})
    client.get("/tags/fandom/Water")

    with django_assert_max_num_queries(17):
        client.get("/tags/fandom/Water")

"""What one may not know of cannot be told from what does not exist, and no other page tells of it."""

from __future__ import annotations

import pytest

from bookcub.people.models import User
from bookcub.reading.models import ListEntry, ReadingList
from bookcub.tags.models import Tag, TagKind
from bookcub.works.actions.related import relate
from bookcub.works.models import Relation, Visibility, Work
from tests.browsing import Client
from tests.making import make_work


@pytest.fixture
def hidden(ada: User) -> list[Work]:
    """Ada's works that a stranger may not know of, each with a tag of its own."""
    return [
        make_work(
            ada, title="Unsaid draft", posted=False, tags={TagKind.FANDOM: ["Tidewrack Draft"]}
        ),
        make_work(
            ada,
            title="Unsaid named",
            visibility=Visibility.NAMED,
            tags={TagKind.FANDOM: ["Tidewrack Named"]},
        ),
    ]


@pytest.mark.parametrize("path", ["/tags/fandom/{}", "/tags/{}/works"])
def test_a_tag_that_only_hidden_works_carry_is_as_if_it_were_not(
    client: Client, hidden: list[Work], path: str
) -> None:
    for name in ("Tidewrack%20Draft", "Tidewrack%20Named"):
        nothing = client.get(path.format("No%20such%20tag"))
        answer = client.get(path.format(name))
        assert answer.status_code == nothing.status_code == 404


def test_completing_a_tag_tells_nothing_of_hidden_works(
    client: Client, hidden: list[Work], bo: User
) -> None:
    client.force_login(bo)

    answer = client.get("/tags/autocomplete", {"kind": "fandom", "term": "tidew"})

    assert answer.json() == {"results": []}


def test_their_writer_still_finds_them_by_their_tags(
    client: Client, hidden: list[Work], ada: User
) -> None:
    client.force_login(ada)

    assert client.get("/tags/fandom/Tidewrack%20Named").status_code == 200


def test_a_tag_that_keepers_made_is_there_before_anybody_uses_it(client: Client, db: None) -> None:
    (tag,) = Tag.objects.taken(["Marshlands"], TagKind.FANDOM)
    Tag.objects.filter(pk=tag.pk).update(is_canonical=True)

    assert client.get("/tags/fandom/Marshlands").status_code == 200
    assert client.get("/tags/autocomplete?kind=fandom&term=mar").json()["results"]


def test_a_work_does_not_name_the_hidden_works_that_it_owes_to(
    client: Client, hidden: list[Work], ada: User, bo: User
) -> None:
    shown = make_work(ada, title="Shown")
    for relation in Relation:
        for parent in hidden:
            relate(work=shown, parent=parent, relation=relation)

    for person in (None, bo):
        if person:
            client.force_login(person)
        for address in (
            shown.get_absolute_url(),
            f"{shown.get_absolute_url()}?view_full_work=true",
        ):
            page = client.get(address, follow=True).content.decode()
            assert "Shown" in page
            assert "Unsaid" not in page

    client.force_login(ada)
    assert "Unsaid named" in client.get(shown.get_absolute_url(), follow=True).content.decode()


def test_a_public_list_does_not_count_what_one_may_not_read(
    client: Client, hidden: list[Work], ada: User
) -> None:
    public = ReadingList.objects.create(user=ada, name="Shoals", is_public=True)
    for work in [*hidden, make_work(ada, title="Shown")]:
        ListEntry.objects.create(reading_list=public, work=work, work_title=work.title)

    index = client.get("/users/Ada/lists")
    detail = client.get(f"/lists/{public.pk}")

    assert "Unsaid" not in index.content.decode() + detail.content.decode()
    (found,) = [one for one in index.context["lists"] if one.pk == public.pk]
    assert found.length == 1

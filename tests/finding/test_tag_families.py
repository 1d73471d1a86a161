"""The index finds with a tag what the database finds with it, whatever wranglers have decided in whichever order."""

from __future__ import annotations

import random
from html import escape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from bookcub.people.models import User
from bookcub.reading.queries.listings import works_tagged
from bookcub.search.asking import QueryBuilder, Searcher
from bookcub.search.copies import forget_readers, reader_of
from bookcub.search.following import Follower
from bookcub.search.language import Is, QueryNode, WordsAsked
from bookcub.tags.actions.families import make_canonical, merge, set_parents, take_back
from bookcub.tags.models import Tag, TagKind
from bookcub.tags.models.family import meanings
from bookcub.works.findable import SHAPE
from tests.browsing import Client
from tests.indexing import follower  # noqa: F401  # a fixture
from tests.making import make_work
from tests.tags.test_families import do

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

NAMES = {
    TagKind.FANDOM: ["Weir", "Wéir", "The Weir", "River", "Water"],
    TagKind.RELATIONSHIP: ["Ada/Bo", "Bo & Ada", "Áda/Bo", "Ada/Cy"],
    TagKind.CHARACTER: ["Ada", "Bo"],
}
DEEDS = ["canonical", "back", "merge", "merge", "split", "rename", "under", "under", "out", "undo"]


def found(node: QueryNode) -> list[int]:
    forget_readers()
    reader = reader_of(SHAPE)
    assert reader
    query = QueryBuilder(SHAPE, reader.schema, Searcher(None), days=lambda days: days).of(node)
    return sorted(reader.find([query], first=0, most=100, order="updated"))


@pytest.mark.parametrize("seed", range(6))
def test_index_and_database_find_the_same_works_with_every_tag(
    follower: Follower,  # noqa: F811
    ada: User,
    seed: int,
) -> None:
    dice = random.Random(seed)  # noqa: S311  # no secret
    for number in range(12):
        chosen = {kind: dice.sample(names, dice.randint(1, 2)) for kind, names in NAMES.items()}
        make_work(ada, title=f"Work {number}", tags=chosen)
    follower.step()

    for _ in range(12):
        one, other = dice.choices(list(Tag.objects.order_by("pk")), k=2)
        try:
            do(dice.choice(DEEDS), one, other, dice.randrange(4))
        except ValidationError:
            continue
        follower.step()
        tags = list(Tag.objects.filter(synonym_of=None))
        meant = meanings([tag.pk for tag in tags])
        for tag in tags:
            listed = works_tagged(tag, AnonymousUser()).rows[0:100]
            assert found(Is("tag_id", str(meant[tag.pk]))) == sorted(one.pk for one in listed), tag


def test_words_of_a_meta_tag_find_what_stands_under_it(
    follower: Follower,  # noqa: F811
    ada: User,
) -> None:
    under = make_work(ada, title="Low", tags={TagKind.FANDOM: ["Weirs"]})
    make_work(ada, title="High", tags={TagKind.FANDOM: ["Water"]})
    weirs, water = Tag.objects.get(name="Weirs"), Tag.objects.get(name="Water")
    [weir] = Tag.objects.taken(["Weir: The Film"], TagKind.FANDOM)
    for tag in (weir, water):
        make_canonical(tag, by=None)
    follower.step()
    assert under.pk not in found(WordsAsked("water", "fandom"))

    merge(weirs, into=weir, by=None)
    set_parents(weir, add=[water], by=None)
    follower.step()

    assert under.pk in found(WordsAsked("water", "fandom"))
    assert under.pk in found(WordsAsked("film", "fandom"))


def test_each_decision_reaches_the_index_by_itself(
    follower: Follower,  # noqa: F811
    ada: User,
) -> None:
    work = make_work(ada, tags={TagKind.FANDOM: ["Weir"]})
    make_work(ada, tags={TagKind.FANDOM: ["Wéir"]})
    make_work(ada, tags={TagKind.FANDOM: ["Water"]})
    weir, variant, water = (Tag.objects.get(name=name) for name in ("Weir", "Wéir", "Water"))
    make_canonical(water, by=None)
    make_canonical(weir, by=None)
    follower.step()

    def under_water() -> bool:
        follower.step()
        return work.pk in found(Is("tag_id", str(water.pk)))

    assert not under_water()
    set_parents(weir, add=[water], by=None)
    assert under_water()
    set_parents(weir, remove=[water], by=None)
    assert not under_water()
    assert len(found(Is("tag_id", str(weir.pk)))) == 2
    make_canonical(variant, by=None)
    follower.step()
    assert found(Is("tag_id", str(weir.pk))) == [work.pk]
    take_back(weir, by=None)
    follower.step()
    assert len(found(Is("tag_id", str(variant.pk)))) == 2


def test_no_spelling_of_a_draft_is_told_by_a_work_that_is_posted(
    follower: Follower,  # noqa: F811
    ada: User,
) -> None:
    make_work(ada, posted=False, tags={TagKind.RELATIONSHIP: ["Zed & Ada"]})
    make_work(ada, tags={TagKind.RELATIONSHIP: ["Ada/Zéd"]})
    follower.step()

    reader = reader_of(SHAPE)
    assert reader
    query = QueryBuilder(SHAPE, reader.schema, Searcher(None), days=lambda days: days).of(None)
    counted = reader.most_common(query, ["relationship_id"], most=10)["relationship_id"]

    assert counted == [(str(Tag.objects.get(name="Ada/Zéd").pk), 1)]


def test_filters_mean_every_way_to_write_a_tag(
    follower: Follower,  # noqa: F811
    client: Client,
    ada: User,
) -> None:
    names = ["Ada & Bo", "Bo/Ada", "Cy/Di"]
    for name in names:
        make_work(ada, title=f"About {name}", tags={TagKind.RELATIONSHIP: [name]})
    follower.step()
    keys = {tag.name: tag.pk for tag in Tag.objects.all()}

    def listed(address: str, **asked: str) -> set[str]:
        page = client.get(address, asked)
        assert page.status_code == 200
        return {name for name in names if f">About {escape(name)}<" in page.content.decode()}

    variants = {"Ada & Bo", "Bo/Ada"}
    for name in variants:
        assert listed("/works", **{"in": f"tag:{keys[name]}"}) == variants
        assert listed("/works", out=f"tag:{keys[name]}") == {"Cy/Di"}
        assert listed(Tag.objects.get(name=name).get_absolute_url(), sort="words") == variants
    assert listed("/works", **{"with": "BO & áda"}) == variants

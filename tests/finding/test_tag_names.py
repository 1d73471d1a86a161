"""Names complete what is typed: those that everybody may know of, and no others. Compared with the database itself."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from bookcub.people.actions.accounts import switch_off
from bookcub.people.hiding import HIDEABLE, hide
from bookcub.people.models import User
from bookcub.search.comparing import compare
from bookcub.search.copies import forget_readers, reader_of
from bookcub.search.documents import SOURCES
from bookcub.search.following import Follower
from bookcub.search.models import SearchChange
from bookcub.search.words import name_words
from bookcub.tags.findable import SHAPE
from bookcub.tags.models import Tag, TagKind
from bookcub.works.actions.trash import discard_work
from bookcub.works.models import Tagging, Visibility, Work
from tests.browsing import Client
from tests.conftest import person
from tests.indexing import follower  # noqa: F401  # a fixture
from tests.making import make_work

pytestmark = pytest.mark.django_db


def rows(client: Client, term: str, kind: str = "fandom", **more: Any) -> list[dict[str, Any]]:
    forget_readers()
    answer = client.get("/tags/autocomplete", {"kind": kind, "term": term, **more})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def named(client: Client, term: str, kind: str = "fandom", **more: Any) -> list[Any]:
    return [row["name"] for row in rows(client, term, kind, **more)]


def tag_of(name: str, kind: TagKind = TagKind.FANDOM, **fields: Any) -> Tag:
    (tag,) = Tag.objects.taken([name], kind)
    Tag.objects.filter(pk=tag.pk).update(**fields)
    tag.refresh_from_db()
    return tag


@pytest.fixture
def marshes(follower: Follower, ada: User) -> Follower:  # noqa: F811
    follower.step()
    for name, number in (
        ("Marshlands", 3),
        ("Marsh Tales", 1),
        ("Marshes of Ely", 2),
        ("The Marsh", 4),
    ):
        for _ in range(number):
            make_work(ada, tags={TagKind.FANDOM: [name]})
    make_work(ada, tags={TagKind.FREEFORM: ["Marsh"]})
    follower.step()
    return follower


@pytest.mark.usefixtures("marshes")
def test_what_is_used_most_comes_first_and_before_it_what_is_called_just_so(client: Client) -> None:
    assert named(client, "mArSh") == ["The Marsh", "Marshlands", "Marshes of Ely", "Marsh Tales"]
    assert named(client, "marsh tales")[0] == "Marsh Tales"
    assert [row["uses"] for row in rows(client, "marsh")] == [4, 3, 2, 1]


@pytest.mark.usefixtures("marshes")
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ely", ["Marshes of Ely"]),  # the beginning of any word
        ("shl", ["Marshlands"]),  # the middle of one
        ("sh", []),  # but not of so few letters
        ("el", ["Marshes of Ely"]),
        ("ely mar", ["Marshes of Ely"]),  # in any order
        ("mársh ta", ["Marsh Tales"]),
        ("marshes marsh tales", []),
        ("arshla", ["Marshlands"]),
        ("marshel", []),
        ("m", ["The Marsh", "Marshlands", "Marshes of Ely", "Marsh Tales"]),
        ("“marshl", ["Marshlands"]),
        ("…", ["The Marsh", "Marshlands", "Marshes of Ely", "Marsh Tales"]),
    ],
)
def test_words_are_found_from_their_beginnings_and_their_middles(
    client: Client, typed: str, names: list[str]
) -> None:
    assert named(client, typed) == names


@pytest.mark.usefixtures("marshes")
def test_kinds_do_not_mix(client: Client) -> None:
    assert named(client, "marsh", "freeform") == ["Marsh"]
    assert named(client, "marsh", "character") == []


def test_names_without_spaces_are_found_from_any_character(
    client: Client, marshes: Follower, ada: User
) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["魔道祖师"]})
    marshes.step()

    for typed in ("魔", "道祖", "祖师", "魔道祖师"):
        assert named(client, typed) == ["魔道祖师"], typed
    assert named(client, "魔祖") == []


@pytest.mark.both
def test_a_synonym_leads_to_its_canonical_tag_which_stands_there_once(
    client: Client, marshes: Follower
) -> None:
    tales = tag_of("Marsh Tales", is_canonical=True)
    tag_of("Marshlands", synonym_of=tales)
    marshes.step()

    [found] = rows(client, "marshl")
    assert (found["name"], found["synonym"], found["uses"]) == ("Marsh Tales", "Marshlands", None)
    # Where both are found it is the tag itself, which counts what its synonyms stand on.
    assert [(row["name"], row["uses"]) for row in rows(client, "marsh")] == [
        ("Marsh Tales", 4),
        ("The Marsh", 4),
        ("Marshes of Ely", 2),
    ]

    # Freed again it is a tag of its own, and takes its works along.
    tag_of("Marshlands", synonym_of=None)
    marshes.step()
    assert [(row["name"], row["uses"]) for row in rows(client, "marshl")] == [("Marshlands", 3)]
    assert [row["uses"] for row in rows(client, "marsh tales")] == [1]


@pytest.mark.both
def test_what_stands_beside_the_chosen_fandom_comes_first(
    client: Client, marshes: Follower, ada: User
) -> None:
    for fandom, character, number in (("Marshlands", "Ana Reed", 1), ("The Marsh", "Ana Finch", 3)):
        for _ in range(number):
            make_work(ada, tags={TagKind.FANDOM: [fandom], TagKind.CHARACTER: [character]})
    hidden = make_work(
        ada,
        tags={TagKind.FANDOM: ["Marsh Tales"], TagKind.CHARACTER: ["Ana Finch"]},
        visibility=Visibility.MEMBERS,
    )
    marshes.step()

    assert named(client, "ana", "character") == ["Ana Finch", "Ana Reed"]
    assert named(client, "ana", "character", fandom="marshlands") == ["Ana Reed", "Ana Finch"]
    assert named(client, "ana", "character", fandom=["No such", "Marshlands"])[0] == "Ana Reed"

    # Not by a work that not everybody may read.
    Tagging.objects.create(work=hidden, tag=tag_of("Ana Reed", TagKind.CHARACTER), position=1)
    make_work(ada, tags={TagKind.FANDOM: ["Marsh Tales"], TagKind.CHARACTER: ["Ana Reed"]})
    marshes.step()
    assert named(client, "ana", "character", fandom="marsh tales") == ["Ana Reed", "Ana Finch"]

    # And no more once it is gone from its works.
    Tagging.objects.filter(tag__name="Marsh Tales").delete()
    marshes.step()
    assert named(client, "ana", "character", fandom="marsh tales") == ["Ana Finch", "Ana Reed"]


def test_what_is_taken_away_is_out_of_the_very_next_answer(
    client: Client, marshes: Follower, ada: User
) -> None:
    work = make_work(ada, tags={TagKind.FANDOM: ["Marsh of Secrets"]})
    marshes.step()
    assert named(client, "secrets") == ["Marsh of Secrets"]

    Work.objects.filter(pk=work.pk).update(visibility=Visibility.MEMBERS)
    assert named(client, "secrets") == []
    Work.objects.filter(pk=work.pk).update(visibility=Visibility.EVERYONE)
    Tag.objects.filter(name="Marsh of Secrets").update(name="Fen", folded="fen")
    assert named(client, "secrets") == []
    marshes.step()
    assert named(client, "fen") == ["Fen"]


@pytest.mark.both
def test_a_tag_that_moves_to_another_one_leaves_nothing_behind(
    client: Client, marshes: Follower
) -> None:
    Tagging.objects.filter(tag__name="Marshlands").update(tag=tag_of("Fenlands"))
    marshes.step()

    assert named(client, "lands") == ["Fenlands"]
    assert [row["uses"] for row in rows(client, "fenlands")] == [3]
    found = compare(SOURCES["tags"])
    assert found
    assert (found.missing, found.lost) == (0, 0)


def fill(people: list[User], keeper: User, dice: random.Random) -> None:
    """Works of every kind, with tags of a few words, some of them joined by a keeper."""
    words = ["ada", "adam", "madame", "weir", "weird", "ir", "reed"]
    names = sorted({" ".join(dice.sample(words, dice.randint(1, 3))).title() for _ in range(60)})
    for number in range(60):
        author = dice.choice(people)
        work = make_work(
            author,
            title=f"W{number}",
            posted=dice.random() > 0.15,
            visibility=dice.choice([*Visibility, Visibility.EVERYONE]),
            is_anonymous=dice.random() < 0.2,
            at=timezone.now() - timedelta(days=number),
            tags={
                TagKind.FANDOM: dice.sample(names, 1),
                TagKind.CHARACTER: dice.sample(names, dice.randint(0, 2)),
                TagKind.FREEFORM: dice.sample(names, dice.randint(0, 2)),
            },
        )
        fate = dice.random()
        if fate < 0.15:
            hide(HIDEABLE["work"], work, by=keeper, why="It names somebody.")
        elif fate < 0.3:
            discard_work(work=work, by=author)
    for tag in Tag.objects.order_by("pk"):
        if dice.random() < 0.15:
            Tag.objects.filter(pk=tag.pk).update(is_canonical=True)
    Tag.objects.taken(["Weir Unused"], TagKind.FANDOM)


def public_uses(tag: Tag) -> int:
    return Work.objects.visible_to(AnonymousUser()).filter(tags=tag).count()


def wanted(kind: str, typed: list[str]) -> Iterator[Tag]:
    for tag in Tag.objects.filter(kind=kind):
        there = name_words(tag.name)
        fits = all(
            any(word.startswith(one) or (len(one) > 2 and one in word) for word in there)
            for one in typed
        )
        if fits and (tag.is_canonical or public_uses(tag)):
            yield tag


@pytest.mark.both
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everybody_is_told_the_names_of_public_works_and_nothing_else(
    client: Client,
    follower: Follower,  # noqa: F811
    ada: User,
    cy: User,
    mo: User,
    seed: int,
) -> None:
    follower.step()
    dice, gone = random.Random(seed), person("Eve")  # noqa: S311  # no secret
    fill([ada, cy, gone], mo, dice)
    switch_off(gone, by=mo, reason="")
    follower.step()

    for who in (None, ada, cy, mo):
        if who:
            client.force_login(who)
        for kind in ("fandom", "character", "freeform", "relationship"):
            for typed in ("a", "ada", "dam", "we", "weir", "eir", "ir weir", "reed ada", "zz", ""):
                tags = list(wanted(kind, typed.split()))
                found = rows(client, typed, kind)
                assert {row["name"] for row in found} <= {tag.name for tag in tags}
                assert len(found) == min(12, len(tags)), (who, kind, typed)
                assert all(
                    row["uses"] == public_uses(Tag.objects.get(pk=row["key"])) for row in found
                )
    reader = reader_of(SHAPE)
    assert reader
    there = {tag.pk for kind in TagKind for tag in wanted(kind, [])}
    assert set(reader.all_keys()) == there


def test_hidden_works_move_no_name_up_or_down(client: Client, marshes: Follower, ada: User) -> None:
    before = rows(client, "marsh")
    for visibility in (Visibility.MEMBERS, Visibility.NAMED):
        for _ in range(5):
            make_work(ada, tags={TagKind.FANDOM: ["Marsh Tales"]}, visibility=visibility)
    make_work(ada, tags={TagKind.FANDOM: ["Marsh Tales", "Marsh Untold"]}, posted=False)
    marshes.step()

    assert rows(client, "marsh") == before


def test_a_letter_costs_one_query(
    client: Client, marshes: Follower, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert len(named(client, "marsh")) == 4  # the index is open from now on
    with django_assert_num_queries(1):
        client.get("/tags/autocomplete?kind=fandom&term=marsh")
    with django_assert_num_queries(2):
        client.get("/tags/autocomplete?kind=character&term=marsh&fandom=Marshlands")


def test_while_there_is_no_index_names_are_completed_from_their_beginnings(
    client: Client,
    follower: Follower,  # noqa: F811
    ada: User,
) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["The Marsh"]})
    make_work(ada, tags={TagKind.FANDOM: ["The Mere"]}, visibility=Visibility.MEMBERS)
    tag_of("The Mire", is_canonical=True)

    assert named(client, "the m") == ["The Mire", "The Marsh"]
    assert named(client, "marsh") == []


def test_a_change_of_what_names_do_not_tell_is_nothing_to_follow(
    follower: Follower,  # noqa: F811
    ada: User,
) -> None:
    work = make_work(ada)
    follower.step()
    SearchChange.objects.all().delete()

    Work.objects.filter(pk=work.pk).update(title="The Mill", kudos_count=3)
    Tag.objects.update(uses=7)
    assert set(SearchChange.objects.values_list("kind", flat=True)) == {"works"}


@pytest.mark.parametrize("query", [{}, {"kind": "planet"}, {"kind": "fandom", "term": "x" * 151}])
def test_nonsense_is_answered_with_what_is_wrong(client: Client, query: dict[str, str]) -> None:
    answer = client.get("/tags/autocomplete", query)

    assert answer.status_code == 422
    assert answer.json()["errors"]

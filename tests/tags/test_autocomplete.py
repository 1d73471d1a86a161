from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from bookcub.tags.models import Tag, TagKind
from tests.browsing import Client

pytestmark = pytest.mark.both


def named(client: Client, term: str, kind: str = "fandom") -> list[str]:
    answer = client.get("/tags/autocomplete", {"kind": kind, "term": term})
    assert answer.status_code == 200
    return [row["name"] for row in answer.json()["results"]]


@pytest.fixture
def tags(db: None) -> None:
    for name, uses, canonical in (
        ("Marshlands", 900, False),
        ("Marsh Tales", 3, True),
        ("Marshes of Ely", 40, True),
        ("The Marsh", 5000, True),
    ):
        (tag,) = Tag.objects.taken([name], TagKind.FANDOM)
        Tag.objects.filter(pk=tag.pk).update(uses=uses, is_canonical=canonical)
    Tag.objects.taken(["Marsh"], TagKind.FREEFORM)
    Tag.objects.filter(kind=TagKind.FREEFORM).update(uses=1)


@pytest.mark.usefixtures("tags")
def test_canonical_tags_come_first_and_then_those_used_most(client: Client) -> None:
    assert named(client, "mArSh") == ["Marshes of Ely", "Marsh Tales", "Marshlands"]


@pytest.mark.usefixtures("tags")
def test_kinds_do_not_mix_and_synonyms_lead_nowhere(client: Client) -> None:
    Tag.objects.filter(name="Marshlands").update(synonym_of=Tag.objects.get(name="Marsh Tales"))

    assert named(client, "marsh", "freeform") == ["Marsh"]
    assert "Marshlands" not in named(client, "marsh")


@pytest.mark.usefixtures("tags")
def test_nothing_typed_yet_suggests_what_is_used_most(client: Client) -> None:
    assert named(client, "")[0] == "The Marsh"


@pytest.mark.usefixtures("tags")
def test_a_letter_costs_one_query_that_finds_its_rows_by_index(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    named(client, "marsh")  # which language the archive speaks is known from now on
    with django_assert_num_queries(1):
        named(client, "marsh")

    if connection.vendor == "sqlite":
        assert "USING INDEX" in Tag.objects.suggested(TagKind.FANDOM, "marsh").explain()


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("query", [{}, {"kind": "planet"}, {"kind": "fandom", "term": "x" * 151}])
@pytest.mark.both
def test_nonsense_is_answered_with_what_is_wrong(client: Client, query: dict[str, str]) -> None:
    answer = client.get("/tags/autocomplete", query)

    assert answer.status_code == 422
    assert answer.json()["errors"]

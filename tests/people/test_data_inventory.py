from __future__ import annotations

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from bookcub.people.actions.accounts import delete_account
from bookcub.people.inventory.entries import INVENTORY, Erasure, PersonalData, export_of
from bookcub.people.models import User
from bookcub.reading.models import Place
from tests.horizon.world import World

pytestmark = pytest.mark.django_db


def rows(kept: PersonalData, person: User) -> set[int]:
    found: set[int] = set()
    for path in kept.paths:
        found |= set(
            kept.model._base_manager.filter(**{path: person.pk}).values_list("pk", flat=True)
        )
    return found


def lively() -> World:
    """An archive in which everybody has read, said, guessed and met."""
    world = World.make()
    for number in range(5):
        for act in (
            world.reads_chapters_to,
            world.says_to_everyone,
            world.says_to_club,
            world.notes,
            world.meets,
            world.talks,
            world.guesses,
            world.does_not_mind,
            world.looks_ahead,
        ):
            act(number, number, number)
    return world


def test_a_person_carries_away_what_is_theirs_and_nothing_of_others() -> None:
    world = lively()
    beth = world.people[2]

    export = export_of(beth)

    assert json.loads(json.dumps(export, cls=DjangoJSONEncoder)).keys() == export.keys()
    assert [row["username"] for row in export["account"]] == ["Beth"]
    assert [row["name"] for row in export["pseuds"]] == ["Beth"]
    assert {row["club__name"] for row in export["memberships"]} == {"Club 0", "Club 1"}
    assert export["places"]
    assert export["comments"]
    assert {row["pseud__name"] for row in export["comments"]} == {"Beth"}
    assert "html" in export["comments"][0]
    assert export["works"] == []
    assert [row["title"] for row in export_of(world.people[0])["works"]] == ["Weir", "Moor"]
    assert "Abel" not in json.dumps(export, cls=DjangoJSONEncoder)


def test_deleting_an_account_does_what_the_inventory_says() -> None:
    world = lively()
    cole = world.people[3]
    account = User(pk=cole.pk)
    before = {kept.model: rows(kept, cole) for kept in INVENTORY}
    assert before[Place]

    delete_account(cole, choices={"clubs": "unname", "comments": "unname"})

    checked: set[Erasure] = set()
    for kept in INVENTORY:
        standing = kept.model._base_manager.filter(pk__in=before[kept.model]).count()
        if kept.erasure is Erasure.DELETED:
            assert standing == 0, kept.model
        elif kept.erasure is Erasure.ANONYMISED:
            assert standing == len(before[kept.model]), kept.model
        if before[kept.model]:
            checked.add(kept.erasure)
        assert rows(kept, account) == set(), kept.model
    assert checked == {Erasure.DELETED, Erasure.ANONYMISED, Erasure.CHOSEN}

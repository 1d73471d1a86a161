"""Whatever is kept of somebody is in the inventory, and what the inventory says of it is so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from bookcub.clubs.models import Membership
from bookcub.people.inventory.entries import INVENTORY, Erasure, PersonalData
from bookcub.people.inventory.markdown import page
from bookcub.people.models import Pseud, User
from bookcub.people.owned_content import QUESTIONS
from tests.shape.sources import ROOT

# From each of these models the way goes on to the account.
PEOPLE: dict[type[models.Model], str] = {User: "", Pseud: "user", Membership: "user"}
A_NAME_OR_ADDRESS = re.compile(
    r"(^|_)(name|names|username|author|authors|byline|who|email|address|ip)$"
)


def keys(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    """The columns and lists of a model that point to others, with whereto."""
    for field in (*model._meta.fields, *model._meta.many_to_many):
        if field.is_relation and isinstance(field.related_model, type):
            yield field.name, field.related_model


def is_personal(model: type[models.Model], pointing: set[type[models.Model]]) -> bool:
    """Points to a person, maybe by way of others, or has a column for a name or an address."""
    return any(to in pointing for _, to in keys(model)) or any(
        isinstance(field, models.EmailField | models.GenericIPAddressField)
        or A_NAME_OR_ADDRESS.search(field.name)
        for field in model._meta.fields
    )


def missing(among: Iterable[type[models.Model]]) -> list[str]:
    """The models that hold something of a person and are not in the inventory."""
    among = list(among)
    pointing: set[type[models.Model]] = set(PEOPLE)
    grown = True
    while grown:
        more = {one for one in among if any(to in pointing for _, to in keys(one))} - pointing
        pointing |= more
        grown = bool(more)
    known = {model for kept in INVENTORY for model in (kept.model, *kept.parts)}
    return [one._meta.label for one in among if is_personal(one, pointing) and one not in known]


def test_every_model_that_holds_something_of_a_person_is_in_the_inventory() -> None:
    assert missing(apps.get_models(include_auto_created=True)) == []


@isolate_apps()
def test_a_model_that_is_forgotten_is_named() -> None:
    def model(name: str, **fields: models.Field[Any, Any]) -> type[models.Model]:
        meta = type("Meta", (), {"app_label": "people"})
        return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})

    diary = model("Diary", pseud=models.ForeignKey(Pseud, models.CASCADE, related_name="+"))
    leaf = model("DiaryPage", diary=models.ForeignKey(diary, models.CASCADE, related_name="+"))
    visitor = model("Visitor", ip=models.GenericIPAddressField())
    weather = model("Weather", degrees=models.IntegerField())

    assert missing([diary, leaf, visitor, weather]) == [
        "people.Diary",
        "people.DiaryPage",
        "people.Visitor",
    ]


def test_every_key_to_a_person_is_spoken_of() -> None:
    unspoken = []
    for kept in INVENTORY:
        spoken = {path.split("__")[0] for path in kept.paths} | {*kept.mentions, *kept.others}
        unspoken += [
            f"{kept.model._meta.label}.{name}"
            for name, to in keys(kept.model)
            if to in PEOPLE and name not in spoken
        ]
        unspoken += [
            f"{part._meta.label}.{name}: a part that points to a person is no part"
            for part in kept.parts
            for name, to in keys(part)
            if to in PEOPLE
        ]

    assert unspoken == []


def goes_with_the_account(model: type[models.Model], path: str) -> bool | None:
    """Whether the database deletes a row with the account that this path leads to; None where no key says so."""
    for name in path.split("__"):
        if name == "pk":
            return True
        field = model._meta.get_field(name)
        if not isinstance(field, models.ForeignKey):
            return None
        if field.remote_field.on_delete is not models.CASCADE:
            return False
        assert isinstance(field.related_model, type)
        model = field.related_model
    return True


def is_kept_as_said(kept: PersonalData) -> bool:
    """What the inventory says of erasure is what the keys of the tables do, or a closing question sees to it."""
    goes = {goes_with_the_account(kept.model, path) for path in kept.paths}
    match kept.erasure:
        case Erasure.DELETED:
            return goes == {True} or bool(kept.questions) or (not goes and bool(kept.erased))
        case Erasure.ANONYMISED:
            return goes == {False}
        case Erasure.CHOSEN:
            return bool(kept.questions)
        case Erasure.KEPT:
            return not goes and bool(kept.erased)


def test_erasure_is_what_the_tables_do() -> None:
    assert [each.model._meta.label for each in INVENTORY if not is_kept_as_said(each)] == []


def test_what_names_others_outlives_them() -> None:
    taken_along = [
        f"{kept.model._meta.label}.{name}"
        for kept in INVENTORY
        for name, to in keys(kept.model)
        if name in kept.mentions
        and goes_with_the_account(kept.model, f"{name}__{PEOPLE[to]}".removesuffix("__"))
    ]

    assert taken_along == []


def test_what_is_between_two_goes_with_either() -> None:
    stays = [
        f"{kept.model._meta.label}.{name}"
        for kept in INVENTORY
        for name in kept.others
        if not goes_with_the_account(kept.model, name)
    ]

    assert stays == []


def test_the_inventory_is_one_with_the_closing_questions_and_the_export() -> None:
    asked = {key for kept in INVENTORY for key in kept.questions}
    exported = [kept.export for kept in INVENTORY if kept.export]

    assert asked == set(QUESTIONS.names())
    assert len(exported) == len(set(exported))
    for kept in INVENTORY:
        assert bool(kept.export) == bool(kept.fields), kept.model
        assert kept.paths or not kept.export, kept.model
        owner = INVENTORY.owner_of(kept.model._meta.label)
        assert owner in {"people", kept.model._meta.app_label}, kept.model


def test_the_document_says_what_the_inventory_says() -> None:
    printed = (ROOT / "docs" / "what-is-kept.md").read_text()

    assert printed == page(), "print it anew: make what-is-kept"

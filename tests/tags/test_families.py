"""What wranglers decide, in whatever order: no chains, no circles, and every decision can be taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bookcub.people.models import User
from bookcub.tags.actions.families import (
    describe,
    make_canonical,
    merge,
    rename,
    set_parents,
    split_off,
    take_back,
)
from bookcub.tags.actions.undoing import undo
from bookcub.tags.models import MEDIA, PARENT_KINDS, Tag, TagChange, TagKind, TagParent
from bookcub.tags.models.family import found_with, meanings, meta_tags, sub_tags

KINDS = [MEDIA, TagKind.FANDOM, TagKind.FANDOM, TagKind.FANDOM, TagKind.CHARACTER]


def tag(name: str, kind: str = TagKind.FANDOM, *, canonical: bool = False) -> Tag:
    [made] = Tag.objects.taken([name], kind)
    if canonical:
        make_canonical(made, by=None)
    made.refresh_from_db()
    return made


def everything() -> tuple[list[tuple[object, ...]], list[tuple[int, int]]]:
    """All tags and families as they are."""
    rows = Tag.objects.order_by("pk")
    fields = ("pk", "kind", "name", "folded", "alike", "note", "is_canonical", "synonym_of", "uses")
    pairs = TagParent.objects.order_by("child", "parent").values_list("child", "parent")
    return list(rows.values_list(*fields)), list(pairs)


def ensure_whole() -> None:
    """What must be true of all tags, asked row by row."""
    for one in Tag.objects.select_related("synonym_of"):
        if one.synonym_of is not None:
            assert one.synonym_of.is_canonical
            assert one.synonym_of.synonym_of_id is None
            assert one.synonym_of.kind == one.kind
            assert not one.is_canonical
    for row in TagParent.objects.select_related("child", "parent"):
        assert row.parent.is_canonical
        assert row.child.synonym_of_id is None
        assert row.parent.kind in PARENT_KINDS[row.child.kind]
    pairs = TagParent.objects.values_list("child", "parent")
    above = {child: {up for low, up in pairs if low == child} for child, _ in pairs}
    for start in above:
        seen, front = set[int](), {start}
        while front:
            front = {up for low in front for up in above.get(low, ())} - seen
            seen |= front
            assert start not in front


NUMBERS = st.integers(min_value=0, max_value=9)
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["canonical", "back", "merge", "split", "rename", "note", "under", "out", "undo"]),
        NUMBERS,
        NUMBERS,
    ),
    max_size=25,
)  # fmt: skip


class TestAnyOrderOfDecisions(TestCase):
    @given(DEEDS)
    def test_families_stay_families_and_all_of_it_can_be_undone(
        self, deeds: list[tuple[str, int, int]]
    ) -> None:
        tags = [tag(f"Reed {n}", KINDS[n % len(KINDS)]) for n in range(10)]
        begun = everything()
        for deed, one, other in deeds:
            try:
                do(deed, tags[one], tags[other], other)
            except ValidationError:
                continue
            ensure_whole()
            for child, above in meta_tags([each.pk for each in tags]).items():
                assert child not in above
                assert all(child in sub_tags(parent) for parent in above)

        for change in TagChange.objects.filter(undone_at=None).order_by("-pk"):
            undo(change, by=None)
            ensure_whole()
        assert everything() == begun


def do(deed: str, one: Tag, other: Tag, number: int) -> None:
    deeds: dict[str, Callable[[], None]] = {
        "canonical": lambda: make_canonical(one, by=None),
        "back": lambda: take_back(one, by=None),
        "merge": lambda: merge(one, into=other, by=None),
        "split": lambda: split_off(one, by=None),
        "rename": lambda: rename(one, name=f"Sedge {number}", by=None),
        "note": lambda: describe(one, note=f"Number {number}", by=None),
        "under": lambda: set_parents(one, add=[other], by=None),
        "out": lambda: set_parents(one, remove=[other], by=None),
        "undo": lambda: undo_an_older_one(number),
    }
    deeds[deed]()


def undo_an_older_one(number: int) -> None:
    changes = list(TagChange.objects.filter(undone_at=None).order_by("-pk")[: number + 1])
    if changes:
        undo(changes[-1], by=None)


@pytest.mark.both
def test_a_merge_follows_the_chain_and_takes_synonyms_and_family_along(db: None) -> None:
    fens, marsh, moor = (tag(name, canonical=True) for name in ("Fens", "Marsh", "Moor"))
    old, part, media = tag("The Fens"), tag("Fens: The Film"), tag("Books", MEDIA, canonical=True)
    merge(old, into=fens, by=None)
    make_canonical(part, by=None, under=[fens])
    set_parents(fens, add=[media], by=None)
    merge(marsh, into=moor, by=None)

    merge(fens, into=marsh, by=None)

    assert {one.name for one in moor.synonyms.all()} == {"Fens", "The Fens", "Marsh"}
    assert list(moor.children.all()) == [part]
    assert list(moor.parents.all()) == [media]
    ensure_whole()


@pytest.mark.both
def test_a_circle_is_refused_however_long(db: None) -> None:
    one, two, three = (tag(name, canonical=True) for name in ("One", "Two", "Three"))
    set_parents(two, add=[one], by=None)
    set_parents(three, add=[two], by=None)

    for parent in (one, two, three):
        with pytest.raises(ValidationError, match="circle"):
            set_parents(one, add=[parent], by=None)
    # What merging brings together is no circle either.
    merge(three, into=one, by=None)
    ensure_whole()


def test_kinds_stand_under_each_other_as_they_may(db: None) -> None:
    weir = tag("Weir", canonical=True)
    ada = tag("Ada", TagKind.CHARACTER, canonical=True)
    set_parents(ada, add=[weir], by=None)

    with pytest.raises(ValidationError, match="cannot stand under"):
        set_parents(weir, add=[ada], by=None)
    with pytest.raises(ValidationError, match="different kinds"):
        merge(ada, into=weir, by=None)
    with pytest.raises(ValidationError, match="itself"):
        merge(ada, into=ada, by=None)


def test_what_is_held_by_others_is_not_taken_back(db: None) -> None:
    weir, old = tag("Weir", canonical=True), tag("The Weir")
    merge(old, into=weir, by=None)

    with pytest.raises(ValidationError, match="synonyms"):
        take_back(weir, by=None)


def test_an_old_name_leads_to_the_new_one(db: None) -> None:
    weir = tag("Weir", canonical=True)
    rename(weir, name="WEIR", by=None)
    assert not weir.synonyms.exists(), "an address knows no case"

    rename(weir, name="The Weir", by=None)

    assert [one.name for one in weir.synonyms.all()] == ["WEIR"]
    Tag.objects.filter(pk=tag("Weirs").pk).update(uses=1)
    with pytest.raises(ValidationError, match="Merge"):
        rename(weir, name="weirs", by=None)
    with pytest.raises(ValidationError, match="canonical first"):
        rename(Tag.objects.get(name="Weirs"), name="Locks", by=None)


def test_a_new_name_that_somebodys_draft_has_is_taken_like_any_other(db: None) -> None:
    weir, secret = tag("Weir", canonical=True), tag("the weir")
    describe(weir, note="A novel.", by=None)
    set_parents(tag("Film", canonical=True), add=[weir], by=None)
    before = everything()

    rename(weir, name="The Weir", by=None)

    secret.refresh_from_db()
    assert (secret.name, secret.note) == ("The Weir", "A novel.")
    assert [one.name for one in secret.synonyms.all()] == ["Weir"]
    assert [one.name for one in secret.children.all()] == ["Film"]
    ensure_whole()
    undo(TagChange.objects.get(kind="renamed"), by=None)
    assert everything() == before


def test_what_others_rest_on_is_undone_after_them(db: None, ada: User) -> None:
    weir, old = tag("Weir"), tag("The Weir")
    make_canonical(weir, by=ada)
    merge(old, into=weir, by=ada)
    last, first = TagChange.objects.order_by("-pk")

    with pytest.raises(ValidationError, match="Undo that first"):
        undo(first, by=ada)
    undo(last, by=ada)
    with pytest.raises(ValidationError, match="already"):
        undo(last, by=ada)
    undo(first, by=ada)

    assert {one.is_undecided for one in Tag.objects.all()} == {True}
    assert {one.undone_by for one in TagChange.objects.all()} == {ada}


def test_what_changes_nothing_is_not_noted(db: None) -> None:
    weir = tag("Weir", canonical=True)
    assert TagChange.objects.count() == 1

    make_canonical(weir, by=None)
    describe(weir, note="", by=None)

    assert TagChange.objects.count() == 1


@pytest.mark.both
@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (TagKind.FANDOM, "Les Misérables", "les miserables"),
        (TagKind.RELATIONSHIP, "Ada/Bo", "Bo & Ada"),
        (TagKind.RELATIONSHIP, "Ada & Bo/Cy", "cy/áda&BO"),
    ],
)
def test_variants_mean_one_tag_until_somebody_decides(
    db: None, kind: TagKind, one: str, other: str
) -> None:
    first, second = tag(one, kind), tag(other, kind)
    assert found_with(first).uses.keys() == found_with(second).uses.keys() == {first.pk, second.pk}
    assert meanings([first.pk, second.pk]) == {first.pk: first.pk, second.pk: first.pk}

    make_canonical(second, by=None)
    assert meanings([first.pk, second.pk]) == {first.pk: second.pk, second.pk: second.pk}

    make_canonical(first, by=None)
    assert found_with(first).uses.keys() == {first.pk}


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (TagKind.FANDOM, "Ada & Bo", "Bo & Ada"),
        (TagKind.RELATIONSHIP, "Ada/Bo", "Ada/Bob"),
        (TagKind.CHARACTER, "!!!", "???"),
    ],
)
def test_other_names_are_other_tags(db: None, kind: TagKind, one: str, other: str) -> None:
    first, second = tag(one, kind), tag(other, kind)

    assert found_with(first).uses.keys() == {first.pk}
    assert found_with(second).uses.keys() == {second.pk}


@pytest.mark.both
def test_a_variant_of_a_synonym_means_what_the_synonym_means(db: None) -> None:
    weir, old, variant = tag("Weir", canonical=True), tag("Thé Weir"), tag("the weir")

    merge(old, into=weir, by=None)

    assert found_with(weir).uses.keys() == {weir.pk, old.pk, variant.pk}
    assert meanings([variant.pk]) == {variant.pk: weir.pk}


@pytest.mark.both
def test_a_meta_tag_is_found_with_what_stands_under_it_and_not_the_other_way_around(
    db: None,
) -> None:
    water, river, weir = (tag(name, canonical=True) for name in ("Water", "River", "Weir"))
    ada = tag("Ada", TagKind.CHARACTER)
    set_parents(river, add=[water], by=None)
    set_parents(weir, add=[river], by=None)
    set_parents(ada, add=[water], by=None)
    weirs = tag("Weirs")
    merge(weirs, into=weir, by=None)

    assert found_with(water).uses.keys() == {water.pk, river.pk, weir.pk, weirs.pk}
    assert found_with(weir).uses.keys() == {weir.pk, weirs.pk}
    assert meta_tags([weir.pk, ada.pk]) == {weir.pk: {river.pk, water.pk}}


@pytest.mark.both
def test_the_database_refuses_a_tag_that_leads_to_itself_or_stands_under_itself(db: None) -> None:
    weir = tag("Weir")

    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.filter(pk=weir.pk).update(synonym_of=weir.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        TagParent.objects.create(child=weir, parent=weir)

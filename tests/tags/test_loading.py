"""Lists of tags with their families: all of it or nothing, mistakes by their lines, and a way back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from bookcub.config.cli import run
from bookcub.finding.policies import WranglingScope
from bookcub.finding.queries.wrangling.list_files import tag_list
from bookcub.finding.queries.wrangling.queues import CANONICAL, SYNONYM, QueueWishes, queue
from bookcub.tags.actions.families import make_canonical, merge, set_parents
from bookcub.tags.actions.lists import listed_tags
from bookcub.tags.actions.loading import load
from bookcub.tags.actions.undoing import undo
from bookcub.tags.models import KINDS, Tag, TagChange, TagKind
from tests.tags.test_families import ensure_whole, everything

LIST = """name,kind,canonical,parents,note
Books,media,,,
The Weir,fandom,,"Books, Water","A novel, and its film"
Water,fandom,,,
Weir,Fandom,The Weir,,
Bo,character,,The Weir,
Bo/Cy,relationship,,"fandom:The Weir, Bo",
Slow Burn,Additional Tag,,,
"""


def loaded(text: str) -> int:
    return load(listed_tags(text.encode()), by=None)


def refused(text: str) -> list[str]:
    before = everything()
    with pytest.raises(ValidationError) as error:
        loaded(text)
    assert everything() == before
    return error.value.messages


def sentences(content: bytes) -> list[str]:
    """What is said of a file that may be none; any other error breaks the test."""
    try:
        listed_tags(content)
    except ValidationError as error:
        return error.messages
    return []


def named(name: str) -> Tag:
    return Tag.objects.get(name=name)


@pytest.mark.both
def test_a_list_brings_families_in_whatever_order_its_lines_have(db: None) -> None:
    head, *lines = LIST.splitlines(keepends=True)

    assert loaded(head + "".join(reversed(lines))) == 7

    assert {tag.name for tag in named("The Weir").parents.all()} == {"Books", "Water"}
    assert {tag.name for tag in named("The Weir").children.all()} == {"Bo", "Bo/Cy"}
    assert named("Weir").synonym_of == named("The Weir")
    assert named("The Weir").note == "A novel, and its film"
    assert named("Slow Burn").kind == TagKind.FREEFORM
    ensure_whole()
    assert loaded(LIST) == 0, "a second time nothing changes"
    assert TagChange.objects.count() == 1


@pytest.mark.both
def test_a_list_is_undone_like_any_other_decision(db: None) -> None:
    [old, weir] = Tag.objects.taken(["Weir", "Weirs"], TagKind.FANDOM)
    make_canonical(old, by=None)
    merge(weir, into=old, by=None)
    states = everything()

    loaded(LIST)
    assert {tag.name for tag in named("The Weir").synonyms.all()} == {"Weir", "Weirs"}
    undo(TagChange.objects.get(kind="loaded"), by=None)

    tags, families = everything()
    assert [tag for tag in tags if tag in states[0]] == states[0]
    assert families == states[1]
    assert {tag.is_undecided for tag in Tag.objects.exclude(name__in=["Weir", "Weirs"])} == {True}


def test_json_says_the_same(db: None) -> None:
    rows = [
        {"name": "The Weir", "kind": "fandom", "parents": ["Books"], "note": None},
        {"name": "Books", "kind": "media"},
        {"name": "Weir", "kind": "fandom", "canonical": "the weir"},
    ]

    assert loaded(json.dumps(rows)) == 3

    assert list(named("The Weir").parents.all()) == [named("Books")]
    assert named("Weir").synonym_of == named("The Weir")


@pytest.mark.both
@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("Weir,fandom,Nothing,", "Line 2: There is no canonical tag “Nothing”"),
        ("Weir,fandom,,Nothing", "Line 2: There is no canonical tag “Nothing”"),
        ("Weir,fandom,,character:Bo\nBo,character,,", "Line 2: There is no canonical tag “Bo”"),
        ("Weir,ship,,", "Line 2: “ship” is no kind of tag."),
        (",fandom,,", "Line 2: A tag needs a name."),
        ("We*ir,fandom,,", "Line 2: “We*ir” has a character"),
        ("Weir,fandom,,\nWEIR,fandom,,", "Line 3: “WEIR” stands on line 2 already."),
        ("A,fandom,B,\nB,fandom,C,\nC,fandom,,", "Line 2: “B” leads to another tag itself (line 3)."),
        ("A,fandom,,B\nB,fandom,,C\nC,fandom,,A", "Line 2: That would be a circle"),
        ("A,fandom,,A", "Line 2: A tag cannot stand under itself."),
        ("A,fandom,B,C\nB,fandom,,\nC,fandom,,", "Line 2: A synonym has no parents"),
    ],
)  # fmt: skip
def test_mistakes_are_told_by_their_lines_and_nothing_is_changed(
    db: None, lines: str, told: str
) -> None:
    assert refused(f"name,kind,canonical,parents\n{lines}\n")[0].startswith(told)


def test_all_mistakes_are_told_at_once(db: None) -> None:
    told = refused("name,kind,canonical\nA,ship,\nB,fandom,\nC,town,\n")

    assert [each.partition(":")[0] for each in told] == ["Line 2", "Line 4"]


def test_a_circle_with_what_the_archive_has_is_told(db: None) -> None:
    [one, two] = Tag.objects.taken(["One", "Two"], TagKind.FANDOM)
    for tag in (one, two):
        make_canonical(tag, by=None)
    set_parents(one, add=[two], by=None)

    [told] = refused("name,kind,parents\nTwo,fandom,One\n")

    assert "circle" in told


@pytest.mark.parametrize(
    "content",
    [b"", b"name\nWeir\n", b"\xff\xfe", b"[1]", b"{}", b"[", b'[{"name": 1, "kind": []}]',
     b'[{"name": "A", "kind": "fandom", "parents": 3}]', b'name,kind\n"A'],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_a_sentence(db: None, content: bytes) -> None:
    assert all(sentences(content))


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_file_breaks_the_reading(content: bytes) -> None:
    for head in (b"", b"name,kind,canonical,parents\n", b"["):
        assert all(sentences(head + content))


def test_what_the_desk_writes_is_read_again(db: None) -> None:
    loaded(LIST + "'+Anima,fandom,,,\n")
    before, scope = everything(), WranglingScope(is_everything=True)
    files = [
        tag_list(queue(QueueWishes(kind=kind, state=state), scope))
        for kind, _ in KINDS
        for state in (CANONICAL, SYNONYM)
    ]
    assert "'+Anima" in "".join(files)

    for file in files:
        assert loaded(file) == 0

    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_the_command_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(text: str) -> tuple[int, Any]:
        (tmp_path / "list.csv").write_text(text, encoding="utf-8")
        code = run(["tags", "load", str(tmp_path / "list.csv")])
        return code, capsys.readouterr()

    code, said = told("name,kind\nWeir,fandom\n")
    assert code == 0
    assert said.out.startswith("1 tag was changed.")
    code, said = told("name,kind\nMill,ship\n")
    assert code == 1
    assert "Line 2" in said.err
    assert "Nothing was changed." in said.err
    assert run(["tags", "load", str(tmp_path / "none.csv")]) == 2

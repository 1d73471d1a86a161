"""The file of a club is read strictly, and its schema says the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookcub.formats.club_file import from_json, schema, to_json
from bookcub.formats.club_file.copying import part_of, row_of
from bookcub.formats.club_file.kinds import FilePart, Html, WhoId
from bookcub.formats.club_file.parts import (
    ClubFile,
    MilestoneOfRead,
    NoteOfClub,
    PassageOfNote,
    Person,
    ReadOfClub,
    Rules,
)
from bookcub.formats.club_file.reading import MisfitError, written

ROOT = Path(__file__).parents[2]
AT = datetime(2024, 5, 3, 19, 30, tzinfo=UTC)


def a_club(**more: Any) -> ClubFile:
    fields: dict[str, Any] = {
        "format": "bookcub-club",
        "version": 1,
        "exported_at": AT,
        "name": "Weir Readers",
        "created_at": AT,
        "rules": Rules(),
        "people": (Person(id="p1", name="Cy", role="host", joined_at=AT, is_me=True),),
        "reads": (
            ReadOfClub(
                id="r1",
                title="The Weir",
                made_at=AT,
                brought_by="p1",
                milestones=(MilestoneOfRead(upto=3, due_on=date(2024, 6, 1)),),
            ),
        ),
        "notes": (
            NoteOfClub(
                id="n1",
                by="p1",
                written_at=AT,
                html="<p>🐻</p>",
                passage=PassageOfNote(exact="the weir", start_offset=2),
            ),
        ),
    }
    return ClubFile(**(fields | more))


def changed(**changes: Any) -> str:
    return json.dumps(json.loads(to_json(a_club())) | changes)


def test_what_is_written_is_read_back_as_it_was() -> None:
    assert from_json(to_json(a_club())) == a_club()


def test_what_goes_without_saying_is_not_said() -> None:
    assert "rates_reads" not in json.loads(to_json(a_club()))


def test_the_schema_beside_the_docs_is_the_one_that_is_read() -> None:
    kept = json.loads((ROOT / "docs/club-export.schema.json").read_text())

    assert kept == schema(), "write it again: python -m bookcub.formats.club_file"


def test_the_schema_names_everything_that_a_file_says() -> None:
    fields = schema()
    held = fields["$defs"]["ClubFile"]["properties"]

    assert set(written(a_club())) <= set(held)
    assert set(fields["$defs"]["ClubFile"]["required"]) <= set(written(a_club()))


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth else 1


PERSON = {"id": "p1", "name": "Cy", "joined_at": "2024-05-03T19:30:00Z"}
AT_SOME_TIME = "2024-05-03T19:30:00Z"
WORK = {"id": "w1", "title": "The Weir"}
PICK = {
    "id": "c1",
    "number": 1,
    "stage": "nominating",
    "rules": {"method": "approval"},
    "opened_at": AT_SOME_TIME,
}
BROUGHT = {"number": 1, "by": "p1", "work": "w1", "title": "The Weir", "made_at": AT_SOME_TIME}
BROUGHT_AGAIN = {**BROUGHT, "number": 2}
NOTE = {"id": "n1", "by": "p1", "written_at": "2024-05-03T19:30:00Z"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("[" * 200_000, "not JSON"),
        ("[]", "not the export of a club"),
        ('{"format": "other"}', "not the export of a club"),
        (changed(version=2), "comes from a newer Bookcub"),
        (changed(version="2"), "version: is not a whole number"),
        (changed(version=None), "version: is not a whole number"),
        (changed(version=0), "version: is less than 1"),
        (json.dumps({"format": "bookcub-club"}), "version: is missing"),
        (changed(name=7), "name: is not text"),
        (changed(name=" "), "name: is empty"),
        (changed(name="x" * 81), "longer than 80"),
        (changed(rates_reads="yes"), "neither true nor false"),
        (changed(created_at="2024-05-03"), "not a moment"),
        (changed(created_at="0001-01-01T00:00:00+14:00"), "not a moment"),
        (changed(visibility="everyone"), "is none of"),
        (changed(visibility=["private"]), "is none of"),
        (changed(people={}), "people: is not a list"),
        (changed(people=[1]), r"people\[0\]: is not an object"),
        (changed(people=[PERSON, {**PERSON, "id": ""}]), r"people\[1\].id: is empty"),
        (
            changed(people=[PERSON, {"id": "p2", "name": "Di"}]),
            r"people\[1\].joined_at: is missing",
        ),
        (changed(people=[PERSON] * 5001), "people: is longer than a list of 5,000"),
        (
            changed(people=[{**PERSON, "joined_at": "0999-05-03T19:30:00Z"}]),
            "joined_at: is not a moment",
        ),
        (changed(visibility="everyone"), "visibility: is none of .*private"),
        (changed(version=True), "version: is not a whole number"),
        (changed(mood=float("nan")), "not JSON"),
        (changed(mood="x" * 1_000_001), "more than this version"),
        (changed(mood=nested(20)), "nested too deeply"),
        (changed(people=[PERSON, PERSON]), "the same id"),
        (changed(people=[{**PERSON, "turn": True}]), "not a whole number"),
        (changed(people=[{**PERSON, "turn": -1}]), "is less than 0"),
        (changed(people=[{**PERSON, "turn": 10**30}]), "is more than"),
        (changed(people=[]), "there is no “p1”"),
        (changed(notes=[NOTE, NOTE]), "comes twice"),
        (changed(notes=[{**NOTE, "answers": "n2"}]), "does not come before it"),
        (changed(notes=[{**NOTE, "work": "w1"}]), "there is no “w1”"),
        (changed(notes=[NOTE] * 3 + [{}]), "is missing"),
        (changed(notes=[{**NOTE, "language": '"><i>'}]), "language: is not the code of a lang"),
        (changed(notes=[{**NOTE, "language": "en\n"}]), "language: is not the code of a lang"),
        (changed(rules={"method": "dice"}), "rules.method: is none of"),
        (
            changed(picks=[PICK, {**PICK, "id": "c2", "number": 2, "stage": "voting"}]),
            "more than one of them is under way",
        ),
        (
            changed(works=[WORK], picks=[{**PICK, "nominations": [BROUGHT, BROUGHT_AGAIN]}]),
            "nominations of pick “c1”: two of them are of the same work",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(text: str, why: str) -> None:
    with pytest.raises(MisfitError, match=why):
        from_json(text)


def test_what_was_taken_back_may_be_brought_again() -> None:
    taken_back = {**BROUGHT, "withdrawn_at": AT_SOME_TIME}
    pick = {**PICK, "nominations": [taken_back, BROUGHT_AGAIN]}

    assert len(from_json(changed(works=[WORK], picks=[pick])).picks[0].nominations) == 2


def test_signs_that_no_database_keeps_are_left_out() -> None:
    club = from_json(changed(name="A\x00B \ud800"))

    assert club.name == "AB ?"


quick = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(-9, 9) | st.text("a", max_size=2),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["", "id", "a"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def objects_in(fields: Any) -> list[dict[str, Any]]:
    """Every object of a file, the file itself first."""
    inner = (
        fields.values() if isinstance(fields, dict) else fields if isinstance(fields, list) else []
    )
    found = [each for one in inner for each in objects_in(one)]
    return [fields, *found] if isinstance(fields, dict) else found


@quick
@given(st.data(), st.text("abcxyz", min_size=1, max_size=5), ANYTHING)
def test_what_this_version_does_not_know_is_handed_on_wherever_it_stands(
    data: st.DataObject, name: str, value: Any
) -> None:
    fields = json.loads(to_json(a_club()))
    data.draw(st.sampled_from(objects_in(fields)))[f"new_{name}"] = value
    read = from_json(json.dumps(fields))

    assert json.loads(to_json(read)) == fields
    assert from_json(to_json(read)) == read


@quick
@given(st.data(), ANYTHING)
def test_whatever_stands_in_a_file_it_is_read_or_refused_with_a_sentence(
    data: st.DataObject, value: Any
) -> None:
    fields = json.loads(to_json(a_club()))
    place = data.draw(st.sampled_from(objects_in(fields)))
    place[data.draw(st.sampled_from(sorted(place) or ["new"]))] = value

    refused = refusal_of(json.dumps(fields))

    assert refused is None or (refused.why and "`" not in str(refused))


def refusal_of(text: str) -> MisfitError | None:
    """Why a file is refused; if it is not, it says the same once written."""
    try:
        read = from_json(text)
    except MisfitError as error:
        return error
    assert from_json(to_json(read)) == read
    return None


def test_a_row_and_its_part_say_the_same_under_the_same_names() -> None:
    row = Row(upto=3, membership=7, html="<p>", fields=["a"], note="of the row alone")
    part = part_of(Sketch, row, {"people": lambda row, column: f"p{getattr(row, column)}"})

    assert (part.upto, part.by, part.html, part.fields) == (3, "p7", "<p>", ("a",))
    again = row_of(Row, part, ROWS, note="here")
    assert vars(again) == vars(row) | {"html": "<P>", "note": "here"}


def test_a_field_without_a_column_is_never_dropped_without_a_word() -> None:
    part = Sketch(by="p7", upto=3, html="<p>")

    with pytest.raises(TypeError, match=r"Row has no column for Added\.added"):
        row_of(Row, Added(by="p7", upto=3, html="<p>"), ROWS)
    assert row_of(Row, part, ROWS).upto == 3
    assert row_of(Row, Added(by="p7", upto=3, html="<p>"), ROWS, {"added"}).upto == 3


ROWS: dict[str, Callable[[str], Any]] = {"people": lambda name: int(name[1:]), "html": str.upper}


class Sketch(FilePart, frozen=True, kw_only=True):
    """A part for this test."""

    id: str = "x"
    by: WhoId
    upto: int
    html: Html
    fields: tuple[str, ...] = ()


class Added(Sketch, frozen=True, kw_only=True):
    """The same with a field that no row has."""

    added: str = ""


class Row:
    """A row for this test, with the columns of a model."""

    id = upto = membership = html = fields = note = None
    _meta = SimpleNamespace(
        concrete_fields=[
            SimpleNamespace(name=name)
            for name in ("id", "upto", "membership", "html", "fields", "note")
        ]
    )

    def __init__(self, **fields: Any) -> None:
        vars(self).update(fields)

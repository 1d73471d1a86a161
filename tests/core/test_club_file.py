"""The file of a club is read strictly, and its schema says the same."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bookcub.core.club_file import (
    ClubFile,
    MilestoneOfRead,
    NoteOfClub,
    PassageOfNote,
    Person,
    ReadOfClub,
    Rules,
    from_json,
    schema,
    to_json,
)
from bookcub.core.strict_json import MisfitError, written

ROOT = Path(__file__).parents[2]
AT = datetime(2024, 5, 3, 19, 30, tzinfo=UTC)


def a_club(**more: Any) -> ClubFile:
    said: dict[str, Any] = {
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
    return ClubFile(**(said | more))


def changed(**changes: Any) -> str:
    return json.dumps(json.loads(to_json(a_club())) | changes)


def test_what_is_written_is_read_back_as_it_was() -> None:
    assert from_json(to_json(a_club())) == a_club()


def test_what_goes_without_saying_is_not_said() -> None:
    assert "rates_reads" not in json.loads(to_json(a_club()))


def test_the_schema_beside_the_docs_is_the_one_that_is_read() -> None:
    kept = json.loads((ROOT / "docs/club-export.schema.json").read_text())

    assert kept == schema(), "write it again: python -m bookcub.core.club_file"


def test_the_schema_names_everything_that_a_file_says() -> None:
    said = schema()
    held = said["$defs"]["ClubFile"]["properties"]

    assert set(written(a_club())) <= set(held)
    assert set(said["$defs"]["ClubFile"]["required"]) <= set(written(a_club()))


PERSON = {"id": "p1", "name": "Cy", "joined_at": "2024-05-03T19:30:00Z"}
NOTE = {"id": "n1", "by": "p1", "written_at": "2024-05-03T19:30:00Z"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("[" * 200_000, "not JSON"),
        ("[]", "not the export of a club"),
        ('{"format": "other"}', "not the export of a club"),
        (changed(version=2), "reads version 1"),
        (changed(version="1"), "reads version 1"),
        (changed(surprise=1), "surprise"),
        (changed(name=7), "name: is no text"),
        (changed(name=" "), "name: is empty"),
        (changed(name="x" * 81), "longer than 80"),
        (changed(rates_reads="yes"), "neither true nor false"),
        (changed(created_at="2024-05-03"), "no moment"),
        (changed(created_at="0001-01-01T00:00:00+14:00"), "no moment"),
        (changed(visibility="everyone"), "is none of"),
        (changed(visibility=["private"]), "is none of"),
        (changed(people={}), "people: is no list"),
        (changed(people=[1]), r"people\[0\]: is no object"),
        (changed(people=[PERSON, PERSON]), "one id is of two"),
        (changed(people=[{**PERSON, "turn": True}]), "no whole number"),
        (changed(people=[{**PERSON, "turn": -1}]), "lies outside"),
        (changed(people=[{**PERSON, "turn": 10**30}]), "lies outside"),
        (changed(people=[]), "there is no “p1”"),
        (changed(notes=[NOTE, NOTE]), "comes twice"),
        (changed(notes=[{**NOTE, "answers": "n2"}]), "does not stand before it"),
        (changed(notes=[{**NOTE, "work": "w1"}]), "there is no “w1”"),
        (changed(notes=[NOTE] * 3 + [{}]), "is missing"),
        (changed(rules={"method": "dice"}), "rules.method: is none of"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(text: str, why: str) -> None:
    with pytest.raises(MisfitError, match=why):
        from_json(text)


def test_signs_that_no_database_keeps_are_left_out() -> None:
    club = from_json(changed(name="A\x00B \ud800"))

    assert club.name == "AB ?"

"""A remark is a code and its facts; each that there is can be said, and travels as it is."""

from __future__ import annotations

import json

import pytest

from bookcub.formats.story import serialisation as wire
from bookcub.formats.story.parsed import ParsedWork
from bookcub.formats.story.remarks import ABOUT_THE_TITLE, ASSUMED, WORDINGS, Remark, remark


def test_remarks_travel_with_their_facts() -> None:
    work = ParsedWork("text", "The Lamp", notices=(remark("chapter-by", 3, "Ines"),))

    assert wire.loads(wire.dumps(work)) == work


def test_a_part_that_waited_since_remarks_were_sentences_is_still_read() -> None:
    line = {"kind": "work", "value": {"format": "text", "title": "T", "notices": ["It rained."]}}

    read = wire.loads(json.dumps(line))

    assert isinstance(read, ParsedWork)
    assert [str(told) for told in read.notices] == ["It rained."]


@pytest.mark.parametrize(
    "made_up", [{"code": "nonsense"}, {"code": "chapter-by", "facts": [3]}, {"code": None}]
)
def test_what_cannot_be_said_is_not_let_in(made_up: dict[str, object]) -> None:
    line = {"kind": "work", "value": {"format": "text", "title": "T", "notices": [made_up]}}

    with pytest.raises(ValueError, match="outcome"):
        wire.loads(json.dumps(line))


def test_remarks_that_are_told_apart_exist() -> None:
    assert WORDINGS.keys() >= ABOUT_THE_TITLE | ASSUMED
    assert str(Remark("notes-cut", (5000,))).count("5,000") == 1

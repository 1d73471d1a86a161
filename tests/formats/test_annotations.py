"""Notes leave as other programs read them, and come back as they were."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookcub.formats.annotations import (
    COLOURS,
    Annotation,
    Publication,
    UnreadableError,
    annotations_file,
    as_annotation_set,
    as_web_annotations,
    read_annotations,
    read_annotations_file,
)

AT = datetime(2024, 5, 3, 19, 30, tzinfo=UTC)
BOOK = Publication(["urn:isbn:9780000000002"], "The Weir", ["Ada"])
NOTE = Annotation(
    id="urn:uuid:1",
    source="https://example.org/works/1/chapters/2",
    created=AT,
    modified=AT + timedelta(hours=1),
    exact="the 🐻 captain",
    prefix="what ",
    suffix=" said",
    block_id="b-abcdefgh",
    start=5,
    end=18,
    text="He knew.",
    colour="blue",
    creator="Bo",
    creator_id="https://example.org/users/bo",
)


def written(items: list[Annotation]) -> dict[str, Any]:
    json_read: dict[str, Any] = json.loads(
        as_annotation_set(items, about=BOOK, identifier="urn:uuid:9", at=AT)
    )
    return json_read


def test_a_note_names_its_passage_precisely_and_by_its_words() -> None:
    [item] = json.loads(as_web_annotations([NOTE]))

    assert item["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert item["target"]["selector"] == [
        {
            "type": "FragmentSelector",
            "value": "b-abcdefgh",
            "refinedBy": {"type": "TextPositionSelector", "start": 5, "end": 18},
        },
        {
            "type": "TextQuoteSelector",
            "exact": "the 🐻 captain",
            "prefix": "what ",
            "suffix": " said",
        },
    ]


def test_a_set_for_e_books_keeps_to_its_profile() -> None:
    answer = Annotation(id="urn:uuid:2", source="x", created=AT, text="Yes", answers="urn:uuid:1")
    highlight = Annotation(id="urn:uuid:3", source="x", created=AT, exact="words", colour="green")
    mark = Annotation(id="urn:uuid:4", source="x", created=AT)
    json_read = written([NOTE, answer, highlight, mark])

    assert (json_read["type"], json_read["id"]) == ("AnnotationSet", "urn:uuid:9")
    assert json_read["about"]["dc:creator"] == ["Ada"]
    assert [item["motivation"] for item in json_read["items"]] == [
        "commenting",
        "commenting",
        "highlighting",
        "bookmarking",
    ]
    for item in json_read["items"]:
        assert {"id", "type", "created", "target"} <= item.keys()
        assert item["target"]["source"]
        assert isinstance(item.get("body", {}), dict)
        assert item.get("body", {}).get("color", "yellow") in COLOURS


def test_a_file_is_one_member_and_the_same_bytes_each_time() -> None:
    first = annotations_file([NOTE], about=BOOK, identifier="urn:uuid:9", at=AT)

    assert first == annotations_file([NOTE], about=BOOK, identifier="urn:uuid:9", at=AT)
    assert zipfile.ZipFile(io.BytesIO(first)).namelist() == ["annotations.json"]
    assert read_annotations_file(first) == [NOTE]


words = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40
)
moments = st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # the zone is the next word


@given(
    st.lists(
        st.builds(
            Annotation,
            id=words,
            source=words,
            created=moments,
            exact=words,
            prefix=words,
            suffix=words,
            block_id=words,
            start=st.integers(0, 5),
            end=st.integers(5, 90),
            text=words,
            colour=st.sampled_from(COLOURS),
            creator=words,
            creator_id=words,
        ),
        max_size=4,
    )
)
def test_what_is_written_is_read_back_as_it_was(items: list[Annotation]) -> None:
    assert read_annotations(as_web_annotations(items)) == items
    assert read_annotations(json.dumps(written(items))) == items


def test_an_answer_remembers_what_it_answers() -> None:
    answer = Annotation(id="urn:uuid:2", source="", created=AT, text="Yes", answers="urn:uuid:1")

    assert read_annotations(as_web_annotations([answer])) == [answer]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        '[{"type": "Annotation"}]',
        '[{"type": "Annotation", "target": {"source": 5}, "created": "2024-01-01"}]',
        '[{"type": "Annotation", "target": "x", "created": "yesterday"}]',
        '[{"type": "Annotation", "target": "x", "created": "0001-01-01T00:00:00+14:00"}]',
        '[{"type": "Annotation", "target": {"selector": [7]}, "created": "2024-01-01"}]',
        '[{"type": "Annotation", "target": "x", "created": "2024-01-01", "body": [1]}]',
        "[" * 100_000,
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_annotations(text)

    assert str(refused.value).endswith(".")


def test_a_zip_without_annotations_is_refused(tmp_path: object) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("other.json", "{}")
    for content in (b"", b"PK\x03\x04", held.getvalue()):
        with pytest.raises(UnreadableError):
            read_annotations_file(content)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("annotations.json", b" " * (40 * 1024 * 1024))
    with pytest.raises(UnreadableError, match="more than a book"):
        read_annotations_file(held.getvalue())

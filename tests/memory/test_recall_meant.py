"""Where nothing is found, what may be meant is offered: a word as it was said, or a character by name."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bookcub.memory.actions.recall_index import catch_up
from bookcub.memory.queries.recall import Narrowing, recall
from bookcub.memory.recall.misspelt import distance, is_near
from bookcub.memory.recall.names_typed import names_typed
from bookcub.people.models import User
from bookcub.reads.models import Read
from bookcub.tags.models import TagKind
from bookcub.works.models import Work
from tests.browsing import Client, words_of
from tests.making import make_club, make_read, make_work
from tests.memory.remembering import has_read, note

pytestmark = pytest.mark.both


@pytest.fixture
def work(ada: User) -> Work:
    tags = {
        TagKind.FANDOM: ["Original Work"],
        TagKind.CHARACTER: ["Mrs Abernethy-Okoro", "The Captain"],
    }
    return make_work(ada, chapters=3, tags=tags, language="en")


@pytest.fixture
def read(work: Work, cy: User, di: User) -> Read:
    return make_read(make_club(cy, di), work=work)


def meant(person: User, typed: str) -> str:
    catch_up()
    return recall(person, typed, Narrowing()).meant


@pytest.mark.parametrize(
    ("typed", "said", "far"),
    [
        ("parott", "parrot", 2),
        ("parrto", "parrot", 1),
        ("chronometr", "chronometer", 1),
        ("lamp", "lamp", 0),
        ("", "lamp", 4),
    ],
)
@pytest.mark.both
def test_how_far_words_are_apart(typed: str, said: str, far: int) -> None:
    assert distance(typed, said) == far
    assert is_near(typed, said) == (0 < far < 4)


@given(st.text(max_size=8), st.text(max_size=8))
def test_it_is_as_far_there_as_back(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)


def test_a_misspelt_word_is_offered_as_it_was_said(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, di, first, "The parrots keep a chronometer.")

    assert meant(cy, "parott") == "parrots"
    assert meant(cy, "what did Di say about the chronometr?") == (
        "what did Di say about the chronometer?"
    )
    assert meant(cy, "parrot") == ""
    assert meant(cy, "“parott”") == ""
    assert meant(cy, "dragons") == ""
    client.force_login(cy)
    page = LexborHTMLParser(client.get("/clubs/recall", {"q": "parott"}).content)
    [link] = [each for each in page.css("a") if "Did you mean “parrots”?" in each.text()]
    found = client.get("/clubs/recall" + (link.attributes["href"] or "")).context["answer"]
    assert found.hits
    assert not found.meant


def test_no_word_is_offered_that_lies_ahead_or_is_covered(
    read: Read, work: Work, cy: User, di: User
) -> None:
    first, second, _ = work.chapters.order_by("position")
    has_read(cy, first)
    note(read.club, di, second, "The parrot drowns.")
    note(read.club, di, first, "It is the ||bittern||.")
    note(make_club(di, name="Others"), di, first, "A chronometer.")

    for typed in ("parott", "bitern", "chronometr"):
        assert meant(cy, typed) == "", typed
    has_read(cy, second)
    assert meant(cy, "parott") == "parrot"


def test_what_may_be_meant_costs_the_same_however_much_was_said(
    read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)

    def cost() -> int:
        catch_up()
        with CaptureQueriesContext(connection) as queries:
            assert recall(cy, "parott chronometr", Narrowing()).meant
        return len(queries)

    note(read.club, di, first, "A parrot, a chronometer.")
    once = cost()
    for number in range(8):
        note(read.club, di, first, f"Parrot {number}, parrots, paragraphs, chronometers.")
    assert cost() <= once
    assert once <= 40


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("what did we say about Mrs Abernethy", [7]),
        ("abernethy and the captain", [7, 9]),
        ("Mrs Okoro-Abernethy, captain", [7, 9]),
        ("Mrs", []),
        ("the", []),
        ("“abernethy”", []),
        ("", []),
    ],
)
@pytest.mark.both
def test_characters_are_named_in_part(typed: str, numbers: list[int]) -> None:
    names = {9: "The Captain", 8: "Mrs Pym", 7: "Mrs Abernethy-Okoro"}

    assert sorted(names_typed(typed, names)) == numbers


def test_where_nothing_is_found_a_character_that_is_named_is_offered(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, di, first, "The landlady lies.")
    catch_up()
    client.force_login(cy)
    asked = {"q": "what did we say about Mrs Abernethy", "club": str(read.club_id)}

    page = LexborHTMLParser(client.get("/clubs/recall", asked).content)

    [link] = [each for each in page.css("section a") if "Mrs Abernethy-Okoro" in each.text()]
    told = client.get("/clubs/recall" + (link.attributes["href"] or "")).content.decode()
    assert "The landlady lies." in words_of(told)
    assert "See what was said about stories with" not in words_of(told)
    nobody = client.get("/clubs/recall", {"q": "dragons"}).content.decode()
    assert "Mrs Abernethy-Okoro" not in nobody.partition("Nothing found")[2]

"""Ask what was said on a chapter, by its number."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from bookcub.clubs.models import Club
from bookcub.comments.actions import say
from bookcub.comments.models import Hearers
from bookcub.memory.actions.recall_index import catch_up
from bookcub.memory.models import Prediction
from bookcub.memory.queries.recall import Narrowing, recall
from bookcub.memory.recall.chapters_named import chapters_named
from bookcub.people.models import User
from bookcub.reads.actions.reads import begin_read
from bookcub.reads.models import OutsideBook, Read
from bookcub.works.models import Work
from tests.browsing import Client
from tests.making import make_club, make_read, make_work
from tests.memory.remembering import answer, belonging, has_read, line, meeting_of, note

pytestmark = pytest.mark.both


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, title="Riddle of the Sands", chapters=4, language="en")


@pytest.fixture
def club(cy: User, di: User) -> Club:
    return make_club(cy, di)


@pytest.fixture
def read(club: Club, work: Work) -> Read:
    return make_read(club, work=work)


def found(person: User, typed: str) -> list[str]:
    catch_up()
    hits = recall(person, typed, Narrowing()).hits
    return sorted("".join(piece.text for piece in hit.words) for hit in hits)


@pytest.mark.parametrize(
    ("typed", "first", "last", "rest"),
    [
        ("What did Gwen say about chapter 6?", 6, 6, "What did Gwen say about ?"),
        ("in Chapter twenty", 20, 20, "in"),
        ("notes on ch. 5", 5, 5, "notes on ."),
        ("was sagte Gwen zu Kapitel zwölf", 12, 12, "was sagte Gwen zu"),
        ("chapters 3 to 5 of Emma", 3, 5, "of Emma"),
        ("chapters 3–5", 3, 5, "–"),
        ("chapter 3 and the lamp", 3, 3, "and the lamp"),
        ("chapter 3, 2 lamps", 3, 3, ", 2 lamps"),
        ("the last chapter", 0, 0, ""),
        ("chapter zero", 0, 0, ""),
        ("chapter 99999", 0, 0, ""),
        ("“chapter 6”", 0, 0, ""),
        ("", 0, 0, ""),
    ],
)
def test_chapters_are_named_by_their_number(typed: str, first: int, last: int, rest: str) -> None:
    named = chapters_named(typed)

    assert (named.first, named.last, named.rest) == (first, last, rest) if named else not first


def test_what_was_said_on_a_chapter_is_asked_for_by_its_number(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first, second, third, _ = work.chapters.order_by("position")
    has_read(cy, first, second, third)
    note(read.club, di, first, "Hello! Here begins chapter two of my notes.")
    note(read.club, di, first, "Chapter 1 or 2?")
    answer(note(read.club, di, second, "Filed by feeling."), cy, "By feeling?")
    note(read.club, cy, third, "Not so.")

    assert found(cy, "What did Di say about chapter 2?") == ["Filed by feeling."]
    assert found(cy, "notes on chapter two") == ["Filed by feeling."]
    assert found(cy, "chapter 2") == ["By feeling?", "Filed by feeling."]
    assert found(cy, "chapters 2 to 3") == ["By feeling?", "Filed by feeling.", "Not so."]
    assert found(cy, "feeling in chapter 2 of Riddle of the Sands") == [
        "By feeling?",
        "Filed by feeling.",
    ]
    client.force_login(cy)
    page = client.get("/clubs/recall", {"q": "What did Di say about chapter 2?"})
    chips = {
        each.text(strip=True).removesuffix("Remove"): each.attributes["href"] or ""
        for each in LexborHTMLParser(page.content).css(".recall-chips a")
    }
    assert set(chips) == {"Said by Di", "Chapter 2"}
    as_words = client.get("/clubs/recall" + chips["Chapter 2"]).context["answer"]
    assert [hit.words[0].text for hit in as_words.hits] == ["Chapter"]


def test_of_a_chapter_ahead_the_page_says_what_it_says_of_one_that_nobody_spoke_of(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first, _, third, _ = work.chapters.order_by("position")
    has_read(cy, first)
    note(read.club, di, first, "Hello.")
    note(read.club, di, third, "Somebody drowns.")
    Prediction.objects.create(
        read=read, membership=belonging(read.club, di), text="Nobody climbs.", upto=3
    )
    catch_up()
    client.force_login(cy)

    def told(number: int) -> str:
        page = client.get("/clubs/recall", {"q": f"what did Di say about chapter {number}"})
        [answered] = LexborHTMLParser(page.content).css("section[aria-label='What was said']")
        return " ".join(answered.text().split()).replace(f"Chapter {number}", "Chapter N")

    assert told(3) == told(4)
    assert "Nothing that you can see was said on it (Chapter N). This was said elsewhere." in told(
        3
    )
    assert "drowns" not in told(3)
    assert "climbs" not in told(3)
    has_read(cy, third, work.chapters.get(position=2))
    assert "drowns" in told(3)


def test_chapters_of_a_book_from_elsewhere_are_asked_for_unless_it_is_kept_by_share(
    club: Club, cy: User, di: User
) -> None:
    by_chapter = OutsideBook.objects.create(title="Emma", chapter_titles=["", "Box Hill", ""])
    by_page = OutsideBook.objects.create(title="Ulysses", page_count=400)
    for book, words in ((by_chapter, "A picnic."), (by_page, "A wake.")):
        read = begin_read(club=club, book=book)
        say(
            html=f"<p>{words}</p>",
            by=cy.default_pseud,
            hearers=Hearers.CLUB,
            club=club,
            read=read,
            upto=2,
        )

    assert found(cy, "what did we say about chapter 2") == ["A picnic."]


def test_whoever_asks_for_a_meeting_means_the_number_of_a_chapter_as_words(
    read: Read, work: Work, cy: User, di: User
) -> None:
    has_read(cy, work.chapters.get(position=1))
    line(meeting_of(read), di, "In chapter 2 she lies.")

    assert found(cy, "what did Di say about chapter 2 at the last meeting") == [
        "In chapter 2 she lies."
    ]

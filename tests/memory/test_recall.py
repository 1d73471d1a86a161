"""Ask what was said: it is found in all its forms, and only by those who may read it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import html
from pytest_django import DjangoCaptureOnCommitCallbacks
from selectolax.lexbor import LexborHTMLParser

from bookcub.clubs.actions.entering import enter
from bookcub.clubs.actions.leaving import leave
from bookcub.clubs.models import Club, LeftNotes
from bookcub.comments import signals as comment_signals
from bookcub.comments.actions import say
from bookcub.comments.models import Comment, Hearers
from bookcub.meetings.actions.lines import say_afterwards
from bookcub.meetings.models import (
    Attendance,
    Hand,
    Line,
    LineKind,
    Meeting,
    MeetingStage,
    Question,
    ShowOfHands,
)
from bookcub.memory.actions.recall_index import catch_up, rebuild
from bookcub.memory.models import Prediction, RecallEntry, RecallPosting, RecallWord
from bookcub.memory.queries import sight
from bookcub.memory.queries.examples import examples_for
from bookcub.memory.queries.hits import Hit
from bookcub.memory.queries.memory import memory_of
from bookcub.memory.queries.recall import Narrowing, recall
from bookcub.memory.recall.asked import NamesOfMembers, book_named, only_a_name, what_somebody_said
from bookcub.memory.recall.stems import _stem as stem
from bookcub.memory.recall.when import days_named, is_southern
from bookcub.people.models import User
from bookcub.reads.actions.progress import say_place
from bookcub.reads.actions.reads import begin_read
from bookcub.reads.models import OutsideBook, Read
from bookcub.tags.models import Tag, TagKind
from bookcub.works.models import Work
from tests.browsing import Client, words_of
from tests.making import make_club, make_read, make_work
from tests.memory.remembering import answer, belonging, has_read, line, meeting_of, minutes_of, note

pytestmark = pytest.mark.both

WORDS_FOR_DAYS = [
    "last",
    "past",
    "this",
    "the",
    "a",
    "couple",
    "of",
    "few",
    "ago",
    "vor",
    "two",
    "99",
    "31",
    "29th",
    "days",
    "week",
    "weeks",
    "month",
    "years",
    "weekend",
    "Tuesday",
    "spring",
    "winter",
    "February",
    "December",
    "2024",
    "9999",
    "2999",
    "since",
    "until",
    "before",
    "on",
    "in",
    "about",
    "day",
    "yesterday",
    "morning",
    "recently",
]
MOST_QUERIES = 60  # of one question, whatever it is tried in


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(
        ada,
        chapters=3,
        tags={TagKind.FANDOM: ["Original Work"], TagKind.CHARACTER: ["The Captain"]},
        language="en",
    )


@pytest.fixture
def club(cy: User, di: User) -> Club:
    return make_club(cy, di)


@pytest.fixture
def read(club: Club, work: Work) -> Read:
    return make_read(club, work=work)


def found(person: User, typed: str, **narrowing: object) -> list[str]:
    """The words of everything that is found, in order; highlights by their quotation."""
    catch_up()
    answer = recall(person, typed, Narrowing(**narrowing))  # type: ignore[arg-type]  # the test's own words
    return ["".join(piece.text for piece in hit.words or hit.quote) for hit in answer.hits]


def test_talk_of_a_book_from_elsewhere_and_beside_the_books_is_found_as_far_as_one_is(
    club: Club, cy: User, di: User
) -> None:
    book = OutsideBook.objects.create(title="Emma", page_count=400)
    read = begin_read(club=club, book=book)
    here: dict[str, Any] = {"by": di.default_pseud, "hearers": Hearers.CLUB, "club": club}
    say(html="<p>The captain lies.</p>", read=read, upto=9, **here)
    say(html="<p>What is a captain?</p>", **here)

    assert found(cy, "captain") == ["What is a captain?"]
    say_place(read=read, by=belonging(club, cy), upto=9)
    assert sorted(found(cy, "captain")) == ["The captain lies.", "What is a captain?"]
    assert found(cy, "captain", read=read) == ["The captain lies."]


def test_a_club_is_asked_what_was_said_about_somebody(
    read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    has_read(di, first)
    note(read.club, di, first, "The Captains' story does not hold.")
    note(read.club, di, first, "The weir is a weir.")
    meeting = meeting_of(read)
    line(meeting, cy, "I think the captain lies about everything.")
    minutes_of(meeting, "We agreed about the captain.")

    assert sorted(found(cy, "What did we say about the captain?")) == [
        "I think the captain lies about everything.",
        "The Captains' story does not hold.",
        "We agreed about the captain.",
    ]


def test_minutes_stand_under_the_day_of_the_talk_though_it_was_called_for_later(
    client: Client, read: Read, work: Work, cy: User
) -> None:
    has_read(cy, work.chapters.get(position=1))
    meeting = meeting_of(read)
    day = meeting.opened_at
    meeting.starts_at = timezone.now() + timedelta(days=16)
    meeting.save()
    minutes_of(meeting, "We agreed about the captain.")
    catch_up()

    [hit] = recall(cy, "captain", Narrowing()).hits
    assert hit.at == day
    assert recall(cy, "captain", Narrowing(until=timezone.now())).hits
    [summary] = memory_of(read, cy).minutes
    assert summary.meeting.held_at == day


def test_what_a_link_to_it_says_to_the_ear_is_words_without_marks(
    client: Client, read: Read, work: Work, cy: User
) -> None:
    work.title = "Sedge & <Sons>"
    work.save()
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, cy, first, "The captain was frightened.")
    catch_up()
    client.force_login(cy)

    page = LexborHTMLParser(client.get("/clubs/recall?q=captain").content)

    [link] = page.css(".recall-hit a[aria-label]")
    told = "See the thread: what Cy said, Chapter 1 of “Sedge & <Sons>”"
    assert link.attributes["aria-label"] == told


def test_what_lies_ahead_is_not_found(read: Read, work: Work, cy: User, di: User) -> None:
    first, second, _ = work.chapters.order_by("position")
    has_read(cy, first)
    has_read(di, first, second)
    note(read.club, di, second, "The captain drowns.")
    meeting = meeting_of(read, upto=2)
    line(meeting, di, "Poor captain.")
    minutes_of(meeting, "The captain drowned.")

    assert found(cy, "captain") == []
    assert len(found(di, "captain")) == 3

    has_read(cy, second)
    assert len(found(cy, "captain")) == 3


def test_nobody_else_finds_what_a_club_said(read: Read, work: Work, bo: User, cy: User) -> None:
    first = work.chapters.get(position=1)
    has_read(bo, first)
    note(read.club, cy, first, "The captain lies.")
    other = make_club(bo, name="Others")
    make_read(other, work=work)
    note(other, bo, first, "The captain is kind.")

    assert found(bo, "captain") == ["The captain is kind."]
    assert found(bo, "captain", club=read.club) == []


def test_somebody_who_left_finds_nothing_more(read: Read, work: Work, cy: User, di: User) -> None:
    first = work.chapters.get(position=1)
    has_read(di, first)
    note(read.club, cy, first, "The captain lies.")
    assert found(di, "captain")
    member = belonging(read.club, di)
    member.left_at = timezone.now()
    member.save()

    assert found(di, "captain") == []


def test_a_private_note_is_nowhere_in_the_index(read: Read, work: Work, cy: User) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, cy, first, "Zanzibar, I believe.", private=True)
    catch_up()

    assert not RecallWord.objects.filter(stem__startswith="zanzi").exists()


def test_a_prediction_is_found_by_who_has_come_to_its_place(
    read: Read, work: Work, cy: User, di: User
) -> None:
    Prediction.objects.create(
        read=read, membership=belonging(read.club, cy), text="Zanzibar burns.", upto=1
    )

    assert found(cy, "zanzibar") == ["Zanzibar burns."]
    assert found(di, "zanzibar") == []
    has_read(di, work.chapters.get(position=1))
    assert found(di, "zanzibar") == ["Zanzibar burns."]


def test_a_line_taken_back_and_a_deleted_note_are_forgotten(
    read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    word = note(read.club, cy, first, "The captain lies.")
    spoken = line(meeting_of(read), cy, "Captain, captain.")
    assert len(found(cy, "captain")) == 2

    Comment.objects.filter(pk=word.pk).update(deleted_at=timezone.now())
    spoken.taken_back_at = timezone.now()
    spoken.save()

    assert found(cy, "captain") == []
    assert not RecallEntry.objects.exists()
    assert not RecallPosting.objects.exists()


def test_words_in_quotation_marks_stand_together(read: Read, work: Work, cy: User) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, cy, first, "An old captain.")
    note(read.club, cy, first, "The captain is not old.")

    assert found(cy, '"old captain"') == ["An old captain."]
    assert len(found(cy, "old captain")) == 2


def test_a_star_asks_for_whatever_begins_so(read: Read, work: Work, cy: User) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, cy, first, "Rowboats!")
    note(read.club, cy, first, "Rowing.")

    assert found(cy, "rowb*") == ["Rowboats!"]
    assert len(found(cy, "row*")) == 2


def test_rare_words_come_first_and_the_newer_of_two(read: Read, work: Work, cy: User) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    for number in range(5):
        note(read.club, cy, first, f"The river, day {number}.", days_ago=9)
    note(read.club, cy, first, "Long ago a heron by the river.", days_ago=900)
    note(read.club, cy, first, "A heron by the river again.")

    assert found(cy, "heron river") == [
        "A heron by the river again.",
        "Long ago a heron by the river.",
    ]


def test_when_nothing_holds_all_of_it_the_nearest_is_found_and_said_to_be_that(
    read: Read, work: Work, cy: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, cy, first, "A heron.")
    catch_up()

    answer = recall(cy, "heron umbrella", Narrowing())

    assert answer.is_loose
    assert len(answer.hits) == 1


def test_a_question_in_another_language_finds_its_forms(ada: User, cy: User, di: User) -> None:
    work = make_work(ada, title="Das Wehr", language="de")
    read = make_read(make_club(cy, di), work=work)
    first = work.chapters.get()
    has_read(cy, first)
    note(read.club, cy, first, "Die Häuser am Fluss.")

    assert found(cy, "Haus") == ["Die Häuser am Fluss."]


def test_signs_without_spaces_are_found(ada: User, cy: User, di: User) -> None:
    work = make_work(ada, language="zh-Hans")
    read = make_read(make_club(cy, di), work=work)
    first = work.chapters.get()
    has_read(cy, first)
    note(read.club, cy, first, "船长在说谎")
    note(read.club, cy, first, "长船")

    assert found(cy, "船长") == ["船长在说谎"]


def test_a_question_is_narrowed_by_person_story_character_and_day(
    read: Read, work: Work, ada: User, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    other = make_work(ada, title="Other", language="en")
    more = make_read(read.club, work=other)
    for chapter in (first, other.chapters.get()):
        has_read(cy, chapter)
    note(read.club, cy, first, "Captain one.", days_ago=10)
    note(read.club, di, first, "Captain two.")
    note(read.club, di, other.chapters.get(), "Captain three.")
    captain = Tag.objects.get(kind=TagKind.CHARACTER, name="The Captain")
    week_ago = timezone.now() - timedelta(days=7)

    assert found(cy, "captain", member=belonging(read.club, cy)) == ["Captain one."]
    assert sorted(found(cy, "captain", read=more)) == ["Captain three."]
    assert sorted(found(cy, "captain", character=captain)) == ["Captain one.", "Captain two."]
    assert sorted(found(cy, "captain", since=week_ago)) == ["Captain three.", "Captain two."]
    assert found(cy, "captain", until=week_ago) == ["Captain one."]


def test_whoever_asked_to_be_unnamed_is_not_found_by_name(
    client: Client, read: Read, cy: User, di: User
) -> None:
    member = belonging(read.club, di)
    member.left_at, member.left_notes = timezone.now(), LeftNotes.UNNAME
    member.save()
    client.force_login(cy)

    page = client.get("/clubs/recall").content.decode()

    assert "Di (" not in words_of(page)
    assert client.get(f"/clubs/recall?q=x&person={member.pk}").status_code == 422


def test_the_words_are_marked_and_lead_to_where_they_were_said(
    client: Client, read: Read, work: Work, cy: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    spoken = note(read.club, cy, first, "Those <b>captains</b> & their boats.")
    catch_up()
    client.force_login(cy)

    page = client.get("/clubs/recall?q=captain").content.decode()

    assert re.search(r"<mark\s*>captains</mark>", page)
    assert "&lt;b&gt;" in page
    assert f'href="{spoken.get_absolute_url()}"' in page


def test_what_is_announced_is_found_at_once(read: Read, work: Work, cy: User) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    word = note(read.club, cy, first, "A heron.")
    comment_signals.comment_posted.send(Comment, comment=word, by=cy)

    assert recall(cy, "heron", Narrowing()).hits

    comment_signals.comment_deleted.send(Comment, comment=word, by=cy)
    assert not recall(cy, "heron", Narrowing()).hits


def test_another_wording_replaces_the_old_one(read: Read, work: Work, cy: User) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    word = note(read.club, cy, first, "A heron.")
    catch_up()
    word.html, word.edited_at = "<p>A stork.</p>", timezone.now()
    word.save()

    assert found(cy, "heron") == []
    assert found(cy, "stork") == ["A stork."]


def test_the_index_can_be_made_again(read: Read, work: Work, cy: User) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, cy, first, "A heron.")
    catch_up()
    RecallWord.objects.create(stem="nobodysaid")

    assert rebuild() == 1
    assert catch_up() == 0
    assert found(cy, "heron") == ["A heron."]
    assert not RecallWord.objects.filter(stem="nobodysaid").exists()


def test_guests_are_asked_to_log_in(client: Client, db: None) -> None:
    assert client.get("/clubs/recall").status_code == 302


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x" * 2000},
        {"q": "captain", "since": "yesterday"},
        {"q": "captain", "since": "2024-02-01", "until": "2024-01-01"},
        {"q": "captain", "since": "0001-01-01"},
        {"q": "captain", "club": "9" * 40},
        {"q": "captain", "read": "x"},
    ],
)
def test_a_question_that_makes_no_sense_is_said_to(
    client: Client, cy: User, query: dict[str, str]
) -> None:
    client.force_login(cy)

    answer = client.get(f"/clubs/recall?{urlencode(query)}")

    assert answer.status_code == 422


def test_a_refused_question_does_not_say_that_there_is_nothing_to_remember(
    client: Client, read: Read, cy: User, bo: User
) -> None:
    client.force_login(cy)

    nowhere = client.get("/clubs/recall?q=x&person=999999").content
    client.force_login(bo)
    nothing = client.get("/clubs/recall").content

    assert b"empty-state" not in nowhere
    assert b"empty-state" in nothing


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999", "1e9", "٣"])
@pytest.mark.both
def test_any_page_number_is_a_page(client: Client, read: Read, cy: User, page: str) -> None:
    client.force_login(cy)

    assert client.get("/clubs/recall", {"q": "captain", "page": page}).status_code == 200


def test_a_page_of_answers_costs_the_same_however_many_there_are(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)

    def cost() -> int:
        catch_up()
        with CaptureQueriesContext(
            connection,
        ) as few:
            assert client.get("/clubs/recall?q=captain").status_code == 200
        return len(few)

    client.force_login(cy)
    meeting = meeting_of(read)
    note(read.club, di, first, "captain")
    line(meeting, di, "captain")
    first_cost = cost()
    for number in range(30):
        note(read.club, di, first, f"captain {number}")
        line(meeting, di, f"captain {number}")

    assert cost() <= first_cost
    assert first_cost <= 40


def test_the_verbs_of_a_sentence_that_asks_are_none_to_look_for(
    read: Read, work: Work, cy: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, cy, first, "The lamp lies.")
    note(read.club, cy, first, "What one thinks.", days_ago=400)

    for typed in ("who thinks the lamp lies?", "did we talk about lamp lies", "what was discussed"):
        answer = recall(cy, typed, Narrowing())
        assert not answer.is_loose, typed
    assert found(cy, "who thinks the lamp lies?") == ["The lamp lies."]
    assert found(cy, "what did we talk about today?") == ["The lamp lies."]
    assert found(cy, "thinks lamp") == ["The lamp lies.", "What one thinks."]


def test_only_what_is_shown_and_has_words_to_mark_is_cut_into_stems(
    read: Read, work: Work, cy: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    for number in range(40):
        note(read.club, cy, first, f"captain {'abcdefghij'[number % 10] * (number + 3)}")
    catch_up()

    def cut(typed: str, **narrowing: Any) -> int:
        stem.cache_clear()
        assert len(recall(cy, typed, Narrowing(**narrowing)).hits) == 20
        return stem.cache_info().misses

    assert cut("", member=belonging(read.club, cy)) == 0
    assert 20 < cut("captain") < 40


@pytest.mark.parametrize("a_few", [250, 10])
@pytest.mark.parametrize(
    "typed",
    [
        "captain",
        'What did Di say about "the old captain" in the Riddle of the Sands in May 2001?',
        'What did Di predict about "old captain" "the old" oldest cap* ol* in Riddle of the Sands in May 2001 last time?',
        'What did Di predict about "old captain" oldest cap* old captian in chapter 3 of Riddle of the Sands in May 2001?',
    ],
)
def test_a_question_costs_a_bounded_number_of_queries_though_all_of_it_is_hidden(
    read: Read, cy: User, di: User, typed: str, a_few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sight, "A_FEW", a_few)
    work = read.work
    assert work is not None
    Work.objects.filter(pk=work.pk).update(title="The Riddle of the Sands")
    Read.objects.filter(pk=read.pk).update(title="The Riddle of the Sands")
    last = work.chapters.get(position=3)
    has_read(di, *work.chapters.all())
    meeting = meeting_of(read, upto=3)
    for number in range(50):
        note(read.club, di, last, f"The old captain {number}")
        line(meeting, di, f"The old captain {number}")
    for number in range(5):
        Prediction.objects.create(
            read=read,
            membership=belonging(read.club, di),
            text=f"The old captain {number}",
            upto=3,
        )
    line(meeting_of(read, upto=0, title="Open"), cy, "A heron.")
    catch_up()

    for page in (1, 5):
        with CaptureQueriesContext(connection) as asked:
            assert not recall(cy, typed, Narrowing(), page=page).hits
        assert len(asked) <= MOST_QUERIES


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("What did Bartholomew say about the wall?", "about the wall?"),
        ("what Bart Low said", "what"),
        ("Was hat Bartholomew über die Mauer gesagt?", "Was über die Mauer ?"),
        ("Qu’a dit Bartholomew du mur ?", "Qu’ du mur ?"),
        ("¿Qué dijo Bartholomew sobre el muro?", "¿Qué sobre el muro?"),
        ('What did Bartholomew write of "the old wall"?', 'What of "the old wall"?'),
        ("What did Bartholomew predict about the wall?", "about the wall?"),
        ("What did Bartholomew guess?", "?"),
        ("What did Bartholomew like about the wall?", "about the wall?"),
        ("What did Bartholomew say about love?", "about love?"),
        ("What did Bartholomew talk about?", "about?"),
        ("Bartholomew’s notes on the wall", "the wall"),
        ("comments by Bartholomew", "by"),
        ("Bartholomew’s wall", None),
        ("We like Bartholomew", None),
        ("what Bart Low predicted", "what"),
        ("guessed by Bartholomew", "by"),
        ("What did Bartholomew ask of the wall", "the wall"),
        ("Was hat Bartholomew über die Mauer vermutet?", "Was über die Mauer ?"),
        ("What did we guess about Bartholomew?", None),
        ("What did we say about Bartholomew?", None),
        ("Was haben wir über Bartholomew gesagt?", None),
        ("Bartholomew and the wall", None),
        ('Who said "Bartholomew said so"', None),
        ("", None),
    ],
)
def test_a_question_names_whose_words_it_asks_for(typed: str, heard: str | None) -> None:
    said = what_somebody_said(typed, NamesOfMembers({"Bartholomew": [7], "Bart Low": [8]}))

    assert (said and [*said.rest.split()][-1:]) == (heard and [*heard.split()][-1:])


@pytest.mark.parametrize(
    ("typed", "is_own"),
    [
        ("what did I say about the wall", True),
        ("what I said", True),
        ("said by me", True),
        ("me", True),
        ("Was habe ich über die Mauer gesagt?", True),
        ("who said I lie", False),
        ("did Bartholomew tell me", False),
        ("I and the wall", False),
    ],
)
def test_i_am_whoever_asks(typed: str, is_own: bool) -> None:
    names = NamesOfMembers({"Bartholomew": [7], "Cy": [9]}, "Cy", [9])
    said = what_somebody_said(typed, names) or only_a_name(typed, names)

    assert (said is not None and list(said.members) == [9]) is is_own


def test_one_finds_what_one_said_oneself(read: Read, work: Work, cy: User, di: User) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, di, first, "The wall is a promise.")
    note(read.club, cy, first, "The wall is a wall.")

    assert found(cy, "what did I say about the wall?") == ["The wall is a wall."]
    assert recall(cy, "what did I say?", Narrowing()).said_by == "Cy"


def test_one_finds_ones_own_words_and_not_those_of_a_namesake(
    read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    pseud = di.default_pseud
    pseud.name = "Cy"
    pseud.save()
    note(read.club, di, first, "The wall is a promise.")
    note(read.club, cy, first, "The wall is a wall.")

    for typed in ("what did I say about the wall?", "what did I say", "said by me", "me"):
        assert found(cy, typed) == ["The wall is a wall."], typed
    assert sorted(found(cy, "what did Cy say")) == ["The wall is a promise.", "The wall is a wall."]


def test_one_finds_ones_own_words_from_all_clubs_under_whatever_name(
    read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    other = make_club(di, cy)
    member = belonging(other, cy)
    member.pseud = cy.pseuds.create(name="Cyril")
    member.save()
    note(read.club, cy, first, "The wall is a wall.")
    say(html="<p>A wall.</p>", by=member.pseud, hearers=Hearers.CLUB, club=other)

    assert sorted(found(cy, "what did I say")) == ["A wall.", "The wall is a wall."]


@pytest.mark.parametrize(
    "typed",
    [
        "predictions",
        "our guesses about the captain",
        "What predictions did we make about the captain?",
        "what did Di predict",
        "what Di guessed about the captain",
        "Di’s predictions",
        "Di's guesses about the captain",
        "predictions by Di",
        "What guesses did Di make about the captain?",
    ],
)
def test_predictions_are_asked_for_in_words(
    client: Client, read: Read, work: Work, cy: User, di: User, typed: str
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    member = belonging(read.club, di)
    Prediction.objects.create(read=read, membership=member, text="The captain lies.", upto=1)
    Prediction.objects.create(read=read, membership=member, text="The captain drowns.", upto=3)
    note(read.club, di, first, "I have a guess, it is no prediction: the captain is here.")
    client.force_login(cy)

    assert found(cy, typed) == ["The captain lies."]
    page = client.get("/clubs/recall", {"q": typed})
    chips = LexborHTMLParser(page.content).css(".recall-chips a")
    assert [chip for chip in chips if chip.text(strip=True).startswith("Predictions")]
    anything = client.get("/clubs/recall", {"q": typed, "as": "any"}).context["answer"]
    assert [hit.kind for hit in anything.hits][:1] == ["Note"]


def test_where_no_prediction_is_an_answer_that_is_said_and_the_rest_shown(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    has_read(cy, work.chapters.get(position=1))
    note(read.club, di, work.chapters.get(position=1), "The captain lies.")
    Prediction.objects.create(
        read=read, membership=belonging(read.club, di), text="The captain drowns.", upto=3
    )
    catch_up()
    client.force_login(cy)

    page = client.get("/clubs/recall", {"q": "What did Di predict about the captain?"})

    told = words_of(page.content.decode())
    assert "No prediction that you can see is an answer to this." in told
    assert "drowns" not in told
    assert [hit.kind for hit in page.context["answer"].hits] == ["Note"]
    assert found(cy, "guess") == []
    note(read.club, di, work.chapters.get(position=1), "That is a guess.")
    assert found(cy, "guess") == ["That is a guess."]


def test_a_question_is_narrowed_to_one_kind_of_what_was_said(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    answer(note(read.club, di, first, "A captain noted."), cy, "A captain replied.")
    meeting = meeting_of(read)
    line(meeting, di, "A captain talked of.")
    minutes_of(meeting, "A captain summed up.")
    member = belonging(read.club, di)
    Prediction.objects.create(read=read, membership=member, text="A captain guessed.", upto=1)
    catch_up()
    client.force_login(cy)

    for kind, heard in {
        "notes": "A captain noted.",
        "comments": "A captain replied.",
        "meetings": "A captain talked of.",
        "minutes": "A captain summed up.",
        "predictions": "A captain guessed.",
    }.items():
        for asked in ("captain", ""):
            page = client.get("/clubs/recall", {"q": asked, "kind": kind})
            [hit] = page.context["answer"].hits
            assert "".join(piece.text for piece in hit.words) == heard
    chips = LexborHTMLParser(page.content).css(".recall-chips a")
    assert [chip.attributes["href"] for chip in chips] == ["?q="]
    assert client.get("/clubs/recall", {"q": "captain", "kind": "lies"}).status_code == 422


def test_the_whole_name_is_said_of_whom_a_first_name_asks_for(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    has_read(cy, work.chapters.get(position=1))
    pseud = di.default_pseud
    pseud.name = "Diana Sedge"
    pseud.save()
    note(read.club, di, work.chapters.get(position=1), "The wall is a promise.")
    catch_up()
    client.force_login(cy)

    page = LexborHTMLParser(client.get("/clubs/recall?q=what+did+diana+say").content)

    assert page.css(".recall-chips a")[0].text(strip=True).startswith("Said by Diana Sedge")
    [chosen] = page.css("#id_person option[selected]") or page.css("#id_person option")[:1]
    assert chosen.text() == "Diana Sedge"
    assert not chosen.attributes["value"]


def test_without_words_all_that_it_is_narrowed_to_is_found_the_newest_first(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, di, first, "The early heron.", days_ago=20)
    for number in range(21):
        note(read.club, di, first, f"Heron {number}.", days_ago=2)
    note(read.club, cy, first, "A weir.")
    catch_up()
    client.force_login(cy)
    said_by = belonging(read.club, di).pk

    page = client.get(f"/clubs/recall?q=&person={said_by}")
    answer = page.context["answer"]
    assert {hit.who for hit in answer.hits} == {"Di"}
    assert answer.has_more
    assert "For example" not in words_of(page.content.decode())
    last = client.get(f"/clubs/recall?q=&person={said_by}&page=2").context["answer"]
    assert "".join(piece.text for piece in last.hits[-1].words) == "The early heron."
    # Of the one who asks: whose yesterday it is decides what is since then.
    day = timezone.localdate(timezone.now() - timedelta(days=1), cy.preferences.zone)
    since = client.get("/clubs/recall", {"q": "", "since": day.isoformat()}).context["answer"]
    assert [hit.who for hit in since.hits] == ["Cy"]
    none = client.get("/clubs/recall", {"q": "", "until": "1999-01-01"}).content.decode()
    assert "Nothing that you can see was said there." in words_of(none)
    assert "For example" in words_of(
        client.get(f"/clubs/recall?club={read.club_id}").content.decode()
    )


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("what did Sam say in October", "2026-10-01", "2026-10-31"),
        ("what did Sam say in October 2024?", "2024-10-01", "2024-10-31"),
        ("December 2024", "2024-12-01", "2024-12-31"),
        ("in November", "2026-11-01", "2026-11-30"),
        ("last November", "2025-11-01", "2025-11-30"),
        ("in December", "2025-12-01", "2025-12-31"),
        ("was hat Sam im März gesagt", "2026-03-01", "2026-03-31"),
        ("seit März 2024", "2024-03-01", None),
        ("before October", None, "2026-09-30"),
        ("in 2024", "2024-01-01", "2024-12-31"),
        ("im Jahr 2024", "2024-01-01", "2024-12-31"),
        ("last week", "2026-11-23", "2026-11-29"),
        ("what did we say this month?", "2026-11-01", "2026-11-30"),
        ("letzten Monat", "2026-10-01", "2026-10-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("gestern", "2026-11-29", "2026-11-29"),
        ("a week ago", "2026-11-20", "2026-11-26"),
        ("what did we say about two weeks ago?", "2026-11-13", "2026-11-19"),
        ("a couple of weeks ago", "2026-11-13", "2026-11-19"),
        ("a few weeks ago", "2026-10-16", "2026-11-19"),
        ("vor zwei Wochen", "2026-11-13", "2026-11-19"),
        ("vor ein paar Tagen", "2026-11-24", "2026-11-28"),
        ("3 days ago", "2026-11-27", "2026-11-27"),
        ("a month ago", "2026-10-01", "2026-10-31"),
        ("vor 11 Monaten", "2025-12-01", "2025-12-31"),
        ("two years ago", "2024-01-01", "2024-12-31"),
        ("the day before yesterday", "2026-11-28", "2026-11-28"),
        ("vorgestern", "2026-11-28", "2026-11-28"),
        ("yesterday evening", "2026-11-29", "2026-11-29"),
        ("last night", "2026-11-29", "2026-11-29"),
        ("this morning", "2026-11-30", "2026-11-30"),
        ("in the last two weeks", "2026-11-16", "2026-11-30"),
        ("in den letzten Tagen", "2026-11-24", "2026-11-30"),
        ("the past month", "2026-10-30", "2026-11-30"),
        ("recently", "2026-10-30", "2026-11-30"),
        ("on Tuesday", "2026-11-24", "2026-11-24"),
        ("last Monday", "2026-11-23", "2026-11-23"),
        ("seit Samstag", "2026-11-28", None),
        ("am Wochenende", "2026-11-28", "2026-11-29"),
        ("last weekend", "2026-11-28", "2026-11-29"),
        ("in spring", "2026-03-01", "2026-05-31"),
        ("in the winter", "2025-12-01", "2026-02-28"),
        ("last autumn", "2025-09-01", "2025-11-30"),
        ("last summer", "2026-06-01", "2026-08-31"),
        ("im Herbst", "2026-09-01", "2026-11-30"),
        ("spring 2024", "2024-03-01", "2024-05-31"),
        ("on 5 October", "2026-10-05", "2026-10-05"),
        ("December 5th", "2025-12-05", "2025-12-05"),
        ("since the 5th of October 2024", "2024-10-05", None),
        ("2026-10-05", "2026-10-05", "2026-10-05"),
        ("am 5. März", "2026-03-05", "2026-03-05"),
        ("in the year 2024", "2024-01-01", "2024-12-31"),
        ("31 February", None, None),
        ("what did we talk about last week", "2026-11-23", "2026-11-29"),
        ("what did we say about spring", None, None),
        ("a week", None, None),
        ("vor der Woche", None, None),
        ("99 years ago", "1927-01-01", "1927-12-31"),
        ("December 9999, winter 9999", None, None),
        ("winter 2999", None, None),
        ("October", None, None),
        ("what did we say about October", None, None),
        ("about yesterday", None, None),
        ("may we march", None, None),
        ('"in October"', None, None),
        ("2024", None, None),
        ("in 1984", None, None),
        ("in 2999", None, None),
        ("at the last meeting", None, None),
        ("at the October meeting", "2026-10-01", "2026-10-31"),
        ("at yesterday’s meeting", "2026-11-29", "2026-11-29"),
        ("in", None, None),
        ("", None, None),
    ],
)
def test_a_question_names_days(typed: str, since: str | None, until: str | None) -> None:
    with override("de"):
        days = days_named(typed, date(2026, 11, 30))

    expected = [each and date.fromisoformat(each) for each in (since, until)]
    assert (days and [days.since, days.until]) == (expected if any(expected) else None)


@given(st.lists(st.sampled_from(WORDS_FOR_DAYS), max_size=7).map(" ".join), st.dates())
def test_no_words_for_days_are_too_odd(typed: str, today: date) -> None:
    assume(today.year > 100)
    for is_in_the_south in (False, True):
        days = days_named(typed, today, is_southern=is_in_the_south)
        assert days is None or days.since or days.until


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("what did Bo say about the wall two weeks ago?", "what did Bo say about the wall ?"),
        ("What did we say about a week ago about herons", "What did we say about herons"),
        ("vor zwei Wochen über Reiher", "über Reiher"),
        ("herons in the last few days", "herons"),
        ("herons on Tuesday evening", "herons evening"),
        ("herons on the 5th of October", "herons"),
        ("herons at the October meeting", "herons at the meeting"),
        ("herons at yesterday's meeting", "herons at ' meeting"),
    ],
)
def test_the_words_for_days_are_none_to_look_for(typed: str, rest: str) -> None:
    days = days_named(typed, date(2026, 11, 30))

    assert days
    assert days.rest == rest


@pytest.mark.parametrize(
    ("zone", "since"), [("Europe/Berlin", "2026-03-01"), ("Australia/Sydney", "2026-09-01")]
)
def test_spring_is_where_one_lives(zone: str, since: str) -> None:
    days = days_named(
        "in spring", date(2026, 11, 30), is_southern=is_southern(ZoneInfo(zone), 2026)
    )

    assert days
    assert days.since == date.fromisoformat(since)


def test_yesterday_is_where_one_lives(read: Read, work: Work, cy: User) -> None:
    has_read(cy, work.chapters.get(position=1))
    said = note(read.club, cy, work.chapters.get(position=1), "A heron.")

    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        with timezone.override(zone):
            midnight = timezone.localtime().replace(hour=0, minute=0)
            for ago, is_of_yesterday in ((1, True), (23, True), (25, False)):
                moment = midnight - timedelta(hours=ago)
                Comment.objects.filter(pk=said.pk).update(written_at=moment, posted_at=moment)
                rebuild()
                answer = recall(cy, "herons yesterday", Narrowing())
                assert [len(answer.hits), answer.is_of_other_days] == [1, not is_of_yesterday]


def test_what_somebody_said_in_a_month_is_found(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    now = timezone.localtime()
    note(read.club, di, first, "The wall is a promise.", days_ago=(now - _a_month_ago(now)).days)
    note(read.club, di, first, "The wall is a wall.")
    catch_up()
    month = _a_month_ago(now).strftime("%B %Y")
    client.force_login(cy)

    assert found(cy, f"What did Di say about the wall in {month}") == ["The wall is a promise."]
    assert found(cy, f"in {month}") == ["The wall is a promise."]
    address = {"q": f"What did Di say in {month}"}
    page = client.get("/clubs/recall", address).content.decode()
    assert "day=any" in page
    assert len(client.get("/clubs/recall", {**address, "day": "any"}).context["answer"].hits) == 2
    elsewhere = client.get("/clubs/recall", {"q": "What did Di say in May 2001"})
    assert "This is from other days." in words_of(elsewhere.content.decode())
    assert len(elsewhere.context["answer"].hits) == 2
    nothing = client.get("/clubs/recall", {"q": "What did we say in May 2001"})
    assert "Nothing that you can see was said then" in words_of(nothing.content.decode())
    assert not nothing.context["answer"].hits


def _a_month_ago(now: datetime) -> datetime:
    return now.replace(day=1) - timedelta(days=2)


def test_what_somebody_said_at_the_last_meeting_is_theirs_and_of_that_meeting(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    has_read(cy, work.chapters.get(position=1))
    line(meeting_of(read, title="Early", days_ago=9), di, "A heron long ago.")
    meeting = meeting_of(read, title="Late")
    line(meeting, di, "It is a heron.")
    line(meeting, cy, "It is an egret.")
    catch_up()
    client.force_login(cy)

    for asked in ("what did Di say last time", "What did Di say at the last meeting?"):
        page = client.get("/clubs/recall", {"q": asked})
        answer = page.context["answer"]
        assert answer.last_time
        assert ["".join(piece.text for piece in hit.words) for hit in answer.hits] == [
            "It is a heron."
        ], asked
        assert "Said by Di" in words_of(page.content.decode())


def test_of_somebody_who_was_not_at_the_last_meeting_that_is_said(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    has_read(cy, work.chapters.get(position=1))
    line(meeting_of(read, title="Early", days_ago=9), di, "A heron long ago.")
    meeting = meeting_of(read, title="Late")
    line(meeting, cy, "It is an egret.")
    catch_up()
    client.force_login(cy)

    def told() -> str:
        page = client.get("/clubs/recall", {"q": "what did Di say last time"})
        assert not page.context["answer"].hits
        return words_of(page.content.decode())

    assert "Nothing that Di said was found here." in told()
    Attendance.objects.create(meeting=meeting, membership=belonging(read.club, cy), was_there=True)
    assert "Di was not there." in told()


def test_what_somebody_said_is_found_though_their_name_is_nowhere_in_it(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, di, first, "The wall is a promise.")
    note(read.club, cy, first, "The wall is a wall, as Di said.")

    assert found(cy, "What did Di say about the wall?") == ["The wall is a promise."]
    assert found(cy, "What did Di say?") == ["The wall is a promise."]
    client.force_login(cy)
    page = client.get("/clubs/recall?q=What+did+Di+say+about+the+wall").content.decode()
    assert "Said by Di" in words_of(page)
    assert "by=anybody" in page
    anybody = client.get("/clubs/recall?q=What+did+Di+say+about+the+wall&by=anybody")
    assert [hit.who for hit in anybody.context["answer"].hits] == ["Cy"]


def test_where_nothing_that_somebody_said_matches_it_is_said_and_the_rest_of_theirs_shown(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, cy, first, "Di has a word for the wall.")
    asked = "what did Di say about the wall"
    address = f"/clubs/recall?{urlencode({'q': asked})}"
    client.force_login(cy)

    assert found(cy, asked) == ["Di has a word for the wall."]
    page = words_of(client.get(address).content.decode())
    assert "Nothing that Di said was found here" in page
    assert "What others said" in page

    note(read.club, di, first, "The weir is a weir.")
    assert found(cy, asked) == ["The weir is a weir."]
    page = words_of(client.get(address).content.decode())
    assert "This is what else Di said." in page
    assert "Said by Di" in page


def test_a_name_alone_asks_for_what_that_member_said(
    read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, di, first, "The weir is a weir.")
    note(read.club, cy, first, "Di has a word for the wall.")

    assert found(cy, "di") == ["The weir is a weir."]
    assert found(cy, '"Di"') == ["Di has a word for the wall."]
    answer = recall(cy, "Di", Narrowing(), of_anybody=True)
    assert [hit.who for hit in answer.hits] == ["Cy"]


def test_of_a_name_that_was_said_as_well_both_answers_are_offered(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first, _, last = work.chapters.order_by("position")
    has_read(cy, first)
    has_read(di, *work.chapters.all())
    note(read.club, di, first, "The weir is a weir.", days_ago=2)
    note(read.club, di, first, "The wall is a wall.")
    client.force_login(cy)
    pseud = di.default_pseud
    pseud.name = "Teodora Sedge"
    pseud.save()

    def told(**asked: str) -> tuple[list[str], str]:
        catch_up()
        page = client.get("/clubs/recall", asked)
        hits = page.context["answer"].hits
        return (
            ["".join(piece.text for piece in hit.words) for hit in hits],
            words_of(page.content.decode()),
        )

    note(read.club, cy, last, "Teodora is ahead.")
    has_read(cy, first)
    Comment.objects.filter(html__contains="ahead").update(pseud=di.default_pseud)
    said, page = told(q="teodora")
    assert said == ["The wall is a wall.", "The weir is a weir."]
    assert "is mentioned" not in page
    note(read.club, cy, first, "Teodora is right.")
    said, page = told(q="teodora")
    assert said == ["The wall is a wall.", "The weir is a weir."]
    assert "This is what Teodora Sedge said." in page
    assert "See where “teodora” is mentioned" in page
    said, page = told(q="teodora", by="anybody")
    assert said == ["Teodora is right."]
    assert "See what Teodora Sedge said" in page


def test_the_name_of_a_book_asks_for_what_was_said_of_it(
    client: Client, club: Club, work: Work, cy: User, di: User
) -> None:
    Work.objects.filter(pk=work.pk).update(title="The Riddle of the Sands")
    work.refresh_from_db()
    read = make_read(club, work=work)
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(club, di, first, "The captain lies.")
    note(club, cy, first, "The weir is a weir.")
    here: dict[str, Any] = {"by": di.default_pseud, "hearers": Hearers.CLUB, "club": club}
    say(html="<p>What is a captain?</p>", **here)

    assert sorted(found(cy, "riddle of the sands")) == ["The captain lies.", "The weir is a weir."]
    assert found(cy, "the captain in The Riddle of the Sands") == ["The captain lies."]
    assert found(cy, "what did Cy say about the Riddle of the Sands") == ["The weir is a weir."]
    assert recall(cy, "Riddle of the Sands", Narrowing()).about == read
    assert found(cy, "captain", read=read) == ["The captain lies."]
    client.force_login(cy)
    page = client.get("/clubs/recall?q=Riddle+of+the+Sands").content.decode()
    assert "About “The Riddle of the Sands”" in words_of(page)
    assert "about=anything" in page
    assert recall(cy, "Riddle of the Sands", Narrowing(), of_anything=True).about is None


def test_what_somebody_said_elsewhere_comes_before_what_others_said_of_the_book(
    client: Client, club: Club, work: Work, cy: User, di: User
) -> None:
    Work.objects.filter(pk=work.pk).update(title="The Riddle of the Sands")
    work.refresh_from_db()
    make_read(club, work=work)
    first = work.chapters.get(position=1)
    has_read(cy, first)
    has_read(di, first)
    note(club, cy, first, "The captain rows.")
    asked = "What did Di say about the captain in The Riddle of the Sands"
    client.force_login(cy)

    assert found(cy, asked) == ["The captain rows."]
    say(html="<p>The captain lies.</p>", by=di.default_pseud, hearers=Hearers.CLUB, club=club)
    assert found(cy, asked) == ["The captain lies."]
    note(club, di, first, "The weir is a weir.")
    assert found(cy, asked) == ["The weir is a weir."]
    page = words_of(client.get(f"/clubs/recall?{urlencode({'q': asked})}").content.decode())
    assert "About “The Riddle of the Sands”" in page
    assert "This is what else Di said." in page


def test_of_a_book_that_was_read_twice_all_that_was_said_is_found(
    club: Club, cy: User, di: User
) -> None:
    here: dict[str, Any] = {"by": di.default_pseud, "hearers": Hearers.CLUB, "club": club}
    for title, words in (("Low Water", "The captain lies."), ("The Low Water", "The weir leaks.")):
        read = begin_read(club=club, book=OutsideBook.objects.create(title=title, page_count=400))
        say(html=f"<p>{words}</p>", read=read, upto=9, **here)
        say_place(read=read, by=belonging(club, cy), upto=9)
        Read.objects.filter(pk=read.pk).update(finished_at=timezone.now())
    say(html="<p>Low water again, captain.</p>", **here)

    assert sorted(found(cy, "Low Water")) == ["The captain lies.", "The weir leaks."]
    assert found(cy, "the captain in Low Water") == ["The captain lies."]
    assert recall(cy, "Low Water", Narrowing()).about == Read.objects.latest("pk")


def test_of_a_book_that_nothing_was_said_of_no_page_is_narrowed_to_it(
    club: Club, cy: User, di: User
) -> None:
    make_read(club, work=make_work(di, title="The Riddle of the Sands"))
    for number in range(25):
        words = f"<p>A riddle in the sands, {number}.</p>"
        say(html=words, by=di.default_pseud, hearers=Hearers.CLUB, club=club)
    catch_up()

    pages = [recall(cy, "Riddle of the Sands", Narrowing(), page=page) for page in (1, 2)]
    assert [(len(answer.hits), answer.about) for answer in pages] == [(20, None), (5, None)]


def test_a_name_alone_is_looked_for_once(read: Read, work: Work, cy: User, di: User) -> None:
    has_read(di, *work.chapters.all())
    note(read.club, di, work.chapters.get(position=3), "Ahead.")
    catch_up()
    for typed in ("Di", "What did Di say?"):
        recall(cy, typed, Narrowing())
        with CaptureQueriesContext(connection) as asked:
            assert recall(cy, typed, Narrowing()).missing == "Di"
        of_theirs = [query["sql"] for query in asked if '"said_by_id" IN' in query["sql"]]
        assert len(of_theirs) == len(set(of_theirs)) > 0, typed


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("Emma", [1]),
        ("what did we say about Emma", None),
        ("the low water", [4, 2]),
        ("captain in Low Water?", [4, 2]),
        ('"low water"', None),
        ("low", None),
        ("", None),
    ],
)
def test_a_book_is_named_by_its_whole_title(typed: str, numbers: list[int] | None) -> None:
    named = book_named(typed, {1: "Emma", 2: "Low Water", 3: "", 4: "The Low Water"})

    assert (named and [*named.numbers]) == numbers


def test_what_is_said_after_the_end_is_found_at_once(
    read: Read,
    work: Work,
    cy: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    has_read(cy, work.chapters.get(position=1))
    meeting = meeting_of(read)
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        say_afterwards(
            meeting=meeting, by=belonging(read.club, cy), html="<p>One more about the goose.</p>"
        )

    [hit] = recall(cy, "goose", Narrowing()).hits
    assert hit.who == "Cy"


def test_what_a_show_of_hands_asked_is_found_where_it_was_counted(
    read: Read, work: Work, cy: User, di: User
) -> None:
    has_read(cy, work.chapters.get(position=1))
    meeting = meeting_of(read)
    show = meeting.shows_of_hands.create(
        question="Does the goose live?", options=["Yes", "Never"], asked_by=belonging(read.club, di)
    )
    asked, counted = line(meeting, di, ""), line(meeting, cy, "")
    for each, kind in ((asked, LineKind.HANDS), (counted, LineKind.COUNT)):
        each.kind, each.hands = kind, show
        each.save()
    minutes_of(meeting, "We talked.")

    assert found(cy, "goose") == ["Does the goose live? Yes · Never"]
    [hit] = recall(cy, "what did Di say about the goose", Narrowing()).hits
    assert hit.url.endswith(f"/minutes#line-{counted.number}")


def brought_up(meeting: Meeting, words: str, *, asked_by: User, by: User) -> Line:
    said = line(meeting, by, words)
    question = Question.objects.create(
        meeting=meeting, membership=belonging(meeting.club, asked_by), text=words
    )
    Line.objects.filter(pk=said.pk).update(kind=LineKind.TOPIC, question=question)
    return said


def test_a_question_that_was_brought_up_is_found_as_its_askers_words(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    topic = brought_up(meeting_of(read, upto=2), "Who was the heron?", asked_by=di, by=cy)

    assert found(cy, "heron") == []
    has_read(cy, *work.chapters.filter(position__lte=2))
    for asked in ("heron", "what did Di say about the heron", "what did Di ask"):
        assert found(cy, asked) == ["Who was the heron?"], asked
    assert recall(cy, "what did Cy say about the heron", Narrowing()).is_of_others
    client.force_login(cy)
    page = client.get("/clubs/recall", {"q": "heron"})
    [hit] = page.context["answer"].hits
    assert (hit.kind, hit.who) == ("Question in a meeting", "Di")
    assert f'id="line-{topic.number}"' in client.get(hit.url.partition("#")[0]).content.decode()


def test_what_somebody_took_along_is_not_kept_in_the_index(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    has_read(cy, *work.chapters.all())
    meeting, member = meeting_of(read, upto=2), belonging(read.club, di)
    brought_up(meeting, "Who was the heron?", asked_by=di, by=cy)
    line(meeting, di, "It is a heron.")
    Prediction.objects.create(read=read, membership=member, text="A heron comes back.", upto=1)
    catch_up()
    assert RecallEntry.objects.count() == 3
    leave(membership=member, notes=LeftNotes.TAKE)

    assert not recall(cy, "heron", Narrowing()).hits
    catch_up()
    assert not RecallEntry.objects.exists()
    member.refresh_from_db()
    member.begin_again(pseud=di.default_pseud, turn=9)
    assert sorted(found(cy, "heron")) == [
        "A heron comes back.",
        "It is a heron.",
        "Who was the heron?",
    ]


def told_about(person: User, typed: str) -> tuple[str, str]:
    catch_up()
    [hit] = recall(person, typed, Narrowing()).hits
    return hit.answers, "".join(piece.text for piece in hit.quote)


def recall_all(person: User, typed: str) -> list[Hit]:
    catch_up()
    return list(recall(person, f'"{typed}"', Narrowing()).hits)


def test_a_find_from_a_meeting_says_what_was_talked_about(
    read: Read, work: Work, cy: User, di: User
) -> None:
    has_read(cy, work.chapters.get(position=1))
    meeting = meeting_of(read)
    line(meeting, di, "An avocet, before all of it.")
    opened = line(meeting, di, "")
    Line.objects.filter(pk=opened.pk).update(kind=LineKind.BOOK, quote="a bird on the weir")
    line(meeting, di, "A bittern at the passage.")
    brought_up(meeting, "Which bird is it?", asked_by=cy, by=di)
    line(meeting, di, "A crane in both.")
    brought_up(meeting, "Why so many birds?", asked_by=cy, by=di)
    line(meeting, di, "A dunlin at another question.")

    [hit] = recall_all(cy, "bird on the weir")
    assert hit.kind == "Passage in a meeting"
    assert told_about(cy, "avocet") == ("", "")
    assert told_about(cy, "bittern") == ("", "a bird on the weir")
    assert told_about(cy, "crane") == (
        "On the question “Which bird is it?”",
        "a bird on the weir",
    )
    assert told_about(cy, "dunlin") == ("On the question “Why so many birds?”", "")
    leave(membership=belonging(read.club, di), notes=LeftNotes.KEEP)
    Question.objects.update(membership=belonging(read.club, di))
    read.club.memberships.filter(user=di).update(left_notes=LeftNotes.TAKE)
    Line.objects.filter(kind=LineKind.SAID).update(membership=belonging(read.club, cy))
    assert told_about(cy, "dunlin") == ("", "")


def test_a_reply_that_is_found_says_what_it_answers(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    said = note(read.club, di, first, "Which bird ||is dead|| here?")
    reply = answer(said, cy, "A bittern.")
    quote = said.passage.exact

    told = told_about(cy, "bittern")
    assert told[0].startswith("To Di: “Which bird")
    assert told[1] == quote
    client.force_login(cy)
    page = client.get("/clubs/recall?q=bittern").content.decode()
    assert "Which bird" in words_of(page)
    assert reply.get_absolute_url() in page
    Comment.objects.filter(pk=said.pk).update(deleted_at=timezone.now())
    assert told_about(cy, "bittern") == ("", "")


def test_a_prediction_that_is_found_says_for_which_place_it_was(
    read: Read, work: Work, cy: User
) -> None:
    has_read(cy, work.chapters.get(position=1))
    member = belonging(read.club, cy)
    Prediction.objects.create(read=read, membership=member, text="A bittern.", upto=1)
    catch_up()

    [hit] = recall(cy, "bittern", Narrowing()).hits
    assert str(hit.about).endswith(", Chapter 1")


def test_an_anonymous_creator_is_not_found_by_name(
    read: Read, work: Work, ada: User, cy: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    read.club.memberships.create(user=ada, pseud=ada.default_pseud)
    Comment.objects.filter(pk=note(read.club, ada, first, "The wall was mine.").pk).update(
        as_creator=True
    )
    Work.objects.filter(pk=work.pk).update(is_anonymous=True)

    assert found(cy, "wall") == ["The wall was mine."]
    assert found(cy, "wall", member=belonging(read.club, ada)) == []


def test_what_has_lost_its_name_is_not_found_by_it_when_its_writer_is_back(
    read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, di, first, "The wall was mine.")
    assert found(cy, "wall", member=belonging(read.club, di)) == ["The wall was mine."]
    leave(membership=belonging(read.club, di), notes=LeftNotes.UNNAME)
    with transaction.atomic():
        enter(club=read.club, pseud=di.default_pseud)

    assert found(cy, "wall") == ["The wall was mine."]
    assert found(cy, "wall", member=belonging(read.club, di)) == []
    assert "The wall was mine." not in found(cy, "what did Di say about the river")


def test_the_last_time_is_the_last_meeting_whose_talk_is_open_to_one(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first, second, _ = work.chapters.order_by("position")
    has_read(cy, first)
    has_read(di, first, second)
    note(read.club, di, first, "What we said at the last meeting was wrong.")
    minutes_of(meeting_of(read, title="The early one", days_ago=9), "We liked the heron.")
    minutes_of(meeting_of(read, upto=2, title="The late one"), "Somebody drowns.")
    question = "What did we say at the last meeting?"

    def told(person: User) -> str:
        last = recall(person, question, Narrowing()).last_time
        return str(last.hit.about) if last else ""

    assert "The early one" in told(cy)
    assert "The late one" in told(di)
    client.force_login(cy)
    page = words_of(client.get("/clubs/recall", {"q": question}).content.decode())
    assert "We liked the heron." in page
    assert "drowns" not in page
    decided = recall(cy, "What did we decide at the last meeting?", Narrowing())
    assert decided.last_time
    assert not decided.question


def test_the_last_meeting_says_who_was_there_what_was_asked_what_came_of_it_and_how_the_talk_ended(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    has_read(cy, work.chapters.get(position=1))
    meeting = meeting_of(read)
    minutes_of(meeting, "We liked the heron.")
    for words in ("It is a heron.", "No, an egret.", "A bittern!", "It is late."):
        line(meeting, di, words)
    Attendance.objects.create(meeting=meeting, membership=belonging(read.club, di), was_there=True)
    Question.objects.create(
        meeting=meeting, membership=belonging(read.club, di), text="Which bird is it?"
    )
    show = ShowOfHands.objects.create(
        meeting=meeting, question="Shall we vote?", options=["At once", "Never"]
    )
    Hand.objects.create(show=show, membership=belonging(read.club, di), option=1)
    counted = line(meeting, di, "")
    Line.objects.filter(pk=counted.pk).update(kind=LineKind.COUNT, hands=show)
    question = {"q": "What did we say at the last meeting?"}

    client.force_login(cy)
    page = LexborHTMLParser(client.get("/clubs/recall", question).content)
    [card] = page.css(".recall-last")
    told = card.text()
    for words in (
        "We liked the heron.",
        "There: Di",
        "Which bird is it?",
        "A bittern!",
        "It is late.",
    ):
        assert words in told
    assert "It is a heron." not in told
    assert "At once 0 · Never 1" in " ".join(told.split())
    assert f"/meetings/{meeting.pk}/minutes#line-4" in (card.html or "")

    client.force_login(di)  # has not read as far as it went
    assert not LexborHTMLParser(client.get("/clubs/recall", question).content).css(".recall-last")


def test_of_a_last_meeting_in_which_nothing_was_said_not_all_of_it_is_offered(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    has_read(cy, work.chapters.get(position=1))
    meeting = meeting_of(read)
    client.force_login(cy)

    def card() -> str:
        answer = client.get("/clubs/recall", {"q": "What did we say at the last meeting?"})
        [shown] = LexborHTMLParser(answer.content).css(".recall-last")
        return shown.text()

    assert "Nothing was written down there." in card()
    assert "See all that was said" not in card()
    asking = belonging(read.club, di)
    Question.objects.create(meeting=meeting, membership=asking, text="Which bird is it?")
    assert "See all that was said" not in card()
    line(meeting, di, "It is a heron.")
    assert "See all that was said" in card()


def test_the_best_first_is_offered_where_there_are_words_to_match(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    for words in ("A heron.", "Another heron."):
        note(read.club, di, first, words)
    catch_up()
    client.force_login(cy)

    def offered(asked: str) -> bool:
        return "Best first" in words_of(client.get("/clubs/recall", {"q": asked}).content.decode())

    assert offered("heron")
    assert not offered("What did Di say?")
    assert not offered("another")  # one thing needs no order


def test_the_sentence_comes_before_the_summary_that_repeats_it(
    read: Read, work: Work, cy: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    minutes_of(meeting_of(read), "The heron, the heron, the heron; and once more the heron.")
    note(read.club, cy, first, "The heron is the mother.", days_ago=300)

    assert found(cy, "heron")[0] == "The heron is the mother."


def test_one_chooses_whether_the_best_or_the_newest_comes_first(
    client: Client, read: Read, work: Work, cy: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, cy, first, "Heron, heron, heron!", days_ago=9)
    note(read.club, cy, first, "One heron.")
    catch_up()
    client.force_login(cy)

    def in_order(**more: str) -> list[str]:
        hits = client.get("/clubs/recall", {"q": "heron", **more}).context["answer"].hits
        return ["".join(piece.text for piece in hit.words) for hit in hits]

    assert in_order() == ["Heron, heron, heron!", "One heron."]
    assert in_order(order="newest") == ["One heron.", "Heron, heron, heron!"]
    assert "2 found" in words_of(client.get("/clubs/recall?q=heron").content.decode())


def test_what_is_set_stands_as_chips_and_the_rest_is_folded(
    client: Client, read: Read, work: Work, cy: User
) -> None:
    other = make_club(cy, name="Other readers")
    has_read(cy, work.chapters.get(position=1))
    note(read.club, cy, work.chapters.get(position=1), "A heron.")
    catch_up()
    client.force_login(cy)
    url = f"/clubs/recall?q=heron&club={read.club_id}"

    page = LexborHTMLParser(client.get(url).content)

    [chip] = page.css(".recall-chips a")
    assert read.club.name in chip.text()
    assert (chip.attributes["href"] or "") == "?q=heron"
    assert not page.css("details[open]")
    assert page.css(".club-head")
    [people], [hit] = page.css("#id_person"), page.css(".recall-hit")
    assert other.name not in people.text()
    assert f"({read.club.name})" not in people.text()
    assert read.club.name not in hit.text()
    assert f"({read.club.name})" in words_of(client.get("/clubs/recall").content.decode())


def test_the_page_of_the_next_meeting_leads_to_the_last_one(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    has_read(di, work.chapters.get(position=1))
    last = meeting_of(read, title="The one before")
    coming = Meeting.objects.create(
        club=read.club,
        read=read,
        upto=2,
        title="The next one",
        stage=MeetingStage.FIXED,
        starts_at=timezone.now() + timedelta(days=7),
    )

    def leads_there(person: User) -> bool:
        client.force_login(person)
        return (
            f'href="/meetings/{last.pk}/minutes"'
            in client.get(f"/meetings/{coming.pk}").content.decode()
        )

    assert leads_there(di)
    assert not leads_there(cy)  # who has not read as far as it went


def test_the_examples_are_questions_in_words_that_the_club_has_said(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first, second, _ = work.chapters.order_by("position")
    has_read(cy, first)
    has_read(di, first, second)
    note(read.club, di, first, "The heron waits.", days_ago=2)
    note(read.club, di, first, "Again the heron.", days_ago=1)
    note(read.club, di, second, "Drowned drowned drowned.")
    catch_up()
    client.force_login(cy)

    page = client.get(f"/clubs/recall?club={read.club_id}").content.decode()

    examples = LexborHTMLParser(page).css(".recall-examples dt a")
    asked = [each.text(strip=True) for each in examples]
    assert asked[:4] == ["heron", "“the heron”", "hero*", "What did Di say about “heron”?"]
    assert "rowned" not in page, "that lies ahead"
    for each in examples[:4]:
        answer = client.get(
            "/clubs/recall" + (each.attributes["href"] or "").partition("recall")[2]
        )
        assert {hit.who for hit in answer.context["answer"].hits} == {"Di"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            ("The crows wait.", "So be it."),
            ["“The crows”"],
        ),  # Di said something, but nothing of crows
        (("I couldn’t, I couldn’t.", "Crows."), ["“Crows”", "What did Di say about “crows”?"]),
        (
            ("||drowned|| and ||drowned||", "The ||old|| crows wait."),
            ["“crows wait”", "What did Di say about “crows”?"],
        ),
        (("海の日は寒い。", "My crows."), ["“My crows”", "What did Di say about “crows”?"]),
        (("Flying.", "My crows."), ["“My crows”", "What did Di say about “crows”?"]),
    ],
)
@pytest.mark.both
def test_each_example_finds_what_it_promises(
    client: Client, read: Read, cy: User, di: User, said: tuple[str, str], expected: list[str]
) -> None:
    assert read.work is not None
    first = read.work.chapters.get(position=1)
    has_read(cy, first)
    note(read.club, cy, first, said[0], days_ago=1)
    note(read.club, di, first, said[1])
    catch_up()
    client.force_login(cy)

    page = LexborHTMLParser(client.get(f"/clubs/recall?club={read.club_id}").content.decode())

    examples = page.css(".recall-examples dt a")
    asked = [each.text(strip=True) for each in examples]
    assert asked == ["crows", expected[0], "crow*", *expected[1:]]
    for each in examples:
        address = "/clubs/recall" + (each.attributes["href"] or "").partition("recall")[2]
        answer = client.get(address).context["answer"]
        assert answer.hits
        assert not answer.missing
        assert not answer.is_loose


def test_the_examples_are_things_that_were_talked_of_and_no_answers_to_a_show_of_hands(
    read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    meeting = meeting_of(read)
    for _ in range(3):
        asked = meeting.shows_of_hands.create(
            question="Who buys the lantern?",
            options=["Whoever found the keyboard", "Every keyboard"],
            asked_by=belonging(read.club, cy),
        )
        spoken = line(meeting, cy, "")
        Line.objects.filter(pk=spoken.pk).update(kind=LineKind.HANDS, hands=asked)
    note(read.club, di, first, "Whoever waits, and everybody whispers of the heron. Whoever waits.")
    note(read.club, di, first, "Whoever waits and whispers! A lamp? Whoever saw the heron?")
    note(read.club, di, first, "Whoever whispers.")
    catch_up()

    examples = examples_for(cy, [read.club_id])

    assert examples is not None
    assert (examples.word, examples.phrase) == ("heron", "the heron")


def test_the_page_without_a_question_costs_the_same_however_much_was_said(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    client.force_login(cy)

    def cost() -> int:
        catch_up()
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/clubs/recall").status_code == 200
        return len(queries)

    note(read.club, di, first, "The heron waits.")
    cost()
    once = cost()
    for number in range(8):
        note(read.club, di, first, f"Heron {number}.")
    assert cost() <= once


def test_whoever_finds_nothing_where_they_have_narrowed_it_down_can_search_everywhere(
    client: Client, read: Read, cy: User
) -> None:
    client.force_login(cy)
    everywhere = "//section//a[@href='?q=heron']"

    narrow = html.fromstring(client.get("/clubs/recall?q=heron&since=2020-01-01").content)
    wide = html.fromstring(client.get("/clubs/recall?q=heron").content)

    assert narrow.xpath(everywhere)
    assert not wide.xpath(everywhere)

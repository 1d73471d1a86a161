"""Ask for notes, for questions, for what was voted, for a meeting: the word for it is none to look for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from selectolax.lexbor import LexborHTMLParser

from bookcub.clubs.models import Club
from bookcub.comments.actions import say
from bookcub.comments.models import Announcement, Hearers
from bookcub.meetings.actions.questions import send
from bookcub.meetings.models import Line, LineKind, Meeting, MeetingStage, Question
from bookcub.memory.actions.recall_index import catch_up
from bookcub.memory.models import Prediction, RecallEntry
from bookcub.memory.queries.recall import Narrowing, RecallAnswer, recall
from bookcub.memory.recall.meetings_named import meeting_named
from bookcub.memory.recall.which_kind import kind_named, without_kind
from bookcub.people.models import User
from bookcub.reads.models import Read
from bookcub.works.models import Chapter, Work
from tests.browsing import Client, words_of
from tests.making import make_club, make_read, make_work
from tests.memory.remembering import answer, belonging, has_read, line, meeting_of, minutes_of, note

pytestmark = pytest.mark.both


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, title="Riddle of the Sands", chapters=3, language="en")


@pytest.fixture
def club(cy: User, di: User) -> Club:
    return make_club(cy, di)


@pytest.fixture
def read(club: Club, work: Work) -> Read:
    return make_read(club, work=work)


@pytest.fixture
def first(work: Work, cy: User, di: User) -> Chapter:
    chapter = work.chapters.get(position=1)
    has_read(cy, chapter)
    has_read(di, chapter)
    return chapter


@pytest.fixture
def wall(read: Read, first: Chapter, cy: User, di: User) -> Meeting:
    """A meeting with a question by Di and one by Cy, a show of hands, a line and a summary."""
    meeting = meeting_of(read, title="The wall comes down", days_ago=9)
    asked(meeting, di, "Who built it?")
    asked(meeting, cy, "Why a wall?")
    line(meeting, di, "A minute to meet the question.")
    show = meeting.shows_of_hands.create(
        question="Shall we climb?", options=["At once", "Never"], asked_by=belonging(read.club, cy)
    )
    raised = line(meeting, cy, "")
    Line.objects.filter(pk=raised.pk).update(kind=LineKind.HANDS, hands=show)
    minutes_of(meeting, "We agreed about bricks.")
    return meeting


def asked(meeting: Meeting, by: User, words: str) -> None:
    """A question that was brought up."""
    question = Question.objects.create(
        meeting=meeting, membership=belonging(meeting.club, by), text=words
    )
    topic = line(meeting, by, words)
    Line.objects.filter(pk=topic.pk).update(kind=LineKind.TOPIC, question=question)


def asking(person: User, typed: str, **more: Any) -> RecallAnswer:
    catch_up()
    return recall(person, typed, Narrowing(), **more)


def found(person: User, typed: str) -> list[str]:
    hits = asking(person, typed).hits
    return sorted("".join(piece.text for piece in hit.words or hit.quote) for hit in hits)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("what was asked at the August meeting", "questions"),
        ("what questions were asked in meetings", "questions"),
        ("what did Hollis ask in the meeting about the wall?", "questions"),
        ("Welche Fragen gab es beim Treffen?", "questions"),
        ("minutes of the Riddle meeting", "minutes"),
        ("summaries", "minutes"),
        ("ten minutes at the wall", ""),
        ("show of hands", "hands"),
        ("what did we vote on", "hands"),
        ("what did we say about the vote", ""),
        ("only notes by Lucia", "notes"),
        ("Lucia’s notes", "notes"),
        ("Lucia's notes", "notes"),
        ("notes about the parrot", "notes"),
        ("what did we say about my notes", ""),
        ("all of my notes", "notes"),
        ("comments by Ravi", "comments"),
        ("our guesses", "predictions"),
        ("what was said in our first meeting", "meetings"),
        ("meetings", "meetings"),
        ("the captain meeting the parrot", ""),
        ("he asked the captain", ""),
        ('"the notes"', ""),
        ("", ""),
    ],
)
def test_a_question_names_a_kind_of_what_was_said(typed: str, kind: str) -> None:
    assert kind_named(typed) == kind


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("notes about the parrot", "about the parrot"),
        ("what questions were asked in meetings", "what were in"),
        ("show of hands on the wall", "on the wall"),
        ("notes about the meeting", "about the meeting"),
    ],
)
def test_the_word_for_the_kind_is_none_to_look_for(typed: str, rest: str) -> None:
    assert without_kind(typed, kind_named(typed)) == rest


@pytest.mark.parametrize(
    ("typed", "number", "rest"),
    [
        ("minutes of the Riddle meeting", 2, "minutes"),
        ("what did Hollis ask in the meeting about the wall?", 1, "what did Hollis ask in the ?"),
        ("the meeting called The wall comes down", 1, "the"),
        ("what was said in the first meeting", 3, "what was said in the"),
        ("the meeting about the wall and the parrot", None, ""),
        ("what did we say about the wall", None, ""),
        ("the meeting", None, ""),
        ("", None, ""),
    ],
)
def test_a_meeting_is_meant_by_its_name_or_its_book(
    typed: str, number: int | None, rest: str
) -> None:
    titles = {
        3: ["First meeting", "Emma"],
        2: ["Second meeting", "Riddle of the Sands"],
        1: ["The wall comes down", "Riddle of the Sands"],
    }

    meant = meeting_named(typed, titles)

    assert (meant and meant.number) == number
    assert number is None or (meant and meant.rest) == rest


def test_questions_are_those_that_were_brought_up_in_meetings(
    client: Client, read: Read, wall: Meeting, first: Chapter, cy: User, di: User
) -> None:
    note(read.club, di, first, "That is a question: who asked of the wall at the meeting?")

    assert found(cy, "what questions were asked in meetings") == ["Who built it?", "Why a wall?"]
    assert found(cy, "what was asked about the wall") == ["Why a wall?"]
    assert found(cy, "What did Di ask?") == ["Who built it?"]
    client.force_login(cy)
    page = LexborHTMLParser(client.get("/clubs/recall", {"q": "what was asked"}).content)
    [chip] = page.css(".recall-chips a")
    assert chip.text(strip=True).startswith("Questions in meetings")
    anything = client.get("/clubs/recall", {"q": "question", "as": "any"}).context["answer"]
    assert {hit.kind for hit in anything.hits} == {"Note", "Said in a meeting"}


def test_a_question_that_was_indexed_as_a_line_is_found_once(wall: Meeting, cy: User) -> None:
    topic = wall.lines.filter(kind=LineKind.TOPIC).order_by("number").first()
    catch_up()
    now = timezone.now()
    RecallEntry.objects.create(club=wall.club, line=topic, said_at=now, language="en", digest="x")

    assert found(cy, "what was asked?") == ["Who built it?", "Why a wall?"]


def sent(meeting: Meeting, by: User, words: str, *, is_sealed: bool = False) -> Question:
    """A question as it comes onto the agenda; nobody brings it up."""
    return send(meeting=meeting, by=belonging(meeting.club, by), text=words, is_sealed=is_sealed)


def test_a_question_of_the_agenda_is_found_though_no_room_came_to_it(
    client: Client,
    read: Read,
    first: Chapter,
    cy: User,
    di: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    meeting = meeting_of(read, title="The radiator", days_ago=-7)
    Meeting.objects.filter(pk=meeting.pk).update(
        stage=MeetingStage.FIXED, opened_at=None, closed_at=None
    )
    with django_capture_on_commit_callbacks(execute=True):
        question = sent(meeting, di, "Whose voice is in the radiator?")

    for typed in ("what did Di ask?", "did Di ask anything?", "Di’s question about the radiator"):
        [hit] = recall(cy, typed, Narrowing()).hits
        assert (hit.kind, hit.who) == ("Question in a meeting", "Di"), typed
    assert recall(cy, "", Narrowing(kind="questions")).hits
    page = LexborHTMLParser(client_of(client, cy).get(hit.url.partition("#")[0]).content)
    [there] = page.css(f"#question-{question.pk}")
    assert hit.url.endswith(f"#question-{question.pk}")
    assert "Whose voice" in there.text()


def client_of(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def test_a_question_is_found_by_whom_the_page_of_its_meeting_shows_it_to(
    client: Client, read: Read, work: Work, first: Chapter, cy: User, di: User
) -> None:
    ahead, coming = meeting_of(read, upto=2), meeting_of(read, days_ago=-7)
    Meeting.objects.filter(pk=coming.pk).update(
        stage=MeetingStage.FIXED, opened_at=None, closed_at=None
    )
    sent(ahead, di, "Who drowns?")
    sent(coming, di, "Who climbs?", is_sealed=True)

    def seen_by(person: User) -> list[str]:
        pages = [
            words_of(client_of(client, person).get(f"/meetings/{each.pk}").content.decode())
            for each in (ahead, coming)
        ]
        told = found(person, "what was asked?")
        assert told == [words for words in ("Who climbs?", "Who drowns?") if words in str(pages)]
        return told

    assert seen_by(cy) == []
    assert seen_by(di) == ["Who climbs?", "Who drowns?"]
    has_read(cy, work.chapters.get(position=2))
    assert seen_by(cy) == ["Who drowns?"]
    Meeting.objects.filter(pk=coming.pk).update(starts_at=timezone.now())
    assert seen_by(cy) == ["Who climbs?", "Who drowns?"]


def test_what_was_sent_in_before_the_month_of_a_meeting_is_of_that_meeting(
    client: Client, read: Read, wall: Meeting, cy: User, di: User
) -> None:
    day = datetime(2024, 8, 5, 19, tzinfo=UTC)
    Meeting.objects.filter(pk=wall.pk).update(starts_at=day, opened_at=day, closed_at=day)
    early = sent(wall, di, "Is it a bittern?")
    Question.objects.filter(pk=early.pk).update(sent_at=datetime(2024, 7, 29, tzinfo=UTC))
    catch_up()

    page = client_of(client, cy).get(
        "/clubs/recall", {"q": "what did Di ask at the August 2024 meeting?"}
    )

    hits = page.context["answer"].hits
    assert {hit.words[0].text for hit in hits} == {"Is it a bittern?", "Who built it?"}
    [card] = LexborHTMLParser(page.content).css(".recall-last")
    [asked_there] = [each for each in card.css("li") if "bittern" in each.text()]
    assert asked_there.text(strip=True).startswith("Di")


def test_what_somebody_asked_in_a_meeting_meant_by_name_is_all_that_they_asked_there(
    read: Read, wall: Meeting, cy: User
) -> None:
    later = meeting_of(read, title="The lamp")
    asked(later, cy, "Whose lamp?")

    answer = asking(cy, "what did Di ask in the meeting about the wall?")

    assert [hit.who for hit in answer.hits] == ["Di"]
    assert answer.last_time
    assert "The wall comes down" in str(answer.last_time.hit.about)
    assert answer.last_time.hit.kind == "Meeting"
    last = asking(cy, "what was asked at the last meeting").last_time
    assert last
    assert last.hit.kind == "The last meeting"
    assert found(cy, "what was asked in the lamp meeting") == ["Whose lamp?"]


def test_what_was_asked_at_the_meeting_of_a_month_is_of_that_meeting(
    read: Read, wall: Meeting, cy: User
) -> None:
    day = datetime(2024, 8, 5, 19, tzinfo=UTC)
    Meeting.objects.filter(pk=wall.pk).update(starts_at=day, opened_at=day, closed_at=day)
    Line.objects.filter(meeting=wall).update(at=day)
    asked(meeting_of(read, title="The lamp"), cy, "Whose lamp?")

    answer = asking(cy, "what was asked at the August 2024 meeting")

    assert answer.last_time
    assert answer.last_time.hit.at == day
    assert len(answer.hits) == 2
    card = asking(cy, "what did we say at the August 2024 meeting?")
    assert card.last_time
    assert not card.hits
    assert not card.is_of_other_days


def test_minutes_and_shows_of_hands_are_asked_for(read: Read, wall: Meeting, cy: User) -> None:
    assert found(cy, "summary") == ["We agreed about bricks."]
    for typed in ("show of hands", "what did we vote on?", "vote"):
        assert found(cy, typed) == ["Shall we climb? At once · Never"]


def test_what_was_said_in_meetings_is_no_note(
    read: Read, wall: Meeting, first: Chapter, cy: User, di: User
) -> None:
    note(read.club, di, first, "Bricks, at the meeting.")
    line(wall, di, "Bricks and bricks.")

    assert found(cy, "what did Di say about bricks in our meetings?") == ["Bricks and bricks."]
    assert found(cy, "what was said about bricks in meetings") == ["Bricks and bricks."]


def test_what_was_said_in_a_meeting_that_went_further_than_one_has_read_is_not_found(
    read: Read, work: Work, wall: Meeting, cy: User, di: User
) -> None:
    Meeting.objects.filter(pk=wall.pk).update(upto=2)
    for typed in (
        "what was asked at the wall meeting",
        "minutes of the wall meeting",
        "the meeting about the wall",
        "show of hands",
        "what was asked at the last meeting",
    ):
        told = asking(cy, typed)
        assert {hit.who for hit in told.hits} <= {"Cy"}  # as the page of the meeting: one's own
        assert not told.last_time

    has_read(cy, work.chapters.get(position=2))
    assert asking(cy, "the meeting about the wall").last_time


@pytest.mark.parametrize(
    "typed", ["only notes by Di", "Di’s notes", "Di's notes", "notes about the parrot", "notes"]
)
def test_of_notes_nothing_else_is_shown(
    client: Client, read: Read, first: Chapter, cy: User, di: User, typed: str
) -> None:
    answer(note(read.club, di, first, "The parrot talks."), di, "A parrot? Notes of a parrot!")
    line(meeting_of(read), di, "The notes of the parrot.")

    assert found(cy, typed) == ["The parrot talks."]
    client.force_login(cy)
    page = LexborHTMLParser(client.get("/clubs/recall", {"q": typed}).content)
    chips = [chip for chip in page.css(".recall-chips a") if "Notes" in chip.text()]
    assert [("as=any" in (chip.attributes["href"] or "")) for chip in chips] == [True]
    assert found(cy, "comments by Di") == ["A parrot? Notes of a parrot!"]


def test_where_nothing_of_a_kind_is_an_answer_that_is_said(
    client: Client, read: Read, first: Chapter, cy: User, di: User
) -> None:
    note(read.club, di, first, "The parrot talks.")
    catch_up()
    client.force_login(cy)

    page = client.get("/clubs/recall", {"q": "what was asked about the parrot?"})

    told = words_of(page.content.decode())
    assert "No question from a meeting that you can see is an answer to this." in told
    assert "This was said in other ways." in told
    assert len(page.context["answer"].hits) == 1


def test_my_notes_and_predictions_are_those_of_whoever_asks(
    read: Read, first: Chapter, cy: User, di: User
) -> None:
    for person in (cy, di):
        note(read.club, person, first, f"By {person.default_pseud.name}.")
        Prediction.objects.create(
            read=read,
            membership=belonging(read.club, person),
            text=f"{person.default_pseud.name} drowns.",
            upto=1,
        )

    assert found(cy, "my notes") == ["By Cy."]
    assert found(di, "my predictions") == ["Di drowns."]
    assert found(cy, "my predictions about who drowns") == ["Cy drowns."]
    assert found(cy, "what did Di say about my notes?") != ["By Cy."]


def test_the_last_meeting_is_not_offered_in_a_club_that_has_not_met(
    client: Client, read: Read, first: Chapter, cy: User, di: User
) -> None:
    offered = "What did we say at the last meeting?"
    client.force_login(cy)
    assert offered not in words_of(client.get("/clubs/recall").content.decode())
    note(read.club, di, first, "The parrot talks. The last meeting of parrots.")
    catch_up()

    page = {"club": str(read.club_id)}
    assert offered not in words_of(client.get("/clubs/recall", page).content.decode())
    asked_for = client.get("/clubs/recall", {"q": offered, **page}).content.decode()
    assert "This club has not met yet." in words_of(asked_for)
    assert "Nothing found" not in words_of(asked_for)
    assert not LexborHTMLParser(asked_for).css(".recall-hit")
    told = words_of(client.get("/clubs/recall", {"q": offered}).content.decode())
    assert "None of your clubs has met yet." in told

    meeting = meeting_of(read, upto=2)
    assert offered not in words_of(client.get("/clubs/recall", page).content.decode())
    told = words_of(client.get("/clubs/recall", {"q": offered, **page}).content.decode())
    assert "You see what was said at a meeting once you have read as far as it went." in told
    assert "has not met" not in told
    Meeting.objects.filter(pk=meeting.pk).update(upto=1)
    assert offered in words_of(client.get("/clubs/recall", page).content.decode())


@pytest.mark.parametrize("typed", ["bananas at the last meeting", "last meeting bananas"])
def test_beneath_the_card_of_a_meeting_nothing_says_that_nothing_was_found(
    client: Client, wall: Meeting, cy: User, typed: str
) -> None:
    catch_up()
    client.force_login(cy)

    page = client.get("/clubs/recall", {"q": typed}).content.decode()

    assert LexborHTMLParser(page).css(".recall-last")
    assert "Nothing found" not in words_of(page)
    assert "capt*" not in words_of(page)


@pytest.mark.parametrize("typed", ["What did Di say about bananas?", "parrot bananas"])
def test_what_nobody_asked_for_is_not_counted_as_found(
    client: Client, read: Read, first: Chapter, cy: User, di: User, typed: str
) -> None:
    note(read.club, di, first, "The parrot talks.")
    catch_up()
    client.force_login(cy)

    told = words_of(client.get("/clubs/recall", {"q": typed}).content.decode())

    assert "talks." in told
    assert "1 found" not in told
    assert "1 found" in words_of(client.get("/clubs/recall?q=parrot").content.decode())


def test_a_link_is_named_for_what_it_opens(
    client: Client, read: Read, wall: Meeting, first: Chapter, cy: User, di: User
) -> None:
    said = note(read.club, di, first, "Bricks.")
    answer(said, cy, "Bricks?")
    line(wall, di, "Bricks and bricks.")
    Prediction.objects.create(
        read=read, membership=belonging(read.club, di), text="Bricks fall.", upto=1
    )
    catch_up()
    client.force_login(cy)

    page = LexborHTMLParser(client.get("/clubs/recall?q=bricks").content)

    links = [
        link
        for link in page.css(".recall-hit__source a")
        if not link.text(strip=True).startswith("In the text")
    ]
    assert sorted({link.text(strip=True) for link in links}) == [
        "Read the minutes",
        "See the predictions",
        "See the talk",
        "See the thread",
    ]
    for link in links:
        assert (link.attributes["aria-label"] or "").startswith(link.text(strip=True))
    in_text = [
        link.attributes["href"] or ""
        for link in page.css(".recall-hit__source a")
        if link.text(strip=True).startswith("In the text")
    ]
    assert f"{first.get_absolute_url()}?note={said.pk}#{said.block_id}" in in_text


@pytest.mark.parametrize(
    "typed", ["what did nobody say about parrots", "what did everybody say about parrots"]
)
def test_nobody_and_everybody_are_no_words_to_look_for(
    read: Read, first: Chapter, cy: User, di: User, typed: str
) -> None:
    note(read.club, di, first, "Nobody and everybody climbs.")
    note(read.club, di, first, "The parrot talks.")

    assert found(cy, typed) == ["The parrot talks."]


def test_whoever_asks_what_somebody_guessed_hears_of_nothing_else_they_said(
    client: Client, read: Read, work: Work, first: Chapter, cy: User, di: User
) -> None:
    note(read.club, di, first, "The parrot talks.")
    guess = Prediction.objects.create(
        read=read, membership=belonging(read.club, di), text="The parrot drowns.", upto=2
    )
    catch_up()
    client.force_login(cy)

    def told(typed: str = "What did Di predict?") -> str:
        page = words_of(client.get("/clubs/recall", {"q": typed}).content.decode())
        return " ".join(page.split())

    said = "No prediction that you can see is an answer to this."
    assert f"{said} Some predictions are still sealed. They open as you read on." in told()
    assert "talks" not in told()
    assert "drowns" not in told()
    assert told("What did Cy predict?").count("still sealed") == 1  # whose it is, nobody is told
    assert "talks" in told("What did Di predict about the parrot?")
    Prediction.objects.filter(pk=guess.pk).delete()
    assert said in told()
    assert "sealed" not in told()


def test_a_summary_that_the_card_of_its_meeting_shows_stands_there_once(
    client: Client, read: Read, wall: Meeting, cy: User
) -> None:
    catch_up()
    client.force_login(cy)

    for typed in (
        "minutes of the wall comes down",
        "minutes of the Riddle meeting",
        "summary of the last meeting",
        "what did we say about bricks at the last meeting",
    ):
        page = client.get("/clubs/recall", {"q": typed}).content
        [card] = LexborHTMLParser(page).css(".recall-last")
        assert "bricks" in card.text(), typed
        assert words_of(page.decode()).count("We agreed about bricks.") == 1, typed
        assert "found" not in words_of(page.decode()).split("Narrow it down")[1], typed

    minutes_of(meeting_of(read, title="The long one"), "Stones. " * 200 + "And a bittern.")
    catch_up()
    page = client.get("/clubs/recall", {"q": "bittern at the last meeting"}).content
    _, hit = LexborHTMLParser(page).css(".recall-hit")
    assert "bittern" in hit.text()


@pytest.mark.parametrize("typed", ["minutes", "minutes in 2024", "ten minutes of the wall"])
def test_minutes_alone_are_of_no_one_meeting(wall: Meeting, cy: User, typed: str) -> None:
    assert asking(cy, typed).last_time is None


@pytest.mark.parametrize(
    "typed",
    [
        "did anyone say anything about dragons",
        "did we ever talk about dragons?",
        "has somebody said something of dragons, ever",
        "a good chapter about dragons",
        "chapter 7 dragons",
    ],
)
@pytest.mark.both
def test_what_nobody_said_is_not_found_by_words_that_say_nothing(
    read: Read, first: Chapter, cy: User, di: User, typed: str
) -> None:
    for words in ("Does anyone ever do anything?", "Somebody said something good.", "Chapter 7!"):
        note(read.club, di, first, words)

    assert found(cy, typed) == []
    assert found(cy, "good something") == ["Somebody said something good."]


def test_words_that_say_nothing_are_found_where_they_are_all_that_is_asked_for(
    read: Read, first: Chapter, cy: User, di: User
) -> None:
    note(read.club, di, first, "Does anyone ever do anything?")

    assert found(cy, "anything") == ["Does anyone ever do anything?"]
    assert found(cy, "“ever do anything”") == ["Does anyone ever do anything?"]


def test_announcements_are_called_so_and_asked_for(
    club: Club, read: Read, first: Chapter, cy: User, di: User
) -> None:
    beside: dict[str, Any] = {"by": cy.default_pseud, "hearers": Hearers.CLUB, "club": club}
    until = timezone.now() + timedelta(days=3)
    say(
        html="<p>The parrot room is locked.</p>",
        announcement=Announcement(club=club, until=until),
        **beside,
    )
    say(html="<p>A parrot!</p>", **beside)
    note(club, di, first, "The parrot talks.")

    for typed in ("announcements", "what did Cy announce?", "announcements about the parrot"):
        assert found(cy, typed) == ["The parrot room is locked."], typed
    kinds = {hit.kind for hit in asking(cy, "parrot").hits}
    assert kinds == {"Announcement", "Comment", "Note"}
    assert not asking(cy, "what did Di announce?").hits


def test_a_reply_leads_into_the_text_where_its_note_stands(
    client: Client, read: Read, first: Chapter, cy: User, di: User
) -> None:
    said = note(read.club, di, first, "The parrot talks.")
    answer(said, cy, "Does it?")

    [hit] = asking(cy, "“does it”").hits
    assert hit.text_url == f"{first.get_absolute_url()}?note={said.pk}#{said.block_id}"
    client.force_login(cy)
    assert client.get(hit.text_url.partition("#")[0]).status_code == 200

"""What to talk about: questions, sealed ones too, and the passages with the most talk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookcub.clubs.actions.entering import enter
from bookcub.clubs.actions.leaving import leave
from bookcub.clubs.models import Club, LeftNotes
from bookcub.exporting.queries.clubs import club_export
from bookcub.meetings.actions.lines import bring_up
from bookcub.meetings.actions.meetings import cancel
from bookcub.meetings.actions.questions import put_in_order, remove, send
from bookcub.meetings.actions.rooms import close_room, open_room
from bookcub.meetings.models import Meeting, MeetingStage, Minutes, Question
from bookcub.meetings.queries.agenda import MOST_TALKED, most_talked
from bookcub.meetings.queries.live import lines_after
from bookcub.meetings.queries.topics import topics_of
from bookcub.people.models import User
from bookcub.reads.models import Read
from bookcub.works.models import Chapter
from tests.browsing import Client
from tests.meetings.calling import called, membership, proposed
from tests.memory.remembering import has_read, note
from tests.refused import told

SEALED = "Is the heron her brother?"


@pytest.fixture
def meeting(club: Club, cy: User) -> Meeting:
    return called(club, cy)


@pytest.fixture
def sealed(meeting: Meeting, club: Club, di: User) -> Question:
    return send(meeting=meeting, by=membership(club, di), text=SEALED, is_sealed=True)


def page(client: Client, person: User, path: str) -> str:
    client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def everywhere(client: Client, person: User, meeting: Meeting) -> str:
    """All that this person's pages and files say of a meeting."""
    paths = (
        f"/meetings/{meeting.pk}",
        f"/meetings/{meeting.pk}/agenda",
        f"/meetings/{meeting.pk}.ics",
        f"/clubs/{meeting.club_id}/meetings",
        f"/clubs/{meeting.club_id}/calendar",
    )
    shown = "".join(page(client, person, path) for path in paths)
    order = client.get(f"/meetings/{meeting.pk}/questions/order")
    return shown + order.content.decode()


def test_a_question_stands_on_the_agenda(
    client: Client, meeting: Meeting, cy: User, di: User
) -> None:
    client.force_login(di)

    answer = client.post(f"/meetings/{meeting.pk}/questions", {"text": "Who  rang\nthe <bell>?"})

    assert answer.status_code == 302
    assert answer["Location"] == f"/meetings/{meeting.pk}#agenda"
    html = page(client, cy, f"/meetings/{meeting.pk}")
    assert "rang<br>the &lt;bell&gt;?" in html
    empty = client.post(f"/meetings/{meeting.pk}/questions", {"text": " \n ", "is_sealed": "on"})
    assert empty.status_code == 422
    long = client.post(f"/meetings/{meeting.pk}/questions", {"text": "x" * 1001})
    assert long.status_code == 422
    assert "x" * 1001 in long.content.decode()
    assert Question.objects.count() == 1


def test_nobody_but_its_writer_reads_a_sealed_question_before_hosts_included(
    client: Client, meeting: Meeting, sealed: Question, cy: User, di: User, bo: User
) -> None:
    for person in (cy, bo):
        shown = everywhere(client, person, meeting)
        assert SEALED not in shown
        assert client.get(f"/meetings/{meeting.pk}/agenda").context["agenda"].hidden == 1
        # Not to be deleted either, by whoever cannot read it.
        client.force_login(person)
        path = f"/meetings/{meeting.pk}/questions/{sealed.pk}/delete"
        assert client.post(path).status_code == 404
    own = page(client, di, f"/meetings/{meeting.pk}")
    assert SEALED in own


@pytest.mark.parametrize("how", ["time", "room"])
def test_the_seal_is_broken_when_the_meeting_begins(
    client: Client, meeting: Meeting, sealed: Question, cy: User, how: str
) -> None:
    if how == "time":
        meeting.starts_at = timezone.now() - timedelta(minutes=1)
    else:
        meeting.opened_at = timezone.now()
    meeting.save()

    assert SEALED in page(client, cy, f"/meetings/{meeting.pk}")
    assert SEALED in page(client, cy, f"/meetings/{meeting.pk}/agenda")


def test_a_meeting_that_never_was_breaks_no_seal(
    client: Client, meeting: Meeting, sealed: Question, club: Club, cy: User, di: User
) -> None:
    cancel(meeting=meeting, by=membership(club, cy), because="")
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(days=2))

    assert SEALED not in everywhere(client, cy, meeting)
    assert SEALED in page(client, di, f"/meetings/{meeting.pk}")
    client.force_login(di)
    assert client.post(f"/meetings/{meeting.pk}/questions", {"text": "?"}).status_code == 403


def test_what_is_over_keeps_its_questions_as_they_are(
    client: Client, meeting: Meeting, club: Club, cy: User, di: User
) -> None:
    for text in ("First", "Second"):
        send(meeting=meeting, by=membership(club, di), text=text, is_sealed=False)
    ways = ("/delete", "/questions/order")
    shown = page(client, cy, meeting.get_absolute_url()).split('id="agenda"')[1]
    assert all(way in shown for way in ways)

    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(days=1))

    for person in (cy, di):
        over = page(client, person, meeting.get_absolute_url()).split('id="agenda"')[1]
        assert "Second" in over
        assert not any(way in over for way in ways)
        # Nor by an address that stood on the page before.
        questions = list(meeting.questions.order_by("order"))
        places = {f"question-{each.pk}": str(9 - each.order) for each in questions}
        path = f"/meetings/{meeting.pk}/questions"
        assert client.post(f"{path}/order", places).status_code == 403
        for ask in (client.get, client.post):
            assert ask(f"{path}/{questions[0].pk}/delete").status_code == 403
        assert [each.text for each in meeting.questions.all()] == ["First", "Second"]


def test_whoever_takes_their_words_along_leaves_no_question_behind(
    client: Client, meeting: Meeting, club: Club, cy: User, di: User
) -> None:
    host, asker = membership(club, cy), membership(club, di)
    said = "Why the heron?"
    question = send(meeting=meeting, by=asker, text=said, is_sealed=False)
    open_room(meeting=meeting, by=host)
    line = bring_up(question=question, by=host)
    close_room(meeting=meeting, by=host, was_it=True)
    Minutes.objects.filter(meeting=meeting).update(published_at=timezone.now())
    paths = [f"/meetings/{meeting.pk}{part}" for part in ("", "/agenda", "/room", "/minutes")]
    assert all(said in page(client, cy, path) for path in paths)
    assert said in dict(lines_after(meeting.pk, 0, 10))[line.number]

    leave(membership=asker, notes=LeftNotes.TAKE)

    assert not any(said in page(client, cy, path) for path in paths)
    assert client.get(paths[1]).context["agenda"].hidden == 0
    assert said not in dict(lines_after(meeting.pk, 0, 10))[line.number]
    assert topics_of(meeting, cy).hidden == 0
    exported = club_export(club, cy, address="https://books.example", at=timezone.now())
    assert said not in repr(exported)
    enter(club=club, pseud=di.default_pseud)
    assert all(said in page(client, cy, path) for path in paths), "with them it is back"


@pytest.mark.parametrize("is_in_trash", [False, True])
def test_minutes_keep_the_questions_that_were_brought_up(
    client: Client, meeting: Meeting, club: Club, cy: User, di: User, is_in_trash: bool
) -> None:
    host = membership(club, cy)
    question = send(meeting=meeting, by=membership(club, di), text="Why?", is_sealed=False)
    open_room(meeting=meeting, by=host)
    line = bring_up(question=question, by=host)
    if is_in_trash:
        Minutes.objects.create(meeting=meeting, discarded_at=timezone.now())
    else:
        close_room(meeting=meeting, by=host, was_it=True)

    code = "in_trash" if is_in_trash else "over"
    with pytest.raises(ValidationError) as refusal:
        remove(question=question)
    assert refusal.value.code == code
    with pytest.raises(ValidationError) as refusal:
        put_in_order(meeting=meeting, ids=[question.pk])
    assert refusal.value.code == code
    client.force_login(cy)
    answer = client.post(f"/meetings/{meeting.pk}/questions/{question.pk}/delete", follow=True)
    assert told(answer) == (["error"] if is_in_trash else [])
    line.refresh_from_db()
    assert (line.html, line.taken_back_at) == ("Why?", None)


def test_what_is_over_takes_no_more_questions(client: Client, meeting: Meeting, di: User) -> None:
    asks = f'action="/meetings/{meeting.pk}/questions"'
    assert asks in page(client, di, f"/meetings/{meeting.pk}")
    Meeting.objects.filter(pk=meeting.pk).update(stage=MeetingStage.HELD)

    assert asks not in page(client, di, f"/meetings/{meeting.pk}")
    assert client.post(f"/meetings/{meeting.pk}/questions", {"text": "?"}).status_code == 403


def test_a_question_about_what_one_has_not_read_waits(
    client: Client, club: Club, read: Read, cy: User, di: User, bo: User
) -> None:
    assert read.work is not None
    meeting = called(club, cy, read=read, upto=2)
    has_read(di, *read.work.chapters.filter(position__lte=2))
    send(meeting=meeting, by=membership(club, di), text="Why the heron?", is_sealed=False)

    assert "Why the heron?" in page(client, di, f"/meetings/{meeting.pk}")
    shown = everywhere(client, bo, meeting)
    assert "Why the heron?" not in shown
    assert client.get(f"/meetings/{meeting.pk}/agenda").context["agenda"].hidden == 1
    has_read(bo, *read.work.chapters.filter(position__lte=2))
    assert "Why the heron?" in page(client, bo, f"/meetings/{meeting.pk}")


def test_one_takes_ones_own_question_back_and_hosts_any_they_can_read(
    client: Client, meeting: Meeting, club: Club, cy: User, di: User, bo: User
) -> None:
    def asked() -> str:
        question = send(meeting=meeting, by=membership(club, di), text="?!", is_sealed=False)
        return f"/meetings/{meeting.pk}/questions/{question.pk}/delete"

    for person, status in ((bo, 403), (cy, 302), (di, 302)):
        path = asked()
        client.force_login(person)
        assert client.get(path).status_code == (200 if status == 302 else status)
        assert Question.objects.filter(text="?!").exists(), "it is asked for first"
        assert client.post(path).status_code == status
    assert Question.objects.count() == 1


def test_hosts_put_questions_into_an_order_and_sealed_ones_keep_their_places(
    client: Client, meeting: Meeting, club: Club, cy: User, di: User
) -> None:
    first, second, third = (
        send(meeting=meeting, by=membership(club, di), text=text, is_sealed=text == "Second")
        for text in ("First", "Second", "Third")
    )
    client.force_login(cy)
    path = f"/meetings/{meeting.pk}/questions/order"

    client.post(path, {f"question-{first.pk}": "2", f"question-{third.pk}": "1"})
    assert list(meeting.questions.values_list("text", flat=True)) == ["Third", "Second", "First"]
    # Nonsense changes nothing, and what one cannot read is not moved by naming it.
    client.post(path, {f"question-{first.pk}": "x", f"question-{second.pk}": "1"})
    assert list(meeting.questions.values_list("text", flat=True)) == ["Third", "Second", "First"]
    put_in_order(meeting=meeting, ids=[first.pk, third.pk, 999])
    assert list(meeting.questions.values_list("text", flat=True)) == ["First", "Second", "Third"]


def chapters_of(read: Read) -> Iterator[Chapter]:
    assert read.work is not None
    yield from read.work.chapters.order_by("position")


def test_the_passages_with_the_most_talk_come_first_and_lead_to_their_place(
    client: Client, club: Club, read: Read, cy: User, di: User, bo: User
) -> None:
    one, two, three, _ = chapters_of(read)
    meeting = called(club, cy, read=read, upto=2)
    for person in (cy, di, bo):
        has_read(person, one, two, three)
        note(club, person, two, "The tide")
    note(club, cy, one, "The map")
    note(club, cy, one, "The map again")
    note(club, cy, one, "And again")
    note(club, cy, one, "")
    note(club, cy, three, "Beyond the meeting")

    found = most_talked(meeting, di)

    assert [(each.chapter, each.comments, each.writers) for each in found] == [(2, 3, 3), (1, 3, 1)]
    assert found[0].quote == "The tide went out further than the map allowed."
    assert found[0].url == f"/works/{two.work_id}/chapters/{two.pk}#b-00020001"
    html = page(client, di, f"/meetings/{meeting.pk}")
    assert f" {found[0].writers} " in " ".join(html.split())
    assert found[0].url in html
    assert found[0].url in page(client, di, f"/meetings/{meeting.pk}/agenda")


def test_talk_ahead_is_neither_shown_nor_counted(
    client: Client, club: Club, read: Read, cy: User, di: User, bo: User
) -> None:
    one, two, *_ = chapters_of(read)
    meeting = called(club, cy, read=read, upto=2)
    has_read(cy, one, two)
    note(club, cy, one, "The map")
    note(club, cy, two, "The tide")
    note(club, di, one, "Only mine", private=True)
    has_read(di, one)

    assert [each.chapter for each in most_talked(meeting, di)] == [1]
    assert most_talked(meeting, di)[0].comments == 1
    assert most_talked(meeting, bo) == []
    assert f"/chapters/{two.pk}" not in everywhere(client, bo, meeting)
    assert [each.chapter for each in most_talked(meeting, cy)] == [1, 2]


def test_the_talk_of_another_club_stays_there(
    club: Club, pair: Club, read: Read, cy: User, di: User
) -> None:
    one, *_ = chapters_of(read)
    has_read(cy, one)
    note(pair, cy, one, "Between us")

    assert most_talked(called(club, cy, read=read, upto=2), cy) == []


def test_an_agenda_is_no_flood(club: Club, read: Read, cy: User) -> None:
    assert MOST_TALKED <= 10
    assert most_talked(called(club, cy), cy) == []


def test_an_empty_agenda_invites(client: Client, club: Club, cy: User) -> None:
    meeting = proposed(club, cy)
    agenda = page(client, cy, f"/meetings/{meeting.pk}/agenda").split("<main", 1)[1]
    assert f'href="/meetings/{meeting.pk}' in agenda


@pytest.mark.parametrize(
    ("coming", "word", "status"),
    [
        ("yes", "With cake", 302),
        ("maybe", "", 302),
        ("no", "x" * 300, 302),
        ("", "", 422),
        ("yes", "x" * 301, 422),
    ],
)
def test_members_say_whether_they_come(
    client: Client, meeting: Meeting, di: User, coming: str, word: str, status: int
) -> None:
    client.force_login(di)

    answer = client.post(f"/meetings/{meeting.pk}/rsvp", {"coming": coming, "word": word})

    assert answer.status_code == status
    assert meeting.rsvps.count() == (status == 302)
    if status == 422:
        assert word in answer.content.decode()


def test_an_answer_can_be_changed_and_is_counted(
    client: Client, meeting: Meeting, cy: User, di: User
) -> None:
    client.force_login(di)
    for coming in ("yes", "maybe"):
        client.post(f"/meetings/{meeting.pk}/rsvp", {"coming": coming, "word": "If the tram runs"})

    html = page(client, cy, f"/meetings/{meeting.pk}")
    assert meeting.rsvps.count() == 1
    assert "If the tram runs" in html
    assert meeting.rsvps.get().coming == "maybe"


def test_a_word_with_an_answer_waits_for_those_who_are_behind(
    client: Client, club: Club, read: Read, cy: User, di: User
) -> None:
    meeting = called(club, cy, read=read, upto=2)
    client.force_login(di)
    client.post(f"/meetings/{meeting.pk}/rsvp", {"coming": "yes", "word": "For the heron"})

    assert "For the heron" in page(client, di, f"/meetings/{meeting.pk}")
    host = everywhere(client, cy, meeting)
    assert "For the heron" not in host
    assert "Di" in host


@pytest.mark.parametrize("stage", [MeetingStage.CANCELLED, MeetingStage.FINDING, MeetingStage.HELD])
def test_nobody_comes_to_what_is_not_to_come(
    client: Client, meeting: Meeting, di: User, stage: MeetingStage
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(stage=stage)
    client.force_login(di)

    answer = client.post(f"/meetings/{meeting.pk}/rsvp", {"coming": "yes"}, follow=True)

    assert told(answer) == ["error"]
    assert not meeting.rsvps.exists()

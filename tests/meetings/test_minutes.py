from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookcub.clubs.models import Club, LeftNotes, Membership
from bookcub.comments.actions import say
from bookcub.comments.models import Hearers, Passage
from bookcub.core.text import blocks_of
from bookcub.meetings.actions import lines, rooms
from bookcub.meetings.actions.minutes import write_summary
from bookcub.meetings.actions.questions import send
from bookcub.meetings.models import Line, LineKind, Meeting, Minutes, MinutesRevision
from bookcub.meetings.queries.lines import rows_of, with_everything
from bookcub.meetings.queries.opened_passages import opening_by_words
from bookcub.meetings.signals import afterthought_said, minutes_published
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.works.actions import delete_work
from bookcub.works.models import Chapter, Work
from tests.browsing import Client, words_of
from tests.making import make_club, make_read, make_work
from tests.meetings.room import made_of, make_meeting, member, reads_to, sees, sends
from tests.refused import refused

TALE = "the captain is her father"


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, chapters=3)


@pytest.fixture
def club(cy: User, di: User, bo: User) -> Club:
    """Three: only the host decides."""
    return make_club(cy, di, bo)


@pytest.fixture
def meeting(club: Club, work: Work, cy: User, di: User) -> Meeting:
    """Over: Cy and Di were there, Bo has read one chapter."""
    for person in (cy, di):
        reads_to(person, work, 2)
    meeting = make_meeting(make_read(club, work=work), club)
    rooms.enter(meeting=meeting, by=member(cy, club))
    lines.say(meeting=meeting, by=member(cy, club), html=f"<p>{TALE}</p>")
    opening = opening_by_words(work.chapters.get(position=2), words="cockles")
    assert opening
    lines.open_book(meeting=meeting, by=member(di, club), opening=opening)
    rooms.close_room(meeting=meeting, by=member(cy, club))
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def page(meeting: Meeting) -> str:
    return f"/meetings/{meeting.pk}/minutes"


def test_a_row_of_dots_as_long_as_a_book_is_opened_like_other_words() -> None:
    """Looked at from each dot anew, it would take hours."""
    chapter = Chapter(html=f'<p id="b-1">A pause. {"." * 200_000}x and the cockles. Late.</p>')

    opening = opening_by_words(chapter, words="cockles")

    assert opening
    assert "x and the cockles." in opening.quote


def test_a_timer_that_nobody_could_have_set_is_told_as_it_stands(meeting: Meeting) -> None:
    """It came in the file of a club."""
    meeting.lines.filter(kind=LineKind.ROOM).update(html=f"set the timer to {'9' * 5000} minutes")

    rows = rows_of(with_everything(meeting.lines.filter(kind=LineKind.ROOM)))

    assert [row.event[:31] for row in rows] == ["<b>Cy</b>: set the timer to 999"]


def test_the_words_of_a_book_keep_their_language(
    meeting: Meeting, work: Work, page: str, cy: User
) -> None:
    work.language = "he"
    work.save()

    assert '<blockquote class="reading" lang="he" dir="rtl">' in sees(cy, page)
    assert '<blockquote class="reading" lang="he" dir="rtl">' in sees(
        cy, f"/meetings/{meeting.pk}/room"
    )


def test_what_was_said_can_be_read_as_soon_as_the_meeting_is_closed(
    meeting: Meeting, page: str, cy: User, di: User
) -> None:
    assert TALE in sees(di, page)
    assert "no summary" not in sees(di, page)
    assert f"Minutes: {meeting.name}" in words_of(sees(di, page))
    assert f'href="{page}/edit"' not in sees(di, page)
    assert f'href="{page}/edit"' in sees(cy, page)
    assert sees(cy, page).count("button--primary") == 1


def test_a_host_hides_them_and_publishes_them_again(page: str, cy: User, di: User) -> None:
    assert sends(di, f"{page}/publication/delete") == 403
    assert sends(cy, f"{page}/publication/delete") == 302
    assert TALE not in sees(di, page)
    assert TALE in sees(cy, page)
    assert sends(di, f"{page}/publication") == 403
    # One filled button, which is the next step.
    assert sees(cy, page).count("button--primary") == 1
    assert f'action="{page}/publication"' in sees(cy, page)
    assert sends(cy, f"{page}/publication") == 302
    assert TALE in sees(di, page)


def test_whoever_writes_the_summary_sees_what_was_said(page: str, cy: User, bo: User) -> None:
    assert TALE in sees(cy, f"{page}/edit")
    assert TALE not in sees(bo, f"{page}/edit")


def test_a_summary_saved_once_has_no_revisions_to_look_at(page: str, cy: User) -> None:
    sends(cy, f"{page}/edit", text="Once", based_on="0")
    assert f'href="{page}/revisions"' not in sees(cy, page)
    sends(cy, f"{page}/edit", text="Twice", based_on="1")
    assert f'href="{page}/revisions"' in sees(cy, page)


@pytest.mark.both
def test_what_a_host_has_hidden_no_later_closing_publishes(
    meeting: Meeting, page: str, cy: User, di: User
) -> None:
    sends(cy, f"{page}/edit", text="Half a summary", based_on="0")
    sends(cy, f"{page}/publication/delete")

    rooms.open_room(meeting=meeting, by=member(cy, meeting.club))
    rooms.close_room(meeting=meeting, by=member(cy, meeting.club))
    assert not Minutes.objects.get().published_at
    rooms.open_room(meeting=meeting, by=member(cy, meeting.club))
    long_ago = timezone.now() - timedelta(days=2)
    Meeting.objects.update(starts_at=long_ago, opened_at=long_ago)
    meeting.lines.update(at=long_ago)
    assert rooms.close_forgotten_rooms() == 1

    assert not Minutes.objects.get().published_at
    assert TALE not in sees(di, page)
    sends(cy, f"{page}/publication")
    assert "Half a summary" in sees(di, page)


@pytest.mark.both
@pytest.mark.parametrize("by_itself", [False, True])
def test_what_a_host_has_hidden_stays_so_though_all_that_was_said_is_taken_back(
    meeting: Meeting, page: str, cy: User, di: User, *, by_itself: bool
) -> None:
    sends(cy, f"{page}/publication/delete")
    for line in meeting.lines.all():
        lines.take_back(line=line)

    rooms.open_room(meeting=meeting, by=member(cy, meeting.club))
    lines.say(meeting=meeting, by=member(di, meeting.club), html="<p>Once more.</p>")
    if by_itself:
        long_ago = timezone.now() - timedelta(days=2)
        Meeting.objects.update(starts_at=long_ago, opened_at=long_ago)
        meeting.lines.update(at=long_ago)
        assert rooms.close_forgotten_rooms() == 1
    else:
        rooms.close_room(meeting=meeting, by=member(cy, meeting.club))

    assert not Minutes.objects.get().published_at
    sends(cy, f"{page}/publication")
    assert "Once more." in sees(di, page)
    assert not Minutes.objects.get().held_back_at


@pytest.mark.both
def test_what_a_host_writes_of_a_silent_meeting_waits_for_them(club: Club, cy: User) -> None:
    meeting = make_meeting(None, club, upto=0)
    rooms.close_room(meeting=meeting, by=member(cy, club))
    write_summary(meeting=meeting, by=member(cy, club), html="<p>Half a</p>")

    lines.say_afterwards(meeting=meeting, by=member(cy, club), html="<p>And the heron.</p>")
    rooms.open_room(meeting=meeting, by=member(cy, club))
    rooms.close_room(meeting=meeting, by=member(cy, club))

    assert not Minutes.objects.get().published_at


@pytest.mark.both
def test_a_summary_that_was_begun_in_a_first_look_holds_nothing_back(
    club: Club, cy: User, di: User
) -> None:
    meeting = make_meeting(None, club, upto=0, starts_at=timezone.now() + timedelta(days=2))
    rooms.open_room(meeting=meeting, by=member(cy, club))
    write_summary(meeting=meeting, by=member(cy, club), html="<p>For later.</p>")
    rooms.close_room(meeting=meeting, by=member(cy, club), was_it=False)
    rooms.open_room(meeting=meeting, by=member(cy, club))
    lines.say(meeting=meeting, by=member(cy, club), html=f"<p>{TALE}</p>")
    rooms.close_room(meeting=meeting, by=member(cy, club), was_it=True)

    assert TALE in sees(di, f"/meetings/{meeting.pk}/minutes")


@pytest.mark.both
def test_what_an_older_archive_had_hidden_is_held_back(
    meeting: Meeting, page: str, club: Club, cy: User
) -> None:
    host = member(cy, club)
    sends(cy, f"{page}/publication/delete")
    silent, drafted, reopened, running = (make_meeting(None, club, upto=0) for _ in range(4))
    for each in (silent, drafted, reopened):
        rooms.close_room(meeting=each, by=host)
    write_summary(meeting=drafted, by=host, html="<p>Half a</p>")
    rooms.open_room(meeting=reopened, by=host)
    for each in (reopened, running):
        lines.say(meeting=each, by=host, html=f"<p>{TALE}</p>")
    write_summary(meeting=running, by=host, html="<p>So far.</p>")
    Minutes.objects.update(held_back_at=None)

    import_module("bookcub.meetings.migrations.0009_hold_minutes_back").hold_back_what_was_hidden(
        apps, None
    )

    held = Minutes.objects.filter(held_back_at__isnull=False)
    assert set(held.values_list("meeting", flat=True)) == {meeting.pk, drafted.pk}


def test_what_nobody_has_hidden_is_published_once_there_is_something_to_read(
    club: Club, cy: User, di: User
) -> None:
    meeting = make_meeting(None, club, upto=0)
    rooms.close_room(meeting=meeting, by=member(cy, club))
    rooms.open_room(meeting=meeting, by=member(cy, club))
    lines.say(meeting=meeting, by=member(cy, club), html=f"<p>{TALE}</p>")
    rooms.close_room(meeting=meeting, by=member(cy, club))

    assert TALE in sees(di, f"/meetings/{meeting.pk}/minutes")


def test_what_only_happens_in_the_room_makes_no_minutes_that_somebody_could_have_hidden(
    club: Club, cy: User, di: User
) -> None:
    meeting = make_meeting(None, club, upto=0)
    host = member(cy, club)
    rooms.set_timer(meeting=meeting, by=host, minutes=5)
    lines.ask_for_hands(meeting=meeting, by=host, question="Tea?", options=("Yes", "No"))
    lines.take_back(line=lines.say(meeting=meeting, by=host, html="<p>Oh.</p>"))
    rooms.close_room(meeting=meeting, by=host)
    rooms.open_room(meeting=meeting, by=host)
    lines.say(meeting=meeting, by=host, html=f"<p>{TALE}</p>")
    rooms.close_room(meeting=meeting, by=host)

    assert TALE in sees(di, f"/meetings/{meeting.pk}/minutes")


@pytest.mark.both
def test_an_afterthought_is_the_minutes_where_nothing_was_said_before_unless_a_host_hides_them(
    club: Club,
    cy: User,
    di: User,
    bo: User,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    meeting = make_meeting(None, club, upto=0)
    page = f"/meetings/{meeting.pk}/minutes"
    rooms.close_room(meeting=meeting, by=member(cy, club))

    with django_capture_on_commit_callbacks(execute=True):
        adds(di, meeting, TALE)
    assert TALE in sees(bo, page)
    assert set(Notice.objects.filter(kind="minutes").values_list("user", flat=True)) == {
        cy.pk,
        bo.pk,
    }

    assert sends(cy, f"{page}/publication/delete") == 302
    adds(di, meeting, "And the heron.")
    assert TALE not in sees(di, page)
    rooms.open_room(meeting=meeting, by=member(cy, club))
    rooms.close_room(meeting=meeting, by=member(cy, club))
    assert TALE not in sees(di, page)


def test_an_afterthought_that_is_sent_twice_is_announced_once(
    club: Club, cy: User, di: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    heard: list[int] = []
    meeting = make_meeting(None, club, upto=0)
    rooms.close_room(meeting=meeting, by=member(cy, club))

    def hear(sender: object, *, line: Line, **_: object) -> None:
        heard.append(line.number)

    afterthought_said.connect(hear)
    try:
        for _ in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                adds(di, meeting, TALE, "a-key")
    finally:
        afterthought_said.disconnect(hear)
    assert heard == [meeting.lines.latest("number").number]


def adds(person: User, meeting: Meeting, words: str, key: str = "") -> None:
    """Says what the end of the talk cut off."""
    room = f"/meetings/{meeting.pk}/room/lines"
    assert sends(person, room, text=words, is_afterthought="on", client_key=key) == 302


def test_where_nothing_was_said_the_summary_is_written_and_then_published(
    club: Club, cy: User, di: User
) -> None:
    meeting = make_meeting(None, club, upto=0)
    page = f"/meetings/{meeting.pk}/minutes"
    rooms.close_room(meeting=meeting, by=member(cy, club))

    assert made_of(di, page, "page").minutes is None
    assert f'action="{page}/publication"' not in sees(cy, page)
    sends(cy, f"{page}/edit", text="Only tea", based_on="0")
    assert sends(cy, f"{page}/publication") == 302
    assert "Only tea" in sees(di, page)


def test_a_forgotten_room_that_closes_by_itself_has_its_minutes_too(
    club: Club,
    cy: User,
    di: User,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    meeting = make_meeting(None, club, upto=0, starts_at=timezone.now() - timedelta(days=2))
    line = lines.say(meeting=meeting, by=member(cy, club), html=f"<p>{TALE}</p>")
    meeting.lines.filter(pk=line.pk).update(at=timezone.now() - timedelta(days=2))

    with django_capture_on_commit_callbacks(execute=True):
        assert rooms.close_forgotten_rooms() == 1

    assert TALE in sees(di, f"/meetings/{meeting.pk}/minutes")


def test_they_hold_the_lines_the_passages_and_who_was_there(
    page: str, work: Work, cy: User
) -> None:
    seen = sees(cy, page)

    assert "Nobody had told the cockles." in seen
    assert f"/works/{work.pk}/chapters/{work.chapters.get(position=2).pk}#b-00020002" in seen


def test_publishing_is_announced_once(
    club: Club,
    cy: User,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    heard: list[object] = []
    meeting = make_meeting(None, club, upto=0)
    lines.say(meeting=meeting, by=member(cy, club), html=f"<p>{TALE}</p>")

    def hear(sender: object, *, minutes: Minutes, by: User, **_: object) -> None:
        heard.append((minutes.meeting_id, by))

    minutes_published.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            sends(cy, f"/meetings/{meeting.pk}/room/closing")
        with django_capture_on_commit_callbacks(execute=True):
            sends(cy, f"/meetings/{meeting.pk}/minutes/publication")
    finally:
        minutes_published.disconnect(hear)
    assert heard == [(meeting.pk, cy)]


def test_a_talk_that_goes_on_has_no_minutes_to_publish(club: Club, cy: User) -> None:
    meeting = make_meeting(None, club, upto=0)

    assert sends(cy, f"/meetings/{meeting.pk}/minutes/publication") == 403
    assert made_of(cy, f"/meetings/{meeting.pk}/minutes", "page").minutes is None


def test_who_was_not_there_reads_them_once_they_have_come_so_far(
    page: str, meeting: Meeting, work: Work, cy: User, bo: User
) -> None:
    sends(cy, f"{page}/edit", text="A summary of it", based_on="0")
    sends(cy, f"{page}/publication")

    for address in (page, f"{page}/revisions", f"{page}/edit"):
        for words in (TALE, "A summary of it", "cockles"):
            assert words not in sees(bo, address)
    assert made_of(bo, page, "access").at == 0
    reads_to(bo, work, 2)
    assert TALE in sees(bo, page)
    assert "A summary of it" in sees(bo, page)


def test_who_does_not_mind_reads_them_and_can_take_that_back(
    page: str, meeting: Meeting, cy: User, bo: User
) -> None:
    sends(cy, f"{page}/publication")
    sends(bo, f"/meetings/{meeting.pk}/unminding")
    assert TALE in sees(bo, page)
    sends(bo, f"/meetings/{meeting.pk}/unminding/delete")
    assert TALE not in sees(bo, page)


def test_what_is_quoted_with_its_own_quotation_marks_gets_no_second_ones(
    meeting: Meeting, page: str, cy: User
) -> None:
    spoken = "“I should try her in the airing cupboard.”"
    meeting.lines.filter(kind=LineKind.BOOK).update(quote=spoken)

    assert spoken in sees(cy, page)
    assert f"“{spoken}" not in sees(cy, page)


def test_minutes_that_came_out_stand_on_the_clubs_page_for_whoever_may_read_them(
    meeting: Meeting, page: str, di: User, bo: User
) -> None:
    home = f"/clubs/{meeting.club_id}"

    assert f'href="{page}"' in sees(di, home)
    assert f'href="{page}"' not in sees(bo, home)  # has read one chapter
    Minutes.objects.update(published_at=timezone.now() - timedelta(days=8))
    assert f'href="{page}"' not in sees(di, home)


def test_minutes_do_not_exist_for_strangers(page: str, ada: User, mo: User) -> None:
    for person in (ada, mo):
        client = Client()
        client.force_login(person)
        for address in (page, f"{page}/edit", f"{page}/revisions"):
            assert client.get(address).status_code == 404
        assert sends(person, f"{page}/publication") == 404


def test_a_host_writes_the_summary_and_others_may_correct_it_once_it_is_out(
    page: str, cy: User, di: User
) -> None:
    assert sends(di, f"{page}/edit", text="mine") == 403
    assert sends(cy, f"{page}/edit", text="First *words*", based_on="0") == 302
    sends(cy, f"{page}/publication")
    assert sends(di, f"{page}/edit", text="Better words", based_on="1") == 302

    assert "Better words" in sees(cy, page)
    assert made_of(cy, page, "page").revisions == 2
    assert f'href="{page}/revisions"' in sees(cy, page)
    by = MinutesRevision.objects.order_by("number").values_list("by__pseud__name", flat=True)
    assert list(by) == ["Cy", "Di"]


def test_of_two_who_write_at_once_neither_loses_a_word(page: str, cy: User, di: User) -> None:
    sends(cy, f"{page}/edit", text="First", based_on="0")
    sends(cy, f"{page}/publication")
    sends(di, f"{page}/edit", text="What Di saw", based_on="1")
    client = Client()
    client.force_login(cy)
    answer = client.post(f"{page}/edit", {"text": "What Cy typed", "based_on": "1"})

    told = answer.content.decode()
    assert answer.status_code == 409
    assert "What Cy typed" in told
    assert "What Di saw" in told
    assert refused(answer) == {""}
    assert 'name="based_on" value="2"' in told
    assert sends(cy, f"{page}/edit", text="What both saw", based_on="2") == 302
    assert "What both saw" in sees(di, page)


def test_revisions_stand_side_by_side_and_can_be_restored(page: str, cy: User) -> None:
    sends(cy, f"{page}/edit", text="The old summary", based_on="0")
    sends(cy, f"{page}/edit", text="The new summary", based_on="1")

    history = sees(cy, f"{page}/revisions")
    assert "<del>old</del>" in history
    assert "<ins>new</ins>" in history
    assert made_of(cy, f"{page}/revisions?revision=1", "shown").number == 1
    assert made_of(cy, f"{page}/revisions?revision=nonsense", "shown").number == 2
    assert sends(cy, f"{page}/revisions/1/restoration") == 302
    assert "The old summary" in sees(cy, page)
    assert MinutesRevision.objects.count() == 3
    assert sends(cy, f"{page}/revisions/99/restoration") == 404


def test_saving_the_same_words_again_makes_no_revision(page: str, cy: User) -> None:
    for _ in range(2):
        sends(cy, f"{page}/edit", text="Once", based_on="0")

    assert MinutesRevision.objects.count() == 1


def test_a_summary_does_no_harm_and_has_an_end(page: str, cy: User) -> None:
    sends(cy, f"{page}/edit", text="<p onclick=x>fine<script>bad()</script></p>", based_on="0")
    assert Minutes.objects.get().html == "<p>fine</p>"

    assert sends(cy, f"{page}/edit", text="x" * 50_001, based_on="1") == 422


def test_what_somebody_took_with_them_is_not_in_the_minutes(
    page: str, meeting: Meeting, cy: User, di: User
) -> None:
    sends(cy, f"{page}/publication")
    Membership.objects.filter(user=di).update(left_at=timezone.now(), left_notes=LeftNotes.TAKE)

    assert "cockles" not in sees(cy, page)
    assert TALE in sees(cy, page)


def test_hands_that_were_counted_are_in_the_minutes(club: Club, cy: User, di: User) -> None:
    meeting = make_meeting(None, club, upto=0)
    show = lines.ask_for_hands(
        meeting=meeting, by=member(cy, club), question="Again?", options=("Gladly", "Never")
    )
    lines.raise_hand(show=show, by=member(di, club), option=0)
    rooms.close_room(meeting=meeting, by=member(cy, club))

    seen = sees(cy, f"/meetings/{meeting.pk}/minutes")
    assert "Again?" in seen
    assert "Gladly" in seen
    assert meeting.lines.filter(kind=LineKind.COUNT).count() == 1


def test_the_page_takes_few_queries(page: str, cy: User) -> None:
    sends(cy, f"{page}/edit", text="A summary", based_on="0")
    client = Client()
    client.force_login(cy)
    client.get(page)
    with CaptureQueriesContext(connection) as taken:
        client.get(page)

    assert len(taken) <= 22, [query["sql"] for query in taken.captured_queries]


def test_minutes_outlive_the_work_for_those_who_had_read_so_far(
    meeting: Meeting, work: Work, page: str, cy: User, di: User, bo: User
) -> None:
    assert sends(cy, f"{page}/publication") == 302

    chapter = work.chapters.get(position=2)
    block = blocks_of(chapter.html)[0]
    comment = say(
        work=work,
        chapter=chapter,
        by=cy.default_pseud,
        html="<p>The heron knew.</p>",
        hearers=Hearers.CLUB,
        club=meeting.club,
        block_id=block.id,
        place_index=0,
        passage=Passage(
            chapter=chapter,
            start_block_id=block.id,
            end_block_id=block.id,
            end_offset=3,
            exact=block.text[:3],
            first_exact=block.text[:3],
        ),
    )
    say(work=work, by=di.default_pseud, html="<p>It always does.</p>", parent=comment)
    read = meeting.read
    assert read

    delete_work(work=work, by=None)

    memory = f"/clubs/{meeting.club_id}/reads/{read.pk}/memory"
    for words in ("The heron knew.", "It always does."):
        assert words in sees(di, memory)
        assert words not in sees(bo, memory)
    assert sees(di, f"/clubs/{meeting.club_id}/reads/{read.pk}")
    assert TALE in sees(cy, page)
    assert TALE in sees(di, page)
    assert TALE not in sees(bo, page)


def test_the_list_of_meetings_leads_to_the_minutes_with_the_beginning_of_their_summary(
    meeting: Meeting, page: str, cy: User, di: User, bo: User
) -> None:
    meetings = f"/clubs/{meeting.club_id}/meetings"
    assert f'href="{page}"' in sees(di, meetings)
    sends(
        cy, f"{page}/edit", text="Nobody trusts the *captain*.\n\nNext time: the map.", based_on="0"
    )

    told = words_of(sees(di, meetings))
    assert "Nobody trusts the captain." in told
    assert "Next time" not in told
    # Bo has not read so far.
    assert f'href="{page}"' not in sees(bo, meetings)
    assert "captain" not in sees(bo, meetings)
    sends(cy, f"{page}/publication/delete")
    assert f'href="{page}"' not in sees(di, meetings)


def test_the_page_of_a_meeting_that_is_over_leads_first_to_its_minutes(
    meeting: Meeting, page: str, cy: User, di: User
) -> None:
    html = sees(di, meeting.get_absolute_url())
    main = html[html.index("<main") :]
    assert main.index("Read the minutes") < main.index("Who was there")
    for gone in ("Who’s coming", "Print for", "What was said"):
        assert gone not in main


def test_a_summary_can_begin_with_what_was_asked_and_counted(
    club: Club, cy: User, di: User
) -> None:
    meeting = make_meeting(None, club)
    host, page = member(cy, club), f"/meetings/{meeting.pk}/minutes/edit"
    asked = send(meeting=meeting, by=member(di, club), text="Why <the> heron?", is_sealed=False)
    lines.bring_up(question=asked, by=host)
    show = lines.ask_for_hands(meeting=meeting, by=host, question="Biscuits?", options=("Oh", "No"))
    lines.raise_hand(show=show, by=host, option=0)
    lines.count_hands(show=show, by=host)
    rooms.close_room(meeting=meeting, by=host)

    assert "?begin=questions" in sees(cy, page)
    begun = made_of(cy, f"{page}?begin=questions", "form").initial["text"]
    assert begun == (
        "<p><strong>Why &lt;the&gt; heron?</strong></p><p></p>"
        "<p><strong>Biscuits?</strong> Oh 1, No 0</p><p></p>"
    )
    assert "?begin=questions" not in sees(cy, f"{page}?begin=questions")
    sends(cy, page, text="Herons.", based_on="0")
    assert made_of(cy, f"{page}?begin=questions", "form").initial["text"] == "<p>Herons.</p>"

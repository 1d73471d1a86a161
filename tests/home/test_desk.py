"""A member's desk holds what they read, write and have to answer, and says what to do when it is empty."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from bookcub.clubs.actions.joining import ask_to_join, invite
from bookcub.clubs.models import ClubVisibility
from bookcub.comments.actions import say
from bookcub.comments.models import Announcement, Hearers
from bookcub.core.clock import now
from bookcub.importing.models import ClubImport, Import, ImportPart
from bookcub.meetings.models import (
    Availability,
    Coming,
    Meeting,
    Presence,
    Rsvp,
    Slot,
    SlotAnswer,
)
from bookcub.meetings.signals import meeting_fixed
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.picks.models import Method
from bookcub.reading.actions.lists import put_on_shelf
from bookcub.reading.actions.places import keep_place, read_up_to_end
from bookcub.reading.models import ShelfKind
from bookcub.reading.queries.horizon import percent_read
from bookcub.works.actions import invite_co_creator, relate
from bookcub.works.models import Chapter, Relation
from tests.browsing import Client
from tests.comments.announcing import announced
from tests.comments.noting import note
from tests.comments.talking import a_comment
from tests.making import add_chapter, make_club, make_read, make_work
from tests.picks.picking import ballot, begin, closed, club_of, fresh, suggest


def desk(client: Client, person: User) -> str:
    client.force_login(person)
    return client.get("/desk").content.decode()


def test_a_guest_is_asked_to_log_in(db: None, client: Client) -> None:
    page = client.get("/desk")

    assert page.status_code == 302
    assert page["Location"] == "/users/login?next=/desk"


def test_an_empty_desk_says_what_to_do_next_and_nothing_else(bo: User, client: Client) -> None:
    page = desk(client, bo)

    held = client.get("/desk").context["page"]
    assert held.is_empty
    for address in ("/works/new", "/works", "/clubs", "/import"):
        assert f'href="{address}"' in page
    assert "<section aria-labelledby" not in page


def test_only_what_has_something_in_it_is_a_section(ada: User, bo: User, client: Client) -> None:
    put_on_shelf(user=bo, work=make_work(ada), kind=ShelfKind.LATER)

    page = desk(client, bo)

    assert re.findall(r'<section [^>]*aria-labelledby="(.*?)"', page) == ["later"]


def waits(client: Client, person: User) -> list[tuple[str, str]]:
    """What is new for somebody: where each line leads, and what it says."""
    desk(client, person)
    lines = client.get("/desk").context["page"].waiting
    return [(line.url, strip_tags(line.words)) for line in lines]


def test_comments_that_wait_for_a_yes_are_new_for_the_author_alone(
    ada: User, bo: User, client: Client
) -> None:
    work = make_work(ada, title="Moderated")
    work.moderates_comments = True
    work.save()
    for words in ("One", "Two"):
        a_comment(work, bo, words)

    [(url, words)] = [line for line in waits(client, ada) if "unreviewed" in line[0]]

    assert url == f"/works/{work.pk}/comments/unreviewed"
    assert "2" in words
    assert "Moderated" in words
    assert waits(client, bo) == []


def test_an_invitation_to_a_club_waits_for_an_answer(
    ada: User, bo: User, cy: User, client: Client
) -> None:
    club = make_club(ada, cy, visibility=ClubVisibility.LISTED)
    invitation = invite(membership=club.memberships.get(user=ada), pseud=bo.default_pseud)

    [(url, words)] = [line for line in waits(client, bo) if "invitations" in line[0]]
    assert url == f"/clubs/invitations/{invitation.pk}"
    assert "Weir Readers" in words
    assert waits(client, cy) == []


def test_a_request_to_join_is_new_for_hosts(ada: User, bo: User, cy: User, client: Client) -> None:
    club = make_club(ada, cy, visibility=ClubVisibility.LISTED)
    ask_to_join(club=club, pseud=bo.default_pseud)

    assert f"/clubs/{club.pk}/requests" in dict(waits(client, ada))
    assert waits(client, cy) == []


def test_what_a_club_says_stands_before_newer_lines_of_the_inbox(
    ada: User,
    bo: User,
    cy: User,
    client: Client,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    club, mine = make_club(ada, bo), make_work(ada, title="Mine")
    read = make_read(club, work=make_work(cy, title="Low Water", chapters=2))
    first = Chapter.objects.get(work=read.work, position=1)
    with django_capture_on_commit_callbacks(execute=True):
        note(first, bo, club=club)
        for number in range(6):
            a_comment(mine, cy, f"Comment {number}")
    said = "Bo wrote a note on “Low Water”, Chapter 1, in Weir Readers."
    assert said not in dict(waits(client, ada)).values(), "ahead of her"

    read_up_to_end(user=ada, chapter=first)

    assert waits(client, ada)[0][1] == said

    other = make_club(cy, name="Harbour Club", visibility=ClubVisibility.LISTED)
    asked = invite(membership=other.memberships.get(user=cy), pseud=ada.default_pseud)
    assert waits(client, ada)[0][0] == f"/clubs/invitations/{asked.pk}", "somebody waits for it"
    assert waits(client, ada)[1][1] == said


def test_a_choice_waits_until_one_has_suggested_and_until_one_has_voted(
    ada: User, bo: User, client: Client
) -> None:
    pick = begin(club_of(ada, bo, method=Method.RANKED), ada)
    url = pick.get_absolute_url()
    assert url in dict(waits(client, ada))

    first, second = suggest(pick, ada, "Salt"), suggest(pick, bo, "Moss")
    assert url not in dict(waits(client, ada))

    closed(pick)
    assert url in dict(waits(client, ada))

    ballot(fresh(pick), ada, first, second)
    assert url not in dict(waits(client, ada))
    assert url in dict(waits(client, bo))


def test_whose_turn_it_is_reads_that_on_the_desk(ada: User, bo: User, client: Client) -> None:
    pick = begin(club_of(ada, bo, method=Method.TURNS), ada)
    assert pick.turn_of is not None
    other = {ada, bo} - {pick.turn_of.user}

    assert pick.get_absolute_url() in dict(waits(client, pick.turn_of.user or ada))
    assert pick.get_absolute_url() not in dict(waits(client, other.pop()))


def test_the_next_meeting_is_told_but_to_whom_it_does_not_suit(
    ada: User, bo: User, cy: User, client: Client
) -> None:
    club = make_club(ada, bo)
    later, sooner = (
        Meeting.objects.create(
            club=club,
            title=f"In {days} days",
            stage="fixed",
            starts_at=now() + timedelta(days=days),
        )
        for days in (9, 2)
    )
    assert [url for url, _ in waits(client, bo)] == [sooner.get_absolute_url()]

    Rsvp.objects.create(meeting=sooner, membership=club.memberships.get(user=bo), coming=Coming.NO)

    assert [url for url, _ in waits(client, bo)] == [later.get_absolute_url()]
    assert waits(client, cy) == []


def test_a_meeting_asks_when_one_can_come_until_one_has_said(
    ada: User, bo: User, client: Client
) -> None:
    club = make_club(ada, bo)
    meeting = Meeting.objects.create(club=club, title="Any Friday")
    slot = Slot.objects.create(meeting=meeting, starts_at=now() + timedelta(days=3))
    assert [url for url, _ in waits(client, bo)] == [meeting.get_absolute_url()]

    SlotAnswer.objects.create(
        slot=slot, membership=club.memberships.get(user=bo), answer=Availability.NO
    )

    assert waits(client, bo) == []


def test_a_friend_in_the_room_stands_first_and_is_named_to_who_may_hear_them(
    ada: User, bo: User, cy: User, client: Client
) -> None:
    club = make_club(ada, bo, cy)
    work = make_work(ada, chapters=3)
    make_work(bo, posted=False)
    room = Meeting.objects.create(
        club=club,
        read=make_read(club, work=work),
        upto=2,
        title="Tonight",
        stage="fixed",
        starts_at=now(),
    )
    invite_co_creator(work=work, pseud=bo.default_pseud, by=ada)
    friend = club.memberships.get(user=ada)
    Presence.objects.create(meeting=room, membership=friend)
    read_up_to_end(user=bo, chapter=work.chapters.get(position=2))

    (url, words), *_ = waits(client, bo)
    assert url == f"/meetings/{room.pk}/room"
    assert friend.name in words

    (url, words), *_ = waits(client, cy)
    assert url == f"/meetings/{room.pk}/room"
    assert friend.name not in words

    Presence.objects.update(seen_at=now() - timedelta(minutes=5))
    assert friend.name not in waits(client, bo)[0][1]

    Meeting.objects.update(closed_at=now())
    assert f"/meetings/{room.pk}/room" not in dict(waits(client, bo))


def test_the_share_that_is_read_is_the_one_on_the_works_page(
    ada: User, bo: User, client: Client
) -> None:
    work = make_work(ada, title="A long one-shot", chapters=0)
    html = "".join(f'<p id="b-aaaaaaa{n}">Paragraph number {n} of four.</p>' for n in range(4))
    chapter = add_chapter(work, position=1, html=html)
    Chapter.objects.update(word_count=20)
    work.count_again()
    keep_place(user=bo, chapter=chapter, block_id="b-aaaaaaa2")

    desk(client, bo)
    [line] = client.get("/desk").context["page"].continuing

    assert line.percent == percent_read(bo, work) == 50
    [again] = client.get("/").context["page"].continuing
    assert again.percent == 50


def test_everything_of_ones_own_lies_on_it(ada: User, bo: User, client: Client) -> None:
    serial = make_work(ada, title="The Serial", chapters=2)
    read_up_to_end(user=bo, chapter=serial.chapters.get(position=1))
    put_on_shelf(user=bo, work=make_work(ada, title="For a rainy day"), kind=ShelfKind.LATER)
    make_work(bo, title="Mine, posted")
    make_work(bo, title="Mine, in the drawer", posted=False)
    waiting = make_work(bo, title="Mine, on its way")
    at = timezone.now() + timedelta(days=1)
    add_chapter(waiting, position=2, posted=False).schedule(by=bo, at=at)

    page = desk(client, bo)

    for words in (
        "The Serial",
        "For a rainy day",
        "Mine, posted",
        "Mine, in the drawer",
        "Mine, on its way",
        f"{at.astimezone(ZoneInfo(bo.preferences.time_zone)):%H:%M}",
    ):
        assert words in page


def test_invitations_and_works_inspired_by_ones_own_wait_for_an_answer(
    ada: User, bo: User, client: Client
) -> None:
    ours, inspired = make_work(ada, title="Together"), make_work(ada, title="After yours")
    invite_co_creator(work=ours, pseud=bo.default_pseud, by=ada)
    relate(work=inspired, relation=Relation.INSPIRED_BY, parent=make_work(bo))

    page = desk(client, bo)

    assert "Together" in page
    assert "/works/related" in page


def test_nothing_of_others_lies_on_it(ada: User, bo: User, client: Client) -> None:
    make_work(ada, title="Secret draft", posted=False)
    put_on_shelf(user=ada, work=make_work(ada, title="Hers for later"), kind=ShelfKind.LATER)

    page = desk(client, bo)

    assert "Secret draft" not in page
    assert "Hers for later" not in page


def test_the_drafts_of_one_work_are_one_line(ada: User, client: Client) -> None:
    serial = make_work(ada, title="Serial", chapters=3, posted=False)
    single = make_work(ada, title="Single", posted=False)
    scheduled = add_chapter(serial, position=4, posted=False)
    scheduled.scheduled_for = now() + timedelta(days=1)
    scheduled.save()

    pages = (desk(client, ada), client.get("/works/drafts").content.decode())
    for page, links in zip(pages, (1, 2), strict=True):
        assert page.count(f'href="/works/{serial.pk}/chapters/manage"') >= 1
        assert page.count(f"/works/{serial.pk}/chapters/{scheduled.pk}/edit") == links
        for chapter in serial.chapters.exclude(pk=scheduled.pk):
            assert f"/works/{serial.pk}/chapters/{chapter.pk}/" not in page
        assert f"/works/{single.pk}/chapters/{single.chapters.get().pk}/edit" in page
    rows = {row.work: row.number for row in client.get("/desk").context["page"].unpublished.drafts}
    assert rows == {serial: 3, single: 1}


def test_what_was_imported_waits_for_its_persons_eye(ada: User, bo: User, client: Client) -> None:
    made = Import.objects.create(person=ada, pseud=ada.default_pseud, state="ready", file_count=3)
    for number in range(1, 4):
        ImportPart.objects.create(of_import=made, number=number, name=f"{number}.html")
    made.parts.filter(number=3).update(is_refused=True)
    club = ClubImport.objects.create(person=ada, name="Weir Readers")
    Import.objects.create(person=ada, pseud=ada.default_pseud, state="reading", file_count=1)

    told = dict(waits(client, ada))
    assert set(told) == {f"/imports/{made.pk}", f"/clubs/imports/{club.pk}"}
    assert "2" in told[f"/imports/{made.pk}"]
    assert "Weir Readers" in told[f"/clubs/imports/{club.pk}"]
    assert waits(client, bo) == []

    made.discard()
    club.delete()
    assert waits(client, ada) == []


def test_a_full_desk_takes_no_more_queries_than_an_empty_one(
    ada: User, bo: User, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        work = make_work(ada, title=f"Story {number}", chapters=2)
        read_up_to_end(user=bo, chapter=work.chapters.get(position=1))
        put_on_shelf(user=bo, work=work, kind=ShelfKind.LATER)
        make_work(bo)
        make_work(bo, posted=False)
        invite_co_creator(work=work, pseud=bo.default_pseud, by=ada)
    client.force_login(bo)

    with django_assert_max_num_queries(36):
        client.get("/desk")


def test_many_clubs_take_no_more_queries_than_one(
    ada: User, bo: User, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def busy_club(number: int) -> None:
        club = make_club(ada, bo, name=f"Club {number}")
        at = now() + timedelta(days=number + 1)
        Meeting.objects.create(club=club, title="Next", stage="fixed", starts_at=at)
        room = Meeting.objects.create(club=club, title="Now", stage="fixed", starts_at=now())
        Presence.objects.create(meeting=room, membership=club.memberships.get(user=ada))
        finding = Meeting.objects.create(club=club, title="When")
        Slot.objects.create(meeting=finding, starts_at=at)
        make_read(club, work=make_work(ada, chapters=2))
        begin(club, ada)

    busy_club(0)
    desk(client, bo)
    with CaptureQueriesContext(connection) as few:
        client.get("/desk")
    for number in range(1, 4):
        busy_club(number)

    with django_assert_num_queries(len(few)):
        client.get("/desk")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_desk_only_shows(bo: User, client: Client, method: str) -> None:
    client.force_login(bo)

    assert getattr(client, method)("/desk").status_code == 405


def test_an_invitation_stands_there_once_though_the_inbox_has_it_too(
    client: Client, bo: User, cy: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    club = make_club(cy, name="Weir Readers")
    with django_capture_on_commit_callbacks(execute=True):
        invite(membership=club.memberships.get(), pseud=bo.default_pseud)

    page = desk(client, bo)
    assert page.count("/clubs/invitations/") == 1
    assert "Cy invites you to join" in page
    assert "unread in your inbox" not in strip_tags(page)


@pytest.mark.parametrize(("many", "open_lines"), [(4, 4), (5, 5), (6, 4)])
def test_what_presses_most_stands_open_and_what_is_more_than_one_line_is_folded(
    ada: User, bo: User, client: Client, many: int, open_lines: int
) -> None:
    moderated = make_work(bo, title="Moderated", moderates_comments=True)
    for number in range(min(many, 5)):
        work = make_work(ada, title=f"Tale {number}")
        invite_co_creator(work=work, pseud=bo.default_pseud, by=ada)
    if many > 5:
        a_comment(moderated, ada)
    client.force_login(bo)

    page = client.get("/desk").context["page"]

    assert len(page.waiting) == many
    assert [*page.pressing, *page.further] == page.waiting
    assert len(page.pressing) == open_lines


def test_ones_own_works_are_not_what_one_reads_on(ada: User, bo: User, client: Client) -> None:
    work = make_work(bo, chapters=2)
    for reader in (ada, bo):
        read_up_to_end(user=reader, chapter=work.chapters.all()[0])

    seen = {}
    for reader in (ada, bo):
        client.force_login(reader)
        seen[reader] = len(client.get("/desk").context["page"].continuing)

    assert seen == {ada: 1, bo: 0}


def test_an_answer_and_what_has_its_day_stand_before_talk_and_are_never_folded(
    ada: User,
    bo: User,
    cy: User,
    client: Client,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(3):
            club = make_club(ada, bo, name=f"Club {number}")
            say(by=ada.default_pseud, html="<p>Talk</p>", hearers=Hearers.CLUB, club=club)
        mine = a_comment(make_work(cy), bo, "Mine")
        answer = a_comment(mine.its_work, cy, "An answer", to=mine)
    brought = ClubImport.objects.create(person=bo, name="Weir Readers")
    meeting = Meeting.objects.create(club=club, title="Any Friday")
    Slot.objects.create(meeting=meeting, starts_at=now() + timedelta(days=3))
    announced(club, ada)
    for _ in range(4):
        invite_co_creator(work=make_work(ada), pseud=bo.default_pseud, by=ada)
    client.force_login(bo)

    page = client.get("/desk").context["page"]

    line = Notice.objects.of(bo).get(subject=answer.pk, kind="reply")
    first = {one.url for one in page.waiting[:3]}
    assert first == {brought.get_absolute_url(), meeting.get_absolute_url(), f"/inbox/{line.pk}"}
    assert all(one.presses for one in page.waiting[:3])
    assert not any(one.presses for one in page.waiting[3:])
    assert page.pressing[:3] == page.waiting[:3]
    # What asks for something stands apart from what only tells.
    asking = {one.url for one in page.asking}
    assert {brought.get_absolute_url(), meeting.get_absolute_url()} <= asking
    assert f"/inbox/{line.pk}" in {one.url for one in page.news}


def test_what_presses_is_open_however_much_it_is(ada: User, bo: User, client: Client) -> None:
    club = make_club(ada, bo)
    for number in range(5):
        meeting = Meeting.objects.create(club=club, title=f"Any Friday {number}")
        Slot.objects.create(meeting=meeting, starts_at=now() + timedelta(days=3))
    for _ in range(3):
        ClubImport.objects.create(person=bo, name="Weir Readers")
        invite_co_creator(work=make_work(ada), pseud=bo.default_pseud, by=ada)
    client.force_login(bo)

    page = client.get("/desk").context["page"]

    assert [line.presses for line in page.pressing] == [True] * 8
    assert [line.presses for line in page.further] == [False] * 3


def test_one_meeting_makes_one_line_which_the_inbox_then_counts_as_read(
    ada: User, bo: User, client: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    club = make_club(ada, bo)
    at = now() + timedelta(days=2)
    meeting = Meeting.objects.create(club=club, title="Feet", stage="fixed", starts_at=at)
    with django_capture_on_commit_callbacks(execute=True):
        meeting_fixed.send(Meeting, meeting=meeting, by=ada)

    [(url, words)] = waits(client, bo)
    assert words == "Next meeting: “Feet”"
    assert client.get(url)["Location"] == meeting.get_absolute_url()
    assert not Notice.objects.of(bo).unread().exists()
    assert waits(client, bo) == [(meeting.get_absolute_url(), words)]

    Notice.objects.of(bo).mark_unread()
    Meeting.objects.update(starts_at=now())
    [(url, words)] = waits(client, bo)
    assert client.get(url)["Location"] == f"/meetings/{meeting.pk}/room"


def test_an_announcement_is_gone_once_it_was_opened(
    ada: User, bo: User, client: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    club = make_club(ada, bo)
    with django_capture_on_commit_callbacks(execute=True):
        announced(club, ada)

    [(url, words)] = waits(client, bo)
    assert words.startswith("Announcement: ")
    [said] = Announcement.objects.all()
    on_top = f"{club.get_absolute_url()}#{said.comment.anchor}"
    assert client.get(url)["Location"] == on_top
    assert waits(client, bo) == []

    Notice.objects.of(bo).mark_unread()
    assert len(waits(client, bo)) == 1


def test_what_is_kept_for_later_follows_what_one_reads_and_leads_to_the_whole_list(
    ada: User, bo: User, client: Client
) -> None:
    serial = make_work(ada, chapters=2)
    read_up_to_end(user=bo, chapter=serial.chapters.all()[0])
    make_work(bo)
    client.force_login(bo)
    assert client.get("/later")["Location"] == "/users/Bo/lists"
    put_on_shelf(user=bo, work=make_work(ada), kind=ShelfKind.LATER)

    page = desk(client, bo)

    sections = re.findall(r'<section [^>]*aria-labelledby="(.*?)"', page)
    assert sections == ["continuing", "later", "works"]
    assert 'href="/later"' in page[page.index('id="later"') :]
    assert "For later" in client.get("/later", follow=True).content.decode()

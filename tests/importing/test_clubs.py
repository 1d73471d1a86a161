"""A club moves from one archive to another without losing anything."""

from __future__ import annotations

import io
import json
import resource
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import ForeignObjectRel
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from msgspec.structs import replace
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from bookcub.clubs.models import Club, Membership, Role
from bookcub.comments.actions import say
from bookcub.comments.models import Anchoring, Announcement, Comment, Hearers, Passage
from bookcub.core.clock import now
from bookcub.exporting.queries.clubs import club_export
from bookcub.formats.club_file import from_json, to_json
from bookcub.formats.club_file.kinds import FilePart
from bookcub.formats.club_file.parts import ClubFile, NoteOfClub
from bookcub.formats.club_file.reading import MisfitError
from bookcub.importing import club_archive
from bookcub.importing.actions.claims import HANDED_OVER, become
from bookcub.importing.actions.clubs import BROKEN, frame, keep_in_background, save_club
from bookcub.importing.club_archive import written_anew
from bookcub.importing.models import ClubImport, FormerClaim
from bookcub.importing.sandbox import TOO_MUCH
from bookcub.meetings.models import (
    Attendance,
    Availability,
    Coming,
    Hand,
    Meeting,
    MinutesRevision,
    Presence,
    Question,
    Rsvp,
    ShowOfHands,
    Slot,
    SlotAnswer,
)
from bookcub.memory.models import KeptNote, Prediction, PredictionOutcome, Verdict
from bookcub.people.models import User
from bookcub.picks.models import Nomination, Pick, Second
from bookcub.reads.actions.progress import say_edition
from bookcub.reads.models import Milestone, OutsideBook, PlanChange, Read, Reader
from bookcub.reads.planning import (
    WHOLE,
    BookMeasure,
    ChangeFacts,
    ChangeReason,
    MoveCode,
    PlanMove,
    ReasonCode,
    Unit,
)
from bookcub.reads.planning.written import read as read_facts
from bookcub.reads.planning.written import write
from bookcub.works.models import Chapter, Work
from tests.browsing import Client
from tests.comments.announcing import announced
from tests.making import make_club, make_read, make_work
from tests.memory.remembering import answer, belonging, has_read, line, meeting_of, minutes_of, note

pytestmark = pytest.mark.both

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
HERE = "http://testserver/"


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, chapters=3, language="en")


@pytest.fixture
def club(cy: User, di: User) -> Club:
    return make_club(cy, di, description="<p>Slowly.</p>", time_zone="Europe/Berlin")


@pytest.fixture
def read(club: Club, work: Work, cy: User, di: User) -> Read:
    """A read in which everything has happened that can."""
    first, second, _ = work.chapters.order_by("position")
    has_read(cy, first, second)
    has_read(di, first)
    host, other = belonging(club, cy), belonging(club, di)
    pick = Pick.objects.create(
        club=club,
        number=1,
        method="turns",
        stage="picked",
        opened_by=host,
        turn_of=other,
        closed_at=AT,
        how="It was Di’s turn.",
        rules={"tie_rule": "lot"},
    )
    brought = Nomination.objects.create(
        pick=pick,
        number=1,
        membership=other,
        work=work,
        title=work.title,
        language=work.language,
        why="Bears!",
    )
    Second.objects.create(nomination=brought, membership=host)
    pick.winner = brought
    read = make_read(
        club,
        work=work,
        language=work.language,
        brought_by=other,
        starts_on=date(2026, 10, 1),
        pace="per_week",
        per_week=1,
    )
    pick.read = read
    pick.save()
    Milestone.objects.create(read=read, upto=1, due_on=date(2026, 10, 8), label="Half")
    PlanChange.objects.create(read=read, by=host, why="Holidays", moved=["Chapter 1: a week."])
    facts = ChangeFacts(Unit.CHAPTER, moves=(PlanMove(MoveCode.NEW, 2, date(2026, 10, 15)),))
    PlanChange.objects.create(read=read, at=AT, facts=write(facts))
    Reader.objects.create(read=read, membership=other, stars=4, verdict="Fine.", rated_at=AT)
    _talk(club, read, cy, di)
    root = note(club, di, first, "The captain lies.", days_ago=3)
    answer(answer(root, cy, "He does."), di, "See?")
    note(club, cy, second, "")
    note(club, cy, first, "My own doubt.", private=True)
    Prediction.objects.create(read=read, membership=host, text="Sealed.", upto=3)
    opened = Prediction.objects.create(read=read, membership=other, text="He drowns.", upto=2)
    Verdict.objects.create(prediction=opened, membership=host, outcome=PredictionOutcome.WRONG)
    book = OutsideBook.objects.create(title="Emma", author="Jane Austen", page_count=400)
    Read.objects.create(club=club, book=book, title="Emma", finished_at=AT)
    return read


def _talk(club: Club, read: Read, cy: User, di: User) -> None:
    host, other = belonging(club, cy), belonging(club, di)
    meeting = meeting_of(read)
    line(meeting, di, "Poor captain.")
    show = ShowOfHands.objects.create(
        meeting=meeting, asked_by=host, question="Liar?", options=["Yes", "No"], closed_at=AT
    )
    Hand.objects.create(show=show, membership=host, option=1)
    spoken = line(meeting, cy, "Both said no.")
    spoken.kind, spoken.hands = "count", show
    spoken.save()
    MinutesRevision.objects.create(
        minutes=minutes_of(meeting, "We pitied him."), number=1, html="<p>We</p>", by=host
    )
    slot = Slot.objects.create(meeting=meeting, starts_at=AT)
    SlotAnswer.objects.create(slot=slot, membership=other, answer=Availability.IF_NEED_BE)
    Rsvp.objects.create(meeting=meeting, membership=other, coming=Coming.YES, word="Gladly")
    Attendance.objects.create(meeting=meeting, membership=other, was_there=True, said_by=host)
    Presence.objects.create(meeting=meeting, membership=host)
    Question.objects.create(meeting=meeting, membership=other, text="Why the weir?")


def told(club: Club, person: User) -> ClubFile:
    return club_export(club, person, address=HERE, at=AT).file


def content(file: ClubFile) -> Any:
    """What a file says, without the order in which it names works."""
    value = json.loads(to_json(file))
    names = {each["id"]: each["title"] for each in value.get("works", [])}
    value["works"] = sorted(value.get("works", []), key=lambda each: str(each["title"]))
    for each in value["works"]:
        each["id"] = each["title"]
    text = json.dumps(value)
    for name, title in names.items():
        text = text.replace(f'"work": "{name}"', f'"work": "{title}"')
    return json.loads(text)


def marked(value: Any) -> Any:
    """The same with something in every part that this version does not know."""
    if isinstance(value, tuple):
        return tuple(marked(each) for each in value)
    if not isinstance(value, FilePart):
        return value
    fields = {name: marked(getattr(value, name)) for name in value.__struct_fields__}
    return replace(value, **fields | {"more": {"mood": type(value).__name__}})


def upload(client: Client, body: bytes, name: str = "club.zip") -> Any:
    return client.post("/clubs/import", {"file": SimpleUploadedFile(name, body)})


def zipped(file: ClubFile | str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("club.json", file if isinstance(file, str) else to_json(file))
    return held.getvalue()


def brought_in(client: Client, person: User, file: ClubFile, *, me: str | None = None) -> Club:
    """Bring a file in by the front door."""
    client.force_login(person)
    sent = upload(client, zipped(file))
    assert sent.status_code == 302, sent.content.decode()
    chosen = next((each.id for each in file.people if each.is_me), "") if me is None else me
    done = client.post(sent["Location"], {"me": chosen, "pseud": person.default_pseud.pk})
    assert done.status_code == 302, done.content.decode()
    return kept(client, done["Location"])


def kept(client: Client, address: str) -> Club:
    """Let the worker bring in what somebody said yes to, and go where its page then leads."""
    keep_in_background.call(int(address.rsplit("/", 1)[1]))
    here = client.get(address)
    assert here.status_code == 302, here.content.decode()
    return Club.objects.get(pk=int(here["Location"].rsplit("/", 1)[1]))


def test_a_club_that_leaves_and_comes_in_again_says_the_same(
    client: Client, read: Read, cy: User
) -> None:
    before = told(read.club, cy)
    read.club.delete()
    Comment.objects.all().delete()

    club = brought_in(client, cy, before)

    assert content(told(club, cy)) == content(before)
    assert [each.name for each in club.memberships.order_by("joined_at", "pk")] == ["Cy", "Di"]
    assert Prediction.objects.filter(read__club=club).count() == 2


def test_talk_of_a_book_from_elsewhere_and_beside_the_books_comes_in_as_far_as_one_is(
    client: Client, read: Read, cy: User, di: User
) -> None:
    club = read.club
    paperback = club.reads.get(title="Emma")
    here: dict[str, Any] = {"hearers": Hearers.CLUB, "club": club}
    first = say(by=di.default_pseud, html="<p>Oh.</p>", read=paperback, upto=9, **here)
    say(by=cy.default_pseud, html="<p>Ah.</p>", read=paperback, parent=first, **here)
    say(by=di.default_pseud, html="<p>Box Hill!</p>", read=paperback, upto=300, **here)
    say(by=di.default_pseud, html="<p>Cake?</p>", **here)
    before = told(club, cy)
    club.delete()
    Comment.objects.all().delete()

    again = brought_in(client, cy, before)

    talk = Comment.objects.filter(club=again, work=None).order_by("html")
    told_of = [(one.html, one.read and one.read.title, one.upto) for one in talk]
    assert told_of == [
        ("<p>Ah.</p>", "Emma", 9),
        ("<p>Cake?</p>", None, None),
        ("<p>Oh.</p>", "Emma", 9),
    ]
    assert content(told(again, cy)) == content(before)


def test_an_announcement_stands_as_long_where_it_comes_in(
    client: Client, read: Read, cy: User, di: User
) -> None:
    said = announced(read.club, cy)
    say(by=di.default_pseud, html="<p>Oh.</p>", parent=said)
    before = told(read.club, cy)
    until = said.announcement.until
    read.club.delete()
    Comment.objects.all().delete()

    club = brought_in(client, cy, before)

    (again,) = Announcement.objects.visible_to(cy).standing()
    assert (again.club, again.until) == (club, until)
    assert again.comment.html == "<p>The hall is closed.</p>"
    assert content(told(club, cy)) == content(before)


def test_an_announcement_stands_for_a_year_at_most_and_not_where_two_decide_together(
    client: Client, read: Read, cy: User
) -> None:
    announced(read.club, cy, days=36_500)
    file = replace(told(read.club, cy), decides_together=False)
    read.club.delete()
    Comment.objects.all().delete()

    brought_in(client, cy, file)
    (again,) = Announcement.objects.all()
    assert again.until <= now() + timedelta(days=366)

    friends = brought_in(client, cy, replace(file, decides_together=True))
    assert friends.decides_together
    assert not Announcement.objects.filter(club=friends).exists()
    assert Comment.objects.filter(club=friends, html__contains="The hall is closed.").exists()


def test_an_older_file_says_pages_where_a_newer_one_says_shares(
    client: Client, read: Read, cy: User, di: User
) -> None:
    """The same bytes: what was said at the end of page 100 of 400 stands at a quarter of the book."""
    club = read.club
    paperback = club.reads.get(title="Emma")
    here: dict[str, Any] = {"hearers": Hearers.CLUB, "club": club}
    say(by=cy.default_pseud, html="<p>Oh.</p>", read=paperback, upto=100, **here)
    Milestone.objects.create(read=paperback, upto=200)
    before = replace(told(club, cy), by_share=False)
    club.delete()
    Comment.objects.all().delete()

    again = brought_in(client, cy, before)

    emma = again.reads.get(title="Emma")
    assert Comment.objects.get(read=emma).upto == WHOLE // 4
    assert emma.readers.get(membership__user=cy).at == WHOLE // 4
    assert emma.milestones.get().upto == WHOLE // 2


def test_an_edition_comes_along_with_whoever_holds_it(
    client: Client, read: Read, cy: User, di: User
) -> None:
    club = read.club
    paperback = club.reads.get(title="Emma")
    for person in (cy, di):
        row = belonging(club, person)
        say_edition(read=paperback, by=row, edition=BookMeasure.of_pages(512))
    before = told(club, cy)
    club.delete()

    again = brought_in(client, cy, before)

    held = again.reads.get(title="Emma").readers.exclude(edition="")
    assert [(one.membership.user, one.edition_length) for one in held] == [(cy, 512)]


def test_chapters_of_a_book_kept_by_share_come_along_and_move_no_place(
    client: Client, read: Read, cy: User
) -> None:
    emma = read.club.reads.get(title="Emma")
    OutsideBook.objects.filter(reads=emma).update(
        contents_titles=["Highbury", "", "Box Hill"], contents_begins=[0, None, WHOLE // 2]
    )
    half = Milestone.objects.create(read=emma, upto=WHOLE // 2)
    before = told(read.club, cy)
    books = [replace(each, contents_titles=(), contents_begins=()) for each in before.books]
    older = replace(before, books=tuple(books))
    read.club.delete()

    again = brought_in(client, cy, before).reads.get(title="Emma")
    assert again.is_by_share
    assert again.contents.begins == (0, WHOLE // 2)
    assert [each.title for each in again.contents.chapters] == ["Highbury", "", "Box Hill"]
    assert again.milestones.get().upto == half.upto

    assert brought_in(client, cy, older).reads.get(title="Emma").milestones.get().upto == half.upto


def test_notes_stand_at_their_passages_again(client: Client, read: Read, cy: User) -> None:
    file = told(read.club, cy)
    first = read.work.chapters.get(position=1) if read.work else None
    assert first
    read.club.delete()
    Comment.objects.all().delete()
    # The author has put a paragraph before it since.
    first.html = f"<p>Before all that.</p>{first.html}"
    first.save()

    club = brought_in(client, cy, file)

    passage = Passage.objects.get(comment__club=club, chapter=first)
    assert passage.anchoring == Anchoring.EXACT
    assert passage.exact == "The tide went out further than the map allowed."
    assert passage.comment.place_index == 1
    thread = Comment.objects.filter(thread=passage.comment.pk).order_by("path")
    assert [each.depth for each in thread] == [0, 1, 2]
    assert [each.place_index for each in thread] == [1, 1, 1]


def test_what_this_version_does_not_know_of_a_club_is_given_back_to_who_brought_it_in_alone(
    client: Client, read: Read, cy: User, di: User
) -> None:
    before = marked(told(read.club, cy))
    read.club.delete()
    Comment.objects.all().delete()
    club = brought_in(client, cy, before)

    assert content(told(club, cy)) == content(before)

    Membership.objects.create(club=club, user=di, pseud=di.default_pseud)
    assert "mood" not in json.dumps(content(told(club, di)))


def test_a_note_whose_words_are_gone_stands_at_the_end_of_its_chapter(
    client: Client, read: Read, cy: User
) -> None:
    file = told(read.club, cy)
    read.club.delete()
    Comment.objects.all().delete()
    for chapter in read.work.chapters.all() if read.work else []:
        chapter.html = '<p id="b-zzzzzzzz">All is new.</p>'
        chapter.save()
    # Its title is the same, and so is who wrote it; its address says that it is the same work.
    club = brought_in(client, cy, file)

    orphans = Passage.objects.filter(comment__club=club)
    assert {each.anchoring for each in orphans} == {Anchoring.ORPHAN}
    assert orphans.first()
    assert KeptNote.objects.count() == 0


def test_notes_on_what_is_not_here_are_kept_and_leave_as_they_came(
    client: Client, read: Read, cy: User, bo: User
) -> None:
    file = told(read.club, cy)
    Work.objects.all().delete()
    Club.objects.all().delete()

    club = brought_in(client, bo, file)

    kept = KeptNote.objects.filter(club=club, hearers=Hearers.CLUB)
    assert [each.exact[:8] for each in kept if not each.parent_id] == ["The tide", "The tide"]
    again = Read.objects.get(club=club, title="The Weir")
    assert again.book is not None
    assert again.book.chapter_titles == ["", "", ""]
    assert (
        Reader.objects.get(read=again, membership__user=bo).at == 2
    )  # what whoever brings it in had read
    left = told(club, bo)
    assert in_order(left) == in_order(file)


def test_what_is_not_known_of_a_note_that_is_kept_is_given_back(
    client: Client, read: Read, cy: User, bo: User
) -> None:
    file = marked(told(read.club, cy))
    Work.objects.all().delete()
    Club.objects.all().delete()

    club = brought_in(client, bo, file)

    assert [each.passage for each in in_order(told(club, bo))] == [
        each.passage for each in in_order(file)
    ]


def in_order(file: ClubFile) -> list[NoteOfClub]:
    return sorted((bare(each) for each in file.notes), key=lambda each: str(each.written_at))


def bare(value: NoteOfClub) -> NoteOfClub:
    return replace(value, id="", work="", book="", answers="", by="")


def test_every_key_to_a_member_is_handed_over() -> None:
    keys = {
        (field.related_model, field.field.name)
        for field in Membership._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel)
    }

    # Claims are answered by this, and lines of an inbox tell of a member who came or went here.
    others = {FormerClaim, apps.get_model("notifications", "Notice")}
    assert {key for key in keys if key[0] not in others} == set(HANDED_OVER)


def test_whoever_says_who_they_were_gets_all_that_they_answered(
    client: Client, read: Read, cy: User, di: User
) -> None:
    file = told(read.club, cy)
    read.club.delete()
    club = brought_in(client, cy, file)
    former = club.memberships.get(user=None)
    member = Membership.objects.create(club=club, user=di, pseud=di.default_pseud)

    become(former=former, membership=member)

    assert Rsvp.objects.get(membership=member).word == "Gladly"
    assert SlotAnswer.objects.get(membership=member).answer == Availability.IF_NEED_BE
    assert Question.objects.get(membership=member).text == "Why the weir?"
    assert Attendance.objects.get(membership=member).was_there


def test_others_are_names_until_they_say_who_they_are(
    client: Client, read: Read, cy: User, di: User
) -> None:
    file = told(read.club, cy)
    read.club.delete()
    Comment.objects.all().delete()
    club = brought_in(client, cy, file)
    former = club.memberships.get(user=None)
    assert (former.name, former.is_current) == ("Di", False)
    assert Comment.objects.filter(club=club, guest_name="Di", is_former_member=True).count() == 2
    Membership.objects.create(club=club, user=di, pseud=di.default_pseud)
    client.force_login(di)
    client.post(f"/clubs/{club.pk}/former-members/{former.pk}")
    claim = FormerClaim.objects.get()

    # Nobody confirms themselves.
    assert (
        client.post(
            f"/clubs/{club.pk}/former-members/claims/{claim.pk}", {"answer": "yes"}
        ).status_code
        == 403
    )
    asked = client.get(f"/clubs/{club.pk}/former-members")
    assert asked.context["mine"]
    client.force_login(cy)
    client.post(f"/clubs/{club.pk}/former-members/claims/{claim.pk}", {"answer": "yes"})

    assert not Membership.objects.filter(pk=former.pk).exists()
    assert Comment.objects.filter(club=club, pseud=di.default_pseud).count() == 2
    member = belonging(club, di)
    assert member.predictions.count() == 1
    assert member.nominations.count() == 1
    assert Reader.objects.get(membership=member).stars == 4
    assert not FormerClaim.objects.exists()


def test_a_stranger_can_neither_see_nor_claim_a_name(
    client: Client, read: Read, cy: User, bo: User
) -> None:
    file = told(read.club, cy)
    club = brought_in(client, cy, file)
    former = club.memberships.filter(user=None).first()
    assert former
    client.force_login(bo)

    assert client.get(f"/clubs/{club.pk}/former-members").status_code == 404
    assert client.post(f"/clubs/{club.pk}/former-members/{former.pk}").status_code == 404


def test_a_private_note_is_nobodys_until_its_writer_is_known(
    client: Client, read: Read, cy: User, bo: User
) -> None:
    file = told(read.club, cy)
    Club.objects.all().delete()
    Comment.objects.all().delete()

    club = brought_in(client, bo, file, me="")
    assert "Sealed." not in json.dumps(content(told(club, bo)))
    has_read(bo, *Chapter.objects.filter(work__club_reads__club=club))

    assert KeptNote.objects.filter(hearers=Hearers.SELF).count() == 1
    assert not KeptNote.objects.visible_to(bo).exists()
    file_of_bo = json.dumps(content(told(club, bo)))
    assert "My own doubt" not in file_of_bo
    assert "Sealed." in file_of_bo  # its place is reached


def test_whoever_brings_it_in_hosts_it(client: Client, read: Read, di: User) -> None:
    file = told(read.club, di)
    club = brought_in(client, di, file)

    assert belonging(club, di).role == Role.HOST
    assert belonging(club, di).joined_at == file.people[1].joined_at


def test_nothing_in_a_file_does_harm(client: Client, read: Read, cy: User) -> None:
    file = told(read.club, cy)
    evil = '<p onclick="x()">hi<script>alert(1)</script></p>'
    file = replace(
        file,
        description=evil,
        notes=tuple(replace(each, html=evil) for each in file.notes),
        meetings=tuple(
            replace(
                each,
                url="javascript:alert(1)",
                word=evil,
                lines=tuple(replace(one, html=evil) for one in each.lines),
                minutes=each.minutes and replace(each.minutes, html=evil),
            )
            for each in file.meetings
        ),
        picks=tuple(replace(each, count='{"result": {"kind": "ranked"}}') for each in file.picks),
        time_zone="../../etc/passwd",
    )

    club = brought_in(client, cy, file)

    value = to_json(told(club, cy))
    assert told(club, cy).picks[0].count == ""
    for word in ("onclick", "<script", "javascript:", "passwd"):
        assert word not in value
    for path in (
        "",
        f"/picks/{club.picks.get().pk}",
        f"/reads/{club.reads.exclude(work=None).get().pk}",
    ):
        assert client.get(f"/clubs/{club.pk}{path}").status_code in (200, 404)


def test_of_two_works_in_a_file_that_are_one_here_the_second_is_a_book(
    client: Client, read: Read, work: Work, cy: User
) -> None:
    file = told(read.club, cy)
    [described], [pick] = file.works, file.picks
    [brought] = pick.nominations
    twice = (brought, replace(brought, number=2, work="again"))
    file = replace(
        file,
        works=(described, replace(described, id="again")),
        picks=(replace(pick, nominations=twice),),
    )

    club = brought_in(client, cy, file)

    first, second = Nomination.objects.filter(pick__club=club)
    assert first.work == work
    assert second.work is None
    assert second.book is not None
    assert second.book.title == work.title


@pytest.mark.parametrize(
    "count",
    [
        '{"options": [[1]]}',
        '{"options": [9]}',
        '{"left_out": {"1": []}}',
        '{"result": 7}',
        '{"more": ' + "9" * 5_000 + "}",
        "[",
        "7",
    ],
)
def test_a_count_that_cannot_be_drawn_is_left_to_its_sentence(
    client: Client, read: Read, cy: User, count: str
) -> None:
    file = told(read.club, cy)
    file = replace(file, picks=tuple(replace(each, count=count) for each in file.picks))

    pick = brought_in(client, cy, file).picks.get()

    assert (pick.count, pick.how) == ({}, "It was Di’s turn.")


def test_an_older_file_says_the_language_of_what_was_read_by_its_work(
    client: Client, read: Read, cy: User
) -> None:
    value = json.loads(to_json(told(read.club, cy)))
    for each in [*value["reads"], *value["picks"][0]["nominations"]]:
        each.pop("language", None)

    here = brought_in(client, cy, from_json(json.dumps(value)))

    assert Read.objects.get(club=here, title="The Weir").language == "en"
    assert Nomination.objects.get(pick__club=here).language == "en"


@pytest.mark.parametrize(
    "facts",
    [
        "no JSON",
        "[]",
        '{"unit": "chapter", "reasons": [{"code": "late"}]}',
        '{"unit": "mile"}',
        '{"unit": "chapter"}',
        '{"unit": "chapter", "reasons": [{"code": "by-hand"}], "more": NaN}',
    ],
)
def test_a_change_of_a_plan_that_cannot_be_read_is_left_to_its_words(
    client: Client, read: Read, cy: User, facts: str
) -> None:
    file = told(read.club, cy)
    told_reads = [
        replace(one, changes=tuple(replace(each, facts=facts) for each in one.changes))
        for one in file.reads
    ]
    file = replace(file, reads=tuple(told_reads))

    here = brought_in(client, cy, file)

    changed = PlanChange.objects.filter(read__club=here).order_by("at")
    assert [(each.facts, each.why, each.moved) for each in changed] == [
        ({}, "", ["New: to the end of chapter 2 by 15 October."]),
        ({}, "Holidays", ["Chapter 1: a week."]),
    ]


def test_a_change_by_thousands_of_chapters_comes_along(
    client: Client, read: Read, cy: User
) -> None:
    gone = ChangeReason(ReasonCode.GONE, numbers=tuple(range(1, 4_001)))
    facts = ChangeFacts(Unit.CHAPTER, (gone,))
    PlanChange.objects.create(read=read, at=AT, facts=write(facts))

    here = brought_in(client, cy, told(read.club, cy))

    changed = PlanChange.objects.filter(read__club=here).exclude(facts={})
    assert facts in [read_facts(each.facts) for each in changed]


def test_of_many_changes_in_a_plan_no_word_is_cut_for_older_versions(read: Read, cy: User) -> None:
    moves = tuple(PlanMove(MoveCode.GONE, number, AT.date()) for number in range(12))
    read.plan_changes.all().delete()
    PlanChange.objects.create(read=read, at=AT, facts=write(ChangeFacts(Unit.CHAPTER, (), moves)))

    [change] = from_json(to_json(told(read.club, cy))).reads[0].changes

    assert len(change.moved) == 12
    assert change.moved[-1] == "The end of chapter 11, due on 1 November, is no longer in the plan."


def test_what_no_database_keeps_is_left_out_of_facts_and_counts(
    client: Client, read: Read, cy: User
) -> None:
    facts = '{"unit": "chapter", "reasons": [{"code": "by-hand"}], "more": "\\u0000new"}'
    count = '{"result": null, "more": "\\u0000new"}'
    file = told(read.club, cy)
    told_reads = [
        replace(one, changes=tuple(replace(each, facts=facts) for each in one.changes))
        for one in file.reads
    ]
    told_picks = [replace(each, count=count) for each in file.picks]

    here = brought_in(client, cy, replace(file, reads=tuple(told_reads), picks=tuple(told_picks)))

    kept = PlanChange.objects.filter(read__club=here).first()
    assert kept is not None
    assert kept.facts["more"] == here.picks.get().count["more"] == "new"


def test_keeping_the_same_file_twice_makes_one_club(client: Client, read: Read, cy: User) -> None:
    club = brought_in(client, cy, told(read.club, cy))
    imported = ClubImport.objects.get()

    again = client.post(imported.get_absolute_url(), {"me": "", "pseud": cy.default_pseud.pk})

    assert again["Location"] == club.get_absolute_url()
    assert imported.text == ""
    assert Club.objects.count() == 2


def test_a_club_is_brought_in_by_portions_and_nobody_finds_it_before_it_is_whole(
    client: Client,
    read: Read,
    cy: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    file = replace(told(read.club, cy), visibility="listed")
    read.club.delete()
    client.force_login(cy)
    where = upload(client, zipped(file))["Location"]
    monkeypatch.setattr(frame, "AT_ONCE", 2)
    seen: list[tuple[int, int]] = []

    def look(imported: ClubImport, done: int) -> None:
        seen.append((done, Club.objects.visible_to(cy).count()))
        ClubImport.objects.filter(pk=imported.pk).update(done=done)
        if len(seen) == 3:
            assert client.get(where).context["made"].done_so_far == done

    monkeypatch.setattr(save_club, "_tell", look)
    me = next(each.id for each in file.people if each.is_me)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            again = client.post(where, {"me": me, "pseud": cy.default_pseud.pk})
            assert (again.status_code, again["Location"]) == (302, where)
    assert DBTaskResult.objects.filter(queue_name=f"heavy-{cy.pk}").count() == 1
    assert client.post(f"{where}/delete").status_code == 302

    club = kept(client, where)

    sizes = [after[0] - before[0] for before, after in pairwise([(0, 0), *seen])]
    assert max(sizes) <= 2
    assert {shown for _, shown in seen} == {0}
    assert list(Club.objects.visible_to(cy)) == [club]
    assert club.visibility == "listed"
    assert ClubImport.objects.get().done >= len(file.notes)


def test_what_was_killed_half_way_begins_anew_and_nothing_is_there_twice(
    client: Client, read: Read, cy: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = told(read.club, cy)
    read.club.delete()
    Comment.objects.all().delete()
    client.force_login(cy)
    where = upload(client, zipped(file))["Location"]
    me = next(each.id for each in file.people if each.is_me)
    client.post(where, {"me": me, "pseud": cy.default_pseud.pk})
    with monkeypatch.context() as patch:
        patch.setattr(save_club, "bring_notes", dies)
        with pytest.raises(KeyboardInterrupt):
            keep_in_background.call(ClubImport.objects.get().pk)
    half = ClubImport.objects.get().making
    assert half
    assert half.meetings.exists()

    club = kept(client, where)

    assert club == half
    assert content(told(club, cy)) == content(file)


def dies(_: object) -> None:
    raise KeyboardInterrupt


def test_what_cannot_be_brought_in_leaves_nothing_and_can_be_tried_again(
    client: Client, read: Read, cy: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = told(read.club, cy)
    read.club.delete()
    books = OutsideBook.objects.count()
    client.force_login(cy)
    where = upload(client, zipped(file))["Location"]
    with monkeypatch.context() as patch:
        patch.setattr(save_club, "bring_notes", lambda _: 1 / 0)
        client.post(where, {"me": "", "pseud": cy.default_pseud.pk})
        keep_in_background.call(ClubImport.objects.get().pk)

    assert not Club.objects.exists()
    assert OutsideBook.objects.count() == books
    page = client.get(where)
    assert page.context["preview"].imported.failure == BROKEN
    client.post(where, {"me": "", "pseud": cy.default_pseud.pk})
    assert kept(client, where).reads.count() == len(file.reads)


def test_whoever_waits_for_a_club_does_not_read_its_whole_file_every_second(
    client: Client, read: Read, cy: User
) -> None:
    client.force_login(cy)
    where = upload(client, zipped(told(read.club, cy)))["Location"]
    with CaptureQueriesContext(connection) as saying_yes:
        client.post(where, {"me": "", "pseud": cy.default_pseud.pk})
    with CaptureQueriesContext(connection) as waiting:
        client.get(where)
    column = f'"{ClubImport._meta.db_table}"."text"'
    writes = [each["sql"] for each in saying_yes if each["sql"].startswith("UPDATE")]

    assert sum(column in each["sql"] for each in saying_yes) == 1
    assert not [sql for sql in writes if ClubImport._meta.db_table in sql and '"text"' in sql]
    assert not [each for each in waiting if column in each["sql"]]


def test_a_file_of_too_many_works_is_refused(
    client: Client, read: Read, cy: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(club_archive, "MOST_WORKS", 0)

    with pytest.raises(MisfitError, match="more than the 0"):
        club_archive.written_anew(to_json(told(read.club, cy)).encode())


def test_a_file_takes_no_more_room_than_it_came_with(read: Read, cy: User) -> None:
    file = told(read.club, cy)
    smallest = json.dumps(json.loads(to_json(file)), ensure_ascii=False, separators=(",", ":"))

    name, text = written_anew(smallest.encode())

    assert len(text) <= len(smallest)
    assert ClubImport(name=name, text=text).file == file


def test_nobody_sees_what_another_person_brings_in(
    client: Client, read: Read, cy: User, bo: User
) -> None:
    client.force_login(cy)
    where = upload(client, zipped(told(read.club, cy)))["Location"]
    client.force_login(bo)

    assert client.get(where).status_code == 404
    assert client.post(f"{where}/delete").status_code == 404


def test_a_file_can_be_discarded(client: Client, read: Read, cy: User) -> None:
    client.force_login(cy)
    where = upload(client, zipped(told(read.club, cy)))["Location"]

    page = client.get("/clubs/import").content.decode()
    assert where in page
    client.post(f"{where}/delete")

    assert not ClubImport.objects.exists()


def test_a_pick_that_was_under_way_ends_with_a_word(client: Client, read: Read, cy: User) -> None:
    Pick.objects.create(club=read.club, number=2, method="ranked", stage="voting")

    club = brought_in(client, cy, told(read.club, cy))

    pick = club.picks.get(number=2)
    assert pick.stage == "cancelled"
    assert pick.how


def bomb() -> bytes:
    return zipped(" " * (60 * 1024 * 1024))


def nested() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("club.json", zipped("{}"))
    return held.getvalue()


def another() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("../club.json", "{}")
        archive.writestr("story.html", "<p>")
    return held.getvalue()


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"",
        lambda: b"PK\x03\x04broken",
        lambda: b"{}",
        lambda: b"\xff\xfe\x00",
        lambda: b"[" * 100_000,
        lambda: b'{"format": "bookcub-club", "version": 9}',
        lambda: b'{"format": "bookcub-club", "version": 1}',
        lambda: zipped('{"format": "bookcub-club", "version": 1, "name": [1]}'),
        bomb,
        nested,
        another,
    ],
    ids=range(11),
)
@pytest.mark.both
def test_hostile_files_are_refused_in_a_sentence(
    client: Client, cy: User, make: Callable[[], bytes]
) -> None:
    client.force_login(cy)

    answered = upload(client, make())

    assert answered.status_code == 422
    assert "form-errors" in answered.content.decode() or "error" in answered.content.decode()
    assert not ClubImport.objects.exists()


def test_a_file_that_is_too_large_is_refused(client: Client, cy: User, settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 1000
    client.force_login(cy)

    assert upload(client, b"x" * 2000).status_code == 413


def test_an_old_file_is_forgotten(client: Client, read: Read, cy: User) -> None:
    from bookcub.importing.periodic_jobs import forget_old_imports  # noqa: PLC0415  # registers itself

    client.force_login(cy)
    upload(client, zipped(told(read.club, cy)))
    ClubImport.objects.update(made_at=AT - timedelta(days=4000))
    forget_old_imports()

    assert not ClubImport.objects.exists()


def test_a_club_may_come_from_an_archive_at_another_address(
    client: Client, read: Read, cy: User
) -> None:
    file = told(read.club, cy)
    elsewhere = replace(
        file,
        works=tuple(
            replace(each, address="https://elsewhere.example/works/9") for each in file.works
        ),
    )

    club = brought_in(client, cy, elsewhere)

    assert club.reads.filter(work=read.work).exists()
    assert not Meeting.objects.filter(club=club, read=None).exists()
    assert from_json(to_json(told(club, cy))).works[0].title == "The Weir"


def test_what_somebody_left_whose_account_is_gone_cannot_be_claimed(
    client: Client, read: Read, cy: User, di: User
) -> None:
    member = belonging(read.club, di)
    Membership.objects.filter(pk=member.pk).update(user=None, pseud=None, former_name="Di")
    client.force_login(cy)

    assert "This was me" not in client.get(f"/clubs/{read.club_id}/former-members").content.decode()
    client.post(f"/clubs/{read.club_id}/former-members/{member.pk}")

    assert Membership.objects.filter(pk=member.pk).exists()


def test_a_file_of_nothing_but_brackets_is_bounded_before_it_is_parsed() -> None:
    hostile = b'{"format":[' + b"{}," * 2_000_000 + b"{}]}"

    with pytest.raises(MisfitError) as refused:
        from_json(hostile)
    assert refused.value.why == TOO_MUCH


def test_a_clubs_file_is_read_where_it_can_do_no_harm(client: Client, cy: User) -> None:
    client.force_login(cy)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    hostile = b'{"format":[' + b'"",' * 1_900_000 + b'""]}'
    answer = client.post("/clubs/import", {"file": SimpleUploadedFile("club.json", hostile)})

    assert answer.status_code == 422
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024
    assert not ClubImport.objects.exists()

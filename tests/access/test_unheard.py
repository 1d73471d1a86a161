"""All that Cy signs in the club, and each address that Di can open: while one keeps away from the other she finds nothing of it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bookcub.clubs.models import Membership
from bookcub.meetings.models import (
    Attendance,
    Coming,
    Line,
    LineKind,
    Meeting,
    MeetingStage,
    Minutes,
    Presence,
    Question,
    Rsvp,
    ShowOfHands,
)
from bookcub.memory.actions.recall_index import rebuild
from bookcub.memory.models import KeptNote, Prediction
from bookcub.people.actions.blocks import block, mute
from bookcub.people.models import User
from bookcub.picks.models import Nomination
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reads.models import Read, Reader
from bookcub.works.models import Chapter
from tests.access.club_table import CLUB_ROWS
from tests.access.club_world import CLUB_CAST, build_club_world
from tests.access.world import World
from tests.browsing import Client
from tests.lasting import lasting

SIGNED = {
    "qzline",
    "qztopic",
    "qzbook",
    "qzhands",
    "qzcounted",
    "qzquestion",
    "qzrsvp",
    "qzguess",
    "qzopened",
    "qzrating",
    "qzkept",
    "qzpitch",
}
OF_THE_CLUB = {"qzsummary", "qzmeeting"}
OTHERS = {"qzgil"}
MARKER = re.compile("|".join(SIGNED | OF_THE_CLUB | OTHERS))
SHARED = "zander"  # in all of them, to be looked for
OF_A_DAY = "/clubs/recall"  # whose examples are other ones each time


def build() -> World:
    """The club of the table; Di has read to the end, and in what Cy signs there stand words that stand nowhere else."""
    world = build_club_world()
    di, cy = world.people["di"], world.people["cy"]
    assert di
    assert cy
    read = Read.objects.get(pk=world.usual["read_id"])
    last = read.work.chapters.order_by("position").last() if read.work else None
    read_up_to_end(user=di, chapter=last or Chapter())
    host = read.club.memberships.get(user=cy)
    gil = read.club.memberships.exclude(user__in=[cy, di]).get(user__isnull=False)
    _talked(Meeting.objects.get(pk=world.usual["meeting_id"]), host, gil)
    _held(read, host)
    Nomination.objects.filter(membership=host).update(why="qzpitch")
    guesses = Prediction.objects.filter(membership=host)
    guesses.filter(upto=2).update(text="qzguess zander")
    guesses.filter(upto=1).update(text="qzopened zander")
    rated = {"stars": 2, "verdict": "qzrating", "rated_at": timezone.now()}
    Reader.objects.update_or_create(read=read, membership=host, defaults=rated)
    KeptNote.objects.create(club=read.club, read=read, membership=host, html="<p>qzkept zander</p>")
    rebuild()
    return world


def _talked(meeting: Meeting, host: Membership, gil: Membership) -> None:
    """In the room that is open now."""
    meeting.word = "<p>qzmeeting</p>"
    meeting.lines_said = 7
    meeting.save()
    ShowOfHands.objects.update(question="qzhands zander")
    Question.objects.update(text="qzquestion")
    show, question = meeting.shows_of_hands.get(), meeting.questions.get()
    counted = ShowOfHands.objects.create(
        meeting=meeting,
        asked_by=host,
        question="qzcounted",
        options=["Yes", "No"],
        closed_at=timezone.now(),
    )
    Line.objects.update(html="<p>qzline zander</p>")
    said: list[tuple[Membership, LineKind, dict[str, Any]]] = [
        (host, LineKind.HANDS, {"hands": show}),
        (gil, LineKind.TOPIC, {"html": "qztopic zander", "question": question}),
        (host, LineKind.BOOK, {"html": "Chapter 1", "quote": "qzbook"}),
        (gil, LineKind.COUNT, {"hands": counted}),
        (gil, LineKind.SAID, {"html": "<p>qzgil zander</p>"}),
    ]
    for number, (by, kind, fields) in enumerate(said, start=2):
        Line.objects.create(meeting=meeting, number=number, membership=by, kind=kind, **fields)
    Minutes.objects.filter(meeting=meeting).update(html="<p>qzsummary zander</p>")
    Rsvp.objects.create(meeting=meeting, membership=host, coming=Coming.YES, word="qzrsvp")
    Presence.objects.create(meeting=meeting, membership=host)


def _held(read: Read, host: Membership) -> None:
    """A year ago, and of it stays that Cy was there and said the same."""
    year_ago = timezone.now() - timedelta(days=365)
    Read.objects.filter(pk=read.pk).update(made_at=year_ago - timedelta(days=9))
    held = Meeting.objects.create(
        club=read.club,
        read=read,
        title="The beginning",
        stage=MeetingStage.HELD,
        starts_at=year_ago,
        closed_at=year_ago,
        lines_said=1,
    )
    Line.objects.create(
        meeting=held, number=1, membership=host, html="<p>qzline zander</p>", at=year_ago
    )
    Minutes.objects.create(meeting=held, published_at=year_ago)
    Attendance.objects.create(meeting=held, membership=host, was_there=True)


pytestmark = pytest.mark.both

_built = lasting(build)


@pytest.fixture
def world(_built: World, db: None) -> World:
    return _built


@pytest.fixture
def cy(world: World) -> User:
    return _of(world, "cy")


@pytest.fixture
def di(world: World) -> User:
    return _of(world, "di")


def _of(world: World, name: str) -> User:
    found = world.people[name]
    assert found
    return found


def opened_by(world: World, who: str) -> dict[str, set[str]]:
    """For each address of the club that this person can open, the markers that stand behind it, where there are any."""
    client = world.browser_of(who)
    found = {each: _markers(client, each) for each in sorted(_addresses(world, who))}
    return {address: markers for address, markers in found.items() if markers}


def _addresses(world: World, who: str) -> set[str]:
    at = CLUB_CAST.index("di")
    names = [row.name for row in CLUB_ROWS if row.method == "GET" and row.answers[at] == "200"]
    addresses = {world.address(name) for name in names}
    here = world.usual
    addresses.add(f"/meetings/{here['meeting_id']}/room/stream")
    addresses |= {f"/clubs/recall?q={SHARED}", f"/clubs/recall?q=Cy+{SHARED}"}
    addresses |= {"/clubs/recall?q=What+did+we+say+last+time", "/", "/desk", "/inbox"}
    own = Membership.objects.get(club=here["club_id"], user=_of(world, who))
    addresses.add(f"/calendars/{own.calendar_key}.ics")
    return addresses


def _markers(client: Client, address: str) -> set[str]:
    answer = client.get(address)
    body = answer.getvalue()
    texts = [body]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            texts = [packed.read(name) for name in packed.namelist()]
    return set(MARKER.findall(b" ".join(texts).decode(errors="replace")))


_whole: dict[
    str, set[str]
] = {}  # what she finds while she keeps away from nobody, once for all tests


@pytest.fixture
def whole(world: World) -> dict[str, set[str]]:
    if not _whole:
        _whole.update(opened_by(world, "di"))
    return _whole


def looked_at_again(world: World, whole: dict[str, set[str]]) -> dict[str, set[str]]:
    """What stands there now: a page that had nothing has nothing when more is left out."""
    client = world.browser_of("di")
    return {address: _markers(client, address) for address in whole}


def test_without_that_she_finds_all_of_it(whole: dict[str, set[str]]) -> None:
    assert set().union(*whole.values()) == SIGNED | OF_THE_CLUB | OTHERS
    assert whole[f"/clubs/recall?q={SHARED}"] > OTHERS


@pytest.mark.parametrize("how", ["she blocks", "she is blocked", "she mutes"])
def test_she_finds_nothing_of_whom_she_does_not_hear_and_all_of_the_others(
    world: World, whole: dict[str, set[str]], cy: User, di: User, how: str
) -> None:
    if how == "she mutes":
        mute(by=di, other=cy)
    else:
        by, other = (di, cy) if how == "she blocks" else (cy, di)
        block(by=by, other=other)

    found = looked_at_again(world, whole)
    assert {where: told & SIGNED for where, told in found.items() if told & SIGNED} == {}
    del found[OF_A_DAY]
    assert found == {where: told - SIGNED for where, told in whole.items() if where != OF_A_DAY}


def test_all_of_it_is_back_when_she_takes_it_back_and_who_is_muted_never_lost_any(
    world: World, whole: dict[str, set[str]], cy: User, di: User
) -> None:
    block(by=di, other=cy).delete()
    mute(by=cy, other=di)

    found = looked_at_again(world, whole)
    assert found | {OF_A_DAY: whole[OF_A_DAY]} == whole

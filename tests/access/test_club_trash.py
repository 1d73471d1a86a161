"""Of what hosts have put into the trash no page, calendar or file tells anything, and all of it comes back whole."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from bookcub.clubs.actions.trash import discard_club
from bookcub.clubs.models import Club
from bookcub.comments.actions import delete as delete_comment
from bookcub.comments.models import Comment
from bookcub.meetings.actions.trash import discard_meeting, discard_minutes
from bookcub.meetings.models import Line, Meeting, MeetingStage, Minutes, Question, ShowOfHands
from bookcub.memory.actions.recall_index import catch_up
from bookcub.memory.models import Prediction
from bookcub.notifications.models import Notice
from bookcub.notifications.queries.visible_lines import VisibleLines
from bookcub.people.models import User
from bookcub.people.trash import TRASH
from bookcub.picks.actions.trash import discard_pick
from bookcub.picks.models import Nomination, Pick
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reads.actions.trash import discard_read
from bookcub.reads.models import Milestone, PlanChange, Read
from bookcub.search.models import SearchChange
from bookcub.works.models import Chapter
from tests.access.club_table import CLUB_ROWS
from tests.access.club_world import CLUB_CAST, build_club_world
from tests.access.test_access import ask
from tests.access.world import World, patterns
from tests.browsing import words_of
from tests.extent import EVERYTHING, dealt
from tests.lasting import lasting

# Nothing is looked for on pages that say that there is nothing.
pytestmark = pytest.mark.usefixtures("bare_errors")

# An export that was brought in lies beside the archive: it is a file of the person's own.
FILES = {name for name in patterns() if name.startswith("importing:club_")}
NAMES = sorted({row.name for row in CLUB_ROWS} - FILES)
READ = sorted({row.name for row in CLUB_ROWS if row.method == "GET"} - FILES)
# Pages of the work that the club reads.
AROUND = (
    "reading:work_detail",
    "reading:chapter_detail",
    "comments:work_comment_index",
    "comments:note_index",
    "home:shared_read_new",
)
MEMBERS = ("cy", "di")
# What is asked for everywhere: pages say again what was asked, so names are looked for.
WORD = "saltmarsh"


def build_told_world() -> World:
    """The book is read by all, and the meeting over: nothing is hidden for another reason."""
    world = build_club_world()
    usual = world.usual
    for who in MEMBERS:
        person, last = world.people[who], Chapter.objects.filter(pk=usual["chapter_id"]).get()
        assert person
        read_up_to_end(user=person, chapter=last)
    meetings = Meeting.objects.filter(pk=usual["meeting_id"])
    meetings.update(closed_at=timezone.now(), stage=MeetingStage.HELD)
    ShowOfHands.objects.filter(meeting__in=meetings).update(closed_at=timezone.now())
    _tell(world)
    return world


_told_world = lasting(build_told_world)


@pytest.fixture
def world(_told_world: World, db: None) -> World:
    return _told_world


def _tell(world: World) -> None:
    """Lines in the inboxes of all about all that there is."""
    usual = world.usual
    read, meeting, pick = (usual[f"{name}_id"] for name in ("read", "meeting", "pick"))
    inside = {
        "read": read,
        "plan": read,
        "pick": pick,
        "meeting": meeting,
        "minutes": Minutes.objects.get(meeting=meeting).pk,
        "prediction": usual["memory:verdict_create.prediction_id"],
        "joined": usual["membership_id"],
        "host": usual["membership_id"],
        "request": usual["request_id"],
        "inv_answer": usual["invitation_id"],
    }
    outside = {"reply": usual["comment_id"], "invited": usual["invitation_id"]}
    for person in filter(None, world.people.values()):
        for kind, subject in (inside | outside).items():
            club = usual["club_id"] if kind in inside else None
            Notice.objects.create(user=person, kind=kind, subject=subject, club_id=club)


def discarded(kind: str, world: World) -> Any:
    """A thing of the club, put into the trash by its host."""
    thing, act = thing_of(kind, world), ACTS[kind]
    cy = world.people["cy"]
    assert cy
    act(thing, cy)
    return thing


def thing_of(kind: str, world: World) -> Any:
    usual = world.usual
    found: dict[str, Callable[[], Model]] = {
        "club": lambda: Club.objects.get(pk=usual["club_id"]),
        "read": lambda: Read.objects.get(pk=usual["read_id"]),
        "pick": lambda: Pick.objects.get(pk=usual["pick_id"]),
        "meeting": lambda: Meeting.objects.get(pk=usual["meeting_id"]),
        "minutes": lambda: Minutes.objects.get(meeting=usual["meeting_id"]),
        "comment": lambda: Comment.objects.get(pk=usual["comment_id"]),
    }
    return found[kind]()


def _discard_comment(comment: Comment, by: User) -> None:
    # Di said it: what is a host's own is not in the trash.
    di = User.objects.get(username="Di")
    Comment.objects.filter(pk=comment.pk).update(pseud=di.default_pseud, fingerprint="")
    delete_comment(comment=Comment.objects.get(pk=comment.pk), by=by)


ACTS: dict[str, Callable[[Any, User], None]] = {
    "club": lambda club, by: discard_club(club=club, by=by),
    "read": lambda read, by: discard_read(read=read, by=by),
    "pick": lambda pick, by: discard_pick(pick=pick, by=by),
    "meeting": lambda meeting, by: discard_meeting(meeting=meeting, by=by),
    "minutes": lambda minutes, by: discard_minutes(minutes=minutes, by=by),
    "comment": _discard_comment,
}


OF_READ = {"read", "plan", "meeting", "minutes", "prediction"}
NOTICED = {
    "club": {*OF_READ, "pick", "joined", "host", "request", "inv_answer"},
    "read": OF_READ,
    "pick": {"pick"},
    "meeting": {"meeting", "minutes"},
    "minutes": {"minutes"},
    "comment": {"reply"},
}


def noticed(world: World, who: str) -> set[str]:
    """The kinds of the lines in somebody's inbox."""
    person = world.people[who]
    return {line.kind for line in VisibleLines(person)[:100]} if person else set()


def name_of(kind: str) -> str:
    """What a thing of this kind is called here, and nothing else anywhere."""
    return f"Quill{kind}feather"


def name_all(world: World) -> None:
    """Give each thing a name that stands nowhere else, in all that is said of it and in it."""
    usual = world.usual
    read, meeting = {"read_id": usual["read_id"]}, {"meeting": usual["meeting_id"]}
    titles = {kind: f"{name_of(kind)} {WORD}" for kind in ACTS}
    texts = {kind: f"<p>{title}, between us.</p>" for kind, title in titles.items()}

    club = Club.objects.filter(pk=usual["club_id"])
    club.update(name=titles["club"], description=texts["club"])
    Read.objects.filter(pk=usual["read_id"]).update(title=titles["read"])
    Prediction.objects.filter(**read).update(text=titles["read"])
    Milestone.objects.create(upto=1, due_on=_tomorrow(), label=titles["read"], **read)
    PlanChange.objects.create(why=titles["read"], **read)
    Pick.objects.filter(pk=usual["pick_id"]).update(word=titles["pick"])
    Nomination.objects.filter(pick=usual["pick_id"]).update(why=texts["pick"])
    words = {"title": titles["meeting"], "word": texts["meeting"], "place": titles["meeting"]}
    Meeting.objects.filter(pk=usual["meeting_id"]).update(**words)
    Question.objects.filter(**meeting).update(text=titles["meeting"])
    Minutes.objects.filter(**meeting).update(html=texts["minutes"])
    Line.objects.filter(**meeting).update(html=texts["minutes"])
    ShowOfHands.objects.filter(**meeting).update(question=titles["minutes"])
    Comment.objects.filter(pk=usual["comment_id"]).update(html=texts["comment"])
    catch_up()


def _tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def unpacked(file: bytes) -> bytes:
    """Everything in a file, where files lie in it."""
    if not file.startswith(b"PK"):
        return file
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return b"\n".join(unpacked(archive.read(name)) for name in archive.namelist())


def told_of(
    world: World, kinds: Collection[str], *people: str, among: Collection[str] | None = None
) -> dict[tuple[str, str], set[str]]:
    """Whom of these which page (of those `among` which one looks, by turns) tells of which kind of thing."""
    found: dict[tuple[str, str], set[str]] = {}
    names = {kind: name_of(kind).encode() for kind in kinds}
    addresses = {name: world.address(name) for name in [*READ, *AROUND]} | GATHERING
    for turn, who in enumerate(people):
        client = world.browser_of(who)
        looked_at = addresses if among is None else {*GATHERING, *dealt(sorted(among), turn % 6, 6)}
        for name in looked_at:
            answer = client.get(addresses[name])
            # Calendars fold their lines.
            page = unpacked(b"".join(answer)).replace(b"\r\n ", b"")
            for kind in kinds:
                if names[kind] in page:
                    found.setdefault((kind, who), set()).add(name)
    return found


# Pages that gather from everywhere.
GATHERING = {
    "desk": "/",
    "inbox": "/inbox",
    "recall": f"/clubs/recall?q={WORD}",
    "clubs": f"/clubs?q={WORD}",
}
# What is put into the trash together, for none of it hides another; and what goes along with it.
TOGETHER: dict[tuple[str, ...], tuple[str, ...]] = {
    ("minutes", "pick", "comment"): (),
    ("meeting",): ("minutes",),
    ("read",): ("meeting", "minutes"),
    ("club",): ("read", "meeting", "minutes", "pick"),
}


@pytest.mark.slow_first
def test_no_page_tells_of_what_is_discarded(world: World) -> None:
    """Every day all look at a sixth each of the pages that told of it and at those that gather; at every page once in a while."""
    name_all(world)
    before = told_of(world, ACTS, "cy", "bo")
    for kind in ACTS:
        files = {"exporting:club_file_detail", "comments:work_comment_index"}
        assert before[kind, "cy"] & files, kind
    assert "inbox" in before["club", "bo"]
    assert noticed(world, "cy") >= set().union(*NOTICED.values())

    for discarded_now, along in TOGETHER.items():
        kinds = {*discarded_now, *along}
        told = (pages for (kind, _), pages in before.items() if kind in kinds)
        likely = None if EVERYTHING else {*GATHERING, *AROUND}.union(*told)
        with transaction.atomic():
            for kind in discarded_now:
                discarded(kind, world)
            assert told_of(world, kinds, *CLUB_CAST, among=likely) == {}
            for who in CLUB_CAST:
                assert not noticed(world, who) & set().union(*(NOTICED[kind] for kind in kinds))
            transaction.set_rollback(True)


@pytest.mark.parametrize("kind", sorted(ACTS.keys() - {"minutes", "comment"}))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_at_no_address_of_it_anything_opens_or_is_done(
    method: str, kind: str, world: World
) -> None:
    argument = f"{kind}_id"
    # Some addresses are asked with another meeting.
    under = [
        name
        for name in NAMES
        if argument in patterns()[name] and f"{name}.{argument}" not in world.usual
    ]
    assert under

    thing = discarded(kind, world)
    answers = {
        (name, who): ask(world, who, method, world.address(name))
        for turn, who in enumerate(CLUB_CAST)
        for name in dealt(under, turn % 2, 2)
    }

    opened = {
        asked: said
        for asked, said in answers.items()
        if said not in {"401", "404", "405", "in", "go"}
    }
    assert opened == {}
    # Its host is led to the trash, and nobody anywhere else.
    assert {who for (_, who), said in answers.items() if said == "go"} <= {"cy"}
    led = [name for name in under if answers.get((name, "cy")) == "go"]
    for name in led:
        answer = world.browser_of("cy").generic(method, world.address(name))
        assert answer.headers["Location"] == f"/trash/{kind}/{thing.pk}"


@pytest.mark.parametrize("who", CLUB_CAST if EVERYTHING else ("guest", "cy", "di"))
def test_a_meeting_whose_minutes_are_discarded_is_as_if_there_were_none(
    who: str, world: World
) -> None:
    minutes = discarded("minutes", world)
    addresses = [world.address(name) for name in READ if name.startswith("meetings:")]
    if who == "cy":
        addresses.remove(world.address("meetings:minutes_detail"))  # where he finds them

    world.browser_of(who).get(world.address("meetings:room_detail"))  # from now on they were there
    hidden = [pages(world, who, address) for address in addresses]
    Line.objects.filter(meeting=minutes.meeting).delete()
    minutes.delete()
    ShowOfHands.objects.filter(meeting=minutes.meeting_id).delete()

    assert hidden == [pages(world, who, address) for address in addresses]


def pages(world: World, who: str, address: str) -> tuple[int, str]:
    answer = world.browser_of(who).get(address)
    is_page = answer.status_code == 200 and not answer.streaming
    # A room's page names the moment at which it was asked for.
    return answer.status_code, re.sub(r"\bat=\d+", "", words_of(answer.content)) if is_page else ""


def rows() -> dict[str, list[dict[str, Any]]]:
    models = [model for model in apps.get_models() if model not in {Session, SearchChange}]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models
    }


@pytest.mark.parametrize("kind", sorted(ACTS.keys() - {"comment"}))
def test_it_comes_back_whole(kind: str, world: World) -> None:
    before = rows()

    thing = discarded(kind, world)
    assert rows() != before
    TRASH[kind].restore(type(thing)._default_manager.get(pk=thing.pk))

    assert rows() == before


@pytest.mark.parametrize("kind", ACTS)
def test_only_hosts_find_it_in_their_trash(kind: str, world: World) -> None:
    thing = discarded(kind, world)

    for who in CLUB_CAST:
        if who == "guest":
            continue
        shown = world.browser_of(who).get("/trash").context["page"].lines
        assert [(line.name, line.pk) for line in shown] == (
            [(kind, thing.pk)] if who == "cy" else []
        )
        gone = world.browser_of(who).get(f"/trash/{kind}/{thing.pk}").status_code
        assert gone == (200 if who == "cy" else 404)


@pytest.mark.parametrize("kind", ACTS)
def test_a_host_deletes_it_for_good_by_its_name(kind: str, world: World) -> None:
    thing = discarded(kind, world)
    client, address = world.browser_of("cy"), f"/trash/{kind}/{thing.pk}/deletion"
    title = TRASH[kind].title(type(thing)._default_manager.get(pk=thing.pk))

    assert client.post(address, {"typed": "something else"}).status_code == 422
    assert client.post(address, {"typed": title}).status_code == 302

    assert not type(thing)._default_manager.filter(pk=thing.pk).exists()

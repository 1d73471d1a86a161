"""The demo's clubs: files as any archive writes them of a club, brought in as if all of it had just happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from msgspec.structs import replace

from bookcub.clubs.actions.joining import invite
from bookcub.clubs.models import Club
from bookcub.comments import signals as talk
from bookcub.comments.models import ClubVisit, Comment, Hearers
from bookcub.core.text import blocks_of
from bookcub.formats.club_file import from_json
from bookcub.formats.club_file.kinds import FilePart
from bookcub.formats.club_file.parts import ClubFile
from bookcub.home.demo.texts import FOLDER
from bookcub.home.models import DemoClub
from bookcub.importing.actions.clubs import bring_club
from bookcub.importing.queries.club_works import WorkHere
from bookcub.meetings import signals
from bookcub.meetings.models import Coming, Meeting, MeetingStage, Presence
from bookcub.people.models import Pseud, User
from bookcub.reading.actions.places import reach
from bookcub.works.models import Work

# Who asks those who keep the archive into which club, so that they can look in from inside, as somebody who comes late.
WELCOMES = {
    "tuesday-room": (
        "Gwen Tarrant",
        "There’s a chair by the radiator, and nobody will ask you anything before half past.",
    )
}

NEWS = timedelta(days=6)  # what was said since then


def demo_clubs() -> list[tuple[str, ClubFile]]:
    """Every club of the demo with the name of its file, the oldest first."""
    paths = FOLDER.glob("clubs/*.json")
    found = [(path.stem, from_json(path.read_text(encoding="utf-8"))) for path in paths]
    return sorted(found, key=lambda pair: pair[1].created_at)


@transaction.atomic
def bring_in(
    name: str,
    file: ClubFile,
    *,
    pseuds: Mapping[str, Pseud],
    works: Mapping[str, Work],
    at: datetime,
) -> bool:
    """Fill one club; False if it is here already, or a work that it reads is gone.

    A person of the file is the pseud of that name, a work of the file the demo's of that folder.
    """
    if DemoClub.objects.filter(file=name).exists():
        return False
    if not {read.work for read in file.reads if read.work} <= works.keys():
        return False
    people = {each.id: pseuds[each.name] for each in file.people}
    host = next(each.id for each in file.people if each.role == "host")
    frame = bring_club(
        file=as_of(file, at),
        host=people[host],
        pseuds=people,
        here={each.id: _here(works[each.id]) for each in file.works if each.id in works},
        goes_on=True,
    )
    DemoClub.objects.create(file=name, club=frame.club)
    _read_what_they_speak_of(frame.club, people)
    _call_to_meetings(frame.club)
    _let_them_have_been_there(frame.club)
    _tell_of_talk(frame.club, at)
    if name in WELCOMES:
        _welcome_keepers(frame.club, *WELCOMES[name])
    return True


def as_of(file: ClubFile, at: datetime) -> ClubFile:
    """The file as if it had been made on this day, at the same hours where the club meets."""
    moved: ClubFile = _moved(file, (at - file.exported_at).days, ZoneInfo(file.time_zone))
    return moved


def _moved(value: Any, days: int, zone: ZoneInfo) -> Any:
    if isinstance(value, FilePart):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        return replace(value, **{name: _moved(each, days, zone) for name, each in fields.items()})
    if isinstance(value, tuple):
        return tuple(_moved(each, days, zone) for each in value)
    if isinstance(value, datetime):
        return (value.astimezone(zone) + timedelta(days=days)).astimezone(UTC)
    return value + timedelta(days=days) if isinstance(value, date) else value


def _here(work: Work) -> WorkHere:
    return WorkHere(work, {each.position: each for each in work.posted_chapters()})


def _read_what_they_speak_of(club: Club, people: Mapping[str, Pseud]) -> None:
    """Whoever said something about a passage has read so far."""
    works = club.reads.filter(work__isnull=False).values("work")
    own = Q(hearers=Hearers.SELF, pseud__in=people.values(), work__in=works)
    comments = Comment.objects.filter(
        Q(club=club) | own, chapter__isnull=False, pseud__isnull=False
    )
    for comment in comments.select_related("chapter", "pseud__user").order_by("posted_at", "pk"):
        if comment.chapter and comment.pseud:
            blocks = blocks_of(comment.chapter.html)
            index = len(blocks) - 1 if comment.place_index is None else comment.place_index
            reach(user=comment.pseud.user, chapter=comment.chapter, blocks=blocks, index=index)


def _tell_of_talk(club: Club, at: datetime) -> None:
    """What was said in the last days is news to its people, who were here before that."""
    lately = at - NEWS
    members = club.memberships.current().exclude(user=None)
    ClubVisit.objects.bulk_create(
        ClubVisit(user=one.user, club=club, seen_at=lately) for one in members if one.user
    )
    heard = Comment.objects.filter(club=club, posted_at__gt=lately, pseud__isnull=False)
    for comment in heard.select_related("pseud__user").order_by("posted_at", "pk"):
        by = comment.pseud.user if comment.pseud else None
        tell = partial(talk.comment_posted.send, Comment, comment=comment, by=by)
        transaction.on_commit(tell, robust=True)


def _call_to_meetings(club: Club) -> None:
    """Tell its people of the meetings to come."""
    news = {
        MeetingStage.FIXED: signals.meeting_fixed,
        MeetingStage.FINDING: signals.meeting_proposed,
    }
    for meeting in Meeting.objects.filter(club=club, stage__in=news).select_related(
        "made_by__user"
    ):
        if meeting.made_by:
            tell = news[MeetingStage(meeting.stage)].send
            transaction.on_commit(
                partial(tell, Meeting, meeting=meeting, by=meeting.made_by.user), robust=True
            )


def _let_them_have_been_there(club: Club) -> None:
    """Whoever wanted to come to a meeting that was held, or spoke in it, was in its room: no file of a club says so."""
    for meeting in club.meetings.filter(stage=MeetingStage.HELD):
        came = Q(pk__in=meeting.rsvps.filter(coming=Coming.YES).values("membership"))
        spoke = Q(pk__in=meeting.lines.values("membership"))
        Presence.objects.bulk_create(
            Presence(
                meeting=meeting,
                membership=each,
                came_at=meeting.starts_at or meeting.made_at,
                seen_at=meeting.closed_at or meeting.made_at,
            )
            for each in club.memberships.filter(came | spoke).order_by("joined_at", "pk")
        )


def _welcome_keepers(club: Club, by: str, word: str) -> None:
    member = club.memberships.get(pseud__name=by)
    for keeper in User.objects.keepers():
        invite(membership=member, pseud=keeper.default_pseud, word=word)

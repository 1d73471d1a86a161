"""The club itself: who belongs, how it chooses and has chosen, what it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import partial
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext
from msgspec.structs import asdict

from bookcub.clubs.actions.clubs import ClubFields, start_club
from bookcub.clubs.models import (
    NAMELESS,
    Club,
    ClubVisibility,
    Joining,
    LeftNotes,
    Membership,
    UnknownFields,
)
from bookcub.comments.models import Comment
from bookcub.core import clock
from bookcub.core.text import one_line
from bookcub.formats.club_file.copying import columns_of
from bookcub.formats.club_file.kinds import kinds_of
from bookcub.formats.club_file.parts import (
    BookOfClub,
    ClubFile,
    NominationInPick,
    Person,
    PickOfClub,
    Rules,
    WorkOfClub,
)
from bookcub.formats.club_file.reading import read_json
from bookcub.importing.actions.clubs.frame import UNREADABLE, Frame, own_columns, web_address
from bookcub.importing.actions.clubs.notes import bring_notes
from bookcub.importing.actions.clubs.reads import bring_reads
from bookcub.importing.actions.clubs.talk import bring_talk
from bookcub.importing.models import ClubImport
from bookcub.importing.queries.club_works import WorkHere, works_here
from bookcub.meetings.models import Line
from bookcub.memory.actions.recall_index import catch_up
from bookcub.memory.models import KeptNote
from bookcub.people.models import Pseud, User
from bookcub.picks.actions.rules import choose_by
from bookcub.picks.counting import approval, lottery
from bookcub.picks.counting.lottery import new_seed
from bookcub.picks.counting.written import Result
from bookcub.picks.counting.written import read as read_count
from bookcub.picks.models import Pick, PickRules, Stage
from bookcub.picks.queries.decided import MOVED
from bookcub.reads.models import OutsideBook
from bookcub.web.forms.zones import known_zones

AT_ONCE = 1_000  # things said, of each kind
UNDER_WAY = {Stage.NOMINATING, Stage.VOTING, Stage.TIED}
# Whoever brings a club in hosts it and belongs to it, whatever they were.
HOSTS_TOO = {*columns_of(Person, Membership).values()} - {"", "role", "left_at"}
CLUB_FIELDS = {each.name for each in fields(ClubFields)} & kinds_of(ClubFile).keys()


@transaction.atomic
def begin_keeping(
    *, imported: ClubImport, by: User, pseud: Pseud, me: str, address: str
) -> ClubImport:
    """Say yes to a file: its club is begun, and filled in the background. Twice begins it once.

    Until it is whole nobody finds it. ValidationError where a limit of clubs is broken, or the file does not say enough.
    """
    # Its text is neither read nor written again while others wait to write.
    given, own = imported, ClubImport.objects.defer("text").select_for_update(of=("self",))
    imported = own.get(pk=given.pk)
    if imported.club_id is not None or imported.is_under_way:
        return imported
    file = given.file
    _refuse_what_nobody_suggested(file)
    club = _club(file, pseud)
    # Nobody belongs to it until all of it is there, and nobody finds what is private.
    Membership.objects.filter(club=club, user=by).update(left_at=clock.now())
    Club.objects.filter(pk=club.pk).update(visibility=ClubVisibility.PRIVATE)
    imported.begun_at, imported.pseud, imported.making = clock.now(), pseud, club
    imported.me, imported.address, imported.failure = me, address, ""
    imported.done, imported.total = 0, _size(file)
    imported.save()
    return imported


def keep_club(*, imported: ClubImport) -> Club | None:
    """Bring in what was said yes to, in portions; whoever brings it in hosts it, and is `me` in it.

    The others are names until they say who they are. What an attempt that died has left is taken away first.
    """
    club, pseud, by = imported.making, imported.pseud, imported.person
    if imported.club_id is not None or club is None or pseud is None:
        return imported.club
    _empty(club)
    file = imported.file
    frame = Frame(
        file=file,
        club=club,
        pseuds={imported.me: pseud} if imported.me else {},
        here=works_here(file, by, address=imported.address),
        tell=partial(_tell, imported),
    )
    _fill(frame, pseud)
    with transaction.atomic():
        wanted = ClubImport.objects.select_for_update(of=("self",)).filter(
            pk=imported.pk, club=None, making=club
        )
        if not wanted.exists():
            # Whoever wanted it is gone.
            _empty(club)
            club.delete()
            return None
        Membership.objects.filter(club=club, user=by).update(left_at=None)
        Club.objects.filter(pk=club.pk).update(visibility=file.visibility)
        imported.club, imported.making, imported.text = club, None, ""
        imported.names = [each.pk for each in frame.rows[Person].values() if each.user_id is None]
        imported.save(update_fields=["club", "making", "text", "names"])
    return club


def give_up(*, imported: ClubImport, sentence: str) -> None:
    """Let go of what is there of a club that cannot be brought in; its file waits again, with a sentence (marked)."""
    club = imported.making
    imported.begun_at, imported.making, imported.failure = None, None, sentence
    imported.save(update_fields=["begun_at", "making", "failure"])
    if club is not None:
        _empty(club)
        club.delete()


def _tell(imported: ClubImport, done: int) -> None:
    ClubImport.objects.filter(pk=imported.pk).update(done=done)


def _size(file: ClubFile) -> int:
    """About how many rows will be stored."""
    talk = sum(len(each.lines) for each in file.meetings)
    passages = sum(each.passage is not None for each in file.notes)
    parts = (file.people, file.picks, file.reads, file.meetings, file.predictions, file.notes)
    return talk + passages + sum(len(each) for each in parts)


def _empty(club: Club) -> None:
    """Take everything out of a club that is being made, but for whoever makes it; in portions."""
    for rows in (
        Comment.objects.filter(club=club),
        KeptNote.objects.filter(club=club),
        Line.objects.filter(meeting__club=club),
    ):
        while some := list(rows.order_by("-pk").values_list("pk", flat=True)[:AT_ONCE]):
            rows.filter(pk__in=some).delete()
    books = OutsideBook.objects.filter(Q(reads__club=club) | Q(nominations__pick__club=club))
    left = list(books.values_list("pk", flat=True).distinct())
    for row in (*club.meetings.all(), *club.reads.all(), *club.picks.all()):
        row.delete()
    OutsideBook.objects.filter(pk__in=left, reads=None, nominations=None).delete()
    UnknownFields.objects.filter(club=club).delete()
    club.memberships.filter(user=None).delete()


@transaction.atomic
def bring_club(
    *,
    file: ClubFile,
    host: Pseud,
    pseuds: Mapping[str, Pseud],
    here: Mapping[str, WorkHere],
    goes_on: bool = False,
) -> Frame:
    """Make a club of a file. `pseuds` are those of its people who have an account here, `here` its works that are here.

    What the club was choosing ends, unless it `goes_on`: with all its people.
    """
    club = _club(file, host)
    frame = Frame(file=file, club=club, pseuds=pseuds, here=here, goes_on=goes_on)
    _fill(frame, host)
    return frame


def _fill(frame: Frame, host: Pseud) -> None:
    _bring_people(frame, host)
    _bring_books(frame)
    _bring_picks(frame)
    bring_reads(frame)
    bring_talk(frame)
    bring_notes(frame)
    club, file = frame.club, frame.file
    frame.remember(club, file)
    frame.remember(PickRules.objects.get(club=club), file.rules)
    if frame.unknown:
        UnknownFields.objects.create(club=club, user=host.user, fields=frame.unknown)
    # What is said in a usual club can be asked for at once; the rest of a large one a periodic job indexes.
    transaction.on_commit(partial(catch_up, AT_ONCE), robust=True)


def _club(file: ClubFile, host: Pseud) -> Club:
    zone = file.time_zone if file.time_zone in known_zones() else "UTC"
    same = {name: getattr(file, name) for name in CLUB_FIELDS}
    same["decides_together"] &= Joining(file.joining) != Joining.OPEN
    club = start_club(by=host.user, pseud=host, fields=ClubFields(**same | {"time_zone": zone}))
    Club.objects.filter(pk=club.pk).update(created_at=file.created_at)
    choose_by(club=club, **_terms(file.rules))
    club.refresh_from_db()
    return club


def _terms(rules: Rules) -> dict[str, Any]:
    return {name: value for name, value in asdict(rules).items() if name != "more"}


def _bring_people(frame: Frame, host: Pseud) -> None:
    """A membership for each: of those who have an account here, and of the others by name."""
    own = Membership.objects.get(club=frame.club, user=host.user)
    taken = {one_line(own.name).casefold()}
    for each in frame.file.people:
        pseud = frame.pseuds.get(each.id)
        if pseud == host:
            told = frame.row(Membership, each)
            for column in HOSTS_TOO:
                setattr(own, column, getattr(told, column))
            own.save(update_fields=HOSTS_TOO)
            frame.rows[Person][each.id] = own
            frame.remember(own, each)
            continue
        name = "" if pseud else _free_name(one_line(each.name) or NAMELESS, taken)
        frame.create(
            Membership,
            each,
            club=frame.club,
            user=pseud.user if pseud else None,
            pseud=pseud,
            former_name=name,
            left_notes=LeftNotes.UNNAME if each.is_unnamed else "",
        )


def _free_name(name: str, taken: set[str]) -> str:
    """The name, with a number if somebody before has it: notes are told apart by it."""
    number, free = 2, name
    while free.casefold() in taken:
        free = f"{name[:90]} ({number})"
        number += 1
    taken.add(free.casefold())
    return free


def _bring_books(frame: Frame) -> None:
    """The file's outside books; and one for each work that is not here, so that it can be read on by hand."""
    frame.bring(OutsideBook, frame.file.books)
    for work in frame.file.works:
        if work.id in frame.here:
            _remember_work(frame, work)
            continue
        frame.rows[WorkOfClub][work.id] = stand_in = OutsideBook.objects.create(
            title=work.title,
            author=", ".join(work.authors)[:255],
            url=web_address(work.source or work.address),
            chapter_titles=[each.title for each in work.chapters],
        )
        frame.remember(stand_in, work)


@own_columns.register
def _(told: BookOfClub, _: Frame) -> dict[str, Any]:
    return {"isbn": told.isbn if told.isbn.isdecimal() else ""}


def _remember_work(frame: Frame, work: WorkOfClub) -> None:
    here = frame.here[work.id]
    frame.remember(here.work, work)
    for each in work.chapters:
        if each.position in here.chapters:
            frame.remember(here.chapters[each.position], each)


def _bring_picks(frame: Frame) -> None:
    frame.bring(Pick, frame.file.picks, club=frame.club)
    for each in frame.file.picks:
        pick: Pick = frame.found(PickOfClub, each.id)
        frame.remember(pick, each.rules, "rules")
        pick.winner = pick.nominations.filter(number=each.winner).first()
        pick.save(update_fields=["winner"])


@own_columns.register
def _(told: PickOfClub, frame: Frame, **_: Any) -> dict[str, Any]:
    is_over = told.stage not in UNDER_WAY
    ends_here = not is_over and not frame.goes_on
    rules = _terms(told.rules)
    return {
        "method": rules.pop("method"),
        "rules": rules,
        "stage": Stage.CANCELLED if ends_here else told.stage,
        "seed": told.seed if is_over or told.seed else new_seed(),
        "closed_at": told.closed_at or (frame.file.exported_at if ends_here else None),
        "winner": None,
        "how": told.how or (MOVED if ends_here else ""),
        "count": _count(told),
    }


def _refuse_what_nobody_suggested(file: ClubFile) -> None:
    people = {each.id for each in file.people}
    for told in (each for pick in file.picks for each in pick.nominations):
        if told.by not in people:
            raise ValidationError(
                gettext(
                    "The file does not say who suggested “%(title)s”, so this club cannot be imported. "
                    "Use the file from “Export this club” unchanged."
                ),
                code="nobody",
                params={"title": told.title},
            )


@own_columns.register
def _(told: NominationInPick, frame: Frame, **_: Any) -> dict[str, Any]:
    return {"book": frame.book(told), "language": frame.language(told)}


class _Counted(msgspec.Struct):
    """What is drawn of a count: numbers of nominations, and why some did not come to the vote."""

    options: list[int] = []  # msgspec copies it
    left_out: dict[int, str] = {}  # as above
    result: dict[str, Any] | None = None


def _count(each: PickOfClub) -> dict[str, object]:
    """What was counted, if it is of a kind that a picture can be drawn of; else the sentence has to do."""
    try:
        told = msgspec.json.decode(each.count, type=_Counted)
        named = {*told.options, *told.left_out, *_options(read_count(told.result or {}))}
        count = dict(read_json(each.count))  # it reads fewer numbers than msgspec passes over
    except (msgspec.MsgspecError, *UNREADABLE):
        return {}
    fits = named <= {nominated.number for nominated in each.nominations}
    return count if fits else {}


def _options(result: Result | None) -> set[int]:
    if result is None:
        return set()
    if isinstance(result, lottery.Draw):
        return {ticket.option for ticket in result.tickets}
    if isinstance(result, approval.Approval):
        return {option for option, _ in result.tallies}
    return {option for each in result.rounds for option, _ in each.tallies}

"""The club itself: who belongs, how it chooses and has chosen, what it reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import transaction

from bookcub.clubs.actions.clubs import ClubFields, start_club
from bookcub.clubs.models import Club, LeftNotes, Membership, Role
from bookcub.core.club_file import ClubFile, NominationInPick, Person, PickOfClub
from bookcub.core.text import one_line
from bookcub.importing.actions.clubs.frame import Frame
from bookcub.importing.actions.clubs.notes import bring_notes
from bookcub.importing.actions.clubs.reads import bring_reads
from bookcub.importing.actions.clubs.talk import bring_meetings, bring_predictions
from bookcub.importing.models import ClubImport
from bookcub.importing.queries.club_works import works_here
from bookcub.memory.actions.recall_index import catch_up
from bookcub.people.models import Pseud, User
from bookcub.picks.actions.rules import choose_by
from bookcub.picks.counting import approval, lottery, ranked
from bookcub.picks.counting.written import read as read_count
from bookcub.picks.models import (
    Ballot,
    Method,
    Nomination,
    Pick,
    Second,
    Stage,
    TurnPassed,
)
from bookcub.reads.models import OutsideBook

AT_ONCE = 1_000  # things said, of each kind
UNDER_WAY = {Stage.NOMINATING, Stage.VOTING, Stage.TIED}
MOVED = "It was under way when the club moved here."
NAMELESS = "A former member"


@transaction.atomic
def keep_club(*, imported: ClubImport, by: User, pseud: Pseud, me: str, address: str) -> Club:
    """Make the club that the file tells of; whoever brings it in hosts it, and is `me` in it.

    The others are names until they say who they are. Twice gives the same club. ValidationError where a limit of
    clubs is broken.
    """
    imported = ClubImport.objects.select_for_update().get(pk=imported.pk)
    if imported.club is not None:
        return imported.club
    file = imported.file
    frame = Frame(
        file=file,
        club=_club(file, by, pseud),
        pseud=pseud,
        me=me,
        here=works_here(file, by, address=address),
    )
    _bring_people(frame, by)
    _bring_books(frame)
    for each in file.picks:
        _bring_pick(frame, each)
    bring_reads(frame)
    bring_meetings(frame)
    bring_predictions(frame)
    bring_notes(frame)
    imported.club, imported.said = frame.club, ""
    imported.names = [each.pk for each in frame.people.values() if each.user_id is None]
    imported.save(update_fields=["club", "said", "names"])
    # What is said in a usual club can be asked for at once; the rest of a large one the duty indexes.
    transaction.on_commit(partial(catch_up, AT_ONCE), robust=True)
    return frame.club


def _club(file: ClubFile, by: User, pseud: Pseud) -> Club:
    zone = file.time_zone if file.time_zone in available_timezones() else "UTC"
    fields = ClubFields(
        name=file.name,
        description=file.description,
        visibility=file.visibility,  # type: ignore[arg-type]  # the file's words are the model's
        joining=file.joining,  # type: ignore[arg-type]  # as above
        time_zone=zone,
        rates_reads=file.rates_reads,
        members_invite=file.members_invite,
    )
    club = start_club(by=by, pseud=pseud, fields=fields)
    Club.objects.filter(pk=club.pk).update(created_at=file.created_at)
    rules = asdict(file.rules)
    choose_by(club=club, method=Method(rules.pop("method")), **rules)
    club.refresh_from_db()
    return club


def _bring_people(frame: Frame, by: User) -> None:
    """The importer's own membership, and one for each of the others, by name."""
    own = Membership.objects.get(club=frame.club, user=by)
    taken = {one_line(own.name).casefold()}
    for each in frame.file.people:
        if each.id == frame.me:
            Membership.objects.filter(pk=own.pk).update(joined_at=each.joined_at, turn=each.turn)
            own.refresh_from_db()
            frame.people[each.id] = own
            continue
        name = _free_name(one_line(each.name) or NAMELESS, taken)
        frame.people[each.id] = _former(frame.club, each, name)


def _former(club: Club, each: Person, name: str) -> Membership:
    return Membership.objects.create(
        club=club,
        former_name=name,
        role=Role(each.role),
        joined_at=each.joined_at,
        left_at=each.left_at,
        left_notes=LeftNotes.UNNAME if each.is_unnamed else "",
        turn=each.turn,
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
    for each in frame.file.books:
        frame.books[each.id] = OutsideBook.objects.create(
            title=each.title,
            author=each.author,
            isbn=each.isbn if each.isbn.isdecimal() else "",
            url=_web(each.url),
            chapter_titles=list(each.chapter_titles),
            page_count=each.page_count,
        )
    for work in frame.file.works:
        if work.id in frame.here:
            continue
        frame.books[work.id] = OutsideBook.objects.create(
            title=work.title,
            author=", ".join(work.authors)[:255],
            url=_web(work.source or work.address),
            chapter_titles=[each.title for each in work.chapters],
        )


def _web(address: str) -> str:
    return address if address.lower().startswith(("https://", "http://")) else ""


def _bring_pick(frame: Frame, each: PickOfClub) -> None:
    stage = Stage(each.stage)
    moved = stage in UNDER_WAY
    pick = Pick.objects.create(
        club=frame.club,
        number=each.number,
        rules={key: value for key, value in asdict(each.rules).items() if key != "method"},
        method=Method(each.rules.method),
        stage=Stage.CANCELLED if moved else stage,
        opened_by=frame.who(each.opened_by),
        opened_at=each.opened_at,
        word=each.word,
        turn_of=frame.who(each.turn_of),
        nominations_close_at=each.nominations_close_at,
        vote_closes_at=each.vote_closes_at,
        seed=each.seed,
        closed_at=each.closed_at or (frame.file.exported_at if moved else None),
        tied=list(each.tied),
        how=each.how or (MOVED if moved else ""),
        count=_count(each),
    )
    frame.picks[each.id] = pick
    for nominated in each.nominations:
        _bring_nomination(frame, each.id, nominated)
    pick.winner = frame.nominations.get((each.id, each.winner))
    pick.save(update_fields=["winner"])
    Ballot.objects.bulk_create(
        Ballot(
            pick=pick,
            membership=frame.people[ballot.by],
            ranking=list(ballot.ranking),
            cast_at=ballot.cast_at,
            changed_at=ballot.changed_at,
        )
        for ballot in each.ballots
        if ballot.by
    )
    TurnPassed.objects.bulk_create(
        TurnPassed(pick=pick, membership=frame.people[passed.by], at=passed.at)
        for passed in each.passes
        if passed.by
    )


def _bring_nomination(frame: Frame, pick: str, said: NominationInPick) -> None:
    brought = frame.who(said.by)
    if brought is None:
        raise ValidationError(f"Nobody brought “{said.title}”: the file does not say who.")
    made = Nomination.objects.create(
        pick=frame.picks[pick],
        number=said.number,
        membership=brought,
        work=frame.work(said.work),
        book=frame.book(said.book, said.work),
        title=said.title,
        byline=said.byline,
        why=said.why,
        made_at=said.made_at,
        withdrawn_at=said.withdrawn_at,
    )
    frame.nominations[pick, said.number] = made
    seconds = {each.by: each for each in said.seconds if each.by}
    Second.objects.bulk_create(
        Second(nomination=made, membership=frame.people[name], at=each.at)
        for name, each in seconds.items()
    )


def _count(each: PickOfClub) -> dict[str, object]:
    """What was counted, if it is of a kind that a picture can be drawn of; else the sentence has to do."""
    known = {nominated.number for nominated in each.nominations}
    try:
        said = json.loads(each.count) if each.count else {}
        result = read_count(said["result"]) if said.get("result") else None
        fits = result is None or _options(result) <= known
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        return {}
    return said if isinstance(said, dict) and fits and _is_modest(said, known) else {}


def _options(result: approval.Approval | ranked.Count | lottery.Draw) -> set[int]:
    if isinstance(result, lottery.Draw):
        return {ticket.option for ticket in result.tickets}
    if isinstance(result, approval.Approval):
        return {option for option, _ in result.tallies}
    return {option for each in result.rounds for option, _ in each.tallies}


def _is_modest(said: Mapping[str, object], known: set[int]) -> bool:
    """Whether the rest of it names only nominations that there are."""
    options = said.get("options", [])
    left_out = said.get("left_out", {})
    return (
        isinstance(options, list)
        and set(options) <= known
        and isinstance(left_out, dict)
        and {int(number) for number in left_out if str(number).isdecimal()} <= known
    )

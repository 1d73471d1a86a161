"""Whether the ids in the file of a club are each of one thing, and lead to one that is there."""

from __future__ import annotations

from collections.abc import Iterable

from bookcub.formats.club_file.kinds import FilePart, meanings_of, once_in
from bookcub.formats.club_file.parts import (
    ClubFile,
    MeetingOfClub,
    NominationInPick,
    NoteOfClub,
    PickOfClub,
    ReadOfClub,
)
from bookcub.formats.club_file.reading import MisfitError

UNDER_WAY = {"nominating", "voting", "tied"}


def check_ids(club: ClubFile) -> None:
    """Raise MisfitError for an id of two things, or of none."""
    known = {
        name: {each.id for each in getattr(club, name)}
        for name in ("people", "works", "books", "picks", "reads")
    }
    for part in club.parts():
        _check_once(part)
        for name, meaning in meanings_of(type(part)).items():
            if meaning in known:
                _leads(meaning, known[meaning], [getattr(part, name)])
        if isinstance(part, ReadOfClub | NoteOfClub | NominationInPick) and part.work and part.book:
            raise MisfitError("reads", f"one of them is of both “{part.work}” and “{part.book}”")
        if isinstance(part, MeetingOfClub):
            _check_meeting(part)
    _check_picks(club)
    if sum(each.is_me for each in club.people) > 1:
        raise MisfitError("people", "more than one of them made the file")
    _check_notes(club)


def _check_once(part: FilePart) -> None:
    for name, fields in once_in(type(part)).items():
        for field in fields:
            _once(name, [getattr(each, field) for each in getattr(part, name)])


def _check_picks(club: ClubFile) -> None:
    _once("reads of picks", [each.pick for each in club.reads if each.pick])
    if sum(each.stage in UNDER_WAY for each in club.picks) > 1:
        raise MisfitError("picks", "more than one of them is under way")
    for pick in club.picks:
        _check_pick(pick)


def _check_pick(pick: PickOfClub) -> None:
    own = {each.number for each in pick.nominations}
    ranked = [one for each in pick.ballots for one in each.ranking]
    what = f"nominations of pick “{pick.id}”"
    _leads(what, own, [pick.winner, *pick.tied, *ranked])
    standing = [each.work for each in pick.nominations if each.work and not each.withdrawn_at]
    if len(set(standing)) < len(standing):
        raise MisfitError(what, "two of them are of the same work")


def _check_meeting(meeting: MeetingOfClub) -> None:
    shows = {each.id for each in meeting.shows}
    _leads(f"shows of hands of “{meeting.id}”", shows, [each.hands for each in meeting.lines])
    numbers = [each.number for each in meeting.lines]
    if numbers != sorted(set(numbers)):
        raise MisfitError(f"lines of “{meeting.id}”", "are not numbered in order")


def _check_notes(club: ClubFile) -> None:
    seen: set[str] = set()
    for note in club.notes:
        if note.id in seen:
            raise MisfitError("notes", f"“{note.id}” comes twice")
        if note.answers and note.answers not in seen:
            raise MisfitError("notes", f"“{note.id}” answers a note that does not come before it")
        seen.add(note.id)


def _once(what: str, values: list[object]) -> None:
    if len(set(values)) < len(values):
        raise MisfitError(what, "two of them have the same id")


def _leads(what: str, known: set[str] | set[int], named: Iterable[object]) -> None:
    for name in named:
        if name and name not in known:
            raise MisfitError(what, f"there is no “{name}” among them")

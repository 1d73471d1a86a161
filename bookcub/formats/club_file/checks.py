"""Whether the ids in the file of a club are each of one thing, and lead to one that is there."""

from __future__ import annotations

from collections.abc import Iterable

from bookcub.formats.club_file.club import ClubFile
from bookcub.formats.club_file.kinds import meanings_of
from bookcub.formats.club_file.picks import NominationInPick
from bookcub.formats.club_file.reading import MisfitError
from bookcub.formats.club_file.reads import NoteOfClub, ReadOfClub


def check_ids(club: ClubFile) -> None:
    """Raise MisfitError for an id of two things, or of none."""
    known = {
        "people": _once("people", [each.id for each in club.people]),
        "works": _once("works", [each.id for each in club.works]),
        "books": _once("books", [each.id for each in club.books]),
        "picks": _once("picks", [each.id for each in club.picks]),
        "reads": _once("reads", [each.id for each in club.reads]),
    }
    for part in club.parts():
        for name, meaning in meanings_of(type(part)).items():
            if meaning in known:
                _leads(meaning, known[meaning], [getattr(part, name)])
        if not isinstance(part, ReadOfClub | NoteOfClub | NominationInPick):
            continue
        if part.work and part.book:
            raise MisfitError("reads", f"“{part.work}” and “{part.book}” are one thing in it")
    if sum(each.is_me for each in club.people) > 1:
        raise MisfitError("people", "two of them made the file")
    _check_reads(club)
    _check_notes(club)
    _check_picks(club)
    _check_meetings(club)


def _check_reads(club: ClubFile) -> None:
    _once("reads of picks", [each.pick for each in club.reads if each.pick])
    for read in club.reads:
        _once(f"milestones of “{read.id}”", [str(each.upto) for each in read.milestones])
        _once(f"readers of “{read.id}”", [each.by for each in read.readers])


def _check_notes(club: ClubFile) -> None:
    seen: set[str] = set()
    for note in club.notes:
        if note.id in seen:
            raise MisfitError("notes", f"“{note.id}” comes twice")
        if note.answers and note.answers not in seen:
            raise MisfitError("notes", f"“{note.id}” answers what does not stand before it")
        seen.add(note.id)


def _check_picks(club: ClubFile) -> None:
    _once("numbers of picks", [str(each.number) for each in club.picks])
    for pick in club.picks:
        what = f"nominations of pick “{pick.id}”"
        own = _once(what, [str(each.number) for each in pick.nominations])
        ranked = [one for each in pick.ballots for one in each.ranking]
        named = [pick.winner, *pick.tied, *ranked]
        _leads(what, own, [str(number) for number in named if number])
        _once(f"ballots of pick “{pick.id}”", [each.by for each in pick.ballots])


def _check_meetings(club: ClubFile) -> None:
    _once("meetings", [each.id for each in club.meetings])
    for meeting in club.meetings:
        what = f"shows of hands of “{meeting.id}”"
        shows = _once(what, [each.id for each in meeting.shows])
        _leads(what, shows, [each.hands for each in meeting.lines])
        numbers = [each.number for each in meeting.lines]
        if numbers != sorted(set(numbers)):
            raise MisfitError(f"lines of “{meeting.id}”", "are not numbered in order")
        _once(f"slots of “{meeting.id}”", [str(each.starts_at) for each in meeting.slots])


def _once(what: str, ids: list[str]) -> set[str]:
    if len(set(ids)) < len(ids):
        raise MisfitError(what, "one id is of two of them")
    return set(ids)


def _leads(what: str, known: set[str], named: Iterable[str]) -> None:
    for name in named:
        if name and name not in known:
            raise MisfitError(what, f"there is no “{name}” among them")

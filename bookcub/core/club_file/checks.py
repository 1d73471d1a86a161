"""Whether the ids in the file of a club are each of one thing, and lead to one that is there."""

from __future__ import annotations

from collections.abc import Iterable

from bookcub.core.club_file.club import ClubFile
from bookcub.core.club_file.picks import NominationInPick
from bookcub.core.club_file.reads import NoteOfClub, ReadOfClub
from bookcub.core.strict_json import MisfitError, written

_OF_PEOPLE = frozenset({"by", "opened_by", "turn_of", "brought_by", "made_by"})


def check_names(club: ClubFile) -> None:
    """Raise MisfitError for an id of two things, or of none."""
    people = _ids("people", [each.id for each in club.people])
    _leads("people", people, _names_in(written(club)))
    if sum(each.is_me for each in club.people) > 1:
        raise MisfitError("people", "two of them made the file")
    _check_reads(club)
    _check_notes(club)
    _check_picks(club)
    _check_meetings(club)


def _check_reads(club: ClubFile) -> None:
    works = _ids("works", [each.id for each in club.works])
    books = _ids("books", [each.id for each in club.books])
    picks = _ids("picks", [each.id for each in club.picks])
    reads = _ids("reads", [each.id for each in club.reads])
    chosen = [each.pick for each in club.reads if each.pick]
    _leads("picks", picks, chosen)
    _ids("reads of picks", chosen)
    _leads("reads", reads, [each.read for each in club.meetings])
    _leads("reads", reads, [each.read for each in club.predictions])
    things: list[ReadOfClub | NoteOfClub | NominationInPick] = [*club.reads, *club.notes]
    things += [each for pick in club.picks for each in pick.nominations]
    _leads("works", works, [each.work for each in things])
    _leads("books", books, [each.book for each in things])
    for each in things:
        if each.work and each.book:
            raise MisfitError("reads", f"“{each.work}” and “{each.book}” are one thing in it")
    for read in club.reads:
        _ids(f"milestones of “{read.id}”", [str(each.upto) for each in read.milestones])
        _ids(f"readers of “{read.id}”", [each.by for each in read.readers])


def _check_notes(club: ClubFile) -> None:
    seen: set[str] = set()
    for note in club.notes:
        if note.id in seen:
            raise MisfitError("notes", f"“{note.id}” comes twice")
        if note.answers and note.answers not in seen:
            raise MisfitError("notes", f"“{note.id}” answers what does not stand before it")
        seen.add(note.id)


def _check_picks(club: ClubFile) -> None:
    _ids("numbers of picks", [str(each.number) for each in club.picks])
    for pick in club.picks:
        what = f"nominations of pick “{pick.id}”"
        own = _ids(what, [str(each.number) for each in pick.nominations])
        ranked = [one for each in pick.ballots for one in each.ranking]
        named = [pick.winner, *pick.tied, *ranked]
        _leads(what, own, [str(number) for number in named if number])
        _ids(f"ballots of pick “{pick.id}”", [each.by for each in pick.ballots])


def _check_meetings(club: ClubFile) -> None:
    _ids("meetings", [each.id for each in club.meetings])
    for meeting in club.meetings:
        what = f"shows of hands of “{meeting.id}”"
        shows = _ids(what, [each.id for each in meeting.shows])
        _leads(what, shows, [each.hands for each in meeting.lines])
        numbers = [each.number for each in meeting.lines]
        if numbers != sorted(set(numbers)):
            raise MisfitError(f"lines of “{meeting.id}”", "are not numbered in order")
        _ids(f"slots of “{meeting.id}”", [str(each.starts_at) for each in meeting.slots])


def _ids(what: str, ids: list[str]) -> set[str]:
    if len(set(ids)) < len(ids):
        raise MisfitError(what, "one id is of two of them")
    return set(ids)


def _leads(what: str, known: set[str], named: Iterable[str]) -> None:
    for name in named:
        if name and name not in known:
            raise MisfitError(what, f"there is no “{name}” among them")


def _names_in(said: object) -> list[str]:
    """All ids of people that a file names, wherever they stand."""
    if isinstance(said, list):
        return [name for each in said for name in _names_in(each)]
    if not isinstance(said, dict):
        return []
    here = [str(value) for key, value in said.items() if key in _OF_PEOPLE]
    return here + [name for each in said.values() for name in _names_in(each)]

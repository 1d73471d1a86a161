"""What a club that comes in has read, with its plans, and how far those who have an account here were."""

from __future__ import annotations

from uuid import uuid4

from bookcub.formats.club_file import ReaderOfRead, ReadOfClub
from bookcub.importing.actions.clubs.frame import Frame
from bookcub.people.models import User
from bookcub.reading.actions.places import reach
from bookcub.reads.models import Milestone, PlanChange, Read, Reader


def bring_reads(frame: Frame) -> None:
    """Every read; one of a work that is not here is of an outside book that stands for it."""
    for each in frame.file.reads:
        read = frame.create(Read, each, club=frame.club, book=frame.book(each))
        frame.reads[each.id] = read
        if (pick := frame.picks.get(each.pick)) is not None:
            pick.read = read
            pick.save(update_fields=["read"])
        goals = [goal for goal in each.milestones if goal.upto]
        milestones = [frame.row(Milestone, goal, read=read, uid=str(uuid4())) for goal in goals]
        frame.store(Milestone, zip(milestones, goals, strict=True))
        frame.create_all(PlanChange, each.changes, read=read)
        for told in each.readers:
            if told.by:
                _bring_reader(frame, read, each, told)


def _bring_reader(frame: Frame, read: Read, each: ReadOfClub, told: ReaderOfRead) -> None:
    pseud = frame.pseuds.get(told.by)
    if pseud and each.work in frame.here:
        _go_on(frame, pseud.user, each.work, told.at)
    is_only_place = not (told.sits_out or told.rated_at or told.shows_progress is not None)
    if is_only_place and read.work_id is not None and not told.more:
        return
    at = told.at if pseud and read.work_id is None else 0
    frame.create(Reader, told, read=read, at=at)


def _go_on(frame: Frame, user: User, work: str, upto: int) -> None:
    """Who has an account here has read here what they had read there."""
    for position, chapter in frame.here[work].chapters.items():
        if position <= upto:
            blocks = chapter.blocks
            last = max(len(blocks) - 1, 0)
            reach(user=user, chapter=chapter, blocks=blocks, index=last)

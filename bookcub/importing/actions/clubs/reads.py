"""What a club that comes in has read, with its plans, and how far whoever brings it in was."""

from __future__ import annotations

from uuid import uuid4

from bookcub.core.club_file import ReaderOfRead, ReadOfClub
from bookcub.core.text import blocks_of
from bookcub.importing.actions.clubs.frame import Frame
from bookcub.reading.actions.places import reach
from bookcub.reads.models import Milestone, PlanChange, Read, Reader


def bring_reads(frame: Frame) -> None:
    """Every read; one of a work that is not here is of an outside book that stands for it."""
    for each in frame.file.reads:
        read = Read.objects.create(
            club=frame.club,
            brought_by=frame.who(each.brought_by),
            work=frame.work(each.work),
            book=frame.book(each.book, each.work),
            title=each.title,
            byline=each.byline,
            made_at=each.made_at,
            starts_on=each.starts_on,
            pace=each.pace,
            per_week=each.per_week,
            done_by=each.done_by,
            weekday=each.weekday,
            finished_at=each.finished_at,
            abandoned_at=each.abandoned_at,
            abandoned_word=each.abandoned_word,
        )
        frame.reads[each.id] = read
        if (pick := frame.picks.get(each.pick)) is not None:
            pick.read = read
            pick.save(update_fields=["read"])
        _bring_plan(frame, read, each)
        for told in each.readers:
            _bring_reader(frame, read, each, told)


def _bring_plan(frame: Frame, read: Read, each: ReadOfClub) -> None:
    Milestone.objects.bulk_create(
        Milestone(
            read=read,
            upto=goal.upto,
            due_on=goal.due_on,
            label=goal.label,
            is_fixed=goal.is_fixed,
            uid=str(uuid4()),
        )
        for goal in each.milestones
        if goal.upto
    )
    PlanChange.objects.bulk_create(
        PlanChange(
            read=read,
            at=change.at,
            by=frame.who(change.by),
            why=change.why,
            moved=list(change.moved),
        )
        for change in each.changes
    )


def _bring_reader(frame: Frame, read: Read, each: ReadOfClub, told: ReaderOfRead) -> None:
    membership = frame.who(told.by)
    if membership is None:
        return
    is_own = told.by == frame.me
    if is_own and each.work in frame.here:
        _go_on(frame, each.work, told.at)
    is_only_place = not (told.sits_out or told.rated_at or told.shows_progress is not None)
    if is_only_place and read.work_id is not None:
        return
    Reader.objects.create(
        read=read,
        membership=membership,
        sits_out=told.sits_out,
        shows_progress=told.shows_progress,
        at=told.at if is_own and read.work_id is None else 0,
        stars=told.stars,
        verdict=told.verdict,
        rated_at=told.rated_at,
    )


def _go_on(frame: Frame, work: str, upto: int) -> None:
    """Whoever brings the club in has read here what they had read there."""
    for position, chapter in frame.here[work].chapters.items():
        if position <= upto:
            blocks = blocks_of(chapter.html)
            last = max(len(blocks) - 1, 0)
            reach(user=frame.pseud.user, chapter=chapter, blocks=blocks, index=last)

"""How a club chose, and what it reads, as a file tells it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from bookcub.clubs.models import Club
from bookcub.core.club_file import (
    BallotInPick,
    By,
    ChangeOfPlan,
    MilestoneOfRead,
    NominationInPick,
    PickOfClub,
    ReaderOfRead,
    ReadOfClub,
    Rules,
)
from bookcub.core.strict_json import read_as
from bookcub.exporting.queries.books import Shelf
from bookcub.exporting.queries.people import People
from bookcub.picks.models import Ballot, Nomination, Pick, PickRules, Stage
from bookcub.reading.models import ChapterProgress
from bookcub.reads.models import Read, Reader
from bookcub.works.models import Chapter

OVER = {Stage.PICKED, Stage.CANCELLED}


def rules_of(club: Club) -> Rules:
    """How the club chooses now."""
    kept = PickRules.objects.filter(club=club).first() or PickRules(club=club)
    return read_as(Rules, {"method": str(kept.method), **asdict(kept.terms())})


def picks_of(club: Club, people: People, shelf: Shelf) -> Iterator[PickOfClub]:
    """Every choosing; what is secret until the end stays out before, and others' ballots always."""
    picks = Pick.objects.visible_to(people.person).filter(club=club).order_by("number")
    nominated = ("nominations__seconds", "nominations__work", "nominations__book", "passes")
    for pick in picks.prefetch_related(*nominated).select_related("winner"):
        is_over = pick.stage in OVER
        yield PickOfClub(
            id=f"k{pick.number}",
            number=pick.number,
            stage=Stage(pick.stage).value,  # type: ignore[arg-type]  # the model's choices are the file's
            rules=read_as(Rules, {"method": pick.method, **asdict(pick.terms)}),
            opened_by=people.id_of(pick.opened_by_id),
            opened_at=pick.opened_at,
            word=pick.word,
            turn_of=people.id_of(pick.turn_of_id),
            nominations_close_at=pick.nominations_close_at,
            vote_closes_at=pick.vote_closes_at,
            closed_at=pick.closed_at,
            seed=pick.seed if is_over else "",
            winner=pick.winner.number if pick.winner else 0,
            tied=tuple(pick.tied),
            how=pick.how,
            count=json.dumps(pick.count, sort_keys=True) if is_over and pick.count else "",
            nominations=tuple(_nomination(each, people, shelf) for each in pick.nominations.all()),
            ballots=tuple(_own_ballots(pick, people)),
            passes=tuple(
                By(by=people.id_of(each.membership_id), at=each.at) for each in pick.passes.all()
            ),
        )


def _own_ballots(pick: Pick, people: People) -> Iterator[BallotInPick]:
    if people.me is None:
        return
    for each in Ballot.objects.filter(pick=pick, membership=people.me):
        yield BallotInPick(
            by=people.id_of(each.membership_id),
            ranking=tuple(each.ranking),
            cast_at=each.cast_at,
            changed_at=each.changed_at,
        )


def _nomination(each: Nomination, people: People, shelf: Shelf) -> NominationInPick:
    return NominationInPick(
        number=each.number,
        by=people.id_of(each.membership_id),
        work=shelf.work(each.work),
        book=shelf.book(each.book),
        title=each.title,
        byline=each.byline,
        why=each.why,
        made_at=each.made_at,
        withdrawn_at=each.withdrawn_at,
        seconds=tuple(
            By(by=people.id_of(second.membership_id), at=second.at) for second in each.seconds.all()
        ),
    )


def reads_of(club: Club, people: People, shelf: Shelf) -> Iterator[tuple[Read, ReadOfClub]]:
    """Every read with its plan. How far the others are stays with them; what they say of a read is told."""
    reads = Read.objects.visible_to(people.person).filter(club=club).order_by("made_at", "pk")
    rows = reads.select_related("work", "book").prefetch_related(
        "milestones", "plan_changes", "readers"
    )
    picked = dict(Pick.objects.filter(club=club).values_list("read", "number"))
    for number, read in enumerate(rows, start=1):
        yield (
            read,
            ReadOfClub(
                id=f"r{number}",
                pick=f"k{picked[read.pk]}" if read.pk in picked else "",
                brought_by=people.id_of(read.brought_by_id),
                work=shelf.work(read.work),
                book=shelf.book(read.book),
                title=read.title,
                byline=read.byline,
                made_at=read.made_at,
                starts_on=read.starts_on,
                pace=read.pace,  # type: ignore[arg-type]  # the model's choices are the file's
                per_week=read.per_week,
                done_by=read.done_by,
                weekday=read.weekday,
                finished_at=read.finished_at,
                abandoned_at=read.abandoned_at,
                abandoned_word=read.abandoned_word,
                milestones=tuple(
                    MilestoneOfRead(
                        upto=each.upto,
                        due_on=each.due_on,
                        label=each.label,
                        is_fixed=each.is_fixed,
                    )
                    for each in read.milestones.all()
                ),
                changes=tuple(
                    ChangeOfPlan(
                        at=each.at,
                        by=people.id_of(each.by_id),
                        why=each.why,
                        moved=tuple(str(one)[:1000] for one in each.moved),
                    )
                    for each in sorted(read.plan_changes.all(), key=lambda one: (one.at, one.pk))
                ),
                readers=tuple(_readers(read, people)),
            ),
        )


def _readers(read: Read, people: People) -> Iterator[ReaderOfRead]:
    own = people.me
    if own and read.work_id and all(each.membership_id != own.pk for each in read.readers.all()):
        alone = _reader(Reader(read=read, membership=own), people, is_own=True)
        if alone is not None and alone.at:
            yield alone
    for each in sorted(read.readers.all(), key=lambda one: one.membership_id):
        told = _reader(each, people, is_own=each.membership_id == getattr(people.me, "pk", None))
        if told is not None:
            yield told


def _reader(each: Reader, people: People, *, is_own: bool) -> ReaderOfRead | None:
    by = people.id_of(each.membership_id)
    if not by or not (is_own or each.sits_out or each.rated_at):
        return None
    return ReaderOfRead(
        by=by,
        sits_out=each.sits_out,
        shows_progress=each.shows_progress if is_own else None,
        at=_reached(each, people) if is_own else 0,
        stars=each.stars,
        verdict=each.verdict,
        rated_at=each.rated_at,
    )


def _reached(reader: Reader, people: People) -> int:
    """How far whoever makes the file has read: chapters from the first without a gap; of a book, as they say."""
    if reader.read.work_id is None:
        return reader.at
    whole = ChapterProgress.objects.filter(user=people.person, read_whole_at__isnull=False)
    read = set(whole.filter(chapter__work=reader.read.work_id).values_list("chapter", flat=True))
    chapters = Chapter.objects.posted().filter(work=reader.read.work_id).order_by("position")
    reached = 0
    for pk, position in chapters.values_list("pk", "position"):
        if pk not in read:
            break
        reached = position
    return reached

"""How a club chose, and what it reads, as a file tells it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from bookcub.exporting.queries.copier import Copier
from bookcub.formats.club_file import (
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
from bookcub.picks.models import Ballot, Nomination, Pick, PickRules, Stage
from bookcub.reading.models import ChapterProgress
from bookcub.reads.models import Read, Reader
from bookcub.works.models import Chapter

OVER = {Stage.PICKED, Stage.CANCELLED}


def rules_of(copier: Copier) -> Rules:
    """How the club chooses now."""
    kept = PickRules.objects.filter(club=copier.club).first() or PickRules(club=copier.club)
    return copier.part(Rules, kept)


def picks_of(copier: Copier) -> Iterator[PickOfClub]:
    """Every choosing; what is secret until the end stays out before, and others' ballots always."""
    picks = Pick.objects.visible_to(copier.person).filter(club=copier.club).order_by("number")
    nominated = ("nominations__seconds", "nominations__work", "nominations__book", "passes")
    for pick in picks.prefetch_related(*nominated).select_related("winner"):
        is_over = pick.stage in OVER
        ballots = Ballot.objects.filter(pick=pick, membership=copier.people.me)
        yield copier.part(
            PickOfClub,
            pick,
            id=f"k{pick.number}",
            rules=Rules(
                method=pick.method,  # type: ignore[arg-type]  # the model's choices are the file's
                **asdict(pick.terms),
                more=copier.more(pick, "rules"),
            ),
            seed=pick.seed if is_over else "",
            winner=pick.winner.number if pick.winner else 0,
            count=json.dumps(pick.count, sort_keys=True) if is_over and pick.count else "",
            nominations=tuple(_nomination(each, copier) for each in pick.nominations.all()),
            ballots=copier.parts(BallotInPick, ballots if copier.people.me else ()),
            passes=copier.parts(By, pick.passes.all()),
        )


def _nomination(each: Nomination, copier: Copier) -> NominationInPick:
    return copier.part(NominationInPick, each, seconds=copier.parts(By, each.seconds.all()))


def reads_of(copier: Copier) -> Iterator[ReadOfClub]:
    """Every read with its plan. How far the others are stays with them; what they say of a read is told."""
    reads = Read.objects.visible_to(copier.person).filter(club=copier.club)
    rows = reads.select_related("work", "book").prefetch_related(
        "milestones", "plan_changes", "readers"
    )
    picked = dict(Pick.objects.filter(club=copier.club).values_list("read", "number"))
    for number, read in enumerate(rows.order_by("made_at", "pk"), start=1):
        copier.reads[read.pk] = f"r{number}"
        changes = sorted(read.plan_changes.all(), key=lambda one: (one.at, one.pk))
        yield copier.part(
            ReadOfClub,
            read,
            id=f"r{number}",
            pick=f"k{picked[read.pk]}" if read.pk in picked else "",
            milestones=copier.parts(MilestoneOfRead, read.milestones.all()),
            changes=tuple(
                copier.part(ChangeOfPlan, each, moved=tuple(str(one)[:1000] for one in each.moved))
                for each in changes
            ),
            readers=tuple(_readers(read, copier)),
        )


def _readers(read: Read, copier: Copier) -> Iterator[ReaderOfRead]:
    own = copier.people.me
    rows = sorted(read.readers.all(), key=lambda one: one.membership_id)
    if own and read.work_id and all(each.membership_id != own.pk for each in rows):
        alone = Reader(read=read, membership=own)
        if reached := _reached(alone, copier):
            yield copier.part(ReaderOfRead, alone, at=reached)
    for each in rows:
        is_own = own is not None and each.membership_id == own.pk
        if is_own:
            yield copier.part(ReaderOfRead, each, at=_reached(each, copier))
        elif copier.people.id_of(each.membership_id) and (each.sits_out or each.rated_at):
            yield copier.part(ReaderOfRead, each, shows_progress=None, at=0)


def _reached(reader: Reader, copier: Copier) -> int:
    """How far whoever makes the file has read: chapters from the first without a gap; of a book, as they say."""
    if reader.read.work_id is None:
        return reader.at
    whole = ChapterProgress.objects.filter(user=copier.person, read_whole_at__isnull=False)
    read = set(whole.filter(chapter__work=reader.read.work_id).values_list("chapter", flat=True))
    chapters = Chapter.objects.posted().filter(work=reader.read.work_id).order_by("position")
    reached = 0
    for pk, position in chapters.values_list("pk", "position"):
        if pk not in read:
            break
        reached = position
    return reached

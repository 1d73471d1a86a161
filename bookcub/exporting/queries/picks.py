"""How a club chose, and what it reads, as a file tells it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bookcub.clubs.models import Membership
from bookcub.exporting.queries.copier import Copier, leaving, own_fields
from bookcub.formats.club_file.parts import PickOfClub, ReaderOfRead, ReadOfClub, Rules
from bookcub.picks.models import Ballot, Nomination, Pick, PickRules, Second, Stage, TurnPassed
from bookcub.picks.queries.decided import how_decided
from bookcub.reading.models import ChapterProgress
from bookcub.reads.models import Milestone, PlanChange, Read, Reader
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.wording import change_words
from bookcub.works.models import Chapter

OVER = {Stage.PICKED, Stage.CANCELLED}


def rules_of(copier: Copier) -> Rules:
    """How the club chooses now."""
    kept = PickRules.objects.filter(club=copier.club).first() or PickRules(club=copier.club)
    return copier.part(Rules, kept)


def picks_of(copier: Copier) -> tuple[PickOfClub, ...]:
    """Every choosing; what is secret until the end stays out before, and others' ballots always."""
    rows = Pick.objects.visible_to(copier.person).filter(club=copier.club).order_by("number")
    told = rows.select_related("winner").prefetch_related(
        leaving("nominations", Nomination.objects.select_related("work", "book")),
        leaving("nominations__seconds", Second.objects.exclude(membership__in=copier.unheard)),
        leaving("ballots", Ballot.objects.filter(membership=copier.me)),
        leaving("passes", TurnPassed.objects.all()),
    )
    return copier.parts(PickOfClub, told)


def reads_of(copier: Copier) -> tuple[ReadOfClub, ...]:
    """Every read with its plan. How far the others are stays with them; what they say of a read is told."""
    rows = Read.objects.visible_to(copier.person).filter(club=copier.club)
    told = rows.select_related("work", "book", "pick").prefetch_related(
        "readers",
        leaving("milestones", Milestone.objects.all()),
        leaving("changes", PlanChange.objects.order_by("at", "pk"), "plan_changes"),
    )
    return copier.parts(ReadOfClub, told.order_by("made_at", "pk"))


@own_fields.register
def _(pick: Pick, copier: Copier) -> dict[str, Any]:
    is_over = pick.stage in OVER
    rules: dict[str, Any] = {"method": pick.method, **asdict(pick.terms)}
    return {
        "id": _id(pick),
        "rules": Rules(**rules, more=copier.more(pick, "rules")),
        "seed": pick.seed if is_over else "",
        "winner": pick.winner.number if pick.winner else 0,
        "how": how_decided(pick, named=False),
        "count": json.dumps(pick.count, sort_keys=True) if is_over and pick.count else "",
    }


@own_fields.register
def _(nomination: Nomination, copier: Copier) -> dict[str, Any]:
    return {"why": ""} if nomination.membership_id in copier.unheard else {}


@own_fields.register
def _(read: Read, copier: Copier) -> dict[str, Any]:
    picked: Pick | None = getattr(read, "pick", None)
    return {
        "id": copier.name("r", read),
        "pick": _id(picked) if picked and not picked.is_discarded else "",
        "readers": tuple(_readers(read, copier)),
    }


@own_fields.register
def _(change: PlanChange, copier: Copier) -> dict[str, Any]:
    if not change.facts:
        return {"facts": "", "moved": tuple(str(each)[:1000] for each in change.moved)}
    # In words too, for older versions.
    words = tuple(
        each[:1000] for each in change_words(change, today_of(copier.club), book=change.read.book)
    )
    return {"facts": json.dumps(change.facts, sort_keys=True), "why": "", "moved": words}


def _id(pick: Pick) -> str:
    return f"k{pick.number}"


def _readers(read: Read, copier: Copier) -> Iterator[ReaderOfRead]:
    own = copier.me
    rows = sorted(read.readers.all(), key=lambda one: one.membership_id)
    rows = [one for one in rows if one.membership_id not in copier.unheard]
    if own and read.work_id and all(each.membership_id != own.pk for each in rows):
        alone = Reader(read=read, membership=own)
        if reached := _reached(alone, copier):
            yield copier.part(ReaderOfRead, alone, at=reached)
    for each in rows:
        is_own = own is not None and each.membership_id == own.pk
        if is_own:
            yield copier.part(ReaderOfRead, each, at=_reached(each, copier))
        elif copier.id_of(Membership, each.membership_id) and (each.sits_out or each.rated_at):
            yield copier.part(
                ReaderOfRead, each, shows_progress=None, at=0, edition="", edition_length=None
            )


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

"""Finding a work to suggest: by its title, its author, or its address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext

from bookcub.clubs.models import Club
from bookcub.core.database.folding import folded
from bookcub.picks.models import Pick
from bookcub.reading.queries.blurbs import blurbs, for_blurbs
from bookcub.reads.models import Read
from bookcub.reads.queries.readable import readable_by_all
from bookcub.web.blurb import Blurb
from bookcub.works.models import Creatorship, Work
from bookcub.works.policies import mutes_anything

if TYPE_CHECKING:
    from bookcub.people.models import User

ADDRESS = re.compile(r"(?:^|/)works/(\d{1,18})\b")
MOST = 12
WORDS_MAX = 8


class Suggestable(NamedTuple):
    """A work as it is offered to be suggested, or what stands against that."""

    pk: int
    blurb: Blurb
    why_not: str = ""


def found_works(
    person: User, asked: str, club: Club, pick: Pick | None, *, allows_repeats: bool
) -> list[Suggestable]:
    """Posted works that this person can read and that have all these words in title or byline; a dozen at most.

    A work of somebody they mute only by its address.
    """
    works = Work.objects.visible_to(person).posted()
    if address := ADDRESS.search(asked):
        works = works.filter(pk=int(address[1]))
    else:
        works = works.without_muted(person) if mutes_anything(person) else works
        for word in asked.split()[:WORDS_MAX]:
            works = works.filter(Q(title__folded__contains=word) | _signed(word))
    found = list(for_blurbs(works.newest_first())[:MOST])
    why_not = _why_not({work.pk for work in found}, club, pick, allows_repeats=allows_repeats)
    return [
        Suggestable(work.pk, blurb, why_not.get(work.pk, ""))
        for work, blurb in zip(found, blurbs(found, person), strict=True)
    ]


def _why_not(
    ids: set[int], club: Club, pick: Pick | None, *, allows_repeats: bool
) -> dict[int, str]:
    """What would be refused once it is sent, by the work: closed to some, read here, suggested already."""
    closed = ids - set(readable_by_all(list(ids), club))
    found = {pk: gettext("Not everybody in your club can open it") for pk in closed}
    if not allows_repeats:
        for read in Read.objects.standing().filter(club=club, work__in=ids).order_by("pk"):
            found[read.work_id or 0] = _as_read(read)
    if pick is not None:
        here = pick.nominations.available().filter(work__in=ids)
        told = gettext("Already suggested: number %(number)d")
        rows = here.values_list("work", "number")
        found |= {work: told % {"number": number} for work, number in rows}
    return found


def _as_read(read: Read) -> str:
    if read.waits:
        return gettext("You have already chosen this")
    return gettext("You are reading this") if read.is_going_on else gettext("You have read this")


def _signed(word: str) -> Q:
    # An anonymous work is not found by whoever wrote it.
    parts = Creatorship.objects.accepted().filter(
        work=OuterRef("pk"), pseud__folded__contains=folded(word)
    )
    return Q(Exists(parts), is_anonymous=False)

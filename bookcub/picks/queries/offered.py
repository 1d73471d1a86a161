"""What somebody has at hand to suggest before they look for anything: what they keep for later, and their bookmarks."""

from __future__ import annotations

from bookcub.clubs.models import Club
from bookcub.people.models import User
from bookcub.picks.models import Pick
from bookcub.picks.queries.work_search import Suggestable
from bookcub.reading.models import Bookmark, ListEntry, ShelfKind
from bookcub.reading.queries.blurbs import blurbs, for_blurbs
from bookcub.reads.models import Read
from bookcub.reads.queries.readable import readable_by_all
from bookcub.works.models import Work

MOST = 5
LOOKED_AT = 20  # of each, the newest


def offered_works(person: User, club: Club, pick: Pick | None) -> list[Suggestable]:
    """Five at most that everybody can read, and that neither stand in this pick nor were read here before."""
    ids = _at_hand(person)
    taken = set(
        Read.objects.standing().filter(club=club, work__in=ids).values_list("work", flat=True)
    )
    if pick is not None:
        here = pick.nominations.available().filter(work__in=ids)
        taken |= set(here.values_list("work", flat=True))
    mine = Work.objects.visible_to(person).posted().filter(pk__in=set(ids) - taken)
    shown = readable_by_all(list(mine.values_list("pk", flat=True)), club)
    in_order = [pk for pk in ids if pk in shown][:MOST]
    found = list(for_blurbs(Work.objects.filter(pk__in=in_order)))
    by_id = {work.pk: blurb for work, blurb in zip(found, blurbs(found, person), strict=True)}
    return [Suggestable(pk, by_id[pk]) for pk in in_order if pk in by_id]


def _at_hand(person: User) -> list[int]:
    """What is kept for later first, then bookmarks; the newest of each first, each once."""
    later = ListEntry.objects.filter(
        reading_list__user=person,
        reading_list__kind=ShelfKind.LATER,
        reading_list__discarded_at=None,
        work__isnull=False,
    ).order_by("-added_at", "-pk")
    marked = Bookmark.objects.filter(pseud__user=person, work__isnull=False)
    ids = [
        *later.values_list("work", flat=True)[:LOOKED_AT],
        *marked.order_by("-created_at", "-pk").values_list("work", flat=True)[:LOOKED_AT],
    ]
    return list(dict.fromkeys(ids))

"""What is next in a club, in a line for each thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from bookcub.clubs.models import Club
from bookcub.picks.models import Pick, Stage
from bookcub.reads.models import Read
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.measures import Measures
from bookcub.reads.queries.own_places import places_now
from bookcub.reads.queries.reads import line_of, with_plans
from bookcub.web.components.languages import said, titled

if TYPE_CHECKING:
    from bookcub.people.models import User

READS = 2  # that are named


def upcoming_lines(clubs: Iterable[Club], person: User) -> dict[int, Sequence[SafeString]]:
    """A few lines for each of these clubs, by its id, as the desk says them. Nine queries for any number of clubs."""
    clubs = list(clubs)
    ids = [club.pk for club in clubs]
    unended = Read.objects.unended().filter(club__in=ids).select_related("book", "club")
    reads = with_plans(list(unended))
    picks = {
        pick.club_id: pick
        for pick in Pick.objects.under_way()
        .filter(club__in=ids)
        .select_related("turn_of__pseud", "turn_of__club")
    }
    # The newest of what is read, then what was chosen first of what waits.
    in_order = [read for read in reads if not read.waits]
    in_order += [read for read in reversed(reads) if read.waits]
    named = {pk: [read for read in in_order if read.club_id == pk][:READS] for pk in ids}
    measures, reached = (
        Measures(person),
        places_now(person, list(chain.from_iterable(named.values()))),
    )
    found: dict[int, Sequence[SafeString]] = {}
    for club in clubs:
        lines = [_of_read(read, measures, reached[read.pk]) for read in named[club.pk]]
        if pick := picks.get(club.pk):
            lines.append(conditional_escape(line_of_pick(pick, person)))
        found[club.pk] = lines or [conditional_escape(gettext("Nothing chosen yet"))]
    return found


def _of_read(read: Read, measures: Measures, reached: int) -> SafeString:
    next_of_it = line_of(read, today_of(read.club), measures.of(read), reached)
    return said("%(title)s · %(next)s", title=titled(read), next=next_of_it)


def line_of_pick(pick: Pick, person: User) -> str:
    if pick.turn_of is not None:
        if pick.turn_of.user_id == person.pk:
            return gettext("Your turn to choose the next read")
        return gettext("%(name)s chooses the next read") % {"name": pick.turn_of.name}
    if pick.stage == Stage.VOTING:
        return gettext("Voting on the next read")
    if pick.stage == Stage.TIED:
        return gettext("A host decides on the next read")
    return gettext("Collecting suggestions for the next read")

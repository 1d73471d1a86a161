"""What is next in a club, in one line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from bookcub.clubs.models import Club
from bookcub.picks.models import Pick, Stage
from bookcub.reads.models import Milestone, Read
from bookcub.reads.planning import BookMeasure, Unit
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.measures import Measures, number_words
from bookcub.reads.queries.wording import day_words
from bookcub.web.components.languages import said, titled

if TYPE_CHECKING:
    from bookcub.people.models import User


def upcoming_lines(clubs: Iterable[Club], person: User) -> dict[int, SafeString]:
    """One line for each of these clubs, by its id. Four queries for any number of clubs."""
    clubs = list(clubs)
    ids = [club.pk for club in clubs]
    milestones = Prefetch("milestones", Milestone.objects.order_by("upto"))
    reads: dict[int, list[Read]] = {}
    unended = Read.objects.unended().filter(club__in=ids).select_related("book")
    for read in unended.prefetch_related(milestones):
        reads.setdefault(read.club_id, []).append(read)
    picks = {
        pick.club_id: pick
        for pick in Pick.objects.under_way()
        .filter(club__in=ids)
        .select_related("turn_of__pseud", "turn_of__club")
    }
    measures = Measures(person)
    return {
        club.pk: _line(reads.get(club.pk, []), picks.get(club.pk), person, today_of(club), measures)
        for club in clubs
    }


def _line(
    reads: list[Read], pick: Pick | None, person: User, today: date, measures: Measures
) -> SafeString:
    # The newest of what is read, then what was chosen first of what waits.
    in_order = [read for read in reads if not read.waits]
    in_order += [read for read in reversed(reads) if read.waits]
    parts: list[str] = [_of_read(read, today, measures.of(read)) for read in in_order[:2]]
    if pick is not None:
        parts.append(line_of_pick(pick, person))
    return format_html_join(
        " · ", "{}", ((part,) for part in parts or [gettext("Nothing chosen yet")])
    )


def _of_read(read: Read, today: date, measure: BookMeasure) -> SafeString:
    if read.waits:
        return said(pgettext("what a club does", "Then %(title)s"), title=titled(read))
    if read.starts_on is not None and read.starts_on > today:
        day = day_words(read.starts_on, today)
        return said(gettext("%(title)s, from %(day)s"), title=titled(read), day=day)
    ahead = [one for one in read.milestones.all() if one.due_on is not None and one.due_on >= today]
    if not ahead:
        return said(pgettext("what a club does", "Reading %(title)s"), title=titled(read))
    first = min(ahead, key=lambda one: (one.due_on or today, one.upto))
    told: dict[str, int | str] = {
        "title": titled(read),
        "number": number_words(measure, measure.number(first.upto)),
        "day": day_words(first.due_on or today, today),
    }
    if measure.unit is Unit.SHARE:
        return said(gettext("%(title)s: to %(number)s by %(day)s"), **told)
    if measure.unit is Unit.PAGE:
        return said(gettext("%(title)s: to page %(number)d by %(day)s"), **told)
    return said(gettext("%(title)s: to chapter %(number)d by %(day)s"), **told)


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

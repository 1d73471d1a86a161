"""What did not win last time, and stays for the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from bookcub.clubs.models import Club, Membership
from bookcub.picks.actions.same_books import is_same
from bookcub.picks.models import Nomination, Pick
from bookcub.picks.queries.eligible import eligible_nominations
from bookcub.reads.models import OutsideBook, Read

MOST_OF_ONE = 10


def leftovers_of(club: Club, *, allows_repeats: bool) -> list[Nomination]:
    """The suggestions of the last pick that could still be read, of those who still belong. Seven queries."""
    last = Pick.objects.filter(club=club).over().order_by("-number").first()
    if last is None:
        return []
    current = Membership.objects.current().filter(club=club)
    members = set(current.values_list("pk", flat=True))
    left = [
        each
        for each in eligible_nominations(last)
        if each.pk != last.winner_id and each.membership_id in members
    ]
    return _newest(left if allows_repeats else _unread(left, club))


def carry_over(pick: Pick, *, keeping: Collection[int] | None = None) -> None:
    """Let these of the leftovers stand in a new pick, in their order; all of them where nobody said which.

    They keep the day on which they were first suggested: by it they are known, and take nobody's place.
    """
    left = leftovers_of(pick.club, allows_repeats=pick.terms.allows_repeats)
    kept = [each for each in left if keeping is None or each.pk in keeping]
    Nomination.objects.bulk_create(
        Nomination(
            pick=pick,
            number=number,
            membership=each.membership,
            work=each.work,
            book=each.book,
            title=each.title,
            byline=each.byline,
            language=each.language,
            why=each.why,
            made_at=each.made_at,
        )
        for number, each in enumerate(kept, start=1)
    )


def _newest(nominations: list[Nomination]) -> list[Nomination]:
    """In their order, but no more of one member than `MOST_OF_ONE`: each time others come to them."""
    kept: Counter[int] = Counter()
    newest = []
    for each in sorted(nominations, key=lambda one: (one.made_at, one.number), reverse=True):
        kept[each.membership_id] += 1
        if kept[each.membership_id] <= MOST_OF_ONE:
            newest.append(each)
    return sorted(newest, key=lambda one: one.number)


def _unread(nominations: list[Nomination], club: Club) -> list[Nomination]:
    reads = list(Read.objects.standing().filter(club=club).select_related("book"))
    works = {read.work_id for read in reads if read.work_id is not None}
    books = [read.book for read in reads if read.book is not None]
    return [
        each
        for each in nominations
        if (each.work_id not in works if each.book is None else not _is_among(each.book, books))
    ]


def _is_among(book: OutsideBook, books: list[OutsideBook]) -> bool:
    return any(is_same(other, book) for other in books)

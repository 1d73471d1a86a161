"""The list of clubs: one's own with what is next in each, questions that wait, and those to find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from bookcub.clubs.models import (
    AdmissionAnswer,
    Club,
    ClubInvitation,
    JoinRequest,
    Membership,
    Role,
)
from bookcub.clubs.queries.clubs import findable, with_member_count
from bookcub.comments.queries.club_feed import news_in_clubs
from bookcub.core.text import one_line
from bookcub.picks.queries.upcoming import upcoming_lines
from bookcub.web.enumeration import enumerated_text
from bookcub.web.pages import numbered_page

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

PER_PAGE = 20


NAMED_UP_TO = 4  # so many members are named on a line; more are counted


SEARCH_MAX = 80


@dataclass(frozen=True, slots=True)
class ClubLine:
    """One club in a list."""

    club: Club
    members: int
    people: str  # "With Bo", or "5 members"
    next: Sequence[str]  # what is next, for members
    waiting: int = 0  # requests that wait for this host
    new: int = 0  # said since one last looked


@dataclass(frozen=True, slots=True)
class IndexPage:
    """`/clubs`."""

    mine: Sequence[ClubLine]
    invitations: Sequence[ClubInvitation]
    later: Sequence[ClubInvitation]  # answered "not yet", until a day
    asked: Sequence[JoinRequest]
    found: Page[Club]
    search: str

    @property
    def is_empty(self) -> bool:
        return not (self.mine or self.invitations or self.later or self.asked)


def index_page(person: User | AnonymousUser, *, search: str, number: str | int) -> IndexPage:
    """Eleven queries at most for a member, two for a guest."""
    search = one_line(search)[:SEARCH_MAX]
    found = findable(person, search)
    page: Page[Club] = numbered_page(found, number, PER_PAGE)
    if not person.is_authenticated:
        return IndexPage([], [], [], [], page, search)
    today = timezone.localdate()
    invited = list(
        ClubInvitation.objects.to(person)
        .waiting()
        .exclude(club__in=Club.objects.of(person))
        .select_related("club", "by")
    )
    asked = (
        JoinRequest.objects.by(person)
        .telling_words_to(person)
        .filter(Exists(Club.objects.visible_to(person).filter(pk=OuterRef("club"))))
        .exclude(answer=AdmissionAnswer.ACCEPTED)
        .select_related("club")
    )
    return IndexPage(
        mine=_mine(person),
        invitations=[one for one in invited if one.back_on is None or one.back_on <= today],
        later=[one for one in invited if one.back_on is not None and one.back_on > today],
        asked=_newest_of_each(asked),
        found=page,
        search=search,
    )


def _newest_of_each(asked: QuerySet[JoinRequest]) -> list[JoinRequest]:
    newest: dict[int, JoinRequest] = {}
    for one in asked:
        newest.setdefault(one.club_id, one)
    return list(newest.values())


def _mine(person: User) -> list[ClubLine]:
    own = {
        row.club_id: row
        for row in Membership.objects.current()
        .filter(user=person)
        .only("club_id", "role", "joined_at")
    }
    clubs = list(with_member_count(Club.objects.filter(pk__in=own)).order_by("name", "pk"))
    few = [club.pk for club in clubs if _count(club) <= NAMED_UP_TO]
    names: dict[int, list[str]] = {}
    others = Membership.objects.current().filter(club__in=few).exclude(user=person)
    for row in others.select_related("pseud"):
        names.setdefault(row.club_id, []).append(row.name)
    nexts = upcoming_lines(clubs, person)
    hosted = [pk for pk, row in own.items() if row.role == Role.HOST]
    waiting = _requests_waiting(hosted, person)
    new = news_in_clubs(person, own.values())
    return [
        ClubLine(
            club,
            _count(club),
            people_in_words(names.get(club.pk, []), _count(club)),
            nexts[club.pk],
            waiting.get(club.pk, 0),
            new.get(club.pk, 0),
        )
        for club in clubs
    ]


def _count(club: Club) -> int:
    return int(getattr(club, "member_count", 0))


def people_in_words(others: list[str], members: int) -> str:
    """Say “With Bo and Cy” of a few, “5 members” of more, “Only you so far” of one."""
    if members <= 1:
        return gettext("Only you so far")
    if len(others) != members - 1 or members > NAMED_UP_TO:
        return ngettext("%(number)d member", "%(number)d members", members) % {"number": members}
    return gettext("With %(names)s") % {"names": enumerated_text(others)}


def _requests_waiting(clubs: list[int], host: User) -> dict[int, int]:
    today = timezone.localdate()
    rows = (
        JoinRequest.objects.waiting()
        .heard_by(host)
        .filter(Q(back_on=None) | Q(back_on__lte=today), club__in=clubs)
        .order_by()
        .values_list("club")
        .annotate(many=Count("pk"))
    )
    return dict(rows)

"""Reading something with somebody: a club, its first read and the question, in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from bookcub.clubs.actions.clubs import NAME_MAX, ClubFields, start_club
from bookcub.clubs.actions.doors import renew_link
from bookcub.clubs.actions.joining import invite
from bookcub.clubs.models import Club, ClubInvitation, ClubQuerySet, InvitationLink, Membership
from bookcub.clubs.policies import OF_TWO
from bookcub.core.clock import now
from bookcub.people.models import Pseud, User
from bookcub.picks.actions.rules import choose_by
from bookcub.picks.models import Method
from bookcub.reads.actions.reads import begin_read
from bookcub.reads.models import Read
from bookcub.works.models import Work

LINK_LASTS = timedelta(days=30)
SAME_PRESS = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class SharedRead:
    """What came of it: the club, and how the friend comes in."""

    club: Club
    invitation: ClubInvitation | None
    link: InvitationLink | None


def read_together(
    *, by: User, pseud: Pseud, work: Work, friend: Pseud | None, name: str = "", word: str = ""
) -> SharedRead:
    """A private club of two that reads this work, with the friend invited, or a link for them.

    Pressed twice it is one club. ValidationError where a limit is broken.
    """
    with transaction.atomic():
        by.lock()
        before = _same(by, work, friend)
        if before is not None:
            return before
        fields = ClubFields(
            name=name or proposed_name(pseud, friend, work),
            time_zone=by.preferences.time_zone,
            decides_together=True,
        )
        club = start_club(by=by, pseud=pseud, fields=fields)
        choose_by(club=club, method=Method.TURNS)
        host = Membership.objects.select_related("club", "pseud", "user").get(club=club, user=by)
        begin_read(club=club, work=work, brought_by=host)
        if friend is None:
            return SharedRead(club, None, renew_link(club=club, by=by, lasts=LINK_LASTS))
        return SharedRead(club, invite(membership=host, pseud=friend, word=word), None)


def proposed_name(pseud: Pseud, friend: Pseud | None, work: Work) -> str:
    """Say “Ada & Bo”, or “The Weir” while nobody knows who it will be: names are in no language."""
    return (work.title if friend is None else f"{pseud.name} & {friend.name}")[:NAME_MAX]


def call_by_both_names(*, club: Club) -> None:
    """Where a club of two is called by its book, because nobody knew who would come: now they have."""
    with transaction.atomic():
        club.lock()
        club.refresh_from_db()
        members = list(Membership.objects.current().filter(club=club).select_related("pseud"))
        first = club.reads.filter(work__isnull=False).order_by("made_at", "pk").first()
        is_by_book = first is not None and club.name == first.title[:NAME_MAX]
        if len(members) == OF_TWO and is_by_book:
            club.name = " & ".join(each.name for each in members)[:NAME_MAX]
            club.save(update_fields=["name"])


def asked_to_read(work: Work, *, by: User) -> QuerySet[ClubInvitation]:
    """The questions of this person about the work that look unanswered: nobody is asked twice."""
    asked = ClubInvitation.objects.filter(club__in=_clubs_reading(work, by))
    return asked.unanswered_as_told()


def _clubs_reading(work: Work, by: User) -> ClubQuerySet:
    reads = Read.objects.standing().filter(work=work, finished_at=None)
    return Club.objects.of(by).filter(created_by=by, reads__in=reads)


def _same(by: User, work: Work, friend: Pseud | None) -> SharedRead | None:
    """What the same press, sent twice, has made already; or an unanswered question about the same work."""
    if friend is None:
        lately = _clubs_reading(work, by).filter(
            created_at__gt=now() - SAME_PRESS, link__isnull=False
        )
        found = lately.select_related("link").order_by("-created_at").first()
        return SharedRead(found, None, found.link) if found is not None else None
    before = asked_to_read(work, by=by).filter(user=friend.user_id)
    asked = before.select_related("club").order_by("-asked_at").first()
    return SharedRead(asked.club, asked, None) if asked is not None else None

"""Whom a member can ask into a club, by the names that they type."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from bookcub.clubs.models import (
    AdmissionAnswer,
    Club,
    ClubInvitation,
    ClubInvitationQuerySet,
    JoinRequest,
    Membership,
)
from bookcub.core.clock import now
from bookcub.people.models import Pseud, User
from bookcub.people.policies import may_meet
from bookcub.web.dates import as_near_day
from bookcub.works.queries.bylines import pseuds_named

ASKINGS_MAX = 3  # of one person by one club or by one of its members (or the other way round) …
ASKINGS_WITHIN = timedelta(days=30)  # … within this time, whatever became of them
OPEN_MAX = 100  # questions of one club, or of one person, that look unanswered


def pseuds_to_ask(
    bylines: Iterable[str],
    *,
    by: User,
    field: str,
    into: Club | None = None,
    asked: Collection[int] = (),
) -> list[Pseud]:
    """The pseuds behind these names. ValidationError for `field` if there is none, or none who could be asked by them.

    In one sentence for both: whoever has blocked somebody is not there for them. But who could not be asked into that
    club anyway is found, so that they read the reason that everybody reads; and so are the accounts in `asked`, who
    are not asked again. Without `into` it is a new club.
    """

    def is_hidden(pseud: Pseud) -> bool:
        if may_meet(by, pseud.user) or pseud.user_id in asked:
            return False
        try:
            ensure_may_be_asked(pseud, into=into, by=by)
        except ValidationError:
            return False
        return True

    return pseuds_named(bylines, field=field, unless=is_hidden)


def ensure_may_be_asked(pseud: Pseud, *, into: Club | None, by: User | None) -> None:
    """ValidationError for every reason that the club sees by itself, whoever may meet whom."""
    before = asked_before(pseud, into=into, by=by)
    if into is not None:
        if Membership.objects.current().filter(club=into, user=pseud.user_id).exists():
            raise ValidationError(
                gettext("%(name)s is already a member of this club.") % {"name": pseud.byline},
                code="member_already",
            )
        if before.filter(club=into).unanswered_as_told().exists():
            raise ValidationError(
                gettext("%(name)s is already invited and has not answered yet.")
                % {"name": pseud.byline},
                code="invited_already",
            )
    ensure_not_too_often(before, invited=pseud)
    open_now = ClubInvitation.objects.filter(club=into).unanswered_as_told()
    if into is not None and open_now.count() >= OPEN_MAX:
        raise ValidationError(
            gettext("This club has too many unanswered invitations. Withdraw some first."),
            code="too_many",
        )


def asked_before(pseud: Pseud, *, into: Club | None, by: User | None) -> ClubInvitationQuerySet:
    """How often they were asked by this club, or by this person into any other.

    One who is not wanted does not become so by asking from a club of another name.
    """
    return ClubInvitation.objects.filter(Q(club=into) | Q(by__user=by), user=pseud.user_id)


def ensure_not_too_often(
    before: QuerySet[ClubInvitation] | QuerySet[JoinRequest], *, invited: Pseud | None = None
) -> None:
    """ValidationError once three questions were asked within a month."""
    # By when was asked, and whether they came: no other answer, told or not, changes anything here.
    lately = list(
        before.filter(asked_at__gt=now() - ASKINGS_WITHIN)
        .exclude(answer=AdmissionAnswer.ACCEPTED)
        .order_by("-asked_at")
        .values_list("asked_at", flat=True)[:ASKINGS_MAX]
    )
    if len(lately) >= ASKINGS_MAX:
        day = as_near_day(lately[-1] + ASKINGS_WITHIN)
        if invited is None:
            says = gettext(
                "You have asked to join this club three times within a month. You can ask again from %(day)s on."
            ) % {"day": day}
        else:
            says = gettext(
                "%(name)s has been invited three times within a month. You can invite them again from %(day)s on."
            ) % {"name": invited.byline, "day": day}
        raise ValidationError(says, code="too_often")

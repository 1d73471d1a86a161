"""Asking somebody in, asking to be let in, and every answer to that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from bookcub.clubs import signals
from bookcub.clubs.actions.asking import (
    OPEN_MAX,
    asked_before,
    ensure_may_be_asked,
    ensure_not_too_often,
)
from bookcub.clubs.actions.entering import TOO_MANY, enter
from bookcub.clubs.models import (
    Admission,
    AdmissionAnswer,
    Club,
    ClubInvitation,
    JoinRequest,
    Membership,
)
from bookcub.core.clock import now
from bookcub.core.database.locks import hold
from bookcub.core.text import legible
from bookcub.core.zones import zone_named
from bookcub.people.models import Pseud, User
from bookcub.people.policies import may_meet
from bookcub.works.queries.bylines import nobody_named

WORD_MAX = 500
FIRST_TO_SEE_A_DAY = timedelta(hours=14)  # ahead of UTC: Kiritimati


def invite(*, membership: Membership, pseud: Pseud, word: str = "") -> ClubInvitation:
    """Ask the pseud's person into the member's club. ValidationError if that cannot be now.

    The refusals follow from what the club was told alone, never from what was answered in silence.
    """
    club, by = membership.club, membership.user
    with transaction.atomic():
        club.lock()
        ensure_may_be_asked(pseud, into=club, by=by)
        # Last: where anybody would be refused for a reason that they see, so is who may not be met.
        if by is not None and not may_meet(by, pseud.user):
            raise nobody_named([pseud.byline])
        before = asked_before(pseud, into=club, by=by)
        invitation = ClubInvitation.objects.create(
            club=club, user=pseud.user, by=membership.pseud, word=_word(word), asked_at=now()
        )
        _tell_unless_refused(
            invitation,
            before,
            partial(signals.club_invited.send, ClubInvitation, invitation=invitation),
        )
    return invitation


def ask_to_join(*, club: Club, pseud: Pseud, word: str = "") -> JoinRequest:
    """Ask a club to let the pseud's person in. ValidationError if that cannot be now."""
    with transaction.atomic():
        club.lock()
        if Membership.objects.current().filter(club=club, user=pseud.user_id).exists():
            raise ValidationError(
                gettext("You are already a member of this club."), code="member_already"
            )
        before = JoinRequest.objects.filter(club=club, pseud__user=pseud.user_id)
        if before.unanswered_as_told().exists():
            raise ValidationError(
                gettext("You have already asked to join. The hosts have not answered yet."),
                code="asked_already",
            )
        ensure_not_too_often(before)
        hold(f"requests:{pseud.user_id}")
        if JoinRequest.objects.by(pseud.user).unanswered_as_told().count() >= OPEN_MAX:
            raise ValidationError(
                gettext(
                    "You have too many unanswered requests to join clubs. Withdraw some first."
                ),
                code="too_many",
            )
        asked = JoinRequest.objects.create(club=club, pseud=pseud, word=_word(word), asked_at=now())
        _tell_unless_refused(
            asked, before, partial(signals.join_requested.send, JoinRequest, request=asked)
        )
    return asked


def _tell_unless_refused(
    admission: ClubInvitation | JoinRequest,
    before: QuerySet[ClubInvitation] | QuerySet[JoinRequest],
    tell: Callable[[], object],
) -> None:
    """Announce the question, unless the answerer has said once that further ones are declined by themselves."""
    if before.exclude(pk=admission.pk).filter(for_good=True).exists():
        admission.take_answer(AdmissionAnswer.DECLINED, at=now(), tells=False, for_good=True)
    else:
        transaction.on_commit(tell)


def _word(typed: str) -> str:
    return legible(typed).strip()[:WORD_MAX]


def accept_invitation(*, invitation: ClubInvitation, pseud: Pseud) -> Membership:
    """Come in. ValidationError if it was taken back meanwhile."""
    with transaction.atomic():
        _reload(
            invitation,
            {
                AdmissionAnswer.OPEN,
                AdmissionAnswer.NOT_YET,
                AdmissionAnswer.DECLINED,
                AdmissionAnswer.ACCEPTED,
            },
        )
        was_answered = invitation.answer == AdmissionAnswer.ACCEPTED
        _ensure_once(invitation, pseud)
        membership = enter(club=invitation.club, pseud=pseud)
        if not was_answered:
            invitation.take_answer(AdmissionAnswer.ACCEPTED, at=now(), tells=True)
            _announce(invitation)
    return membership


def _ensure_once(invitation: ClubInvitation, pseud: Pseud) -> None:
    """An accepted invitation is used up: it lets nobody back in who has left since."""
    if invitation.answer != AdmissionAnswer.ACCEPTED:
        return
    there = Membership.objects.current().filter(club=invitation.club, user=pseud.user_id)
    if not there.exists():
        raise ValidationError(
            gettext("This invitation has already been used. Ask a host for a new one."), code="used"
        )


def accept_request(*, asked: JoinRequest, by: User) -> Membership:
    """Let somebody in. ValidationError if they took it back meanwhile."""
    with transaction.atomic():
        _reload(asked, {AdmissionAnswer.OPEN, AdmissionAnswer.NOT_YET, AdmissionAnswer.DECLINED})
        try:
            membership = enter(club=asked.club, pseud=asked.pseud)
        except ValidationError as refusal:
            if getattr(refusal, "code", "") != TOO_MANY:
                raise
            raise ValidationError(
                gettext("%(name)s cannot join at the moment. Try again later, or ask %(name)s.")
                % {"name": asked.pseud.byline},
                code="cannot_come_in",
            ) from refusal
        asked.answered_by = by
        asked.save(update_fields=["answered_by"])
        asked.take_answer(AdmissionAnswer.ACCEPTED, at=now(), tells=True)
        _announce(asked)
    return membership


def decline(
    *,
    admission: ClubInvitation | JoinRequest,
    tells: bool,
    word: str = "",
    for_good: bool = False,
    by: User | None = None,
) -> None:
    """Answer no, so that the one who asked learns of it or not. `by` is the host who answers."""
    with transaction.atomic():
        _reload(admission, {AdmissionAnswer.OPEN, AdmissionAnswer.NOT_YET})
        admission.take_answer(
            AdmissionAnswer.DECLINED, at=now(), tells=tells, word=_word(word), for_good=for_good
        )
        _sign(admission, by)
        if tells:
            _announce(admission)


def postpone(
    *,
    admission: ClubInvitation | JoinRequest,
    tells: bool,
    word: str = "",
    back_on: date | None = None,
    by: User | None = None,
) -> None:
    """Answer "not yet". It stays open, and comes back on its day if it has one."""
    with transaction.atomic():
        _reload(admission, {AdmissionAnswer.OPEN, AdmissionAnswer.NOT_YET})
        admission.take_answer(
            AdmissionAnswer.NOT_YET, at=now(), tells=tells, word=_word(word), back_on=back_on
        )
        _sign(admission, by)
        if tells:
            _announce(admission)


def take_back(*, admission: ClubInvitation | JoinRequest) -> None:
    """Ask no longer. Works as long as it looks unanswered to who asked, whatever it is."""
    with transaction.atomic():
        admission.club.lock()
        admission.refresh_from_db()
        if admission.as_told == AdmissionAnswer.ACCEPTED:
            raise ValidationError(
                gettext(
                    "The invitation has been accepted in the meantime, so it cannot be withdrawn."
                )
                if isinstance(admission, ClubInvitation)
                else gettext(
                    "The request has been accepted in the meantime, so it cannot be withdrawn."
                ),
                code="answered",
            )
        was_heard = admission.is_waiting
        admission.withdraw()
        if was_heard and isinstance(admission, ClubInvitation):
            transaction.on_commit(
                partial(signals.invitation_taken_back.send, ClubInvitation, invitation=admission)
            )
        elif was_heard:
            transaction.on_commit(
                partial(signals.request_taken_back.send, JoinRequest, request=admission)
            )


def bring_back(*, at: datetime) -> None:
    """Put every "not yet" whose day has come before its answerer again, and say so once.

    The day begins where the person lives who put the invitation off, or where the club meets that was asked.
    """
    begun = Q(back_on__lte=(at + FIRST_TO_SEE_A_DAY).astimezone(UTC).date())
    begun &= Q(club__discarded_at=None)
    for invitation in ClubInvitation.objects.waiting().filter(begun):
        here = Q(
            pk=invitation.pk, back_on__lte=at.astimezone(invitation.user.preferences.zone).date()
        )
        if ClubInvitation.objects.waiting().filter(here).update(back_on=None):
            signals.invitation_returned.send(ClubInvitation, invitation=invitation)
    for asked in JoinRequest.objects.waiting().filter(begun):
        here = Q(pk=asked.pk, back_on__lte=at.astimezone(zone_named(asked.club.time_zone)).date())
        if JoinRequest.objects.waiting().filter(here).update(back_on=None):
            signals.request_returned.send(JoinRequest, request=asked)


def _reload(admission: Admission, expected: set[AdmissionAnswer]) -> None:
    """Look again under the club's lock: two answers at once are given one after the other."""
    if isinstance(admission, ClubInvitation | JoinRequest):
        admission.club.lock()
    admission.refresh_from_db(fields=["answer", "tells", "back_on", "for_good"])
    if admission.answer == AdmissionAnswer.WITHDRAWN:
        raise ValidationError(
            gettext(
                "The invitation was withdrawn in the meantime. There is nothing left to answer."
            )
            if isinstance(admission, ClubInvitation)
            else gettext(
                "The request was withdrawn in the meantime. There is nothing left to answer."
            ),
            code="taken_back",
        )
    if admission.answer not in expected:
        raise ValidationError(
            gettext("The invitation was answered in the meantime. There is nothing left to do.")
            if isinstance(admission, ClubInvitation)
            else gettext("The request was answered in the meantime. There is nothing left to do."),
            code="answered",
        )


def _sign(admission: Admission, by: User | None) -> None:
    if isinstance(admission, JoinRequest):
        admission.answered_by = by
        admission.save(update_fields=["answered_by"])


def _announce(admission: ClubInvitation | JoinRequest) -> None:
    if isinstance(admission, ClubInvitation):
        transaction.on_commit(
            partial(signals.invitation_answered.send, ClubInvitation, invitation=admission)
        )
    else:
        transaction.on_commit(
            partial(signals.request_answered.send, JoinRequest, request=admission)
        )

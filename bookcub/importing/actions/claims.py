"""Somebody who came with an imported club says who they are, and gets what they said and did."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext

from bookcub.clubs.models import MemberCard, Membership
from bookcub.comments.models import Comment
from bookcub.importing.models import ClubImport, FormerClaim
from bookcub.meetings.models import (
    Attendance,
    Hand,
    Line,
    Meeting,
    MinutesRevision,
    Presence,
    Question,
    Rsvp,
    ShowOfHands,
    SlotAnswer,
    SpoilerConsent,
)
from bookcub.memory.models import KeptNote, Prediction, RecallEntry, Verdict
from bookcub.picks.models import Ballot, Nomination, Pick, Second, TurnPassed
from bookcub.reads.models import PlanChange, Read, Reader

# All that a member has said and done in their club, and by which key it is theirs.
HANDED_OVER: tuple[tuple[type[models.Model], str], ...] = (
    (MemberCard, "membership"),
    (Read, "brought_by"),
    (Reader, "membership"),
    (PlanChange, "by"),
    (Pick, "opened_by"),
    (Pick, "turn_of"),
    (TurnPassed, "membership"),
    (Nomination, "membership"),
    (Second, "membership"),
    (Ballot, "membership"),
    (Meeting, "made_by"),
    (SlotAnswer, "membership"),
    (SlotAnswer, "said_by"),
    (Rsvp, "membership"),
    (Rsvp, "said_by"),
    (Ballot, "said_by"),
    (Question, "membership"),
    (SpoilerConsent, "membership"),
    (Presence, "membership"),
    (Attendance, "membership"),
    (Attendance, "said_by"),
    (Line, "membership"),
    (ShowOfHands, "asked_by"),
    (Hand, "membership"),
    (MinutesRevision, "by"),
    (Prediction, "membership"),
    (Verdict, "membership"),
    (KeptNote, "membership"),
    (RecallEntry, "said_by"),
)


@transaction.atomic
def claim(*, former: Membership, by: Membership) -> FormerClaim | None:
    """Say: this was me. A host's word counts at once (None); else a host answers it."""
    if not is_claimable(former) or former.club_id != by.club_id or not by.is_current:
        raise ValidationError(gettext("Somebody has already claimed this name."), code="taken")
    if by.is_host:
        become(former=former, membership=by)
        return None
    return FormerClaim.objects.get_or_create(former=former, by=by)[0]


@transaction.atomic
def accept(*, claim: FormerClaim, by: Membership) -> None:
    """Yes: they are one. Whoever claims cannot answer it themselves."""
    if not by.is_host or by.club_id != claim.former.club_id or claim.by_id == by.pk:
        raise PermissionDenied(gettext("Another host has to answer this. Ask one of them."))
    if not claim.by.is_current:
        raise ValidationError(
            gettext("%(name)s is no longer a member of this club."),
            code="left",
            params={"name": claim.by.name},
        )
    become(former=claim.former, membership=claim.by)


def is_claimable(membership: Membership) -> bool:
    """A name that came with the club, of somebody who did not ask to be unnamed.

    Not of somebody whose account here is gone: what they left is nobody else's.
    """
    is_name = membership.user_id is None and membership.pseud_id is None
    if not is_name or not membership.former_name or membership.left_notes:
        return False
    return came_with(membership) is not None


def came_with(membership: Membership) -> ClubImport | None:
    """The file that a name came with."""
    imports = ClubImport.objects.filter(club=membership.club_id).defer("text")
    return next((each for each in imports if membership.pk in each.names), None)


def become(*, former: Membership, membership: Membership) -> None:
    """Give a member all that a former name said and did; the name is gone then."""
    membership.club.lock()
    # Notes first: they are known by the name alone.
    notes = Comment.objects.filter(
        club=former.club_id, pseud=None, is_former_member=True, guest_name=former.former_name
    )
    imported = came_with(former)
    if imported is not None:
        # What was said here since, by somebody of that name who has gone, is not theirs.
        notes = notes.filter(posted_at__lt=imported.made_at)
    notes.update(pseud=membership.pseud, guest_name="", is_former_member=False)
    for model, key in HANDED_OVER:
        _hand_over(model, key, former, membership)
    if former.joined_at < membership.joined_at:
        membership.joined_at = former.joined_at
        membership.save(update_fields=["joined_at"])
    former.delete()


def _hand_over(
    model: type[models.Model], key: str, former: Membership, membership: Membership
) -> None:
    """Give over the rows of one model; where the member has their own already, that one stays."""
    for row in model._base_manager.filter(**{key: former}):  # noqa: SLF001  # Django's documented way past a manager
        setattr(row, f"{key}_id", membership.pk)
        try:
            with transaction.atomic():
                row.save(update_fields=[key])
        except IntegrityError:
            row.delete()

"""Who is told of what happens in clubs. Whether it may be seen yet is asked when it is shown, and when a letter goes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bookcub.clubs.models import (
    ClubInvitation,
    Involvement,
    JoinRequest,
    Membership,
    MembershipQuerySet,
)
from bookcub.comments.models import Comment, Hearers
from bookcub.core.clock import now
from bookcub.meetings.models import Meeting, Minutes, SlotAnswer
from bookcub.memory.models import Prediction
from bookcub.notifications import tasks
from bookcub.notifications.models import Notice, NoticeKind
from bookcub.people.models import User
from bookcub.picks.models import Pick
from bookcub.picks.queries.awaited import awaited
from bookcub.reads.models import PlanChange, Read

MOMENT = timedelta(microseconds=1)


def of_invitation(invitation: ClubInvitation) -> None:
    """To the invited; a "not yet" that has come to its day is told again."""
    _tell([invitation.user], NoticeKind.CLUB_INVITED, by_letter=True, invitation=invitation)


def no_more_of_invitation(invitation: ClubInvitation) -> None:
    Notice.objects.filter(invitation=invitation, kind=NoticeKind.CLUB_INVITED).delete()


def of_invitation_answer(invitation: ClubInvitation) -> None:
    """To who invited; and the invitation itself has been dealt with."""
    dealt_with = Notice.objects.filter(invitation=invitation, kind=NoticeKind.CLUB_INVITED)
    dealt_with.filter(read_at=None).update(read_at=now())
    if invitation.by is not None:
        to = [invitation.by.user]
        kind = NoticeKind.INVITATION_ANSWERED
        _tell(to, kind, by_letter=False, invitation=invitation, club=invitation.club)


def of_request(request: JoinRequest) -> None:
    """To the hosts."""
    hosts = _people(Membership.objects.hosts().filter(club=request.club))
    _tell(hosts, NoticeKind.JOIN_REQUESTED, by_letter=True, request=request, club=request.club)


def no_more_of_request(request: JoinRequest) -> None:
    Notice.objects.filter(request=request, kind=NoticeKind.JOIN_REQUESTED).delete()


def of_request_answer(request: JoinRequest) -> None:
    asked = Notice.objects.filter(request=request, kind=NoticeKind.JOIN_REQUESTED, read_at=None)
    asked.update(read_at=now())
    _tell([request.pseud.user], NoticeKind.REQUEST_ANSWERED, by_letter=True, request=request)


def of_joining(membership: Membership) -> None:
    """To the hosts, of somebody else."""
    hosts = Membership.objects.hosts().filter(club=membership.club_id).exclude(pk=membership.pk)
    club = membership.club
    _tell(_people(hosts), NoticeKind.JOINED, by_letter=False, membership=membership, club=club)


def of_hosting(membership: Membership) -> None:
    if membership.user is not None:
        to = [membership.user]
        _tell(to, NoticeKind.HOST, by_letter=False, membership=membership, club=membership.club)


def of_pick(pick: Pick, *, by: Membership | None = None) -> None:
    """To all members, whatever the stage it has come to; one line for each pick."""
    members = _involved(pick.club_id).exclude(pk=by.pk if by else 0)
    _tell(_people(members), NoticeKind.PICK, by_letter=True, pick=pick, club=pick.club)


def of_deadline(pick: Pick) -> None:
    """To those whom the pick waits for."""
    members = awaited(pick).exclude(involvement=Involvement.NOTHING)
    _tell(_people(members), NoticeKind.PICK, by_letter=True, pick=pick, club=pick.club)


def of_read(read: Read, *, by: Membership | None, by_letter: bool = False) -> None:
    members = _involved(read.club_id).exclude(pk=by.pk if by else 0)
    _tell(_people(members), NoticeKind.READ, by_letter=by_letter, read=read, club=read.club)


def of_plan(change: PlanChange) -> None:
    read = change.read
    members = _involved(read.club_id).exclude(pk=change.by_id or 0)
    _tell(_people(members), NoticeKind.PLAN, by_letter=False, read=read, club=read.club)


def of_meeting(meeting: Meeting, *, by: User | None = None) -> None:
    """The letters about meetings bring dates for calendars, and `meetings` sends them itself."""
    people = [user for user in _people(_involved(meeting.club_id)) if by is None or user != by]
    _tell(people, NoticeKind.MEETING, by_letter=False, meeting=meeting, club=meeting.club)


def of_missing_answers(meeting: Meeting) -> None:
    answered = SlotAnswer.objects.filter(slot__meeting=meeting).values("membership")
    people = _people(_involved(meeting.club_id).exclude(pk__in=answered))
    _tell(people, NoticeKind.MEETING, by_letter=False, meeting=meeting, club=meeting.club)


def of_answers(meeting: Meeting) -> None:
    hosts = Membership.objects.hosts().filter(club=meeting.club_id)
    _tell(_people(hosts), NoticeKind.MEETING, by_letter=False, meeting=meeting, club=meeting.club)


def of_minutes(minutes: Minutes, *, by: User) -> None:
    club = minutes.meeting.club
    people = [user for user in _people(_involved(club.pk)) if user != by]
    _tell(people, NoticeKind.MINUTES, by_letter=True, minutes=minutes, club=club)


def of_prediction(prediction: Prediction) -> None:
    club = prediction.read.club
    members = _involved(club.pk).exclude(pk=prediction.membership_id)
    _tell(
        _people(members), NoticeKind.PREDICTION, by_letter=False, prediction=prediction, club=club
    )


def of_talk(comment: Comment, *, by: User | None) -> None:
    """One line for each read; it counts what is new up to where its reader is, so it may not be there yet."""
    if comment.hearers != Hearers.CLUB or comment.club is None:
        return
    read = Read.objects.filter(club=comment.club, work=comment.work_id).first()
    if read is None:
        return
    members = Membership.objects.current().filter(
        club=comment.club, involvement=Involvement.EVERYTHING
    )
    for user in _people(members):
        if by is not None and user.pk == by.pk:
            continue
        notice, is_new = Notice.objects.get_or_create(
            user=user,
            kind=NoticeKind.TALK,
            read=read,
            defaults={"club": comment.club, "since": _just_before(comment)},
        )
        if not is_new:
            since = notice.since if notice.read_at is None else notice.read_at
            notice.since, notice.read_at, notice.made_at = since, None, comment.posted_at
            notice.save(update_fields=["since", "read_at", "made_at"])


def _just_before(comment: Comment) -> datetime:
    return comment.posted_at - MOMENT


def _involved(club_id: int) -> MembershipQuerySet:
    """Members who want to hear of picks and meetings."""
    members = Membership.objects.current().filter(club=club_id)
    return members.exclude(involvement=Involvement.NOTHING)


def _people(members: MembershipQuerySet) -> list[User]:
    rows = members.select_related("user__preferences").filter(user__is_active=True)
    return [row.user for row in rows if row.user is not None]


def _tell(to: Iterable[User], kind: NoticeKind, *, by_letter: bool, **about: object) -> None:
    """Put one line into each inbox, or bring the one that stands there up again."""
    subject = {name: value for name, value in about.items() if name != "club"}
    for user in to:
        notice, is_new = Notice.objects.get_or_create(
            user=user, kind=kind, **subject, defaults={"club": about.get("club")}
        )
        if not is_new:
            notice.made_at, notice.read_at = now(), None
            notice.save(update_fields=["made_at", "read_at"])
        if by_letter and user.email:
            tasks.mail_notice.enqueue(notice.pk)

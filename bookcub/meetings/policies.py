"""Who may call a meeting and decide about it. Whether one exists for somebody is `Meeting.objects.visible_to`."""

from __future__ import annotations

from dataclasses import dataclass

from bookcub.clubs.models import Club, Membership
from bookcub.meetings.models import Meeting, MeetingStage, Question
from bookcub.people.models import User

PAIR = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """A member before their club's meetings: all that the answers below depend on."""

    membership: Membership
    is_pair: bool  # in a club of two both decide

    @classmethod
    def of(cls, person: User, club: Club) -> Standing | None:
        """Two queries; None for somebody who does not belong to the club."""
        members = Membership.objects.current().filter(club=club)
        own = members.filter(user=person).select_related("pseud", "user").first()
        return cls(own, members.count() <= PAIR) if own else None

    @property
    def decides(self) -> bool:
        return self.membership.is_host or self.is_pair


def may_call(stand: Standing) -> bool:
    """Hosts call meetings; in a club of two, either."""
    return stand.decides


def may_run(stand: Standing, meeting: Meeting) -> bool:
    """Fix its time, change and cancel it, order its questions: whoever called it, or may call one."""
    return stand.decides or meeting.made_by_id == stand.membership.pk


def may_change(stand: Standing, meeting: Meeting) -> bool:
    """What is over or was cancelled stays as it was."""
    return may_run(stand, meeting) and meeting.stage in {MeetingStage.FINDING, MeetingStage.FIXED}


def may_take_back(stand: Standing, question: Question) -> bool:
    """One's own; whoever runs the meeting, what they can read."""
    own = question.membership_id == stand.membership.pk
    return own or may_run(stand, question.meeting)

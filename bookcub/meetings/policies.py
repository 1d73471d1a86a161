"""Who may call a meeting and decide about it. Whether one exists for somebody is `Meeting.objects.visible_to`."""

from __future__ import annotations

from dataclasses import dataclass

from bookcub.clubs.models import Club, Membership
from bookcub.clubs.policies import OF_TWO, size_of
from bookcub.meetings.models import Meeting, MeetingStage, Question
from bookcub.people.models import User


@dataclass(frozen=True, slots=True)
class Participant:
    """A member before their club's meetings: all that the answers below depend on."""

    membership: Membership
    is_pair: bool  # in a club of two both decide
    is_together: bool  # nobody keeps order over what others say

    @classmethod
    def of(cls, person: User, club: Club) -> Participant | None:
        """Two queries; None for somebody who does not belong to the club."""
        current = Membership.objects.current().filter(club=club, user=person)
        own = current.select_related("pseud", "user").first()
        return cls(own, size_of(club.pk) <= OF_TWO, club.decides_together) if own else None

    @property
    def decides(self) -> bool:
        return self.membership.is_host or self.is_pair


def may_call(participant: Participant) -> bool:
    """Hosts call meetings; in a club of two, either."""
    return participant.decides


def may_run(participant: Participant, meeting: Meeting) -> bool:
    """Fix its time, change and cancel it, order its questions: whoever called it, or may call one."""
    return participant.decides or meeting.made_by_id == participant.membership.pk


def may_bring_up(participant: Participant, meeting: Meeting) -> bool:
    """Whoever runs the meeting leads through its agenda; among friends who decide together, anybody."""
    return may_run(participant, meeting) or participant.is_together


def may_change(participant: Participant, meeting: Meeting) -> bool:
    """What is over or was cancelled stays as it was."""
    return may_run(participant, meeting) and meeting.stage in {
        MeetingStage.FINDING,
        MeetingStage.FIXED,
    }


def may_take_back(participant: Participant, question: Question) -> bool:
    """One's own; whoever runs the meeting, what they can read, except among friends who decide together."""
    if question.membership_id == participant.membership.pk:
        return True
    return may_run(participant, question.meeting) and not participant.is_together

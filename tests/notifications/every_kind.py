"""An inbox with a line of every kind, each about something else."""

from __future__ import annotations

from django.utils import timezone

from bookcub.clubs import signals as clubs
from bookcub.clubs.models import AdmissionAnswer, ClubInvitation, JoinRequest, LeftNotes, Membership
from bookcub.comments import actions
from bookcub.comments.actions import SourceComment
from bookcub.comments.actions.suggestions import accept_suggestion
from bookcub.comments.models import Comment, Hearers
from bookcub.meetings import signals as meetings
from bookcub.meetings.models import Meeting, MeetingStage, Minutes
from bookcub.memory import signals as memory
from bookcub.memory.models import Prediction
from bookcub.people.models import User
from bookcub.picks import signals as picks
from bookcub.picks.models import Method, Pick
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reads import signals as reads
from bookcub.reads.models import PlanChange, Read
from bookcub.works.actions import invite_co_creator
from bookcub.works.actions.draft_readers import note_reading, show_draft
from bookcub.works.actions.related import relate
from bookcub.works.choices import MayComment
from bookcub.works.models import Relation, Work
from tests.comments.announcing import announced
from tests.comments.noting import suggested
from tests.comments.talking import a_comment
from tests.making import make_club, make_read, make_work
from tests.notifications.conftest import Commits


def tell_of_everything(to: User, *, by: User, host: User, committing: Commits, more: str) -> None:
    """Let everything happen once that puts a line into an inbox, in works and a club of its own."""
    mine = make_work(to, title=f"Mine {more}", may_comment=MayComment.EVERYONE)
    theirs = make_work(by, title=f"Theirs {more}", may_comment=MayComment.EVERYONE)
    with committing():
        a_comment(mine, by, f"Comment {more}")
        invite_co_creator(work=theirs, pseud=to.default_pseud, by=by)
        relate(work=theirs, relation=Relation.INSPIRED_BY, parent=mine)
        old = SourceComment(source_id=more, name="Old", html="<p>x</p>")
        actions.keep_imported(work=mine, comments=[old])
        imported = mine.comments.get(is_imported=True)
        actions.claim(comment=imported, pseud=by.default_pseud)
    _tell_of_drafts(to, by=by, committing=committing, more=more)
    _tell_of_clubs(to, by=by, host=host, committing=committing, more=more)


def _tell_of_drafts(to: User, *, by: User, committing: Commits, more: str) -> None:
    mine = make_work(to, title=f"My draft {more}", posted=False)
    theirs = make_work(by, title=f"Their draft {more}", posted=False)
    show_draft(work=mine, to=[by], by=to)
    with committing():
        show_draft(work=theirs, to=[to], by=by)
    told, read = mine.chapters.get(), theirs.chapters.get()
    note_reading(user_id=to.pk, chapter=read, number=1, at=timezone.now())
    with committing():
        suggested(told, by)
        accept_suggestion(suggestion=suggested(read, to).suggestion, by=by.default_pseud)


def _tell_of_clubs(to: User, *, by: User, host: User, committing: Commits, more: str) -> None:
    club, other = make_club(to, by), make_club(host)
    third = make_club(host)
    me, member = Membership.objects.get(club=club, user=to), club.memberships.get(user=by)
    chief = host.default_pseud
    serial = make_work(host, title=f"Serial {more}", chapters=2)
    read = make_read(club, work=serial)
    read_up_to_end(user=to, chapter=serial.chapters.get(position=1))
    asked = ClubInvitation.objects.create(club=other, user=to, by=chief)
    mine = ClubInvitation.objects.create(
        club=club, user=host, by=to.default_pseud, answer=AdmissionAnswer.NOT_YET
    )
    wish = JoinRequest.objects.create(club=club, pseud=chief)
    my_wish = JoinRequest.objects.create(club=third, pseud=to.default_pseud)
    pick = Pick.objects.create(club=club, number=1, method=Method.RANKED)
    change = PlanChange.objects.create(read=read, by=member, why=f"Late {more}")
    meeting = Meeting.objects.create(club=club, title=f"Friday {more}", stage=MeetingStage.HELD)
    minutes = Minutes.objects.create(meeting=meeting, published_at=timezone.now())
    guess = Prediction.objects.create(read=read, membership=member, text="x", upto=1)
    note = _say(read, to, "A note")
    _tell_of_friends(to, by=by, more=more)
    with committing():
        clubs.club_invited.send(ClubInvitation, invitation=asked)
        clubs.invitation_answered.send(ClubInvitation, invitation=mine)
        clubs.join_requested.send(JoinRequest, request=wish)
        clubs.request_answered.send(JoinRequest, request=my_wish)
        clubs.member_joined.send(Membership, membership=member, is_back=False)
        clubs.host_made.send(Membership, membership=me, by=by)
        picks.pick_opened.send(Pick, pick=pick)
        reads.read_begun.send(Read, read=read, by=member)
        reads.plan_changed.send(Read, read=read, change=change)
        meetings.meeting_fixed.send(Meeting, meeting=meeting, by=by)
        meetings.minutes_published.send(Minutes, minutes=minutes, by=by)
        memory.prediction_sealed.send(Prediction, prediction=guess)
        _say(read, by, f"An answer {more}", to=note)
        _say(read, by, f"A word {more}")
        _say(Read(club=club, work=make_work(host, title=f"Aside {more}")), by, f"Of another {more}")
        actions.say(
            by=by.default_pseud, html=f"<p>Beside {more}</p>", hearers=Hearers.CLUB, club=club
        )

        announced(club, by, f"Announced {more}")


def _tell_of_friends(to: User, *, by: User, more: str) -> None:
    """One has left, and one has deleted what is of a club of two who decide together."""
    left, club = (make_club(to, by, decides_together=True, name=f"{n} {more}") for n in (1, 2))
    read = make_read(club, work=make_work(by, title=f"Gone {more}"))
    pick = Pick.objects.create(club=club, number=1, method=Method.RANKED)
    meeting = Meeting.objects.create(club=club, title="Gone", stage=MeetingStage.HELD)
    held = Meeting.objects.create(club=club, title="Held", stage=MeetingStage.HELD)
    minutes = Minutes.objects.create(meeting=held)
    gone = left.memberships.get(user=by)
    gone.end(at=timezone.now(), notes=LeftNotes.KEEP)
    clubs.member_left.send(Membership, membership=gone, by=None)
    for thing in (read, pick, meeting, minutes):
        type(thing)._default_manager.filter(pk=thing.pk).update(discarded_at=timezone.now())
        clubs.discarded_together.send(type(thing), thing=thing, club=club, by=by)


def _say(read: Read, by: User, words: str, to: Comment | None = None) -> Comment:
    work = read.work or Work()
    return actions.say(
        work=work,
        chapter=work.chapters.get(position=1) if read.pk else None,
        by=by.default_pseud,
        html=f"<p>{words}</p>",
        parent=to,
        hearers=Hearers.CLUB,
        club=read.club,
    )

"""What a line of an inbox says of a club, as things are now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bookcub.clubs.models import Answer
from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.notifications.models import Notice, NoticeKind
from bookcub.notifications.models.notice import talk_since
from bookcub.picks.models import Pick, Stage

RELATED = (
    "club",
    "invitation__club",
    "invitation__by",
    "invitation__user",
    "request__club",
    "request__pseud",
    "membership__club",
    "membership__pseud",
    "pick__club",
    "pick__winner",
    "pick__turn_of__pseud",
    "read__club",
    "read__work",
    "meeting__club",
    "minutes__meeting__club",
    "prediction__membership__pseud",
    "prediction__read__club",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, where it leads, and perhaps somebody's own words and a date."""

    sentence: str
    url: str
    link: str = "Open it"
    word: str = ""
    at: datetime | None = None


def line_of(notice: Notice) -> Line | None:
    """What a notice of `Notice.objects.visible_to` with RELATED says; None for those that are not about clubs."""
    for tell in (_asking, _membership, _pick, _read, _meeting):
        if (line := tell(notice)) is not None:
            return line
    return None


def row_for_letter(notice: Notice) -> Line | None:
    """What a letter says of a notice, None if it is not there for its reader (yet)."""
    open_ones = Notice.objects.visible_to(notice.user).select_related("user", *RELATED)
    found = open_ones.filter(pk=notice.pk).first()
    return line_of(found) if found else None


def _asking(notice: Notice) -> Line | None:
    if notice.invitation is not None:
        asked = notice.invitation
        if notice.kind == NoticeKind.CLUB_INVITED:
            who = asked.by.name if asked.by else "Somebody"
            sentence = f"{who} invites you to the club {asked.club.name}."
            return Line(sentence, f"/clubs/invitations/{asked.pk}", "Answer", asked.word)
        said = ANSWERS[asked.as_told].format(who=asked.user.username, club=asked.club.name)
        return Line(said, f"/clubs/{asked.club_id}/members", "See the members", asked.answer_word)
    if notice.request is not None:
        wish = notice.request
        if notice.kind == NoticeKind.JOIN_REQUESTED:
            sentence = f"{wish.pseud.name} asks to join {wish.club.name}."
            return Line(sentence, f"/clubs/{wish.club_id}/requests", "Answer", wish.word)
        said = TOLD[wish.as_told].format(club=wish.club.name)
        return Line(said, f"/clubs/{wish.club_id}", "Open the club", wish.answer_word)
    return None


ANSWERS = {
    Answer.ACCEPTED: "{who} has accepted your invitation to {club}.",
    Answer.DECLINED: "{who} has declined your invitation to {club}.",
    Answer.NOT_YET: "{who} answers your invitation to {club}: not yet.",
    Answer.OPEN: "{who} has not answered your invitation to {club} yet.",
    Answer.WITHDRAWN: "Your invitation of {who} to {club} was taken back.",
}
TOLD = {
    Answer.ACCEPTED: "You belong to {club} now.",
    Answer.DECLINED: "{club} has declined your request to join.",
    Answer.NOT_YET: "{club} answers your request to join: not yet.",
    Answer.OPEN: "{club} has not answered your request to join yet.",
    Answer.WITHDRAWN: "Your request to join {club} was taken back.",
}


def _membership(notice: Notice) -> Line | None:
    if notice.membership is None:
        return None
    club = notice.membership.club
    if notice.kind == NoticeKind.HOST:
        return Line(f"You are a host of {club.name} now.", club.get_absolute_url(), "Open the club")
    url = f"{club.get_absolute_url()}/members"
    return Line(f"{notice.membership.name} has joined {club.name}.", url, "See the members")


def _pick(notice: Notice) -> Line | None:
    if notice.pick is None:
        return None
    sentence, link, at = _stage(notice.pick, notice.user_id)
    return Line(f"{notice.pick.club.name}: {sentence}", notice.pick.get_absolute_url(), link, at=at)


ENDS = {
    Stage.TIED: "a host decides what is read next.",
    Stage.CANCELLED: "the choice of the next read was given up.",
    Stage.PICKED: "{title} is picked.",
}


def _stage(pick: Pick, reader: int) -> tuple[str, str, datetime | None]:
    if pick.stage == Stage.VOTING:
        return "the vote on the next read is open.", "Vote", pick.vote_closes_at
    if pick.stage in ENDS:
        title = f"“{pick.winner.title}”" if pick.winner else "the next read"
        return ENDS[Stage(pick.stage)].format(title=title), "See the choice", None
    if pick.turn_of is None:
        return "suggestions for the next read are open.", "Suggest", pick.nominations_close_at
    if pick.turn_of.user_id == reader:
        return "it is your turn to bring the next read.", "Bring it", pick.nominations_close_at
    return f"{pick.turn_of.name} brings the next read.", "See the choice", None


def _read(notice: Notice) -> Line | None:
    read = notice.read
    if read is None:
        return None
    url = read.get_absolute_url()
    if notice.kind == NoticeKind.TALK:
        number = talk_since(notice.user, read.club_id, read.work_id, notice.since).count()
        notes = "1 new note" if number == 1 else f"{number} new notes"
        sentence = f"{notes} in {read.club.name} on “{read.title}”, up to where you are."
        return Line(sentence, f"{url}/talk", "Read and answer")
    if notice.kind == NoticeKind.PLAN:
        change = read.plan_changes.first()
        why = change.why if change else ""
        sentence = f"The plan of {read.club.name} for “{read.title}” has moved."
        return Line(sentence, url, "See the plan", why)
    if read.abandoned_at is not None:
        sentence = f"{read.club.name} has put “{read.title}” aside."
        return Line(sentence, url, "Open it", read.abandoned_word)
    if read.finished_at is not None:
        return Line(f"{read.club.name} has finished “{read.title}”.", url, "Look back")
    return Line(f"{read.club.name} reads “{read.title}”.", url, "Read along")


def _meeting(notice: Notice) -> Line | None:
    if notice.minutes is not None:
        held = notice.minutes.meeting
        sentence = f"The minutes of “{held.title}” of {held.club.name} are there."
        return Line(sentence, f"{held.get_absolute_url()}/minutes", "Read them")
    if notice.prediction is not None:
        guess = notice.prediction
        sentence = f"A prediction by {guess.membership.name} in {guess.read.club.name} is open."
        return Line(sentence, f"{guess.read.get_absolute_url()}/predictions", "See who was right")
    if notice.meeting is None:
        return None
    sentence, link = _when(notice.meeting)
    return Line(sentence, notice.meeting.get_absolute_url(), link, at=notice.meeting.starts_at)


def _when(meeting: Meeting) -> tuple[str, str]:
    name = f"{meeting.club.name}: “{meeting.title}”"
    if meeting.stage == MeetingStage.FINDING:
        return f"{name} looks for a time.", "Say when you can"
    if meeting.stage == MeetingStage.CANCELLED:
        return f"{name} is cancelled.", "Open it"
    if meeting.stage == MeetingStage.HELD:
        return f"{name} was held.", "Open it"
    return f"{name} has its time.", "Say whether you come"

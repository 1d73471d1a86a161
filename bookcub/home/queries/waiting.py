"""What is new for somebody and waits for them: the first thing on their desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from bookcub.clubs.models import ClubInvitation, JoinRequest, Membership
from bookcub.comments.models import Comment
from bookcub.comments.queries.announcements import AnnouncementLine, announced_in, line_of
from bookcub.core.clock import now
from bookcub.core.database.prepared import prepared
from bookcub.core.page_urls import reverse
from bookcub.importing.models import KEPT_FOR, ClubImport, Import
from bookcub.importing.models import State as ImportState
from bookcub.meetings.models import (
    OPENS_BEFORE,
    SILENCE,
    Coming,
    Meeting,
    MeetingStage,
    Minutes,
    Presence,
    Rsvp,
    Slot,
    SlotAnswer,
)
from bookcub.memory.models import Prediction
from bookcub.notifications.kinds.clubs import ClubInvited
from bookcub.notifications.kinds.meetings import MeetingMoved
from bookcub.notifications.kinds.talk import Announced
from bookcub.notifications.models import Notice
from bookcub.notifications.queries.inbox import newest_unread
from bookcub.notifications.queries.visible_lines import VisibleLines
from bookcub.people.models import User
from bookcub.people.policies import hears_of
from bookcub.picks.models import Ballot, Method, Nomination, Pick, Stage
from bookcub.web.components.languages import naming, said, titled
from bookcub.web.enumeration import enumerated_text
from bookcub.works.models import Creatorship, RelatedWork, Work

IN_A_LINE = 70  # letters of an announcement: its page has the rest
MOST = 5  # lines of one kind
NAMED = 3  # people in a room; more are counted
NEWEST = 4  # lines of the inbox
LEADS = (Announced.name, MeetingMoved.name)  # lines of the inbox through which one is led from here
MOST_GUESSES = 50
REMEMBERED = timedelta(days=14)  # since the end of a read, after which its guesses ask nothing more
FRESH = timedelta(days=7)  # minutes that came out are news for so long
LATE = timedelta(days=1)  # a room that nobody has come to is not news for longer


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One line: what it is, where to answer it, and when it begins or ends."""

    icon: str
    url: str
    words: SafeString
    starts_at: datetime | None = None
    closes_at: datetime | None = None
    club: str = ""  # of which it is; its own page need not name it
    is_personal: bool = False  # one person is waited for, or answered
    is_asking: bool = False  # something is to be done there
    told_as: tuple[str, int] | None = (
        None  # the kind and the subject of what the inbox says of the same
    )

    @property
    def has_day(self) -> bool:
        return self.starts_at is not None or self.closes_at is not None

    @property
    def presses(self) -> bool:
        """Whether it stands before news, and is never folded: it is about this person, or has its day."""
        return self.is_personal or self.has_day


def waiting_for(person: User, unread: VisibleLines, number: int) -> list[DeskLine]:
    """What presses first, then news; of both what asks for something before the rest. Eight queries and those of four lines of an inbox, ten more for who belongs to clubs.

    What has a line of its own here, which stays until it is answered, is not told a second time from the inbox; an
    announcement and a meeting lead through the inbox's line, which is read by that.
    """
    mine = _memberships(person)
    clubs = [one.club_id for one in mine]
    hosted = [one.club_id for one in mine if one.is_host]
    own = [
        *(_rooms(person, clubs) if clubs else ()),
        *(_announcements(announced_in(clubs, person, MOST)) if clubs else ()),
        *_club_invitations(_invitations(person, clubs)),
        *(_requests(person, hosted) if hosted else ()),
        *(_picks(person, clubs, hosted) if clubs else ()),
        *(_polls(person, clubs) if clubs else ()),
        *(_next_meeting(person, clubs) if clubs else ()),
        *_co_creators(person),
        *_comments(person),
        *_imports(person),
    ]
    told: dict[str, list[int]] = defaultdict(list)
    for kind, subject in (line.told_as for line in own if line.told_as):
        told[kind].append(subject)
    untold = unread.without(told)
    lines = [
        *_through_inbox(person, own, told),
        *_inbox(person, untold, untold.count() if told else number, number),
        *_inspired(person),
    ]
    return sorted(lines, key=lambda line: (not line.presses, not line.is_asking))


def _through_inbox(
    person: User, lines: list[DeskLine], told: Mapping[str, list[int]]
) -> Iterator[DeskLine]:
    """Let announcements and meetings lead through the inbox's lines about them; an announcement is gone with its line."""
    subjects = [pk for kind in LEADS for pk in told.get(kind, ())]
    rows = _told_of(person, subjects) if subjects else ()
    unread = {(kind, subject): None if read_at else pk for pk, kind, subject, read_at in rows}
    for line in lines:
        if line.told_as not in unread:
            yield line
        elif pk := unread[line.told_as]:
            way = reverse("notifications:notice_detail", args=[pk])
            yield replace(line, url=f"{way}?{urlencode({'next': line.url})}")
        elif line.told_as[0] != Announced.name:
            yield line


def waiting_in(me: Membership, person: User) -> list[DeskLine]:
    """The same for one of their clubs, whose page names it already.

    With the guesses that have opened, and the newest minutes. Eight queries at most.
    """
    clubs, hosted = [me.club_id], [me.club_id] if me.is_host else []
    return [
        *_rooms(person, clubs),
        *_guesses(person, clubs),
        *(_requests(person, hosted) if hosted else ()),
        *_picks(person, clubs, hosted),
        *_polls(person, clubs),
        *_minutes(person, clubs),
        *_next_meeting(person, clubs),
    ]


def _minutes(person: User, clubs: list[int]) -> Iterator[DeskLine]:
    """Minutes that came out in the last days, for whoever may read them."""
    for minutes in _newest_minutes(person, clubs, now() - FRESH):
        words = said(gettext("The minutes of “%(meeting)s” are out"), meeting=minutes.meeting.name)
        yield DeskLine("book", minutes.get_absolute_url(), words)


def _rooms(person: User, clubs: list[int]) -> Iterator[DeskLine]:
    """Rooms in which people can talk now; who is there only for those who may hear them."""
    at = now()
    rooms = _open_rooms(clubs, at - LATE, at + OPENS_BEFORE)
    if not rooms:
        return
    names: dict[int, list[str]] = defaultdict(list)
    for presence in _people_in(person, [room.pk for room in rooms], at - SILENCE):
        names[presence.meeting_id].append(presence.membership.name)
    for room in rooms:
        url = reverse("meetings:room_detail", args=[room.pk])
        yield DeskLine(
            "comment",
            url,
            _room_words(room, names[room.pk]),
            club=room.club.name,
            is_personal=True,
            is_asking=True,
            told_as=(MeetingMoved.name, room.pk),
        )


def _room_words(room: Meeting, names: list[str]) -> SafeString:
    if not names:
        return said(gettext("The room of “%(meeting)s” is open"), meeting=room.name)
    if len(names) <= NAMED:
        words = gettext("In the room of “%(meeting)s” now: %(names)s")
        return said(words, meeting=room.name, names=enumerated_text(names))
    words = ngettext(
        "%(number)d person is in the room of “%(meeting)s” now",
        "%(number)d people are in the room of “%(meeting)s” now",
        len(names),
    )
    return said(words, meeting=room.name, number=len(names))


def _announcements(announced: list[AnnouncementLine]) -> Iterator[DeskLine]:
    for line in announced:
        club = line.announcement.club
        words = said(gettext("Announcement: %(words)s"), words=line_of(line, most=IN_A_LINE))
        url = f"{club.get_absolute_url()}#{line.anchor}"
        told_as = (Announced.name, line.pk)
        yield DeskLine("megaphone", url, words, club=club.name, told_as=told_as)


def _guesses(person: User, clubs: list[int]) -> Iterator[DeskLine]:
    """Reads with predictions that have opened for this person, until they say how each came out."""
    opened: dict[int, list[Prediction]] = defaultdict(list)
    for guess in _opened_guesses(person, clubs, now() - REMEMBERED):
        opened[guess.read_id].append(guess)
    for guesses in opened.values():
        newest = guesses[0]
        url = reverse("memory:prediction_index", args=[newest.read.club_id, newest.read_id])
        words = said(_opened(guesses, person), number=len(guesses), title=titled(newest.read))
        yield DeskLine("mail", f"{url}#prediction-{newest.pk}", words)


def _opened(guesses: list[Prediction], person: User) -> str:
    if len(guesses) == 1 and guesses[0].membership.user_id == person.pk:
        return gettext("Your prediction about “%(title)s” has opened: was it right?")
    return ngettext(
        "%(number)d prediction about “%(title)s” has opened: was it right?",
        "%(number)d predictions about “%(title)s” have opened: were they right?",
        len(guesses),
    )


def _inbox(person: User, lines: VisibleLines, untold: int, unread: int) -> Iterator[DeskLine]:
    """What clubs say and the newest lines, as the inbox says them; when these are not all, how many the whole inbox has."""
    newest = newest_unread(person, lines, NEWEST) if untold else []
    for row in newest:
        url = row.url or reverse("notifications:inbox_index")
        sentence = naming(row.item.sentence, row.item.about)
        yield DeskLine(row.icon, url, sentence, is_personal=row.presses)
    if untold > len(newest):
        words = ngettext(
            "%(number)d unread in your inbox", "%(number)d unread in your inbox", unread
        )
        yield DeskLine("inbox", reverse("notifications:inbox_index"), said(words, number=unread))


def _invitations(person: User, clubs: list[int]) -> list[ClubInvitation]:
    return _invitations_to(person, timezone.localdate(), clubs or [0])


def _club_invitations(invitations: list[ClubInvitation]) -> Iterator[DeskLine]:
    for one in invitations:
        url = reverse("clubs:invitation_detail", args=[one.pk])
        if one.by:
            invites = gettext("%(name)s invites you to join %(club)s")
            words = said(invites, name=one.by.name, club=one.club.name)
        else:
            words = said(gettext("You are invited to join %(club)s"), club=one.club.name)
        told_as = (ClubInvited.name, one.pk)
        yield DeskLine("people", url, words, is_personal=True, is_asking=True, told_as=told_as)


def _co_creators(person: User) -> Iterator[DeskLine]:
    url = reverse("works:invitation_index")
    for row in _co_creations(person):
        if row.invited_by:
            words = gettext("%(name)s invites you to be a co-creator of “%(title)s”")
            name = str(row.invited_by)
            words = said(words, name=name, title=titled(row.work))
            yield DeskLine("pen", url, words, is_asking=True)
        else:
            words = gettext("You are invited to be a co-creator of “%(title)s”")
            yield DeskLine("pen", url, said(words, title=titled(row.work)), is_asking=True)


def _imports(person: User) -> Iterator[DeskLine]:
    """What was read of files and clubs and waits for its person's eye, until it is let go."""
    for pk, made_at, number in _ready_imports(person):
        words = ngettext(
            "%(number)d imported work waits: review it, then post it or save it as a draft",
            "%(number)d imported works wait: review them, then post them or save them as drafts",
            number,
        )
        url = reverse("importing:import_detail", args=[pk])
        words, until = said(words, number=number), made_at + KEPT_FOR
        yield DeskLine("upload", url, words, closes_at=until, is_asking=True)
    for club in _waiting_clubs(person):
        words = said(
            gettext("The imported club %(club)s waits: look through it, then import it"),
            club=club.name,
        )
        url = club.get_absolute_url()
        until = club.made_at + KEPT_FOR
        yield DeskLine("upload", url, words, closes_at=until, is_asking=True)


def _comments(person: User) -> Iterator[DeskLine]:
    """Works of theirs with comments that wait for their approval."""
    numbers = dict(_unreviewed(person))
    works = Work.objects.in_bulk(numbers) if numbers else {}
    for work_id, number in numbers.items():
        words = ngettext(
            "%(number)d comment on “%(title)s” waits for your approval",
            "%(number)d comments on “%(title)s” wait for your approval",
            number,
        )
        url = reverse("comments:unreviewed_comment_index", args=[work_id])
        words = said(words, number=number, title=titled(works[work_id]))
        yield DeskLine("eye", url, words, is_asking=True)


def _requests(host: User, hosted: list[int]) -> Iterator[DeskLine]:
    for club, name, number in _waiting_requests(host, hosted, timezone.localdate()):
        words = ngettext("%(number)s request to join", "%(number)s requests to join", number)
        url = reverse("clubs:request_index", args=[club])
        words = said(words, number=number)
        yield DeskLine("people", url, words, club=name, is_personal=True, is_asking=True)


def _picks(person: User, clubs: list[int], hosted: list[int]) -> Iterator[DeskLine]:
    """Choices that wait for this person: for their vote, their suggestion, their turn or their word as a host."""
    for pick in _waiting_picks(person, clubs, hosted or [0]):
        yield DeskLine(
            "book",
            pick.get_absolute_url(),
            said(_asked_of(pick)),
            closes_at=pick.closes_at,
            club=pick.club.name,
            is_personal=True,
            is_asking=True,
        )


def _asked_of(pick: Pick) -> str:
    if pick.is_voting:
        return gettext("Vote on our next read")
    if pick.waits_for_host:
        return gettext("Decide on our next read: the votes are level")
    if pick.is_by_turns:
        return gettext("It is your turn to choose our next read")
    return gettext("Suggest our next read")


def _polls(person: User, clubs: list[int]) -> Iterator[DeskLine]:
    """Meetings whose time is being found, until this person has said when they can come."""
    for meeting in _unanswered_polls(person, clubs, now()):
        words = said(gettext("Say when you can come to “%(meeting)s”"), meeting=meeting.name)
        url, club = meeting.get_absolute_url(), meeting.club.name
        yield DeskLine(
            "clock",
            url,
            words,
            closes_at=meeting.answers_until,
            club=club,
            is_personal=True,
            is_asking=True,
            told_as=(MeetingMoved.name, meeting.pk),
        )


def _inspired(person: User) -> Iterator[DeskLine]:
    """Works by others that name one of this person's as their source."""
    if number := len(_inspired_works(person)):
        words = ngettext(
            "%(number)d work inspired by yours, for you to look at",
            "%(number)d works inspired by yours, for you to look at",
            number,
        )
        url = reverse("works:related_index")
        yield DeskLine("link", url, said(words, number=number), is_asking=True)


def _next_meeting(person: User, clubs: list[int]) -> Iterator[DeskLine]:
    """The next one of all their clubs to which they have not said no."""
    for meeting in _coming_meetings(person, clubs, now() + OPENS_BEFORE):
        words = said(gettext("Next meeting: “%(meeting)s”"), meeting=meeting.name)
        url, club = meeting.get_absolute_url(), meeting.club.name
        told_as = (MeetingMoved.name, meeting.pk)
        yield DeskLine(
            "calendar", url, words, starts_at=meeting.starts_at, club=club, told_as=told_as
        )


@prepared
def _memberships(person: User) -> QuerySet[Membership]:
    return Membership.objects.current().filter(user=person)


@prepared
def _told_of(
    person: User, subjects: Collection[int]
) -> QuerySet[Notice, tuple[int, str, int, datetime | None]]:
    lines = Notice.objects.of(person).filter(kind__in=LEADS, subject__in=subjects)
    return lines.order_by().values_list("pk", "kind", "subject", "read_at")


@prepared
def _newest_minutes(person: User, clubs: Collection[int], since: datetime) -> QuerySet[Minutes]:
    out = Minutes.objects.visible_to(person).filter(meeting__club__in=clubs, published_at__gt=since)
    return out.select_related("meeting").order_by("-published_at")[:MOST]


@prepared
def _open_rooms(clubs: Collection[int], since: datetime, until: datetime) -> QuerySet[Meeting]:
    begun = Q(stage=MeetingStage.FIXED, starts_at__range=(since, until))
    meetings = Meeting.objects.standing().filter(
        Q(opened_at__isnull=False) | begun, club__in=clubs, closed_at=None
    )
    return meetings.exclude(stage=MeetingStage.CANCELLED).select_related("club")[:MOST]


@prepared
def _people_in(person: User, rooms: Collection[int], since: datetime) -> QuerySet[Presence]:
    heard = Meeting.objects.filter(pk__in=rooms).open_to(person)
    return (
        Presence.objects.filter(
            hears_of(person, "membership__user"), meeting__in=heard, seen_at__gte=since
        )
        .filter(membership__left_at=None, membership__user__is_active=True)
        .exclude(membership__user=person)
        .select_related("membership__pseud")
    )


@prepared
def _opened_guesses(person: User, clubs: Collection[int], since: datetime) -> QuerySet[Prediction]:
    still_warm = Q(read__finished_at=None, read__abandoned_at=None) | Q(
        read__finished_at__gte=since
    )
    rows = Prediction.objects.unjudged_by(person).filter(still_warm, read__club__in=clubs)
    rows = rows.select_related("read__work", "read__book", "membership")
    return rows.order_by("-upto", "pk")[:MOST_GUESSES]


@prepared
def _invitations_to(person: User, day: date, but: Collection[int]) -> QuerySet[ClubInvitation]:
    waiting = ClubInvitation.objects.to(person).waiting()
    due = waiting.filter(Q(back_on=None) | Q(back_on__lte=day)).exclude(club__in=but)
    return due.select_related("club", "by")[:MOST]


@prepared
def _co_creations(person: User) -> QuerySet[Creatorship]:
    rows = Creatorship.objects.invitations_for(person)
    return rows.select_related("work", "invited_by")[:MOST]


@prepared
def _ready_imports(person: User) -> QuerySet[Import, tuple[int, datetime, int]]:
    undecided = Q(parts__is_refused=False, parts__decided_at=None)
    ready = Import.objects.visible_to(person).filter(state=ImportState.READY)
    counted = ready.annotate(number=Count("parts", filter=undecided))
    return counted.values_list("pk", "made_at", "number")[:MOST]


@prepared
def _waiting_clubs(person: User) -> QuerySet[ClubImport]:
    waiting = ClubImport.objects.visible_to(person).waiting().filter(begun_at=None)
    return waiting.defer("text")[:MOST]


@prepared
def _unreviewed(person: User) -> QuerySet[Comment, tuple[int, int]]:
    asked = Comment.objects.unreviewed().not_kept_from(person)
    asked = asked.filter(work__in=Creatorship.objects.works_of(person))
    counted = asked.order_by().values("work").annotate(number=Count("pk"))
    return counted.order_by("-number", "work").values_list("work", "number")[:MOST]


@prepared
def _waiting_requests(
    host: User, hosted: Collection[int], day: date
) -> QuerySet[JoinRequest, tuple[int, str, int]]:
    due = JoinRequest.objects.waiting().heard_by(host).filter(Q(back_on=None) | Q(back_on__lte=day))
    rows = due.filter(club__in=hosted).order_by().values_list("club", "club__name")
    return rows.annotate(many=Count("pk")).order_by("club__name", "club")[:MOST]


@prepared
def _waiting_picks(person: User, clubs: Collection[int], hosted: Collection[int]) -> QuerySet[Pick]:
    ballots = Ballot.objects.filter(pick=OuterRef("pk"), membership__user=person)
    # What stays from last time was made before the pick opened.
    suggestions = Nomination.objects.filter(
        pick=OuterRef("pk"),
        membership__user=person,
        withdrawn_at=None,
        made_at__gte=OuterRef("opened_at"),
    )
    by_turns = Q(method=Method.TURNS)
    waits = (
        Q(~Exists(ballots), stage=Stage.VOTING)
        | Q(stage=Stage.TIED, club__in=hosted)
        | Q(~by_turns, ~Exists(suggestions), stage=Stage.NOMINATING)
        | Q(by_turns, stage=Stage.NOMINATING, turn_of__user=person)
    )
    picks = Pick.objects.under_way().filter(waits, club__in=clubs).select_related("club")
    return picks.order_by("opened_at", "pk")[:MOST]


@prepared
def _unanswered_polls(person: User, clubs: Collection[int], at: datetime) -> QuerySet[Meeting]:
    ahead = Slot.objects.filter(meeting=OuterRef("pk"), starts_at__gt=at)
    answers = SlotAnswer.objects.filter(slot__meeting=OuterRef("pk"), membership__user=person)
    meetings = Meeting.objects.standing().filter(
        Q(answers_until=None) | Q(answers_until__gt=at),
        Exists(ahead),
        ~Exists(answers),
        club__in=clubs,
        stage=MeetingStage.FINDING,
    )
    return meetings.select_related("club").order_by("made_at", "pk")[:MOST]


@prepared
def _inspired_works(person: User) -> QuerySet[RelatedWork, int]:
    unanswered = RelatedWork.objects.to_works_of(person).filter(approved_at=None)
    return unanswered.values_list("pk", flat=True)


@prepared
def _coming_meetings(person: User, clubs: Collection[int], after: datetime) -> QuerySet[Meeting]:
    refused = Rsvp.objects.filter(meeting=OuterRef("pk"), membership__user=person, coming=Coming.NO)
    meetings = Meeting.objects.standing().filter(
        ~Exists(refused), club__in=clubs, stage=MeetingStage.FIXED, starts_at__gt=after
    )
    return meetings.select_related("club").order_by("starts_at", "pk")[:1]

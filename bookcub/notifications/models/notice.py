from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from bookcub.clubs.models import Club, ClubInvitation, JoinRequest, Membership, clubs_of
from bookcub.comments.models import Comment, CommentClaim, CommentQuerySet, Hearers
from bookcub.meetings.models import Meeting, Minutes
from bookcub.memory.models import Prediction
from bookcub.people.models import User
from bookcub.picks.models import Pick
from bookcub.reads.models import Read
from bookcub.works.models import Creatorship, RelatedWork

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class NoticeKind(models.TextChoices):
    REPLY = "reply", "an answer to what you said"
    COMMENT = "comment", "a comment on your work"
    INVITATION = "invitation", "an invitation to be a co-creator"
    RELATED = "related", "a work that names yours"
    CLAIM = "claim", "somebody says: this was me"
    CLUB_INVITED = "invited", "an invitation to a club"
    INVITATION_ANSWERED = "inv_answer", "an answer to your invitation"
    JOIN_REQUESTED = "request", "somebody asks to join"
    REQUEST_ANSWERED = "req_answer", "an answer of a club"
    JOINED = "joined", "a new member"
    HOST = "host", "you host a club"
    PICK = "pick", "choosing the next read"
    READ = "read", "a read begins or ends"
    PLAN = "plan", "a plan has moved"
    MEETING = "meeting", "a meeting"
    MINUTES = "minutes", "minutes of a meeting"
    PREDICTION = "prediction", "a prediction is open"
    TALK = "talk", "talk in a club"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: User) -> NoticeQuerySet:
        """All that was ever put into somebody's inbox, also what lies ahead of them: for chores, not for pages."""
        return self.filter(user=person)

    def visible_to(
        self, person: User | AnonymousUser, *, kinds: Collection[str] | None = None
    ) -> NoticeQuerySet:
        """Somebody's own lines, without those about what they have not come to: these appear once they have.

        Lines about clubs that they no longer belong to are gone. `kinds`, of `kinds_of`, spares the
        questions about kinds of lines that are not there.
        """
        if not person.is_authenticated:
            return self.none()
        own = self.of(person) if kinds is None else self.of(person).filter(kind__in=kinds)
        for about, condition in CONDITIONS:
            if kinds is None or about & set(kinds):
                own = own.filter(condition(person))
        return own

    def kinds_of(self, person: User) -> set[str]:
        """What kinds of lines there are at all."""
        return set(self.of(person).order_by().values_list("kind", flat=True).distinct())

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)

    def read(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=False)

    def answered_by(self, person: User) -> NoticeQuerySet:
        """Those about comments that this person has answered."""
        return self.filter(models.Exists(_answers(person)))

    def unanswered_by(self, person: User) -> NoticeQuerySet:
        """Those about comments that this person has not answered."""
        return self.filter(~models.Exists(_answers(person)), comment__isnull=False)


class Rows(Protocol):
    """The manager of a model that people can see."""

    def visible_to(self, person: User, /) -> models.QuerySet[Any]: ...


Condition = Callable[[User], Q]


def _open(name: str, rows: Rows) -> Condition:
    """What is not about such a row, or about one that the person may see."""

    def condition(person: User) -> Q:
        return Q(**{name: None}) | Q(Exists(rows.visible_to(person).filter(pk=OuterRef(name))))

    return condition


def _open_talk(person: User) -> Q:
    return ~Q(kind=NoticeKind.TALK) | Q(Exists(_talk(person)))


def _open_comment(person: User) -> Q:
    there = Comment.objects.filter(pk=OuterRef("comment"))
    # Of what everyone heard and somebody closed, a line says only that it is closed.
    ahead = Exists(Comment.objects.ahead_of(person).filter(pk=OuterRef("comment")))
    for_all = Q(Exists(there.filter(hearers=Hearers.EVERYONE))) & ~Q(ahead)
    open_now = Comment.objects.visible_to(person).spoken().filter(pk=OuterRef("comment"))
    return Q(comment=None) | for_all | Q(Exists(open_now))


def _open_asking(person: User) -> Q:
    """Questions to and of clubs: the invited and the asking see theirs, members those of their club."""
    invited = ClubInvitation.objects.to(person).filter(pk=OuterRef("invitation"))
    own = JoinRequest.objects.filter(pk=OuterRef("request"), pseud__user=person)
    in_club = Q(club=None) | Q(club__in=clubs_of(person))
    to_me = Q(kind=NoticeKind.CLUB_INVITED) & Q(Exists(invited))
    mine = Q(kind=NoticeKind.REQUEST_ANSWERED) & Q(Exists(own))
    others = ~Q(kind__in=[NoticeKind.CLUB_INVITED, NoticeKind.REQUEST_ANSWERED]) & in_club
    return to_me | mine | others


def _talk(person: User) -> models.QuerySet[Comment]:
    """What others have said in a read's talk since a line about it was read, up to where the person is."""
    return talk_since(person, OuterRef("read__club"), OuterRef("read__work"), OuterRef("since"))


def talk_since(person: User, club: Any, work: Any, since: Any) -> CommentQuerySet:
    """What others have said to a club about a work after a moment, up to where the person is."""
    return (
        Comment.objects.visible_to(person)
        .spoken()
        .filter(hearers=Hearers.CLUB, club=club, work=work, posted_at__gt=since)
        .filter(~Q(pseud__user=person) | Q(pseud=None))
    )


def _answers(person: User) -> models.QuerySet[Comment]:
    answers = Comment.objects.spoken().by_person(person)
    return answers.filter(parent=models.OuterRef("comment"))


_CLUBS = frozenset(list(NoticeKind)[list(NoticeKind).index(NoticeKind.CLUB_INVITED) :])
# For each condition the kinds of lines that it says something about.
CONDITIONS: tuple[tuple[frozenset[str], Condition], ...] = (
    (frozenset({NoticeKind.REPLY, NoticeKind.COMMENT}), _open_comment),
    (frozenset({NoticeKind.MINUTES}), _open("minutes", Minutes.objects)),
    (frozenset({NoticeKind.PREDICTION}), _open("prediction", Prediction.objects)),
    (frozenset({NoticeKind.PICK}), _open("pick", Pick.objects)),
    (frozenset({NoticeKind.MEETING}), _open("meeting", Meeting.objects)),
    (frozenset({NoticeKind.READ, NoticeKind.PLAN, NoticeKind.TALK}), _open("read", Read.objects)),
    (frozenset({NoticeKind.TALK}), _open_talk),
    (_CLUBS, _open_asking),
)

SUBJECTS = (
    "invitation",
    "request",
    "membership",
    "pick",
    "read",
    "meeting",
    "minutes",
    "prediction",
)


class Notice(models.Model):
    """One line of somebody's inbox: it points at what happened and holds nothing of it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    creatorship = models.ForeignKey(
        Creatorship, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    related = models.ForeignKey(
        RelatedWork, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    claim = models.ForeignKey(
        CommentClaim, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    club = models.ForeignKey(
        Club, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    invitation = models.ForeignKey(
        ClubInvitation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    request = models.ForeignKey(
        JoinRequest, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    membership = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    pick = models.ForeignKey(
        Pick, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    read = models.ForeignKey(
        Read, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    minutes = models.ForeignKey(
        Minutes, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    prediction = models.ForeignKey(
        Prediction, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    since: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        "of talk: what came after this is new", null=True, blank=True
    )
    made_at = models.DateTimeField(default=timezone.now)
    read_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "-made_at", "-id"], name="inbox_in_order"),
            models.Index(fields=["user"], name="inbox_unread", condition=Q(read_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "comment"], name="told_once_of_comment"),
            models.UniqueConstraint(fields=["user", "creatorship"], name="told_once_of_invitation"),
            models.UniqueConstraint(fields=["user", "related"], name="told_once_of_related"),
            models.UniqueConstraint(fields=["user", "claim"], name="told_once_of_claim"),
            *(
                models.UniqueConstraint(fields=["user", "kind", name], name=f"one_line_of_{name}")
                for name in SUBJECTS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.user}"

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

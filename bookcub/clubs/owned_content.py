"""What a pseud is in clubs and what becomes of that when its person leaves: told to `people.owned_content`."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy, ngettext_lazy

from bookcub.clubs.actions.leaving import hand_on_or_delete
from bookcub.clubs.models import WAITING, ClubInvitation, JoinRequest, LeftNotes, Membership
from bookcub.people.models import Pseud, User
from bookcub.people.owned_content import OWNED, QUESTIONS, Choice, ClosingQuestion, OwnedKind

KEEP, UNNAME, DELETE = "keep", "unname", "delete"
SO_MANY_CLUBS = ngettext_lazy("%(number)s club", "%(number)s clubs", "number")


def clubs_of_pseud(pseud: Pseud) -> int:
    return pseud.memberships.count() + pseud.join_requests.filter(WAITING).count()


@transaction.atomic
def move_clubs(pseud: Pseud, to: Pseud) -> None:
    """Take part in clubs under another pseud of the same person."""
    Membership.objects.filter(pseud=pseud).update(pseud=to)
    ClubInvitation.objects.filter(by=pseud).update(by=to)
    waiting = JoinRequest.objects.filter(WAITING, pseud=to, club=OuterRef("club"))
    JoinRequest.objects.filter(pseud=pseud).exclude(Exists(waiting)).update(pseud=to)


def _others() -> QuerySet[Membership]:
    return Membership.objects.current().filter(club=OuterRef("club")).exclude(pk=OuterRef("pk"))


def alone(user: User) -> QuerySet[Membership]:
    """Where nobody else is: those clubs go with the account."""
    return Membership.objects.current().filter(user=user).exclude(Exists(_others()))


def shared(user: User) -> QuerySet[Membership]:
    """All other clubs that somebody belongs or belonged to."""
    return Membership.objects.filter(user=user).exclude(pk__in=alone(user).values("pk"))


def delete_empty_clubs(user: User, _choice: str) -> None:
    """Delete the clubs that would be empty."""
    for membership in alone(user).select_related("club"):
        hand_on_or_delete(membership, former_name="", notes=LeftNotes.KEEP)


def leave_clubs(user: User, choice: str) -> None:
    """Leave the clubs, hosts handed on; the name stays there or not."""
    for membership in shared(user).select_related("club", "pseud"):
        keeps = choice == KEEP and membership.left_notes != LeftNotes.UNNAME
        name = membership.pseud.name if keeps and membership.pseud else ""
        hand_on_or_delete(
            membership,
            former_name=name,
            notes=LeftNotes.KEEP if choice == KEEP else LeftNotes.UNNAME,
        )


ALONE = ClosingQuestion(
    "clubs_alone",
    gettext_lazy("What should happen to the clubs where you are the only member?"),
    SO_MANY_CLUBS,
    choices=(
        Choice(
            DELETE,
            gettext_lazy("The clubs are deleted"),
            gettext_lazy("Clubs where you are the only member are deleted: {count}."),
        ),
    ),
    count=lambda user: alone(user).count(),
    apply=delete_empty_clubs,
)
CLUBS = ClosingQuestion(
    "clubs",
    gettext_lazy("What should happen to your name in your clubs, and in those you have left?"),
    SO_MANY_CLUBS,
    choices=(
        Choice(
            KEEP,
            gettext_lazy("My name stays on what I suggested and chose there"),
            gettext_lazy(
                "You leave your clubs, and your name stays on what you suggested and chose there: {count}."
            ),
        ),
        Choice(
            UNNAME,
            gettext_lazy("My name is removed, and I become “A former member” there"),
            gettext_lazy("You leave your clubs and become “A former member” there: {count}."),
        ),
    ),
    count=lambda user: shared(user).count(),
    apply=leave_clubs,
)


def register() -> None:
    """Let the pages about pseuds and about leaving know of clubs."""
    kind = OwnedKind(SO_MANY_CLUBS, count=clubs_of_pseud, move=move_clubs)
    OWNED.register(kind, name="clubs", owner="clubs")
    for question in (ALONE, CLUBS):
        QUESTIONS.register(question, name=question.key, owner="clubs")

"""What a pseud owns here and what becomes of it when its person leaves: told to `people.owned_content`."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from bookcub.people.models import Pseud, User
from bookcub.people.owned_content import (
    OWNED,
    QUESTIONS,
    SWITCHED,
    Choice,
    ClosingQuestion,
    OwnedKind,
)
from bookcub.works import signals
from bookcub.works.actions import delete_work, leave_work, orphan_work
from bookcub.works.models import Creatorship, Revision, Work, WorkQuerySet

DELETE, LEAVE, ORPHAN, ORPHAN_NAMED = "delete", "leave", "orphan", "orphan_named"
SO_MANY_WORKS = ngettext_lazy("%(number)s work", "%(number)s works", "number")


def works_of(pseud: Pseud) -> int:
    return pseud.creatorships.count()


@transaction.atomic
def move_works(pseud: Pseud, to: Pseud) -> None:
    """Put another pseud of the same person on the bylines, where it is not there already."""
    already = Creatorship.objects.filter(pseud=to, work=OuterRef("work"))
    moved = list(pseud.creatorships.select_related("work"))
    pseud.creatorships.filter(Exists(already)).delete()
    pseud.creatorships.update(pseud=to)
    Revision.objects.filter(saved_by=pseud).update(saved_by=to)
    for creatorship in moved:
        transaction.on_commit(partial(signals.work_revised.send, Work, work=creatorship.work))


def _others(user: User) -> QuerySet[Creatorship]:
    return Creatorship.objects.filter(work=OuterRef("pk")).accepted().exclude(pseud__user=user)


def own_works(user: User) -> WorkQuerySet:
    return Work.objects.by_person(user).exclude(Exists(_others(user)))


def shared_works(user: User) -> WorkQuerySet:
    return Work.objects.by_person(user).filter(Exists(_others(user)))


def resolve_own_works(user: User, choice: str) -> None:
    """Delete or orphan the posted works that have no other creator."""
    for work in list(own_works(user).posted()):
        if choice == DELETE:
            delete_work(work=work, by=user)
        else:
            orphan_work(work=work, by=user, keep_name=choice == ORPHAN_NAMED)


def resolve_drafts(user: User, _choice: str) -> None:
    """Delete what only this person could open."""
    for work in list(own_works(user).drafts()):
        delete_work(work=work, by=user)


def resolve_shared_works(user: User, choice: str) -> None:
    """Leave the works to their other creators, or leave an orphan on the byline."""
    for work in list(shared_works(user)):
        if choice == LEAVE:
            leave_work(work=work, by=user)
        else:
            orphan_work(work=work, by=user, keep_name=choice == ORPHAN_NAMED)


OWN_WORKS = ClosingQuestion(
    "works",
    gettext_lazy("What should happen to the works that you wrote alone?"),
    SO_MANY_WORKS,
    choices=(
        Choice(
            ORPHAN_NAMED,
            gettext_lazy("Keep them, with my pseuds on them"),
            gettext_lazy(
                "Kept as orphans, with your pseuds on them but no longer linked to you: {count}."
            ),
        ),
        Choice(
            ORPHAN,
            gettext_lazy("Keep them, without my names"),
            gettext_lazy("Kept as orphans, signed orphan_account: {count}."),
        ),
        Choice(
            DELETE,
            pgettext_lazy("works", "Delete them"),
            gettext_lazy("Deleted, with the comments and kudos on them: {count}."),
        ),
    ),
    count=lambda user: own_works(user).posted().count(),
    apply=resolve_own_works,
)
DRAFTS = ClosingQuestion(
    "drafts",
    gettext_lazy("What should happen to your drafts?"),
    ngettext_lazy("%(number)s draft", "%(number)s drafts", "number"),
    choices=(
        Choice(
            DELETE,
            pgettext_lazy("drafts", "Delete them"),
            gettext_lazy("Your drafts, which nobody else can open, are deleted: {count}."),
        ),
    ),
    count=lambda user: own_works(user).drafts().count(),
    apply=resolve_drafts,
)
SHARED_WORKS = ClosingQuestion(
    "shared_works",
    gettext_lazy("What should happen to your part in the works that you wrote with others?"),
    SO_MANY_WORKS,
    choices=(
        Choice(
            ORPHAN_NAMED,
            gettext_lazy("Keep my pseuds on them"),
            gettext_lazy(
                "Your pseuds stay on what you wrote with others, no longer linked to you: {count}."
            ),
        ),
        Choice(
            ORPHAN,
            gettext_lazy("Put orphan_account in my place"),
            gettext_lazy("orphan_account takes your place on what you wrote with others: {count}."),
        ),
        Choice(
            LEAVE,
            gettext_lazy("Leave them to the others"),
            gettext_lazy("What you wrote with others now belongs to them alone: {count}."),
        ),
    ),
    count=lambda user: shared_works(user).count(),
    apply=resolve_shared_works,
)


def follow_account(user: User) -> None:
    """Hide the works that only switched-off accounts sign, and show them again."""
    Work.objects.by_person(user).follow_accounts()


def register() -> None:
    """Let the pages about pseuds and about leaving know of works."""
    kind = OwnedKind(
        SO_MANY_WORKS,
        count=works_of,
        move=move_works,
    )
    OWNED.register(kind, name="works", owner="works")
    SWITCHED.register(follow_account, name="works", owner="works")
    for question in (OWN_WORKS, DRAFTS, SHARED_WORKS):
        QUESTIONS.register(question, name=question.key, owner="works")

"""A pseud's bookmarks, and what becomes of them when its person leaves: told to `people.owned_content`."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
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
from bookcub.reading.actions.bookmarks import count_bookmarks, remove
from bookcub.reading.models import Bookmark
from bookcub.works.models import Work

SO_MANY_BOOKMARKS = ngettext_lazy("%(number)s bookmark", "%(number)s bookmarks", "number")


def bookmarks_of(pseud: Pseud) -> int:
    return pseud.bookmarks.count()


@transaction.atomic
def move_bookmarks(pseud: Pseud, to: Pseud) -> None:
    """Sign them with another pseud of the same person; of two on one thing, the other's own stays."""
    same = Q(work=OuterRef("work")) | Q(series=OuterRef("series"))
    doubled = pseud.bookmarks.filter(Exists(Bookmark.objects.filter(same, pseud=to)))
    works = list(Work.objects.filter(bookmarks__in=doubled))
    doubled.delete()
    pseud.bookmarks.update(pseud=to)
    for work in works:
        count_bookmarks(work)


def resolve_bookmarks(user: User, _choice: str) -> None:
    """Take a leaving person's bookmarks away and count those of the works they stood on."""
    for bookmark in Bookmark.objects.filter(pseud__user=user).select_related("work"):
        remove(bookmark=bookmark)


BOOKMARKS = ClosingQuestion(
    "bookmarks",
    gettext_lazy("What happens to your bookmarks?"),
    SO_MANY_BOOKMARKS,
    choices=(
        Choice(
            "delete",
            pgettext_lazy("bookmarks", "They are deleted"),
            gettext_lazy("Deleted: {count}."),
        ),
    ),
    count=lambda user: Bookmark.objects.filter(pseud__user=user).count(),
    apply=resolve_bookmarks,
)


def follow_account(user: User) -> None:
    """Count the bookmarks of a switched-off account no longer, and count them again."""
    marked = Work.objects.filter(bookmarks__pseud__user=user, bookmarks__is_private=False)
    for work in marked.distinct().order_by("pk"):
        count_bookmarks(work)


def register() -> None:
    """Let the pages about pseuds and about leaving know of bookmarks."""
    kind = OwnedKind(
        SO_MANY_BOOKMARKS,
        count=bookmarks_of,
        move=move_bookmarks,
    )
    OWNED.register(kind, name="bookmarks", owner="reading")
    SWITCHED.register(follow_account, name="bookmarks", owner="reading")
    QUESTIONS.register(BOOKMARKS, name=BOOKMARKS.key, owner="reading")

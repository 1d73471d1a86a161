"""Comments that keepers hide: told to `people.hiding`."""

from __future__ import annotations

from django.db.models import QuerySet

from bookcub.comments.actions.counts import count_again, lock
from bookcub.comments.models import Comment, Hearers
from bookcub.core.text import shortened
from bookcub.people.hiding import HIDEABLE, HideableKind
from bookcub.people.models import Hiding, User
from bookcub.web.covers import plain_under_cover

QUOTED = 160  # characters


class HideableComments(HideableKind[Comment]):
    """What everybody hears, under a work or on a passage; a place stays where somebody has answered."""

    alike = "own-comment"

    def rows(self) -> QuerySet[Comment]:
        return Comment.objects.select_related("club", "pseud__user", "work", "read")

    def known_to(self, keeper: User) -> QuerySet[Comment]:
        heard = Comment.objects.visible_to(keeper).filter(deleted_at=None)
        return heard.filter(hearers=Hearers.EVERYONE, approved_at__isnull=False)

    def now_hidden(self) -> QuerySet[Comment]:
        return super().now_hidden().filter(deleted_at=None)

    def words(self, thing: Comment) -> str:
        return shortened(plain_under_cover(thing.html), QUOTED)

    def language_of_words(self, thing: Comment) -> str:
        return thing.language

    def follow(self, thing: Comment, hiding: Hiding | None) -> None:
        lock(thing.its_work.pk)
        super().follow(thing, hiding)
        count_again(thing.work_id)


def register() -> None:
    """Let keepers hide comments."""
    HIDEABLE.register(HideableComments(), name="comment", owner="comments")

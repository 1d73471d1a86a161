"""Works and chapters that keepers hide: told to `people.hiding`."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext

from bookcub.people.hiding import HIDEABLE, HideableKind
from bookcub.people.models import Hiding, User
from bookcub.works import signals
from bookcub.works.actions.trash import is_last_posted, post_as_before
from bookcub.works.models import Chapter, Work


class HideableWorks(HideableKind[Work]):
    alike = "work"

    def rows(self) -> QuerySet[Work]:
        return Work.objects.all()

    def known_to(self, keeper: User) -> QuerySet[Work]:
        return Work.objects.visible_to(keeper).filter(posted_at__isnull=False)

    def follow(self, thing: Work, hiding: Hiding | None) -> None:
        """With the tags that count it."""
        with thing.counting_tag_uses():
            super().follow(thing, hiding)
        transaction.on_commit(partial(signals.work_revised.send, Work, work=thing))


class HideableChapters(HideableKind[Chapter]):
    """A hidden one is withdrawn from readers meanwhile, and stays where it is."""

    alike = "chapter"

    def rows(self) -> QuerySet[Chapter]:
        texts = ("html", "summary", "notes", "end_notes")
        return Chapter.objects.select_related("work").defer(*texts)

    def known_to(self, keeper: User) -> QuerySet[Chapter]:
        known = Q(posted_at__isnull=False) | Q(hiding__isnull=False)
        return Chapter.objects.visible_to(keeper).filter(known)

    def ensure_may_be_hidden(self, thing: Chapter) -> None:
        if is_last_posted(thing):
            raise ValidationError(
                gettext("This is the only chapter that readers can see. Hide the whole work."),
                code="last_posted",
            )

    def follow(self, thing: Chapter, hiding: Hiding | None) -> None:
        thing.work.lock()
        if hiding is None:
            super().follow(thing, None)
            post_as_before(thing)
        else:
            chapter = Chapter.objects.filter(pk=thing.pk)
            chapter.update(hiding=hiding, posted_before=F("posted_at"), posted_at=None)
        thing.work.count_again()
        thing.refresh_from_db()
        transaction.on_commit(partial(signals.chapter_hidden.send, Chapter, chapter=thing))


def register() -> None:
    """Let keepers hide works and chapters."""
    HIDEABLE.register(HideableWorks(), name="work", owner="works")
    HIDEABLE.register(HideableChapters(), name="chapter", owner="works")

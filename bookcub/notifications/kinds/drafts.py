"""What concerns drafts that are shown before they are posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy

from bookcub.comments import signals as talk
from bookcub.comments.models import Comment, Hearers, SuggestedWords
from bookcub.comments.queries.cards import CommentRow
from bookcub.core.page_urls import reverse
from bookcub.notifications.kinds.base import InboxItem, NoticeKind, Telling, hears
from bookcub.notifications.kinds.comments import OfComment, creators_of
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.works import signals as works
from bookcub.works.models import Chapter, DraftReader, DraftReading


class DraftShown(NoticeKind[DraftReader]):
    """To whom a draft is shown: that it is, and that there is another chapter of it."""

    name, label = "draft", gettext_lazy("a draft that is shown to you")
    folder = "drafts/"
    subject = DraftReader
    related = ("work", "shown_by")

    @hears(works.draft_shown)
    def shown(self, *, reader: DraftReader, **_: Any) -> Telling:
        return self._telling(reader)

    @hears(works.chapter_edited)
    def added(self, *, chapter: Chapter, before: str, **_: Any) -> list[Telling]:
        """A chapter that came since has its first words. Who has not looked since the last one is not told again."""
        if not chapter.is_draft or before or not chapter.html:
            return []
        shown = DraftReader.objects.filter(work=chapter.work_id, user__is_active=True)
        new = shown.filter(shown_at__lt=chapter.created_at).exclude(readings__chapter=chapter)
        unread = Notice.objects.unread().filter(kind=self.name, subject=OuterRef("pk"))
        return [
            self._telling(reader) for reader in new.filter(~Exists(unread)).select_related("user")
        ]

    def _telling(self, reader: DraftReader) -> Telling:
        return Telling(
            reader, to=[reader.user], by=reader.shown_by_id, work=reader.work_id, by_letter=True
        )

    def open_to(self, person: User) -> QuerySet[Any]:
        return DraftReader.objects.visible_to(person)

    def load(self, person: User, ids: Sequence[int]) -> Mapping[int, DraftReader]:
        """Each with the first chapter that came since and that they have not opened."""
        opened = DraftReading.objects.filter(
            chapter=OuterRef("pk"), reader=OuterRef(OuterRef("pk"))
        )
        new = Chapter.objects.drafts().filter(
            ~Exists(opened),
            work=OuterRef("work"),
            created_at__gt=OuterRef("shown_at"),
        )
        first = new.exclude(html="").order_by("created_at", "pk")
        shown = DraftReader.objects.select_related(*self.related).with_first_draft()
        readers = shown.annotate(
            new_chapter=Subquery(first.values("pk")[:1]),
            new_since=Subquery(first.values("created_at")[:1]),
        )
        return readers.in_bulk(ids)

    def item(self, notice: Notice, thing: DraftReader) -> InboxItem:
        work, new = thing.work, vars(thing)
        # A line that waits unread since the draft was shown leads to its beginning.
        if new["new_chapter"] is None or new["new_since"] > notice.made_at:
            return self.say(thing.draft_url, about=[work], reader=thing)
        url = reverse("reading:chapter_detail", args=[work.pk, new["new_chapter"]])
        return self.say(url, about=[work], reader=thing, is_new=True)


class NewVersion(NoticeKind[DraftReading]):
    """To whom a draft is shown, once they have read it: there is another version."""

    name, label = "version", gettext_lazy("a new version of a draft")
    folder = "drafts/"
    subject = DraftReading
    related = ("chapter__work",)

    @hears(works.chapter_edited)
    def edited(self, *, chapter: Chapter, before: str, **_: Any) -> list[Telling]:
        if not chapter.is_draft or chapter.html == before:
            return []
        read = DraftReading.objects.filter(chapter=chapter, reader__user__is_active=True)
        return [
            Telling(one, to=[one.reader.user], by=one.reader.shown_by_id, work=chapter.work_id)
            for one in read.select_related("reader__user")
        ]

    def open_to(self, person: User) -> QuerySet[Any]:
        shown = DraftReader.objects.visible_to(person)
        return DraftReading.objects.filter(reader__in=shown, chapter__in=Chapter.objects.drafts())

    def item(self, notice: Notice, thing: DraftReading) -> InboxItem:
        chapter = thing.chapter
        url = reverse("reading:change_index", args=[chapter.work_id, chapter.pk])
        return self.say(url, about=[chapter.work], work=chapter.work)


class ToldToAuthors(OfComment):
    """To a work's creators: a note on their draft, perhaps with other words for a passage."""

    name, label = "suggestion", gettext_lazy("a note on your draft")
    folder = "drafts/"

    @hears(talk.comment_posted)
    def posted(self, *, comment: Comment, by: User | None, **_: Any) -> Telling | None:
        return self._told(comment, by=by)

    @hears(talk.comment_restored)
    def restored(self, *, comment: Comment, **_: Any) -> Telling | None:
        return self._told(comment, by=comment.pseud.user if comment.pseud else None)

    def _told(self, comment: Comment, *, by: User | None) -> Telling | None:
        if comment.hearers != Hearers.AUTHORS:
            return None
        return self.telling(comment, creators_of(comment.its_work), by=by, by_letter=False)

    def item(self, notice: Notice, thing: CommentRow) -> InboxItem:
        comment = thing.comment
        return replace(super().item(notice, thing), url=_beside_the_text(comment))


class SuggestionAccepted(NoticeKind[SuggestedWords]):
    """To whoever suggested words: they are in the text."""

    name, label = "accepted", gettext_lazy("your suggestion was accepted")
    folder = "drafts/"
    subject = SuggestedWords
    related = ("comment__work",)
    comes_again = False

    @hears(talk.suggestion_accepted)
    def accepted(self, *, suggestion: SuggestedWords, by: User, **_: Any) -> Telling | None:
        writer = suggestion.comment.pseud
        if writer is None or writer.user_id == by.pk:
            return None
        return Telling(suggestion, to=[writer.user], by=by.pk, work=suggestion.comment.work_id)

    def open_to(self, person: User) -> QuerySet[Any]:
        return SuggestedWords.objects.visible_to(person)

    def item(self, notice: Notice, thing: SuggestedWords) -> InboxItem:
        comment = thing.comment
        return self.say(_beside_the_text(comment), about=[comment.its_work], work=comment.work)


def _beside_the_text(comment: Comment) -> str:
    notes = reverse("comments:note_index", args=[comment.work_id, comment.chapter_id])
    return f"{notes}#note_{comment.pk}"

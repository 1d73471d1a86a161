"""What concerns drafts that are shown before they are posted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from bookcub.comments import signals as talk
from bookcub.comments.models import Comment, Hearers, SuggestedWords
from bookcub.comments.queries.cards import CommentRow
from bookcub.notifications.kinds.base import InboxItem, NoticeKind, Telling, hears
from bookcub.notifications.kinds.comments import OfComment, creators_of
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.works import signals as works
from bookcub.works.models import Chapter, DraftReader, DraftReading


class DraftShown(NoticeKind[DraftReader]):
    """To whom a draft is shown."""

    name, label = "draft", gettext_lazy("a draft that is shown to you")
    folder = "drafts/"
    subject = DraftReader
    related = ("work", "shown_by")
    comes_again = False

    @hears(works.draft_shown)
    def shown(self, *, reader: DraftReader, **_: Any) -> Telling:
        return Telling(reader, to=[reader.user], by=reader.shown_by_id, work=reader.work_id)

    def open_to(self, person: User) -> QuerySet[Any]:
        return DraftReader.objects.visible_to(person)

    def item(self, notice: Notice, thing: DraftReader) -> InboxItem:
        url = thing.work.get_absolute_url()
        return self.say(url, about=[thing.work], reader=thing)


class NewVersion(NoticeKind[DraftReading]):
    """To whom a draft is shown, once they have read it: there is another version."""

    name, label = "version", gettext_lazy("a new version of a draft")
    folder = "drafts/"
    subject = DraftReading
    related = ("chapter__work",)

    @hears(works.chapter_edited)
    def edited(self, *, chapter: Chapter, before: str, **_: Any) -> list[Telling]:
        if chapter.is_posted or chapter.html == before:
            return []
        read = DraftReading.objects.filter(chapter=chapter, reader__user__is_active=True)
        return [
            Telling(one, to=[one.reader.user], by=one.reader.shown_by_id, work=chapter.work_id)
            for one in read.select_related("reader__user")
        ]

    def open_to(self, person: User) -> QuerySet[Any]:
        shown = DraftReader.objects.visible_to(person)
        return DraftReading.objects.filter(
            reader__in=shown, chapter__posted_at=None, chapter__discarded_at=None
        )

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
        return self.telling(comment, creators_of(comment.work), by=by, by_letter=False)

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
        return self.say(_beside_the_text(comment), about=[comment.work], work=comment.work)


def _beside_the_text(comment: Comment) -> str:
    notes = reverse("comments:note_index", args=[comment.work_id, comment.chapter_id])
    return f"{notes}#note_{comment.pk}"

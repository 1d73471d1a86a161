"""What something is said about, as the pages of one comment name it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from bookcub.comments.models import Comment
from bookcub.core.page_urls import reverse
from bookcub.reads.models import Read
from bookcub.web.components.languages import titled
from bookcub.works.models import Work


@dataclass(frozen=True, slots=True)
class Subject:
    """A work, an outside book in a club, or a club by itself."""

    name: SafeString
    title: str  # the same as plain words
    url: str  # empty for a note that was taken along
    talk_url: str  # all that is said about it
    kept_as: str  # under which name a browser keeps an unsent thread
    is_club: bool = False


def subject_of(comment: Comment) -> Subject:
    """No query when the comment's work, read and club are there."""
    if comment.work is not None:
        return _of_work(comment, comment.work)
    if comment.read is not None:
        return _of_read(comment.read)
    club = comment.club
    if club is None:
        words = comment.about or gettext("What you took along")
        return Subject(conditional_escape(words), words, "", "", "")
    url = reverse("comments:talk_beside_books_index", args=[club.pk])
    kept_as = kept_beside_books(club.pk)
    return Subject(
        conditional_escape(club.name),
        club.name,
        club.get_absolute_url(),
        url,
        kept_as,
        is_club=True,
    )


def kept_name(work: Work, chapter_id: int | None) -> str:
    """Under which name a browser keeps an unsent thread."""
    return f"comment-work-{work.pk}-{chapter_id or 0}"


def kept_in_read(read_id: int) -> str:
    return f"comment-read-{read_id}"


def kept_beside_books(club_id: int) -> str:
    return f"comment-club-{club_id}"


def _of_work(comment: Comment, work: Work) -> Subject:
    query = f"?chapter={comment.chapter_id}" if comment.chapter_id else ""
    talk = reverse("comments:work_comment_index", args=[work.pk]) + query
    kept_as = kept_name(work, comment.chapter_id)
    return Subject(titled(work), work.title, work.get_absolute_url(), talk, kept_as)


def _of_read(read: Read) -> Subject:
    talk = reverse("comments:club_talk_index", args=[read.club_id, read.pk])
    return Subject(titled(read), read.title, read.get_absolute_url(), talk, kept_in_read(read.pk))

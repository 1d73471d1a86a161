"""What a club said last, up to where one member is: what is new to them, and what came before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext

from bookcub.clubs.models import Club
from bookcub.comments.models import Comment, Hearers
from bookcub.comments.policies import Visitor
from bookcub.comments.queries.cards import card_of, where_said
from bookcub.people.models import User
from bookcub.reads.models import Read
from bookcub.web.comment_card import CommentCard
from bookcub.web.components.languages import said, titled
from bookcub.web.covers import plain_under_cover
from bookcub.works.models import Work

READ = 30  # comments that are looked at
NEWS = 5  # shown on top
EARLIER = 6  # shown below
FEWEST = 3  # of the earlier ones, however much is new
WORDS, QUOTED = 280, 160  # characters


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One note or comment: who, about what, and the beginning of it."""

    card: CommentCard
    name: str  # as the club knows them
    anchor: str
    words: str
    language: str
    quote: str
    about: SafeString  # "Low Water, Chapter 3", or of the work that is known only the chapter
    text_url: str  # its passage, with the notes beside it; empty where there is none
    is_answer: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class ClubFeed:
    """The newest first."""

    news: Sequence[SaidLine]
    is_more_new: bool  # than is shown
    earlier: Sequence[SaidLine]

    @property
    def is_empty(self) -> bool:
        return not (self.news or self.earlier)


def club_feed(
    club: Club, person: User, *, new_since: datetime | None, known: Work | Read | None = None
) -> ClubFeed:
    """Two queries, however much a club has said. Of what is known anyway no title is told."""
    heard = Comment.objects.visible_to(person).spoken().filter(hearers=Hearers.CLUB, club=club)
    newest = heard.with_people().select_related("work").order_by("-posted_at", "-pk")
    rows = list(newest[:READ])
    visitors = Visitor.of_each(person, [row.work for row in rows])
    news = [row for row in rows if _is_new(row, visitors[row.work_id], new_since)]
    shown = news[:NEWS]
    earlier = [row for row in rows if row not in news]
    room = max(FEWEST, EARLIER - len(shown))
    return ClubFeed(
        news=[_line(row, visitors[row.work_id], known) for row in shown],
        is_more_new=len(news) > len(shown),
        earlier=[_line(row, visitors[row.work_id], known) for row in earlier[:room]],
    )


def _is_new(comment: Comment, visitor: Visitor, since: datetime | None) -> bool:
    return since is not None and comment.posted_at > since and not visitor.wrote(comment)


def _line(comment: Comment, visitor: Visitor, known: Work | Read | None) -> SaidLine:
    card = card_of(comment, visitor)
    words = Truncator(plain_under_cover(comment.html)).chars(WORDS, truncate=" …")
    return SaidLine(
        card=card,
        name=comment.pseud.name if comment.pseud and card.author_url else card.author,
        anchor=comment.anchor,
        words=words or _without_words(comment),
        language=card.language if words else get_language() or "",
        quote=Truncator(card.quote).chars(QUOTED, truncate=" …"),
        about=_about(comment, visitor, is_known=known is not None and comment.subject == known),
        text_url=_place_of(comment),
        is_answer=comment.parent_id is not None,
        is_own=visitor.wrote(comment),
    )


def _without_words(comment: Comment) -> str:
    return gettext("marked this, without words") if comment.has_words else ""


def _about(comment: Comment, visitor: Visitor, *, is_known: bool) -> SafeString:
    book = comment.subject
    if book is None:
        return said(gettext("Beside the books"))
    title, place = titled(book), where_said(comment, visitor)
    if not place or (comment.read is None and visitor.work.chapter_count <= 1):
        return title
    return (
        place if is_known else said(gettext("%(title)s, %(chapter)s"), title=title, chapter=place)
    )


def _place_of(comment: Comment) -> str:
    """The paragraph, and which note is to stand open beside it."""
    if comment.chapter is None or not comment.block_id:
        return ""
    note = comment.thread_id or comment.pk
    return f"{comment.chapter.get_absolute_url()}?note={note}#{comment.block_id}"

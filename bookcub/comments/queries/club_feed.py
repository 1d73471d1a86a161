"""What a club said last, up to where one member is: what is new to them, and what came before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.html import conditional_escape, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext

from bookcub.clubs.models import Club, Membership
from bookcub.comments.models import Announcement, ClubVisit, Comment, Hearers, club_looks
from bookcub.comments.policies import Visitor
from bookcub.comments.queries.cards import card_of, where_said
from bookcub.core.clock import now
from bookcub.core.database.prepared import prepared
from bookcub.core.page_urls import reverse
from bookcub.people.models import Pseud, User
from bookcub.reading.queries.reached import prepared_within_reach
from bookcub.reads.models import Read
from bookcub.web.comment_card import CommentCard
from bookcub.web.components.languages import said, titled
from bookcub.web.covers import beginning_under_cover
from bookcub.works.models import Work

READ = 30  # comments that are looked at
NEWS = 3  # conversations, shown on top
EARLIER = 3  # shown below
FEWEST = 1  # of the earlier ones, however much is new
ANSWERS = 2  # the last of each
JUST = timedelta(minutes=2)  # so long stands by itself what one has said
MOST_NEW = 200  # comments that are counted in a list of clubs
WORDS, QUOTED, NARROW = 280, 160, 80  # characters


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One note or comment: who, about what, and the beginning of it."""

    comment: Comment
    card: CommentCard
    name: str  # as the club knows them
    anchor: str
    words: SafeString
    language: str
    quote: str
    about: SafeString  # "Low Water, Chapter 3", or of the work that is known only the chapter
    text_url: str  # its passage, with the notes beside it; empty where there is none
    reply_url: str  # empty where there is nothing to answer
    is_own: bool
    is_just_said: bool = False  # by whoever looks

    @property
    def pk(self) -> int:
        return self.comment.pk

    @property
    def is_long(self) -> bool:
        """Whether the few lines of a narrow screen cannot hold it."""
        return len(strip_tags(self.words)) > NARROW


@dataclass(frozen=True, slots=True)
class Conversation:
    """What somebody said, with the last that was answered to it; only the first where nobody has."""

    first: SaidLine
    answers: Sequence[SaidLine]
    is_more: bool  # between the two
    stands_on_top: bool  # the first, as an announcement: here stands what was answered

    @property
    def lines(self) -> Sequence[SaidLine]:
        return [self.first, *self.answers]

    @property
    def answerable(self) -> SaidLine | None:
        """What a reply goes to: the last that somebody else said."""
        return next((line for line in reversed(self.lines) if line.reply_url), None)


@dataclass(frozen=True, slots=True)
class ClubFeed:
    """Conversations, the one in which something was said last first."""

    news: Sequence[Conversation]
    new: int  # how much has been said that is new, shown or not
    is_more_new: bool  # than is shown
    just_said: Sequence[Conversation]  # by whoever looks, with nothing new in it: at most one
    earlier: Sequence[Conversation]
    is_more: bool  # of either

    @property
    def is_empty(self) -> bool:
        return not (self.just_said or self.news or self.earlier)


@prepared_within_reach
def _newest(person: User, club: int) -> QuerySet[Comment]:
    said = Comment.objects.filter(hearers=Hearers.CLUB, club=club).visible_to(person).spoken()
    return said.with_people().select_related("work").order_by("-posted_at", "-pk")[:READ]


@prepared_within_reach
def _begun(person: User, club: int, threads: Collection[int]) -> QuerySet[Comment]:
    said = Comment.objects.filter(hearers=Hearers.CLUB, club=club, pk__in=threads)
    return said.in_threads_of(person).with_people().select_related("work")


def club_feed(
    club: Club,
    person: User,
    *,
    new_since: datetime | None,
    known: Work | Read | None = None,
    on_top: Collection[int] = (),
    is_long: bool = False,
) -> ClubFeed:
    """Three queries, however much a club has said. Of what is known anyway no title is told, and what stands on top is left out.

    A long one has all that is looked at.
    """
    rows = [row for row in _newest(person, club.pk) if row.pk not in on_top]
    spoken: dict[int, list[Comment]] = {}
    for row in rows:
        spoken.setdefault(row.thread_id or row.pk, []).append(row)
    first = {row.pk: row for row in rows if row.parent_id is None}
    if others := spoken.keys() - first.keys():
        first |= {row.pk: row for row in _begun(person, club.pk, others)}
    visitors = Visitor.of_each(person, [row.work for row in rows])
    # What one has answered is not new to one any more.
    since = {
        thread: _later(new_since, [row for row in said if visitors[row.work_id].wrote(row)])
        for thread, said in spoken.items()
    }
    new = {
        thread: sum(_is_new(row, visitors[row.work_id], since[thread]) for row in said)
        for thread, said in spoken.items()
    }
    news = [thread for thread in spoken if new[thread]]
    own = (row.thread_id or row.pk for row in rows if _is_just_said(row, visitors[row.work_id]))
    just_said = [thread for thread in own if not new[thread]][:1]
    earlier = [thread for thread in spoken if thread not in {*news, *just_said}]
    shown = news if is_long else news[:NEWS]
    room = len(earlier) if is_long else max(FEWEST, EARLIER - len(shown))

    def conversation(thread: int) -> Conversation:
        answers = [row for row in reversed(spoken[thread]) if row.pk != thread]
        begun = first.get(thread) or answers.pop(0)  # where the first is not for them
        last = answers[-ANSWERS:]
        answered = {row.pk: row.parent_id for row in last}
        is_more = len(last) < len(answers) or any(
            parent not in (begun.pk, *answered) for parent in answered.values()
        )
        lines = [_line(row, visitors[row.work_id], known, since[thread]) for row in (begun, *last)]
        return Conversation(lines[0], lines[1:], is_more, stands_on_top=begun.pk in on_top)

    return ClubFeed(
        news=[conversation(thread) for thread in shown],
        new=sum(new.values()),
        is_more_new=len(news) > len(shown),
        just_said=[conversation(thread) for thread in just_said],
        earlier=[conversation(thread) for thread in earlier[:room]],
        is_more=len(news) > len(shown) or len(earlier) > room,
    )


def news_in_clubs(person: User, own: Iterable[Membership]) -> Mapping[int, int]:
    """How much each of these clubs has said since the person last looked, by the rule of its page; only where it is something.

    Three queries, of which none counts on for ever: the newest MOST_NEW together. Nothing for members who keep no history.
    """
    if not person.preferences.keeps_history:
        return {}
    looked = dict(ClubVisit.objects.filter(user=person).values_list("club", "seen_at"))
    looked |= {club: at for (user, club), at in club_looks.unwritten().items() if user == person.pk}
    since = [(one.club_id, looked.get(one.club_id, one.joined_at)) for one in own]
    rows = _said_since(person, now(), *(part for pair in since for part in pair)) if since else []
    threads = {thread or pk for _, thread, pk, _ in rows}
    answered = dict(_last_said_in(person, threads)) if threads else {}
    return Counter(
        club
        for club, thread, pk, at in rows
        if (thread or pk) not in answered or at > answered[thread or pk]
    )


@prepared_within_reach
def _said_since(
    person: User, at: datetime, *since: int | datetime
) -> QuerySet[Comment, tuple[int, int, int, datetime]]:
    """What others have said in clubs, each followed by a moment, up to now. With its club, its thread, its key and when it was."""
    wanted = Q(pk__in=[])
    for club, moment in zip(since[::2], since[1::2], strict=True):
        wanted |= Q(club=club, posted_at__gt=moment)
    heard = Comment.objects.visible_to(person).spoken().filter(wanted, hearers=Hearers.CLUB)
    on_top = Announcement.objects.standing(at).unseen_by(person).filter(comment=OuterRef("pk"))
    mine = Pseud.objects.filter(user=person)
    others = heard.exclude(pseud__in=mine).exclude(Exists(on_top)).order_by("-pk")
    return others.values_list("club_id", "thread_id", "pk", "posted_at")[:MOST_NEW]


@prepared
def _last_said_in(
    person: User, threads: Collection[int]
) -> QuerySet[Comment, tuple[int | None, datetime]]:
    """When somebody last spoke in each of these threads: what came before is not new to them."""
    own = Comment.objects.filter(pseud__in=Pseud.objects.filter(user=person), thread__in=threads)
    return (
        own.order_by()
        .values("thread")
        .annotate(last=Max("posted_at"))
        .values_list("thread", "last")
    )


def _later(since: datetime | None, own: Sequence[Comment]) -> datetime | None:
    return None if since is None else max([since, *(row.posted_at for row in own)])


def _is_new(comment: Comment, visitor: Visitor, since: datetime | None) -> bool:
    return since is not None and comment.posted_at > since and not visitor.wrote(comment)


def _is_just_said(comment: Comment, visitor: Visitor) -> bool:
    return visitor.wrote(comment) and comment.posted_at > now() - JUST


def _line(
    comment: Comment, visitor: Visitor, known: Work | Read | None, new_since: datetime | None
) -> SaidLine:
    card = card_of(comment, visitor, new_since=new_since)
    words = SafeString("") if card.is_deleted else beginning_under_cover(comment.html, WORDS)
    is_own = visitor.wrote(comment)
    return SaidLine(
        comment=comment,
        card=card,
        name=comment.pseud.name if comment.pseud and card.author_url else card.author,
        anchor=comment.anchor,
        words=words or conditional_escape(_without_words(comment, card)),
        language=card.language if words else get_language() or "",
        quote=Truncator(card.quote).chars(QUOTED, truncate=" …"),
        about=_about(comment, visitor, is_known=known is not None and comment.subject == known),
        text_url=text_url_of(comment),
        reply_url=""
        if is_own or card.is_deleted or card.is_frozen
        else reverse("comments:reply_create", args=[comment.pk]),
        is_own=is_own,
        is_just_said=_is_just_said(comment, visitor),
    )


def _without_words(comment: Comment, card: CommentCard) -> str:
    if card.is_deleted:
        return gettext("(Previous comment deleted.)")
    return gettext("marked this, without words") if comment.has_words else ""


def _about(comment: Comment, visitor: Visitor, *, is_known: bool) -> SafeString:
    book = comment.subject
    if book is None:
        return said(gettext("Beside the books"))
    title, place = titled(book), where_said(comment, visitor)
    if not place or (comment.read is None and visitor.work.chapter_count <= 1):
        return title
    if is_known:
        return place
    if comment.read is not None:
        return said(gettext("%(place)s of %(title)s"), title=title, place=place)
    return said(gettext("%(title)s, %(chapter)s"), title=title, chapter=place)


def text_url_of(comment: Comment) -> str:
    """The paragraph, and which note is to stand open beside it; empty where there is none."""
    if comment.chapter is None or not comment.block_id:
        return ""
    note = comment.thread_id or comment.pk
    return f"{comment.chapter.get_absolute_url()}?note={note}#{comment.block_id}"

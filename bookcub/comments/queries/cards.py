"""A comment as one person sees it: byline, words, and what they may do with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, QuerySet
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy

from bookcub.clubs.models import Membership
from bookcub.clubs.policies import OF_TWO
from bookcub.comments import policies
from bookcub.comments.models import Comment, Hearers, paths
from bookcub.comments.policies import Visitor
from bookcub.core.database.prepared import prepared
from bookcub.core.page_urls import reverse
from bookcub.core.text import legible, shortened
from bookcub.people.models import User
from bookcub.reads.queries.measures import Measures
from bookcub.reads.queries.place_wording import place_name
from bookcub.web.comment_card import CommentCard
from bookcub.web.components.languages import naming
from bookcub.web.covers import under_cover

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

ANONYMOUS = gettext_lazy("Anonymous Creator")
GONE = gettext_lazy("A former member")
QUOTED = 300  # characters of a passage on a card


@dataclass(slots=True)
class CommentRow:
    """One comment in its thread."""

    comment: Comment
    card: CommentCard
    may_reply: bool = False
    may_edit: bool = False
    may_delete: bool = False
    may_approve: bool = False
    may_freeze: bool = False
    may_claim: bool = False
    may_hide: bool = False
    is_own: bool = False
    answers: list[CommentRow] = field(default_factory=list)
    folded: int = 0  # answers below it that this page does not show
    left_out: int = 0  # of the whole thread, for its first comment

    @property
    def pk(self) -> int:
        return self.comment.pk

    @property
    def key(self) -> str:
        """The same for markup: templates write numbers as their readers do, which takes a while."""
        return str(self.comment.pk)

    @property
    def reply_url(self) -> str:
        return reverse("comments:reply_create", args=[self.comment.pk])

    @property
    def count(self) -> int:
        """How much is said in it and under it."""
        return (not self.card.is_deleted) + self.left_out + sum(one.count for one in self.answers)

    @property
    def may_moderate(self) -> bool:
        """Whether there is more to do with it than with one's own words, once it is let through."""
        if self.may_approve:
            return False
        return self.may_freeze or self.may_hide or (self.may_delete and not self.is_own)

    @property
    def has_thread(self) -> bool:
        return bool(self.answers or self.folded or self.left_out)


def name_of(comment: Comment, visitor: Visitor) -> str:
    """Who says it, as far as readers may know: creators of an anonymous work stay unnamed."""
    if visitor.is_unsigned(comment):
        return str(ANONYMOUS)
    if comment.pseud is not None:
        return comment.pseud.byline
    return comment.guest_name or str(GONE)


def words_of(comment: Comment) -> SafeString:
    """Its text for a page."""
    if not comment.has_words:
        return _aside(gettext("The imported file did not have its words."))
    if comment.block_id and not comment.html:
        if comment.hearers == Hearers.AUTHORS and hasattr(comment, "suggestion"):
            return _aside(gettext("Suggests other words."))
        return _aside(gettext("Marked, without words."))
    return under_cover(comment.html)


def _language_of(comment: Comment) -> str:
    """Of its words; where it has none, ours stand there."""
    is_ours = not comment.has_words or (comment.block_id and not comment.html)
    return get_language() or "" if is_ours else comment.language


def _aside(words: str) -> SafeString:
    return format_html('<p class="soft"><em>{}</em></p>', words)


def card_of(
    comment: Comment,
    visitor: Visitor,
    *,
    new_since: datetime | None = None,
    about: str = "",
    anchored: bool = False,
) -> CommentCard:
    """The byline and the words. No query when `with_people` fetched the comment."""
    if visitor.is_gone(comment):
        return _place_of(comment, anchored=anchored)
    hidden = visitor.is_unsigned(comment)
    pseud = None if hidden else comment.pseud
    is_new = new_since is not None and comment.posted_at > new_since and not visitor.wrote(comment)
    return CommentCard(
        anchor=comment.anchor if anchored else "",
        author=name_of(comment, visitor),
        at=comment.written_at,
        text=words_of(comment),
        language=_language_of(comment),
        author_url=pseud.get_absolute_url() if pseud else "",
        icon_url=pseud.icon_url if pseud else "",
        icon_alt=pseud.icon_alt if pseud else "",
        permalink=comment.get_absolute_url(),
        parent_url=reverse("comments:comment_detail", args=[comment.thread_id])
        if comment.parent_id
        else "",
        about=about,
        hearers=_hearers_of(comment),
        quote=_quote_of(comment),
        quote_language=visitor.work.language,
        edited_at=comment.edited_at,
        is_new=is_new,
        is_guest=comment.is_by_guest,
        is_imported=comment.is_imported,
        is_unreviewed=not comment.is_approved,
        is_frozen=comment.frozen_at is not None,
        hidden_why=comment.hiding.why if comment.hiding else "",
        by_work_author=visitor.is_by_creator(comment) and not hidden,
    )


def _place_of(comment: Comment, *, anchored: bool) -> CommentCard:
    """What is left of what is gone: nothing but where it stood."""
    return CommentCard(
        anchor=comment.anchor if anchored else "",
        author="",
        at=None,
        permalink=comment.get_absolute_url(),
        is_deleted=True,
    )


def place_in_book(comment: Comment, measures: Measures) -> str:
    """Up to where something goes that is said of an outside book; nothing where it is about all of it."""
    if comment.read is None or not comment.upto:
        return ""
    return place_name(comment.read, comment.upto, measures.of(comment.read))


def where_said(comment: Comment, visitor: Visitor) -> SafeString:
    """In which chapter it was said, whose title keeps its language, or up to where; nothing of a book as a whole."""
    if comment.read is not None:
        return conditional_escape(place_in_book(comment, visitor.measures))
    chapter = comment.chapter
    if chapter is None:
        return SafeString("")
    chapter.work = visitor.work  # else its language would be asked for once each
    return naming(chapter.heading, chapter)


def _hearers_of(comment: Comment) -> str:
    if comment.hearers == Hearers.SELF:
        return gettext("Only you")
    if comment.hearers == Hearers.AUTHORS:
        return gettext("The authors")
    return comment.club.name if comment.club else ""


def _quote_of(comment: Comment) -> str:
    """The words that a note is about; its answers do not repeat them."""
    if comment.parent_id is not None or not comment.block_id:
        return ""
    try:
        return legible(shortened(comment.passage.exact, QUOTED))
    except ObjectDoesNotExist:
        return ""


def comment_row(comment: Comment, visitor: Visitor, card: CommentCard) -> CommentRow:
    """A card and what this person may do with it."""
    return CommentRow(
        comment=comment,
        card=card,
        may_reply=policies.may_reply(visitor, comment),
        may_edit=policies.may_edit(visitor, comment),
        may_delete=policies.may_delete(visitor, comment),
        may_approve=not comment.is_approved and policies.may_approve(visitor),
        may_freeze=(
            policies.may_freeze(visitor, comment)
            if comment.frozen_at is None
            else policies.may_thaw(visitor, comment)
        ),
        may_claim=policies.may_claim(visitor, comment),
        may_hide=policies.may_hide(visitor, comment),
        is_own=visitor.wrote(comment),
    )


def tell_who_hears(rows: Sequence[CommentRow], visitor: Visitor) -> None:
    """Who hears it stands once a thread, whose answers need no way to it; in a club of two names stand without accounts.

    "You two" where it is the person's one club in the work, else its name. What is for everyone says so where something
    stands beside it that is not. Two queries, none without clubs.
    """
    for row in _with_answers(rows):
        if row.comment.parent_id:
            row.card = replace(row.card, hearers="", parent_url="")
    said = [row for row in _with_answers(rows) if row.comment.hearers == Hearers.CLUB]
    clubs = {row.comment.club_id for row in said}
    if not clubs:
        return
    sizes = Membership.objects.current().filter(club__in=clubs).values("club")
    of_two = sizes.annotate(size=Count("pk")).filter(size=OF_TWO).values_list("club", flat=True)
    between_two = set(of_two)
    is_only_club = bool(between_two) and len(clubs | _clubs_reading(visitor)) == 1
    for row in said:
        if row.comment.club_id in between_two:
            name = row.comment.pseud.name if row.card.author_url and row.comment.pseud else ""
            is_first = not row.comment.parent_id
            hearers = gettext("You two") if is_first and is_only_club else row.card.hearers
            row.card = replace(row.card, hearers=hearers, author=name or row.card.author)
    for row in rows:
        if row.comment.hearers == Hearers.EVERYONE and not row.comment.parent_id:
            row.card = replace(row.card, hearers=gettext("Everyone"))


def row_in_place(comment: Comment, visitor: Visitor, *, in_margin: bool) -> CommentRow:
    """One that is shown anew among those that stand: in a margin it says who hears it, as they do."""
    row = comment_row(comment, visitor, card_of(comment, visitor))
    if in_margin:
        tell_who_hears([row], visitor)
    return row


def _clubs_reading(visitor: Visitor) -> set[int | None]:
    """Those of a person that read a work, or have read it."""
    own = Membership.objects.current().filter(user=visitor.person.pk)
    return set(own.filter(club__reads__work=visitor.work.pk).values_list("club", flat=True))


def _with_answers(rows: Iterable[CommentRow]) -> Iterator[CommentRow]:
    for row in rows:
        yield row
        yield from _with_answers(row.answers)


def tell_what_is_known(comments: Iterable[Comment], person: User | AnonymousUser) -> None:
    """Look up for many comments at once what each would ask the database for by itself. Two queries."""
    rows = list(comments)
    frozen = set(_frozen_in({row.thread_id for row in rows if row.thread_id}))
    own = [row.pk for row in rows if row.pseud is not None and row.pseud.user_id == person.pk]
    answered = set(_answered_of(person, own)) if own and person.is_authenticated else set()
    for row in rows:
        row.is_answered = row.pk in answered
        row.is_frozen = bool(frozen) and any(
            (row.thread_id, path) in frozen for path in (*paths.above(row.path), row.path)
        )


@prepared
def _frozen_in(threads: Collection[int]) -> QuerySet[Comment, tuple[int, str]]:
    """The paths of what is frozen in these threads."""
    frozen = Comment.objects.filter(thread__in=threads, frozen_at__isnull=False)
    return frozen.values_list("thread_id", "path")


@prepared
def _answered_of(person: User, own: Collection[int]) -> QuerySet[Comment, int]:
    """Which of these, their own, are answered by somebody whom they hear."""
    answers = Comment.objects.spoken().not_kept_from(person).filter(parent__in=own)
    return answers.values_list("parent_id", flat=True)
